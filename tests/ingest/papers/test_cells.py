"""The papers' tables as text: keys, numbers, units, errata; and the digits of a string."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from metaleos.errors import FactError
from metaleos.ingest.papers import cell_id, papers
from metaleos.ingest.papers.cells import precision, printed_cells, shipped_cells
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
    ("printed", "parsed", "digits", "step"),
    [("0.770", 0.77, 3, 1e-3), ("2.172(-22)", 2.172e-22, 4, 1e-25), ("12", 12.0, 2, 1.0),
     ("", None, 0, 0.0)],
)  # fmt: skip
def test_digits_of_a_string(printed: str, parsed: float | None, digits: int, step: float) -> None:
    assert precision(printed, parsed) == (digits, pytest.approx(step))


def test_a_string_that_does_not_say_its_number_is_refused() -> None:
    with pytest.raises(FactError, match="does not say"):
        precision("0.00", 5.0)


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
        if row["reading"] and row["parsed"]:
            assert row["note"], row  # a changed reading says why
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


def test_the_reading_is_the_value_and_what_is_printed_stays(
    rows: dict[tuple[str, str], Row],
) -> None:
    key = "soma1978:IV:K:ha/mho:E_coh"
    cell, published = rows["cell", key], rows["published", key]
    assert (cell.printed, cell.parsed, cell.reading, cell.digits) == ("1.121", 1.121, 0.942, 4)
    assert (published.printed, published.value) == ("1.121", 0.942)
    parameter = rows["parameter", "wh/*/Sc/*/Z_d"]
    assert (parameter.value, parameter.cell) == (1.5, "bretonnet1990:I:Sc:wh:Z_d")
    observed = rows["observation", "soma1978:IV:Li:observed:E"]
    assert observed.value == pytest.approx(-0.5162 * 13.605693123)
    assert (observed.phase, observed.rank) == ("bcc", 90)
