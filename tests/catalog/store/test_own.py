"""The csv of your own data: cell by cell what was taken in, and never behind the catalog."""

from __future__ import annotations

import csv
import random
import shutil
from itertools import product

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.build import build
from metaleos.catalog.store import own
from metaleos.catalog.store.own import own_path
from metaleos.errors import CatalogError, DiskFullError, FactError, ReadOnlyError
from metaleos.ingest.user_csv import OPTIONAL, REQUIRED

COLUMNS = (*REQUIRED, *OPTIONAL)
ROW = dict.fromkeys(COLUMNS, "") | {
    "element": "Na", "property": "bulk_modulus", "value": "6.31", "unit": "GPa", "source": "lab/1",
}  # fmt: skip


@pytest.fixture
def notices():
    return []


@pytest.fixture
def catalog(facts_catalog, notices):
    return Catalog(facts_catalog, notice=notices.append)


def write(path, *rows):
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return path


def read(path):
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


def kept(path):
    """Return all that is a user's own in a catalog, whatever its schema."""
    with duckdb.connect(path, read_only=True) as connection:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
            for table in (
                "(FROM observation WHERE starts_with(id, 'user:'))",
                "(FROM published WHERE starts_with(id, 'user:'))",
                "(FROM source WHERE origin = 'user')",
            )
        ]


def every_combination():
    """Yield rows with every combination of the columns that go into a key, or are folded."""
    names = ("model", "term", "phase", "volume", "density", "structure", "state", "locator")
    given = ("ha/vs", "madelung", "bcc", "17 A3", "0.97", "fcc", "cold, slow", "Table 1/2")
    for number, chosen in enumerate(product((False, True), repeat=len(names))):
        row = {name: text for name, text, is_given in zip(names, given, chosen, strict=True)
               if is_given}  # fmt: skip
        # The key of a phase alone is that of a structure of the same words, and so on: one source
        # a row keeps them apart.
        yield {**row, "source": f"lab/{number}", "temperature": ("", "25 meV")[number % 2]}


def test_every_combination_of_cells_comes_back_as_it_was(catalog, facts_catalog, tmp_path):
    given = write(tmp_path / "my.csv", *every_combination())
    catalog.ingest(given)
    places = ("temperature", "volume", "density")
    found = {row["source"]: [row[name] for name in places] for row in read(own_path(facts_catalog))}
    assert found == {row["source"]: [row[name] for name in places] for row in read(given)}
    again = tmp_path / "again.duckdb"
    shutil.copy(facts_catalog, again)
    first = kept(facts_catalog)
    assert [len(part) for part in first] == [128, 128, 256]
    Catalog(again).remove("lab/0")
    Catalog(again).ingest(own_path(facts_catalog))
    assert kept(again) == first
    assert own_path(again).read_bytes().count(b"\n") == 257


def test_evidence_and_material_come_back_and_an_older_schema_has_none(catalog, tmp_path):
    said = {"evidence": "recalled", "material": "1100-O", "uncertainty_kind": "standard"}
    rows = [{"source": "a", "value": "6.3(1)", **said}, {"source": "b"}]
    catalog.ingest(write(tmp_path / "my.csv", *rows))
    found = read(own_path(catalog.path))
    assert [{name: row[name] for name in said} for row in found] == [said, dict.fromkeys(said, "")]
    with duckdb.connect(catalog.path) as connection:
        connection.execute("DROP VIEW v_published")
        connection.execute("ALTER TABLE published DROP typed")
        for name in ("evidence", "material", "uncertainty_kind", "typed"):
            connection.execute(f"CREATE TABLE other AS SELECT * EXCLUDE ({name}) FROM observation")
            connection.execute("DROP TABLE observation CASCADE")
            connection.execute("ALTER TABLE other RENAME TO observation")
        assert own.write_own(connection, tmp_path / "old.csv") == 2
    assert [row["value"] for row in read(tmp_path / "old.csv")] == ["6.3(1)", "6.31"]


