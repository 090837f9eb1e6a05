"""One rule for each verdict, and their order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metaleos.catalog.compare.rules import (
    WITHOUT,
    Alone,
    Known,
    explains,
    has_common_offset,
    holds,
    rule,
    within,
)
from metaleos.ingest.papers.paper import EITHER, ROUNDED, TRUNCATED, Pattern

PLAIN = Known(said=-6.0, corrected=None, standard=-6.9, as_printed=-6.9, room=ROUNDED * 0.1)
HALF = Pattern(name="half", text="a half", quantities=("E",), factor=0.5, residual=0.2)


def ruled(**changes):
    found = rule(replace(PLAIN, **changes))
    return found.verdict, found.kind


@pytest.mark.parametrize(
    ("room", "met"),
    [
        (ROUNDED, (False, True, True, False, False)),
        # truncation is one-sided: nothing lies towards zero of what was printed
        (TRUNCATED, (False, False, True, True, False)),
        (EITHER, (False, True, True, True, False)),
    ],
)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_room_of_a_printed_number(room, met, sign):
    numbers = (5.93, 5.96, 6.04, 6.09, 6.11)
    assert tuple(within(sign * n, sign * 6.0, room * 0.1, 0.0) for n in numbers) == met


def test_the_room_at_its_edge_and_at_zero():
    assert within(0.35, 0.3, ROUNDED * 0.1, 0.0)  # 0.35 - 0.3 is a little more than 0.05
    assert within(-0.09, 0.0, TRUNCATED * 0.1, 0.0)
    assert within(0.09, 0.0, TRUNCATED * 0.1, 0.0)
    assert not within(None, 0.0, ROUNDED, 0.0)
    assert not within(float("nan"), 0.0, ROUNDED, 0.0)


def test_reproduced():
    assert ruled(standard=-6.04) == ("reproduced", "")
    assert ruled(as_printed=-6.04) == ("reproduced", "printed")
    assert ruled(said=None, no_value="below the spinodal") == ("reproduced", "")
    assert ruled(said=None) == ("disagrees", "unknown")


def test_what_the_digits_of_the_inputs_leave_open_is_said():
    found = rule(replace(PLAIN, standard=-6.2, spread=0.16, digits={"u": 0.1, "R_M": 0.12}))
    assert (found.verdict, found.kind) == ("reproduced", "digits")
    assert found.reason == "by the digits of R_M, u: 4.0 times its own rounding"
    assert ruled(standard=-6.2, spread=0.14) == ("disagrees", "unknown")
    # within its own rounding it needs none
    assert ruled(standard=-6.04, spread=0.16) == ("reproduced", "")
    # a column that lies on one side does not scatter as digits do
    assert ruled(standard=-6.2, spread=0.16, has_offset=True) == ("disagrees", "unknown")
    assert ruled(standard=-6.04, spread=0.16, has_offset=True) == ("reproduced", "")


def test_fitted_wins_over_reproduced_and_explained():
    made = {"as_printed": -6.0, "of_column": ("ionisation_energy",)}
    assert ruled(**made) == ("fitted", "ionisation_energy")
    assert ruled(**made, standard=-6.0) == ("fitted", "ionisation_energy")
    alone = (Alone("grid", "a grid", -6.0, is_inferred=False),)
    assert ruled(**made, alone=alone) == ("fitted", "ionisation_energy")
    assert ruled(**made, corrected=-6.0, correction="7?") == ("fitted", "ionisation_energy")
    assert rule(replace(PLAIN, **made, standard=-6.0)).reason.endswith(WITHOUT)
    assert not rule(replace(PLAIN, **made)).reason.endswith(WITHOUT)
    # an inferred number that does not meet the print fits nothing
    assert ruled(of_column=("I",)) == ("disagrees", "unknown")
    # nor does it where only `standard`, without it, does
    assert ruled(standard=-6.0, of_column=("I",)) == ("reproduced", "")


def test_fitted_by_what_was_inferred_from_the_next_column():
    assert ruled(as_printed=-6.0, of_table=("unit",)) == ("fitted", "unit")
    # `standard` does without it
    assert ruled(standard=-6.0, as_printed=-6.0, of_table=("unit",)) == ("reproduced", "")


def test_an_input_of_both_conventions_fits_in_both():
    for changes in ({"standard": -6.0}, {"as_printed": -6.0}):
        assert ruled(**changes, of_both=("r_c",)) == ("fitted", "r_c")
    assert ruled(of_both=("r_c",)) == ("disagrees", "unknown")


def test_explained_by_one_ingredient_alone():
    def alone(value, **more):
        return (Alone("grid", "a grid of 0.05", value, **{"is_inferred": False, **more}),)

    assert ruled(alone=alone(-6.0)) == ("explained", "grid")
    assert ruled(alone=alone(-6.5)) == ("disagrees", "unknown")
    # one that changes nothing, as `printed` for Na V-S P3: .39 printed, .378 and .373 of ours
    assert ruled(alone=alone(-6.9)) == ("disagrees", "unknown")
    # a number inferred from this table is no cause
    assert ruled(alone=alone(-6.0, is_inferred=True)) == ("disagrees", "unknown")
    # where `printed` meets it as a whole, the reason names what does it alone
    found = rule(replace(PLAIN, as_printed=-6.0, alone=alone(-6.0)))
    assert (found.verdict, found.reason) == ("reproduced", "by `printed`: grid alone")


def test_explained_by_a_slip_of_the_page():
    slip = {"corrected": -7.0, "correction": "7?", "correction_basis": "page"}
    assert ruled(standard=-7.0, as_printed=-7.0, **slip) == ("explained", "misprint")
    assert ruled(standard=-8.0, **slip) == ("disagrees", "unknown")
    # nine tenths of the difference are not all of it
    assert ruled(standard=-7.09, as_printed=-7.09, **slip) == ("disagrees", "unknown")
    assert ruled(standard=-6.0, as_printed=-7.0, **slip) == ("reproduced", "")


def test_a_remark_explains_nothing():
    # Ir P_d: .134 printed, 24.9 of ours: "quoted from elsewhere" restates it
    found = rule(replace(PLAIN, doubts=("quoted from elsewhere",)))
    assert (found.verdict, found.reason) == ("disagrees", "quoted from elsewhere")


def test_a_cell_whose_correction_is_our_own_number_is_none_of_the_good_ones():
    ours = {"correction": "7?", "correction_basis": "solver"}
    for changes in ({}, {"standard": -6.0}, {"as_printed": -6.0, "of_column": ("r_c",)}):
        assert ruled(**changes, **ours) == ("disagrees", "unknown")
    assert "our solver alone" in rule(replace(PLAIN, **ours)).reason


def test_described_by_a_formula_and_nothing_better():
    assert ruled(standard=-12.3, as_printed=-12.3, pattern=HALF) == ("described", "half")
    assert ruled(standard=-12.5, as_printed=-12.5, pattern=HALF) == ("disagrees", "unknown")
    assert ruled(standard=-6.0, as_printed=-12.0, pattern=HALF) == ("reproduced", "")


def test_a_number_that_is_lost_is_no_result():
    assert ruled(said=None, lost="MISSING") == ("not_modelled", "lost")


def test_a_column_with_a_common_offset():
    room = ROUNDED * 0.1
    high = [(n + 0.01, float(n), room) for n in range(1, 10)]
    assert has_common_offset([*high, (9.99, 10.0, room)])
    assert not has_common_offset([*high, (9.99, 10.0, room), (10.99, 11.0, room)])
    assert not has_common_offset(high)  # nine cells are none of ten
    # the side is that of the magnitude
    assert has_common_offset([(-ours, -said, room) for ours, said, _ in high] + [high[0]])
    # truncated numbers lie below the true ones; that is no offset
    cut = [(n + 0.1 * (k % 10) / 10, float(n), TRUNCATED * 0.1) for k, n in enumerate(range(1, 21))]
    assert not has_common_offset(cut)


def test_an_ingredient_explains_what_it_does_to_a_column():
    def turn(standard, alone):
        known = replace(PLAIN, standard=standard)
        return known, Alone("grid", "a grid", alone, is_inferred=False)

    gained, lost, kept = turn(-6.9, -6.0), turn(-6.0, -6.9), turn(-6.0, -6.01)
    assert explains([gained])
    assert explains([gained, gained, lost, kept])
    assert not explains([gained, lost])
    assert not explains([kept, turn(-6.9, -6.8)])


def test_a_pattern_holds_in_five_cells_and_three_quarters():
    good, bad = (2.0, 1.0), (2.0, 3.0)
    assert holds(HALF, [good] * 5)
    assert not holds(HALF, [good] * 4)
    assert holds(HALF, [good] * 6 + [bad] * 2)
    assert not holds(HALF, [good] * 5 + [bad] * 2)
