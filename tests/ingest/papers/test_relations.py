"""The relations of each paper see a planted misprint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metaleos.ingest.lints import broken_relations
from metaleos.ingest.papers import bretonnet1990
from metaleos.ingest.papers.cells import printed_cells


@pytest.mark.long
@pytest.mark.parametrize(
    ("key", "change", "lint"),
    [
        ("soma1978:IV:Na:ha/vs:E", 0.01, "offset"),
        ("soma1978:VII:Na:ha/vs:P1", 0.5, "proportion"),
        ("latter1955:I:tf:3(b):P/Z^(10/3)", 0.5, "virial"),
        ("latter1955:I:tf:3(b):E_tot/(Z kT)", 1.0, "sum"),
        ("bretonnet1990:I:Fe:wh:d", 0.5, "second source"),
        ("perrot1979:I:Be:tfdw:E:T=10 eV; compression=1", 3.0, "neighbour"),
    ],
)
def test_a_planted_misprint_is_found(key: str, change: float, lint: str) -> None:
    cells = printed_cells()
    before = set(broken_relations(cells))
    at = next(i for i, cell in enumerate(cells) if cell.key == key)
    number = cells[at].number
    assert number is not None
    cells[at] = replace(cells[at], number=number + change * max(1.0, abs(number)))
    new = set(broken_relations(cells)) - before
    assert lint in {warning.lint for warning in new}


@pytest.mark.long
def test_the_d_radii_give_the_recalled_widths_but_for_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """25 of 27 widths are Harrison's formula of the paper's r_d; a wrong width is found."""

    def doubted() -> set[str]:
        found = broken_relations(printed_cells())
        return {w.cell.split(":")[2] for w in found if w.cell.endswith(":r_d")}

    assert doubted() == {"Co", "La"}
    widths = bretonnet1990._widths()
    assert len(widths) == 27
    monkeypatch.setattr(bretonnet1990, "_widths", lambda: widths | {"Fe": 0.95 * widths["Fe"]})
    assert doubted() == {"Co", "La", "Fe"}
