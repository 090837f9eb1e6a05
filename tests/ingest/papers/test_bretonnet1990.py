"""Bretonnet & Derouiche 1990: what its cells mean, and its metals against other sources."""

from __future__ import annotations

import pytest

from metaleos.ingest.papers.bretonnet1990 import PAPER
from metaleos.ingest.papers.paper import PrintedCell


def cell(quantity: str, number: float, element: str) -> PrintedCell:
    return PrintedCell(
        quantity, "bretonnet1990", "I", element, "wh", "", quantity, "", str(number), number, 1e-3
    )


def doubts(*cells: PrintedCell) -> set[tuple[str, str]]:
    return {(lint, key) for lint, key, _ in PAPER.relations(cells)}


@pytest.mark.parametrize(
    ("table", "model", "quantity", "role", "publish"),
    [("III", "wh", "P_d", "parameter", True), ("III", "wh", "r_s", "parameter", False),
     ("IV", "wh", "S", "published", True), ("I", "observed", "S", "observation", False)],
)  # fmt: skip
def test_what_a_cell_is(table: str, model: str, quantity: str, role: str, publish: bool) -> None:
    meaning = PAPER.rule({"table": table, "model": model, "quantity": quantity}, {})
    assert (meaning.role, meaning.publish) == (role, publish)
    assert meaning.place.at_reference


@pytest.mark.parametrize(("element", "distance"), [("Cu", 4.830), ("Fe", 4.691), ("Zn", 5.036)])
def test_neighbours_are_those_of_the_lattice(element: str, distance: float) -> None:
    assert doubts(cell("d", distance, element)) == set()
    assert doubts(cell("d", 1.02 * distance, element)) == {("second source", "d")}


def test_hard_spheres_are_at_the_melting_temperature() -> None:
    # Cu: 1358 K at r_s = 2.5 with one electron, whatever the volume of the liquid
    atom = [cell("r_s", 2.5, "Cu"), cell("Z_s", 1.0, "Cu")]
    assert doubts(*atom, cell("P_HS", 0.6167, "Cu")) == set()
    assert doubts(*atom, cell("P_HS", 0.64, "Cu")) == {("second source", "P_HS")}


def test_counts_are_exact_and_the_packing_fraction_was_read_off_a_grid() -> None:
    assert PAPER.exact_inputs == {"Z_s", "Z_d", "n"}
    assert PAPER.room("eta", 0.1).outward == pytest.approx(0.00125)
    assert PAPER.phase == "liquid"
