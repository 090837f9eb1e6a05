"""Your own data: what is accepted, what is refused and how, and that nothing half-done remains."""

from __future__ import annotations

import shutil

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.errors import FactError, MetaleosError, UnknownNameError, UsageError

HEADER = "element,property,value,unit,source"
RYDBERG_EV = 13.605693122990


@pytest.fixture(scope="module")
def shared(session_facts, tmp_path_factory):
    """A catalog for files that are refused: it must not change."""
    path = tmp_path_factory.mktemp("user") / "facts.duckdb"
    shutil.copy(session_facts, path)
    return Catalog(path)


@pytest.fixture
def catalog(facts_catalog):
    return Catalog(facts_catalog)


@pytest.fixture
def give(tmp_path):
    """Ingest a text (or bytes) as a file."""

    def call(catalog, text, header=HEADER, name="my.csv", **options):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else f"{header}\n{text}".encode())
        return catalog.ingest(path, **options)

    return call


def mine(catalog, table="observation"):
    with catalog.file.reading() as connection:
        cursor = connection.execute(
            f"SELECT * FROM {table} WHERE starts_with(id, 'user:') ORDER BY rowid"
        )
        names = [item[0] for item in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def counts(catalog):
    with catalog.file.reading() as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM observation), (SELECT count(*) FROM published), "
            "(SELECT count(*) FROM source)"
        ).fetchall()[0]


# What is accepted ---------------------------------------------------------------------------


def test_an_observation_is_stored_with_its_uncertainty_unit_and_source(catalog, give):
    done = give(catalog, "sodium,Bulk-Modulus,63.1(2),kbar,mylab2026\n")
    assert done.added == {"source": 1, "observation": 1, "published": 0}
    (row,) = mine(catalog)
    assert row["element"] == "Na"
    assert row["property"] == "bulk_modulus"
    assert row["value"] == pytest.approx(6.31)
    assert row["uncertainty"] == pytest.approx(0.02)
    assert (row["printed"], row["printed_unit"]) == ("63.1(2)", "kbar")
    source = catalog.sql("SELECT * FROM v_sources WHERE key = 'mylab2026'").rows()[0]
    assert (source["origin"], source["title"]) == ("user", "mylab2026")


@pytest.mark.parametrize(
    ("text", "value", "uncertainty"),
    [
        ("20.1797(6)", 20.1797, 0.0006),
        ("20.1797(12)", 20.1797, 0.0012),
        ("1.2(3)e-5", 1.2e-5, 0.3e-5),
        ("12(3)", 12.0, 3.0),
        ("12(3)E2", 1200.0, 300.0),
        (".5(1)", 0.5, 0.1),
        ("-1.5(2)", -1.5, 0.2),
        ("1e3", 1000.0, None),
        ("+5.", 5.0, None),
        (" 7.25 ", 7.25, None),
    ],
)
def test_values_as_people_write_them(catalog, give, text, value, uncertainty):
    give(catalog, f"Na,pressure,{text},GPa,s\n")
    (row,) = mine(catalog)
    assert row["value"] == pytest.approx(value, rel=1e-15)
    assert row["uncertainty"] == (uncertainty and pytest.approx(uncertainty, rel=1e-15))


def test_energies_are_converted_with_codata(catalog, give):
    give(catalog, "Na,cohesive_energy,0.5,Ry,s,0.1\n", HEADER + ",uncertainty")
    (row,) = mine(catalog)
    assert row["value"] == pytest.approx(RYDBERG_EV / 2, rel=1e-11)
    assert row["uncertainty"] == pytest.approx(RYDBERG_EV / 10, rel=1e-11)


