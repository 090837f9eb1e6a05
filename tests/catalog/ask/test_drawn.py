"""What a picture is drawn from: solved where states are asked for, else stored."""

from __future__ import annotations

import pytest

from metaleos.catalog.ask.drawn import to_draw
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.show.plot import picture_of
from metaleos.catalog.states.selection import Asked, Output, resolve


@pytest.fixture
def drawn(session_small):
    def call(*names, output=None, **state):
        with Catalog(session_small).file.reading() as connection:
            selection = resolve(connection, Asked(*names, state=state))
            return to_draw(connection, selection, output or Output())()

    return call


def totals(records):
    return [record for record in records if record.term == "total"]


def test_stored_states_are_drawn_without_state_options(drawn):
    lines, beside = drawn("Al", "tf", "pressure")
    assert lines == beside
    assert {record.model for record in lines} == {"tf/exact"}  # the default variant alone
    assert {record.convention for record in lines} == {"standard"}
    assert None not in {record.run for record in lines}
    # 12 x 12 of the grid and Perrot's 5 x 3.
    assert len(totals(lines)) == 159
    panel = picture_of(lines, beside, ("pressure",)).panels[0]
    assert len(panel.lines) == 12  # one isotherm each
    temperatures = [float(line.label.split()[2]) for line in panel.lines]
    assert temperatures == sorted(temperatures)


def test_states_that_are_asked_for_are_solved_and_the_stored_stand_beside(drawn):
    lines, beside = drawn("Na", "ha/vs", "pressure", volume_ratio=[0.9, 1.1])
    ratios = [record.state["volume_ratio"]["value"] for record in totals(lines)]
    assert ratios == pytest.approx([0.9, 1.1], rel=1e-12)
    assert {record.run for record in lines} == {None}
    # The one stored state, the reference, whatever was asked for.
    assert [record.state["volume"]["value"] for record in totals(beside)] == [254.732]
    assert {record.property for record in (*lines, *beside)} == {"pressure"}


def test_curves_are_never_stored_and_always_solved(drawn):
    lines, beside = drawn("Fe", "wh/vs", "pair_potential")
    assert len(lines) > 10
    assert beside == []
    assert "distance" in lines[0].state


def test_both_are_shown_in_the_units_asked_for(drawn):
    plain = drawn("Na", "ha/vs", "pressure", volume_ratio=1)
    shown = drawn("Na", "ha/vs", "pressure", output=Output("pressure=kbar"), volume_ratio=1)
    for before, after in zip(plain, shown, strict=True):
        # 1 GPa is 10 kbar.
        wanted = [pytest.approx(10 * r.value) for r in totals(before)]
        assert [r.value for r in totals(after)] == wanted
        assert {r.unit for r in after} == {"kbar"}
