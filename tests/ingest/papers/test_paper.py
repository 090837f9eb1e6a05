"""What a paper says of itself where it says nothing, and how keys and places are formed."""

from __future__ import annotations

from metaleos.ingest.papers.paper import (
    EITHER,
    ROUNDED,
    TRUNCATED,
    Paper,
    Pattern,
    PrintedCell,
    Room,
    at_reference,
    by_name,
    by_quantity,
    joined,
)

CELL = {"source": "p", "table": "I", "element": "", "model": "m", "quantity": "E"}


def printed(quantity: str, number: float | None) -> PrintedCell:
    return PrintedCell(quantity, "p", "I", "Na", "m", "", quantity, "", "", number, 0.1)


def test_the_last_digit_leaves_half_open_where_rounded_and_all_of_it_where_cut() -> None:
    paper = Paper(key="p", file="p", roundings={"E": TRUNCATED, "P": EITHER})
    assert paper.room("B", 0.1) == ROUNDED * 0.1 == Room(0.05, 0.05)
    assert paper.room("E", 0.1) == Room(0.0, 0.1)
    assert paper.room("P", 0.1) == Room(0.05, 0.1)


def test_a_step_of_a_grid_stands_for_the_digit_whatever_the_rounding() -> None:
    paper = Paper(key="p", file="p", roundings={"eta": TRUNCATED}, grids={"eta": 0.02})
    assert paper.room("eta", 0.5) == Room(0.01, 0.01)
    assert paper.room("E", 0.5) == Room(0.25, 0.25)


def test_a_pattern_speaks_of_what_it_names_and_leaves_its_residual() -> None:
    half = Pattern(name="half", text="", quantities=("E",), models=("ha/vs",), tables=("IX",),
                   elements=("Li",), factor=0.5, offset=0.1, residual=0.02)  # fmt: skip
    assert half.is_of("E", "ha/vs", "IX", "Li")
    for other in (("P", "ha/vs", "IX", "Li"), ("E", "ha/al", "IX", "Li"),
                  ("E", "ha/vs", "X", "Li"), ("E", "ha/vs", "IX", "Na")):  # fmt: skip
        assert not half.is_of(*other)
    assert half.fits(2.0, 1.119)
    assert not half.fits(2.0, 1.121)
    part = Pattern(name="part", text="", quantities=("E",), theories=("ha",), residual=0.02,
                   is_relative=True)  # fmt: skip
    assert part.is_of("E", "ha/al", "X", "Na")
    assert not part.is_of("E", "wh/h", "X", "Na")
    assert part.fits(-100.0, -101.0)
    assert not part.fits(-100.0, -104.0)


def test_a_column_means_what_it_says_unless_it_is_named() -> None:
    paper = Paper(key="p", file="p", models={"tf": "tf/exact"})
    assert (paper.model("tf"), paper.model("tfd")) == ("tf/exact", "tfd")


def test_a_plain_paper_publishes_at_the_reference_and_doubts_nothing() -> None:
    paper = Paper(key="p", file="p")
    meaning = paper.rule(CELL, {})
    assert meaning == at_reference(CELL, {})
    assert (meaning.role, meaning.publish, meaning.place.at_reference) == ("published", True, True)
    assert paper.state_steps(CELL, 0.1) == {}
    assert not list(paper.relations([printed("E", 1.0)]))


def test_keys_leave_out_what_is_empty_and_tables_what_has_no_number() -> None:
    assert by_quantity(CELL) == joined("p", "", "I", "m", "E") == "p:I:m:E"
    cells = [printed("E", 0.0), printed("P", None)]
    assert by_name(cells) == {("Na", "m", "E"): cells[0]}
    assert [cell.value for cell in cells] == [0.0, 0.0]