def test_states_with_units_in_headings_or_cells(catalog, give):
    give(
        catalog,
        "Na,bulk_modulus,6.1,GPa,s,300,bcc,\n"
        "Na,bulk_modulus,6.2,GPa,s,25.852 meV,bcc,\n"
        "Na,bulk_modulus,6.3,GPa,s,,liquid,17 A3\n",
        HEADER + ",temperature,phase,volume",
    )
    rows = mine(catalog)
    assert [row["temperature"] for row in rows] == [300.0, pytest.approx(300.0, rel=1e-4), None]
    assert [row["phase"] for row in rows] == ["bcc", "bcc", "liquid"]
    assert rows[2]["state"] == f"V = {17 / 0.529177210544**3:.10g}"[:12] + rows[2]["state"][12:]
    give(catalog, "Na,pressure,1,GPa,s,10\n", HEADER + ",temperature [eV]")
    assert mine(catalog)[-1]["temperature"] == pytest.approx(116045.18, rel=1e-7)


def test_a_model_makes_it_a_published_value_beside_results(catalog, give):
    give(
        catalog,
        "Na,bulk_modulus,7.1,GPa,mypaper,ha/vs,0.2\nK,bulk_modulus,3.2,GPa,mypaper,HA/H,\n",
        HEADER + ",model,uncertainty",
    )
    assert mine(catalog) == []
    rows = mine(catalog, "published")
    assert [(r["element"], r["model"], r["at_reference"]) for r in rows] == [
        ("Na", "ha/vs", True), ("K", "ha/h", True),
    ]  # fmt: skip
    assert rows[0]["note"] == "uncertainty 0.2 GPa"
    shown = catalog.solve("Na", "ha/vs", "bulk_modulus").rows()[0]["published"]
    assert ("7.1", "mypaper") in {(item["printed"], item["source"]) for item in shown}


def test_own_observations_stand_behind_the_shipped_ones(catalog, give):
    before = catalog.solve("Na", "ha/vs", "bulk_modulus").rows()[0]["observed"]
    give(catalog, "Na,bulk_modulus,6.9,GPa,mylab2026\n")
    after = catalog.solve("Na", "ha/vs", "bulk_modulus").rows()[0]["observed"]
    assert after[:-1] == before
    assert after[-1]["source"] == "mylab2026"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + f"{HEADER}\r\nNa,pressure,1,GPa,s\r\n".encode(),
        f"{HEADER}\n\nNa,pressure,1,GPa,s".encode(),
        f"{HEADER.replace(',', ';')}\nNa;pressure;1;GPa;s\n".encode(),
        f"{HEADER.replace(',', chr(9))}\nNa\tpressure\t1\tGPa\ts\n".encode(),
        f'{HEADER}\nNa,pressure,1,GPa,"s"\n'.encode(),
        b"Source,Unit,Value,Property,Element\ns,GPa,1,pressure,Na\n",
    ],
)
def test_kinds_of_csv(catalog, give, data):
    assert give(catalog, data).added["observation"] == 1
    assert mine(catalog)[0]["value"] == 1.0


def test_a_citation_is_kept_as_given(catalog, give):
    text = 'Na,pressure,1,GPa,s,"A. Smith, ""On Na"", J. X 1 (2026) 2"\nK,pressure,1,GPa,s,\n'
    give(catalog, text, HEADER + ",citation")
    (source,) = catalog.sql("SELECT title, authors, note FROM v_sources WHERE key = 's'").rows()
    assert source == {
        "title": 'A. Smith, "On Na", J. X 1 (2026) 2',
        "authors": "",
        "note": "as given by the user",
    }


# Added, changed, left, taken back -----------------------------------------------------------


def test_again_changes_nothing_and_corrections_change_their_rows(catalog, give):
    text = "Na,pressure,1,GPa,s\nK,pressure,2,GPa,s\n"
    assert give(catalog, text).added["observation"] == 2
    again = give(catalog, text)
    assert not again.is_change
    assert again.left == {"source": 1, "observation": 2, "published": 0}
    corrected = give(catalog, "Na,pressure,1.5,GPa,s\nLi,pressure,3,GPa,s\n")
    assert (corrected.added["observation"], corrected.changed["observation"]) == (1, 1)
    assert {row["element"]: row["value"] for row in mine(catalog)} == {
        "Na": 1.5, "K": 2.0, "Li": 3.0,
    }  # fmt: skip


