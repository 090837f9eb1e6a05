"""The papers' tables as text: keys, numbers, units, errata; and the digits of a string."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from metaleos.errors import FactError
from metaleos.ingest.papers import cell_id, cells, papers
from metaleos.ingest.papers.cells import printed_cells, quoted, shipped_cells
from metaleos.ingest.reader import shipped
from metaleos.units import parse_unit

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from metaleos.ingest.rows import Row

CELLS = {"soma1978": 786, "bretonnet1990": 359, "latter1955": 132, "perrot1979": 270}


def rows_of(path: Traversable) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def read(name: str) -> list[dict[str, str]]:
    return rows_of(shipped(f"{name}.csv"))


def table(paper: str) -> list[dict[str, str]]:
    return rows_of(shipped("papers", f"{papers()[paper].file}.csv"))


def test_every_shipped_table_belongs_to_a_paper() -> None:
    # A table that no paper names would be lost silently.
    names = {path.name for path in shipped("papers").iterdir() if path.name.endswith(".csv")}
    assert names == {f"{paper.file}.csv" for paper in papers().values()}


def test_a_key_has_one_cell() -> None:
    keys = Counter(cell.key for cell in printed_cells())
    assert max(keys.values()) == 1
    assert {cell_id(row) for paper in papers() for row in table(paper)} == set(keys)


@pytest.mark.parametrize(
    ("printed", "number", "digits", "step"),
    [("0.770", 0.77, 3, 1e-3), ("2.172(-22)", 2.172e-22, 4, 1e-25), ("12", 12.0, 2, 1.0),
     ("+0.164", 0.164, 3, 1e-3), ("(0) -6.0035", -6.0035, 5, 1e-4), ("3.282 (9", 3.282e9, 4, 1e6),
     ("-8.75 -1)", -0.875, 3, 1e-3), ("3,553", 3.553, 4, 1e-3), ("0.00", 0.0, 1, 1e-2),
     ("1.0882 [power lost]", 1.0882, 5, 1e-4), ("7.536e+09", 7.536e9, 4, 1e6),
     ("", None, 0, 0.0), ("*", None, 0, 0.0), ("1 2", None, 0, 0.0)],
)  # fmt: skip
def test_number_and_digits_of_a_string(
    printed: str, number: float | None, digits: int, step: float
) -> None:
    assert quoted(printed) == (number, digits, pytest.approx(step))


def test_every_number_is_the_one_of_its_string() -> None:
    for paper in papers():
        for row in table(paper):
            assert quoted(row["printed"])[0] == (float(row["parsed"]) if row["parsed"] else None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"parsed": "0.942"}, "printed '1.121' says 1.121, not 0.942"),
        ({"reading_kind": ""}, "a reading needs its kind, basis and reason"),
        ({"reading_basis": ""}, "a reading needs its kind, basis and reason"),
        ({"reading_reason": ""}, "a reading needs its kind, basis and reason"),
        ({"reading": ""}, "a reading needs its kind, basis and reason"),
        ({"reading_kind": "typo"}, "'scan' or 'slip'"),
        ({"reading_basis": "guess"}, "'page', 'identity' or 'solver'"),
        ({"reading": "about 1"}, "about 1"),
    ],
)
def test_a_reading_that_is_none_is_refused(
    changes: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_lines = cells.read_lines

    def planted(*given: object) -> list[object]:
        return [
            line._replace(fields=line.fields | changes)
            if line.fields["printed"] == "1.121"
            else line
            for line in read_lines(*given)  # type: ignore[arg-type]
        ]

    monkeypatch.setattr(cells, "read_lines", planted)
    with pytest.raises(FactError, match=r"papers/soma_1978.csv, line 319") as refused:
        list(shipped_cells())
    assert message in str(refused.value)


@pytest.mark.parametrize("paper", CELLS)
def test_papers_cell_by_cell(paper: str) -> None:
    rows = table(paper)
    assert len(rows) == CELLS[paper]
    known = {*(row["symbol"] for row in read("elements")), ""}
    for row in rows:
        assert row["source"] == paper
        assert row["element"] in known, row
        for name in ("parsed", "reading"):
            if row[name]:
                float(row[name])
        parts = [row[f"reading_{part}"] for part in ("kind", "basis", "reason")]
        assert all(parts) if row["reading"] else not any(parts), row
        if row["parsed"]:
            assert row["printed"], row
        assert parse_unit(row["unit"]).factor > 0
        assert row["property"]
        assert row["term"]


def test_papers_hold_1547_cells() -> None:
    assert set(papers()) == set(CELLS)
    assert sum(len(table(paper)) for paper in papers()) == 1547


def test_errata_name_cells_that_exist() -> None:
    shared = (
        "source",
        "table",
        "element",
        "model",
        "quantity",
        "term",
        "printed",
        "label",
        "state",
    )
    cells = {tuple(r[n] for n in shared) for paper in papers() for r in table(paper)}
    rows = read("errata")
    assert list(rows[0])[:9] == [
        "source", "table", "element", "model", "quantity", "term", "printed", "kind", "explanation",
    ]  # fmt: skip
    for row in rows:
        assert tuple(row[n] for n in shared) in cells, row
        assert row["kind"] in {"misprint", "scan", "convention", "constants", "unknown"}
        assert len(row["explanation"]) > 20, row
    unique = {tuple(r[n] for n in (*shared, "kind")) for r in rows}
    assert len(unique) == len(rows)


def test_every_corrected_reading_has_an_erratum() -> None:
    shared = ("source", "table", "element", "model", "quantity", "printed", "label", "state")
    explained = {tuple(r[n] for n in shared) for r in read("errata")}
    for paper in papers():
        for row in table(paper):
            changed = row["reading"] and row["reading"] != row["parsed"]
            if changed or "OCR" in row["note"]:
                assert tuple(row[n] for n in shared) in explained, row


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], Row]:
    return {(row.table, row.id): row for row in shipped_cells()}


@pytest.mark.long
def test_every_cell_is_a_row_and_what_it_means_another(rows: dict[tuple[str, str], Row]) -> None:
    kept = Counter(row.source for (kind, _), row in rows.items() if kind == "cell")
    assert kept == CELLS
    roles = Counter(row.role for (kind, _), row in rows.items() if kind == "cell")
    kinds = Counter(kind for kind, _ in rows)
    assert roles == {"published": 1215, "parameter": 262, "observation": 26, "state": 44}
    # '*' is printed for one parameter; parameters of two papers are results of theirs as well
    assert kinds["parameter"] == roles["parameter"] - 1
    assert kinds["observation"] == roles["observation"]
    assert kinds["published"] > roles["published"]


def test_a_row_stands_where_its_siblings_say(rows: dict[tuple[str, str], Row]) -> None:
    row = rows["published", "latter1955:I:tf:1(a):P/Z^(10/3)"]
    assert (row.model, row.printed, row.value) == ("tf/exact", "1.117(10)", pytest.approx(1.117))
    assert row.temperature == pytest.approx(2.896 / 8.617333262e-5)  # kT/Z^(4/3) = 2.896 eV
    assert row.volume == pytest.approx(2.172e-22 / 5.29177210544e-9**3)  # Z V = 2.172(-22) cm3


def test_the_printed_number_is_the_value_and_a_reading_stands_beside_it(
    rows: dict[tuple[str, str], Row],
) -> None:
    key = "soma1978:IV:K:ha/mho:E_coh"
    cell, published = rows["cell", key], rows["published", key]
    assert (cell.printed, cell.parsed, cell.reading, cell.digits) == ("1.121", 1.121, 0.942, 4)
    assert (cell.reading_kind, cell.reading_basis) == ("slip", "identity")
    assert (published.printed, published.value, published.reading) == ("1.121", 1.121, 0.942)
    assert (published.reading_kind, published.reading_reason) == ("slip", cell.reading_reason)
    # in the unit, with the scale and the sign of the value
    lost = rows["published", "latter1955:I:tf:6(b):-E_pot/(Z kT)"]
    assert lost.value < 0
    assert lost.reading == pytest.approx(10 * lost.value)
    comma = rows["parameter", "ha/pcp/Rb/*/R_M"]
    assert comma.value == 3.553
    assert comma.note == "read as 3.553 (scan, page): a comma for the decimal point"
    parameter = rows["parameter", "wh/*/Sc/*/Z_d"]
    assert (parameter.value, parameter.cell) == (1.5, "bretonnet1990:I:Sc:wh:Z_d")
    observed = rows["observation", "soma1978:IV:Li:observed:E"]
    assert observed.value == pytest.approx(-0.5162 * 13.605693123)
    assert (observed.phase, observed.rank) == ("bcc", 90)


def test_every_published_value_is_the_number_of_its_string(
    rows: dict[tuple[str, str], Row],
) -> None:
    # Of the ratio of both, unit and scale of the table drop out; without a number there is none.
    read = 0
    for (kind, key), row in rows.items():
        if kind != "published":
            continue
        cell = rows["cell", key]
        number = quoted(row.printed)[0]
        assert (row.value is None) == (number is None), key
        assert (row.reading is None) == (cell.reading is None), key
        if row.reading is not None and number:
            read += 1
            assert row.reading / row.value == pytest.approx(cell.reading / number), key
    assert read == 23  # 25 readings, two of them of where a row holds


def test_readings_by_kind_and_basis(rows: dict[tuple[str, str], Row]) -> None:
    found = Counter(
        (row.reading_kind, row.reading_basis) for (kind, _), row in rows.items() if kind == "cell"
    )
    del found["", ""]
    assert found == {
        ("scan", "page"): 7, ("slip", "page"): 3,
        ("scan", "identity"): 5, ("slip", "identity"): 8, ("scan", "solver"): 2,
    }  # fmt: skip