def test_uncertainties_notes_and_citations_come_back_to_the_last_bit(
    catalog, facts_catalog, session_facts, tmp_path
):
    number = random.Random(14)
    rows = [
        {
            "source": f"lab{i % 3}", "locator": str(i), "model": ("", "ha/vs")[i % 2],
            "value": f"{number.uniform(1, 99)!r}" if i % 5 else f"6.{i}(7)e1",
            "unit": ("kbar", "GPa", "Mbar", "Ry/bohr3")[i % 4],
            "uncertainty": f"{number.uniform(0, 1):.{4 if i % 3 else 17}g}" if i % 5 else "",
            "temperature": f"{number.uniform(0, 1)!r} eV",
            "note": ("", 'a "quoted", note', "two\nlines", "uncertainty 3 GPa", "a; b; ")[i % 5],
            "citation": ("", "Me, 2026", "")[i % 3],
        }
        for i in range(400)
    ]  # fmt: skip
    catalog.ingest(write(tmp_path / "my.csv", *rows))
    again = tmp_path / "again.duckdb"
    shutil.copy(session_facts, again)
    Catalog(again).ingest(own_path(facts_catalog))
    assert kept(again) == kept(facts_catalog)
    found = {row["locator"]: row for row in read(own_path(again))}
    for row in rows:
        same = ["value", "unit", "source", "model", "uncertainty", "temperature"]
        assert [found[row["locator"]][name] for name in same] == [row[name] for name in same]


def test_numbers_come_back_with_the_unit_of_their_heading(catalog, tmp_path):
    given = tmp_path / "my.csv"
    head = "element,property,value,unit,source,temperature [eV],volume [A3],model,uncertainty\n"
    lines = "Na,pressure,63.10,kbar,a,0.0250,17.0,,0.50\nNa,pressure,1,GPa,a,25 meV,,tf/exact,\n"
    given.write_text(head + lines)
    catalog.ingest(given)
    found = [
        [row[name] for name in ("value", "unit", "temperature", "volume", "uncertainty")]
        for row in read(own_path(catalog.path))
    ]
    assert found == [
        ["63.10", "kbar", "0.0250 eV", "17.0 A3", "0.50"], ["1", "GPa", "25 meV", "", ""],
    ]  # fmt: skip
    before = kept(catalog.path)
    assert not catalog.ingest(own_path(catalog.path)).is_change
    given.write_text(head + lines.replace("0.0250,", "25 meV,"))
    assert catalog.ingest(given).changed["observation"] == 1
    assert read(own_path(catalog.path))[0]["temperature"] == "25 meV"
    assert len(kept(catalog.path)[0]) == len(before[0])


def test_the_csv_follows_every_change_and_goes_with_the_last_value(catalog, tmp_path):
    path = own_path(catalog.path)
    catalog.ingest(write(tmp_path / "a.csv", {"source": "a"}), dry_run=True)
    assert not path.exists()
    catalog.ingest(write(tmp_path / "a.csv", {"source": "a"}))
    catalog.ingest(write(tmp_path / "b.csv", {"source": "b", "value": "7(1)"}))
    assert [row["source"] for row in read(path)] == ["a", "b"]
    catalog.ingest(write(tmp_path / "b.csv", {"source": "b", "value": "8(1)"}))
    assert [row["value"] for row in read(path)] == ["6.31", "8(1)"]
    catalog.remove("a")
    assert [row["source"] for row in read(path)] == ["b"]
    catalog.remove("b")
    assert not path.exists()


def test_catalogs_in_one_folder_have_a_csv_each(catalog, tmp_path):
    other = catalog.path.with_suffix(".db")
    shutil.copy(catalog.path, other)
    catalog.ingest(write(tmp_path / "a.csv", {"source": "a"}))
    Catalog(other).ingest(write(tmp_path / "b.csv", {"source": "b"}))
    for path, source in ((catalog.path, "a"), (other, "b")):
        assert [row["source"] for row in read(own_path(path))] == [source]


