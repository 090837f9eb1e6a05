"""Papers are found and not listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from metaleos.errors import FactError
from metaleos.ingest import papers as package
from metaleos.ingest.papers import cell_id, cells, paper_of, papers
from metaleos.ingest.papers.paper import ROUNDED, Room
from metaleos.ingest.rows import CellRow, PublishedRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MADE_UP = """
from metaleos.ingest.papers.paper import TRUNCATED, Paper, by_quantity, joined

PAPER = Paper(
    key="madeup2026",
    file="made_up",
    models={"thin": "thin/exact"},
    cell_key=lambda cell: joined(by_quantity(cell), cell["state"]),
    roundings={"y": TRUNCATED},
    grids={"x": 0.2},
)
"""
TABLE = (
    "source,table,element,model,label,quantity,property,term,state,printed,parsed,unit,reading,"
    "note\nmadeup2026,I,Na,thin,,E,total_energy,total,cold,-6.10,-6.10,eV/atom,,\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that papers are found in, beside the package's own."""
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    papers.cache_clear()
    yield tmp_path
    papers.cache_clear()


def test_the_four_papers_in_their_order() -> None:
    assert list(papers()) == ["soma1978", "bretonnet1990", "latter1955", "perrot1979"]


@pytest.mark.long
def test_a_made_up_paper_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "madeup2026.py").write_text(MADE_UP, encoding="utf-8")
    (folder / "made_up.csv").write_text(TABLE, encoding="utf-8")
    assert list(papers())[-1] == "madeup2026"
    shipped = cells.shipped
    monkeypatch.setattr(
        cells,
        "shipped",
        lambda *parts: folder / parts[-1] if parts[-1] == "made_up.csv" else shipped(*parts),
    )
    rows = [row for row in cells.shipped_cells() if getattr(row, "source", "") == "madeup2026"]
    assert [type(row) for row in rows] == [CellRow, PublishedRow]
    assert rows[0].id == "madeup2026:I:Na:thin:E:cold"
    assert rows[1].model == "thin/exact"
    assert "madeup2026:I:Na:thin:E:cold" in {cell.key for cell in cells.printed_cells()}


def test_a_paper_says_what_its_last_digit_leaves_open(folder: Path) -> None:
    (folder / "madeup2026.py").write_text(MADE_UP, encoding="utf-8")
    assert paper_of("madeup2026").room("y", 0.01) == Room(0.0, 0.01)
    assert paper_of("madeup2026").room("x", 0.01) == Room(0.1, 0.1)


@pytest.mark.parametrize("text", ["", MADE_UP])
def test_a_file_that_is_no_paper_is_refused(folder: Path, text: str) -> None:
    name = "nothing2026" if text else "empty2026"
    (folder / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(FactError, match=name):
        papers()


def test_a_source_without_a_file_has_the_defaults() -> None:
    plain = paper_of("p")
    assert plain.room("E", 0.1) == ROUNDED * 0.1
    cell = {"source": "p", "table": "I", "element": "", "model": "m", "quantity": "E"}
    assert cell_id(cell) == "p:I:m:E"
