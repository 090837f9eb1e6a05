"""Our value of a printed cell, and what half a last digit of the printed inputs can change."""

from __future__ import annotations

from math import hypot, isnan

import duckdb
import pytest

from metaleos.catalog.compare.cells import Place, printed_digits
from metaleos.catalog.compare.verdict_values import Wanted, solve_cells
from metaleos.catalog.store.facts import Facts

REFERENCE = Place(at_reference=True, temperature=None, volume=None, density=None)
P_HS = "bretonnet1990:I:Fe:wh:P_HS"


@pytest.fixture(scope="module")
def solve(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        facts, digits = Facts(connection), printed_digits(connection)
        yield lambda *wanted: solve_cells(digits, facts, list(wanted))


def test_half_a_last_digit_of_every_printed_input(solve):
    # Fe prints P_HS = 0.603e-3 Ha/bohr3, which is read as an input and comes back as it is.
    there = ("wh/h", "Fe", "pressure", "hard_sphere", REFERENCE)
    found = solve(Wanted(P_HS, *there), Wanted("another", *there))
    unit = 1e-3 * 4.3597447222060e-18 / 0.529177210544e-10**3 * 1e-9  # GPa
    ours, another = found["printed"][P_HS], found["printed"]["another"]
    assert ours.outcome == "ok"
    assert ours.value == pytest.approx(0.603 * unit, rel=1e-9)
    assert ours.parts["P_HS"] == pytest.approx(0.0005 * unit, rel=1e-6)
    assert ours.spread == pytest.approx(0.0005 * unit, rel=1e-6)
    # The same number in another cell is no input of itself.
    assert ours.circular
    assert (another.spread, another.circular) == (ours.spread, False)
    # `standard` moves only those inputs that are wanted cells.
    assert set(found["standard"][P_HS].parts) == {"P_HS"}
    assert found["standard"][P_HS].circular
    assert solve(Wanted("another", *there))["standard"]["another"].parts == {}


def test_states_are_moved_by_their_step_and_spreads_are_combined(solve):
    place = Place(
        at_reference=False, temperature=116045.0, volume=112.0, density=None,
        temperature_step=1000.0, volume_step=0.5,
    )  # fmt: skip

    def at(name, **more):
        there = {"temperature": 116045.0, "volume": 112.0, "density": None, **more}
        return Wanted(name, "tf/exact", "Al", "pressure", "total", Place(False, **there))

    found = solve(
        Wanted("cell", "tf/exact", "Al", "pressure", "total", place),
        at("hot", temperature=117045.0), at("cold", temperature=115045.0),
        at("wide", volume=112.5), at("close", volume=111.5), at("plain"),
    )["printed"]  # fmt: skip
    ours, plain = found["cell"], found["plain"].value
    assert ours.value == plain
    hot, cold, wide, close = (found[n].value for n in ("hot", "cold", "wide", "close"))
    assert hot > plain > cold
    assert close > plain > wide
    # The larger of the two sides counts.
    assert ours.parts["temperature"] == pytest.approx(max(hot - plain, plain - cold), rel=1e-6)
    assert ours.parts["volume"] == pytest.approx(max(close - plain, plain - wide), rel=1e-6)
    assert ours.spread == pytest.approx(hypot(*ours.parts.values()))


def test_a_cell_of_an_element_without_inputs_says_so(solve):
    found = solve(
        Wanted("al", "ha/vs", "Al", "pressure", "total", REFERENCE),
        Wanted("na", "ha/vs", "Na", "pressure", "total", REFERENCE),
    )["standard"]
    assert found["al"].outcome == "invalid_input"
    assert found["al"].reason.startswith("ha/vs lacks R_M")
    assert isnan(found["al"].value)
    assert found["na"].outcome == "ok"