def test_where_the_csv_cannot_be_written_nothing_is_stored(catalog, tmp_path, monkeypatch):
    given = write(tmp_path / "a.csv", {"source": "a"})
    before = kept(catalog.path)

    def full(connection, path):
        raise CatalogError(f"{path} cannot be written")

    with monkeypatch.context() as patch:
        patch.setattr(own, "write_own", full)
        with pytest.raises(CatalogError, match="cannot be written"):
            catalog.ingest(given)
    assert kept(catalog.path) == before
    # DuckDB's own refusal, told in our words: a folder stands where the csv would be made.
    monkeypatch.setattr("metaleos.catalog.store.outputs.secrets.token_hex", lambda _: "0")
    catalog.path.with_name(f".{own_path(catalog.path).name}.0.draft").mkdir()
    with pytest.raises(CatalogError, match="your own data is kept there as csv; nothing was st"):
        catalog.ingest(given)
    assert kept(catalog.path) == before


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (
            'IO Error: Async write failed for range [offset=0, size=128]: {"exception_type":"IO",'
            '"exception_message":"Could not write file \\"/f/a.csv\\": No space left on device",'
            '"errno":"28"}', DiskFullError,
        ),
        ('IO Error: Cannot open file "/f/a.csv": Permission denied', ReadOnlyError),
    ],
)  # fmt: skip
def test_why_the_csv_cannot_be_written_has_its_own_advice(tmp_path, monkeypatch, said, kind):
    class Refusing:
        def execute(self, statement, *_):
            if statement.startswith("COPY"):
                raise duckdb.IOException(said)
            return self

        def fetchall(self):
            return [("bulk_modulus", "GPa", "GPa")]

    monkeypatch.setattr(own, "fill", lambda *_: None)
    with pytest.raises(kind) as caught:
        own.write_own(Refusing(), tmp_path / "a.csv")
    assert type(caught.value) is kind
    assert str(tmp_path) in caught.value.message
    assert "{" not in caught.value.message
    assert caught.value.hint


def test_a_link_and_its_file_have_one_csv(catalog, tmp_path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(catalog.path)
    catalog.ingest(write(tmp_path / "a.csv", {"source": "a"}))
    Catalog(link).ingest(write(tmp_path / "b.csv", {"source": "b"}))
    assert own_path(link) == own_path(catalog.path)
    assert {row["source"] for row in read(own_path(catalog.path))} == {"a", "b"}
    assert len(list(tmp_path.glob("*.own.csv*"))) <= 1


def test_a_csv_that_cannot_be_replaced_is_told(catalog, tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(CatalogError, match=r"own\.csv cannot be written: Permission denied; the c"):
        catalog.ingest(write(tmp_path / "a.csv", {"source": "a"}))
    assert len(kept(catalog.path)[0]) == 1


def test_a_csv_that_was_edited_is_never_overwritten(catalog, notices, tmp_path):
    path = own_path(catalog.path)
    catalog.ingest(write(tmp_path / "a.csv", {"source": "a"}))
    for number in ("", ".2"):
        path.write_text(
            path.read_text() + "Na,bulk_modulus,1,GPa,mine" + (len(OPTIONAL) * ",") + "\n"
        )
        edited = path.read_text()
        catalog.ingest(write(tmp_path / "b.csv", {"source": f"b{number}"}))
        old = path.with_name(f"{path.name}.old{number}")
        assert old.read_text() == edited
        assert notices.pop() == f"{path} was not what the catalog held: kept as {old}"
    # What is edited and then taken in is in the catalog: nothing needs to be kept.
    path.write_text(path.read_text() + "Na,bulk_modulus,1,GPa,mine" + (len(OPTIONAL) * ",") + "\n")
    catalog.ingest(path)
    assert [row["source"] for row in read(path)] == ["a", "b", "b.2", "mine"]
    assert notices == []


def test_a_catalog_that_is_built_anew_takes_it_in(catalog, notices, tmp_path):
    rows = list(every_combination())[::17]
    catalog.ingest(write(tmp_path / "a.csv", *rows))
    before = kept(catalog.path)
    assert sum(map(len, before[:2])) == len(rows)
    catalog.path.unlink()
    build(catalog.path, notice=notices.append, solve=False)
    assert kept(catalog.path) == before
    (text,) = notices
    assert text.endswith(f" with your own data in {own_path(catalog.path)}")


def test_what_is_refused_then_is_told_and_kept(catalog, notices, tmp_path):
    path = own_path(catalog.path)
    path.write_text(",".join(REQUIRED) + "\nNa,bulk_modulus,6,furlong,a\n")
    catalog.path.unlink()
    build(catalog.path, notice=notices.append, solve=False)
    _, text = notices
    assert text.startswith(f"your own data is not in the new catalog: {path.name}, line 2, column")
    assert text.endswith(f"then: metaleos ingest {path}")
    assert kept(catalog.path) == [[], [], []]
    with pytest.raises(FactError, match="furlong"):
        catalog.ingest(path)
    catalog.ingest(write(tmp_path / "b.csv", {"source": "b"}))
    assert "furlong" in path.with_name(f"{path.name}.old").read_text()