def test_a_dry_run_says_the_same_and_stores_nothing(catalog, give):
    text = "Na,pressure,1,GPa,s\nK,pressure,2,GPa,kittel2005\n"
    before = counts(catalog)
    dry = give(catalog, text, dry_run=True)
    assert counts(catalog) == before
    done = give(catalog, text)
    assert (
        (dry.added, dry.new_sources)
        == (done.added, done.new_sources)
        == (
            {"source": 1, "observation": 2, "published": 0},
            ["s"],
        )
    )


def test_a_source_can_be_taken_back_out(catalog, give):
    before = counts(catalog)
    text = "Na,pressure,1,GPa,s,\nNa,pressure,2,GPa,s,ha/vs\nK,pressure,3,GPa,kittel2005,\n"
    give(catalog, text, HEADER + ",model")
    assert not catalog.remove("s", dry_run=True).added
    assert len(mine(catalog)) == 2
    assert catalog.remove("s").removed == {"observation": 1, "published": 1, "source": 1}
    assert catalog.remove("kittel2005").removed == {"observation": 1, "published": 0, "source": 0}
    assert counts(catalog) == before


def test_only_own_data_can_be_taken_out(catalog, give):
    give(catalog, "Na,pressure,1,GPa,mine2026\n")
    before = counts(catalog)
    with pytest.raises(UsageError, match="holds no data of yours; yours are: mine2026"):
        catalog.remove("soma1978")
    with pytest.raises(UnknownNameError, match="did you mean mine2026"):
        catalog.remove("mine2025")
    assert counts(catalog) == before


def test_the_shipped_facts_again_leave_own_data_alone(catalog, give):
    give(catalog, "Na,pressure,1,GPa,s\n")
    done = catalog.ingest()
    assert not done.is_change
    assert done.left["cell"] == 1547
    assert len(mine(catalog)) == 1


def test_the_shipped_facts_again_repair_what_was_changed(catalog):
    with catalog.file.writing() as connection:
        connection.execute("DELETE FROM erratum WHERE rowid < 3")
        connection.execute("UPDATE parameter SET value = value + 1 WHERE rowid = 0")
        connection.execute(
            "INSERT INTO erratum VALUES ('old', 'no cell', 'misprint', 'no longer shipped')"
        )
    dry = catalog.ingest(dry_run=True)
    done = catalog.ingest()
    for seen in (dry, done):
        assert (seen.added["erratum"], seen.changed["parameter"], seen.removed["erratum"]) == (
            3, 1, 1,
        )  # fmt: skip
    assert not catalog.ingest().is_change


# What is refused ----------------------------------------------------------------------------

GOOD = "K,pressure,1,GPa,s\n"


