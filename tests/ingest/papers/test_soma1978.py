"""Soma 1978: what its cells mean, and the relations between them."""

from __future__ import annotations

import pytest

from metaleos.ingest.papers.paper import PrintedCell
from metaleos.ingest.papers.soma1978 import PAPER


def cell(quantity: str, number: float, model: str = "a", element: str = "Na") -> PrintedCell:
    key = f"{element}:{model}:{quantity}"
    return PrintedCell(key, "soma1978", "IV", element, model, "", quantity, "", "x", number, 1e-3)


def doubts(*cells: PrintedCell) -> set[tuple[str, str]]:
    return {(lint, key) for lint, key, _ in PAPER.relations(cells)}


@pytest.mark.parametrize(
    ("table", "model", "role", "publish"),
    [("IV", "observed", "observation", False), ("II", "ha/vs", "parameter", True),
     ("II", "ah", "published", True), ("IV", "ha/vs", "published", True)],
)  # fmt: skip
def test_what_a_cell_is(table: str, model: str, role: str, publish: bool) -> None:
    meaning = PAPER.rule({"table": table, "model": model}, {})
    assert (meaning.role, meaning.publish) == (role, publish)
    assert (meaning.place.at_reference, meaning.place.structure) == (True, "bcc")


def test_terms_add_up_with_one_that_stands_at_another_model() -> None:
    terms = [cell("E1", 0.2), cell("E2", 0.3), cell("E0", -1.0, "b"), cell("Ei", -2.0, "b")]
    assert doubts(cell("E", -2.5), *terms) == set()
    found = doubts(cell("E", -2.4), *terms)
    assert found == {("sum", f"Na:a:{name}") for name in ("E", "E1", "E2")}


def test_energies_of_all_models_differ_from_the_cohesive_ones_by_one_offset() -> None:
    right = [c for m, e in zip("abc", (-1.0, -2.0, -3.0), strict=True)
             for c in (cell("E", e, m), cell("E_coh", 5.0 - 13.6 * e, m))]  # fmt: skip
    assert doubts(*right) == set()
    assert doubts(*right[:-1], cell("E_coh", 46.0, "c")) == {("offset", "Na:c:E_coh")}


def test_terms_of_one_power_of_the_volume_stand_in_one_ratio() -> None:
    right = [c for m, p in zip("abc", (1.0, 2.0, 3.0), strict=True)
             for c in (cell("P1", p, m), cell("B1", 2.0 * p, m))]  # fmt: skip
    assert doubts(*right) == set()
    assert doubts(*right[:-1], cell("B1", 6.1, "c")) == {
        ("proportion", "Na:c:P1"), ("proportion", "Na:c:B1"),
    }  # fmt: skip


def test_a_quotient_is_that_of_its_cells_whatever_their_signs() -> None:
    assert doubts(cell("B3", -1.0), cell("B", 4.0), cell("R_B", 0.25)) == set()
    found = doubts(cell("B3", -1.0), cell("B", 4.0), cell("R_B", 0.26))
    assert found == {("quotient", "Na:a:R_B")}


def test_a_quotient_may_be_anywhere_that_the_digits_of_its_cells_leave_open() -> None:
    # (0.009 to 0.011)/(0.019 to 0.021) is 0.429 to 0.579, and R_B has a last digit as well
    for ratio, doubted in ((0.43, False), (0.579, False), (0.427, True), (0.581, True)):
        found = doubts(cell("B3", 0.010), cell("B", -0.020), cell("R_B", ratio))
        assert bool(found) == doubted, ratio