@pytest.mark.parametrize(
    ("line", "column", "told"),
    [
        ("Na,bulk_modulus,6.3,,s", "unit", "the unit of bulk_modulus is missing; for example GPa"),
        ("Na,packing_fraction,0.4,,s", "unit", "write 1 for a pure number"),
        ("Na,bulk_modulus,6.3,eV,s", "unit", "'eV' is not a unit of what is measured in 'GPa'"),
        ("Na,bulk_modulus,6.3,Gpa,s", "unit", "unknown unit 'Gpa'; did you mean GPa"),
        ("Nx,bulk_modulus,6.3,GPa,s", "element", "unknown element 'Nx'"),
        (",bulk_modulus,6.3,GPa,s", "element", "element is missing"),
        ('"Na,K",bulk_modulus,6.3,GPa,s', "element", "several elements"),
        ("Na,bulk_modulos,6.3,GPa,s", "property", "did you mean bulk_modulus"),
        ("Na,,6.3,GPa,s", "property", "property is missing"),
        ("Na,bulk_modulus,6.3,GPa,", "source", "source is missing"),
        ("Na,bulk_modulus,,GPa,s", "value", "value is missing"),
        ("Na,bulk_modulus,6-7,GPa,s", "value", "is a range"),
        ("Na,bulk_modulus,6..7,GPa,s", "value", "is a range"),
        ("Na,bulk_modulus,6 to 7,GPa,s", "value", "is a range"),
        ('Na,bulk_modulus,"6,3",GPa,s', "value", "has a decimal comma; write 6.3"),
        ('Na,bulk_modulus,"6,3(1)",GPa,s', "value", "has a decimal comma; write 6.3(1)"),
        ('Na,bulk_modulus,"1,234.5",GPa,s', "value", "separators of thousands; write 1234.5"),
        ("Na,bulk_modulus,nan,GPa,s", "value", "is not finite"),
        ("Na,bulk_modulus,-Infinity,GPa,s", "value", "is not finite"),
        ("Na,bulk_modulus,1e400,GPa,s", "value", "too large"),
        ("Na,bulk_modulus,1e308,Mbar,s", "value", "too large"),
        ("Na,bulk_modulus,1_000,GPa,s", "value", "is not a number"),
        ("Na,bulk_modulus,0x1F,GPa,s", "value", "is not a number"),
        ("Na,bulk_modulus,6.3 GPa,GPa,s", "value", "write 6.3 here and GPa as unit"),
        ("Na,bulk_modulus,6.3±0.1,GPa,s", "value", "write 6.3 and 0.1 in the column uncertainty"),
        ("Na,bulk_modulus,−6.3,GPa,s", "value", "write -6.3"),
        ("Na,bulk_modulus,<6.3,GPa,s", "value", "is a bound"),
        ("Na,bulk_modulus,6.3(),GPa,s", "value", "is not a number"),
        ("K,pressure,2,GPa,s", "element", "has the same key as line 2"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_and_nothing_is_stored(shared, give, line, column, told):
    before = counts(shared)
    with pytest.raises(FactError) as caught:
        give(shared, f"{GOOD}{line}\nLi,pressure,1,GPa,s\n")
    message = str(caught.value)
    assert message.startswith(f"my.csv, line 3, column {column}: ")
    assert told in message
    assert message.endswith("nothing was stored")
    assert counts(shared) == before


@pytest.mark.parametrize(
    ("more", "line", "told"),
    [
        ("uncertainty", "Na,pressure,1,GPa,s,-1", "column uncertainty: '-1' is no uncertainty"),
        ("uncertainty", "Na,pressure,1,GPa,s,x", "column uncertainty: 'x' is not a number"),
        ("uncertainty", "Na,pressure,1(2),GPa,s,1", "both say the uncertainty"),
        ("temperature", "Na,pressure,1,GPa,s,-5", "column temperature: '-5'"),
        ("temperature", "Na,pressure,1,GPa,s,25 C", "column temperature: '25 C'"),
        ("temperature [C]", "Na,pressure,1,GPa,s,25", "line 1: 'C' is not a unit of temperature"),
        ("volume", "Na,pressure,1,GPa,s,0", "column volume: '0'"),
        ("density", "Na,pressure,1,GPa,s,inf", "column density: 'inf'"),
        ("model", "Na,pressure,1,GPa,s,pbe", "column model: unknown model 'pbe'"),
        ("model", "Na,pressure,1,GPa,s,ha", "column model: 'ha' means several models"),
        ("citation", "Na,pressure,1,GPa,s,A\nK,pressure,1,GPa,s,B", "line 3, column citation"),
    ],
)
def test_bad_cells_of_optional_columns(shared, give, more, line, told):
    before = counts(shared)
    with pytest.raises(FactError) as caught:
        give(shared, line + "\n", f"{HEADER},{more}")
    assert told in str(caught.value)
    assert counts(shared) == before


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "my.csv is empty"),
        (b"\n \n", "my.csv is empty"),
        (HEADER.encode(), "has a header and no data"),
        (b"PK\x03\x04rest", "is not text"),
        (HEADER.encode("utf-16"), "is not text"),
        (f"{HEADER}\nNa,pressure,1,\xc5,s\n".encode("latin-1"), "is not text in UTF-8"),
        (f"{HEADER}\n{GOOD * 3}".encode() + b"Na,\xff\xfe,1,GPa,s\n", "is not text in UTF-8"),
        (f"{HEADER}\nNa,pressure,6,3,GPa,s\n".encode(), "line 2: 6 fields under 5 columns"),
        (f"{HEADER}\n{GOOD}Na,pressure,6\n".encode(), "line 3: 3 fields under 5 columns"),
        (f'{HEADER}\n{GOOD}Na,"pressure,6,GPa,s\n'.encode(), "line 3"),
        (f"{HEADER}\rNa,pressure,6,GPa,s\r".encode(), "carriage return"),
        (b"Na,pressure,1,GPa,s\n", "line 1 is no header"),
        (b"a,b,c\n1,2,3\n", "line 1 is no header"),
        (b"property,value,unit,source\npressure,1,GPa,s\n", "column 'element' is missing"),
        (f"{HEADER},uncertanty\n".encode(), "unknown column 'uncertanty'; did you mean"),
        (f"{HEADER},source\n".encode(), "column 'source' stands there twice"),
        (b"element,property,value [GPa],unit,source\n", "cannot hold a unit"),
        # A header shifted by one: an index column that it does not name, or one that is gone.
        (f"{HEADER}\n1,Na,pressure,6,GPa\n".encode(), "is the header shifted by one?"),
        (f"{HEADER}\npressure,6,GPa,s,Na\n".encode(), "is the header shifted by one?"),
        (f"{HEADER}\n1,Na,pressure,6,GPa,s\n".encode(), "is the header shifted by one?"),
    ],
)
def test_a_bad_file_is_refused(shared, give, data, told):
    before = counts(shared)
    with pytest.raises(MetaleosError) as caught:
        give(shared, data)
    assert told in str(caught.value)
    assert str(caught.value).startswith("my.csv")
    assert counts(shared) == before


def test_a_missing_file_and_a_folder(shared, tmp_path):
    with pytest.raises(FactError, match="does not exist"):
        shared.ingest(tmp_path / "none.csv")
    with pytest.raises(FactError, match="is a folder"):
        shared.ingest(tmp_path)


def test_lines_are_counted_as_an_editor_does(shared, give):
    text = f'{GOOD}\n\nLi,pressure,1,GPa,"a source\non two lines"\nNa,pressure,x,GPa,s\n'
    with pytest.raises(FactError, match="line 7, column value"):
        give(shared, text)


def test_a_bad_line_deep_in_a_large_file(shared, give):
    lines = [f"Na,pressure,{i},GPa,s,{i}" for i in range(1, 60_001)]
    lines[51_233] = "Na,pressure,5,eV,s,5"
    lines[59_000] = "Na,pressure,5,eV,s,6"
    with pytest.raises(FactError, match=r"line 51235, column unit: .*and 1 more line cannot"):
        give(shared, "\n".join(lines), HEADER + ",temperature")
    lines[51_233] = lines[4]
    lines[59_000] = "Na,pressure,5,GPa,s,1e9"
    with pytest.raises(FactError, match=r"line 51235, column element: .* same key as line 6"):
        give(shared, "\n".join(lines), HEADER + ",temperature")


def test_a_large_file_is_stored_whole(catalog, give):
    lines = [f"Na,pressure,{i}.5(2),GPa,s,{i}" for i in range(1, 20_001)]
    done = give(catalog, "\n".join(lines), HEADER + ",temperature")
    assert done.added["observation"] == 20_000
    rows = mine(catalog)
    assert [row["value"] for row in rows] == [i + 0.5 for i in range(1, 20_001)]
    assert {row["uncertainty"] for row in rows} == {0.2}


def test_hostile_cells_are_only_text(catalog, give):
    hostile = "x'); DROP TABLE observation; --"
    give(catalog, f'Na,pressure,1,GPa,"{hostile}"\n')
    assert mine(catalog)[0]["source"] == hostile
    assert catalog.remove(hostile).removed["observation"] == 1
