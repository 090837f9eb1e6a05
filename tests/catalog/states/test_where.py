"""Conditions: how they are read, and that whole groups are kept."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.states.where import parse_where
from metaleos.errors import QuantityError, UnitError, UnknownNameError, UsageError

UNITS = {"bulk_modulus": "GPa", "pressure": "GPa", "total_energy": "eV/atom", "validity": "1"}
UNITS |= {"bulk_modulus_derivative": "1", "density": "g/cm3"}


def bounds(*texts: str) -> list[tuple[str, list[tuple[str, float]]]]:
    condition = parse_where(texts, UNITS)
    return [(c.name, [(b.sign, b.number) for b in c.bounds]) for c in condition.comparisons]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("bulk_modulus > 5 GPa", "bulk_modulus", [(">", 5.0)]),
        ("5 GPa < bulk_modulus", "bulk_modulus", [(">", 5.0)]),
        ("Bulk-Modulus>=50kbar", "bulk_modulus", [(">=", 5.0)]),
        ("1 GPa < pressure <= 0.05 Mbar", "pressure", [(">", 1.0), ("<=", 5.0)]),
        ("5 GPa > pressure ≥ 1 GPa", "pressure", [("<", 5.0), (">=", 1.0)]),
        ("pressure < 0", "pressure", [("<", 0.0)]),
        ("validity = 1", "validity", [("=", 1.0)]),
        ("validity != 0", "validity", [("!=", 0.0)]),
        ("total_energy < -1e3 eV", "total_energy", [("<", -1000.0)]),
        ("compression > 0.5", "compression", [(">", 0.5)]),
        ("B > 5 GPa", "bulk_modulus", [(">", 5.0)]),
        ("1 < B' <= 5", "bulk_modulus_derivative", [(">", 1.0), ("<=", 5.0)]),
        ("T > 300 K", "temperature", [(">", 300.0)]),
        ("rho < 2.7 g/cc", "density", [("<", 2.7)]),
    ],
)
def test_a_condition_is_read_in_storage_units(text, name, expected):
    ((found, pairs),) = bounds(text)
    assert found == name
    assert [sign for sign, _ in pairs] == [sign for sign, _ in expected]
    assert [n for _, n in pairs] == pytest.approx([n for _, n in expected], rel=1e-12)


def test_conditions_are_joined_by_and_or_repeated():
    joined = bounds("bulk_modulus > 5 GPa and pressure < 1 GPa")
    assert joined == bounds("bulk_modulus > 5 GPa", "pressure < 1 GPa")
    assert len(joined) == 2


def test_temperature_may_be_given_as_kt():
    ((_, pairs),) = bounds("temperature > 1 eV")
    assert pairs[0][1] == pytest.approx(11604.518, rel=1e-7)


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("bulk_modulus > 5", UnitError, "no unit"),
        ("bulk_modulus > 5 eV", UnitError, "'eV' is not a unit"),
        ("bulk_modulis > 5 GPa", UnknownNameError, "did you mean bulk_modulus"),
        ("bulk_modulus", UsageError, "is not a condition"),
        ("5 GPa > 3 GPa", UsageError, "names no property"),
        ("pressure > bulk_modulus", UsageError, "compares two names"),
        ("1 GPa < pressure > 5 GPa", UsageError, "is not a range"),
        ("5 GPa < pressure < 1 GPa", UsageError, "no value is in this range"),
        ("pressure > 1 GPa or pressure < 0", UsageError, "cannot be joined by 'or'"),
        ("pressure > 1,2 GPa", QuantityError, "is not one number"),
        ("pressure > nan GPa", UsageError, "--where"),
        ("pressure > ", UsageError, "is not a condition"),
        ("'; DROP TABLE result; -- > 5", UsageError, "--where"),
    ],
)
def test_what_cannot_be_meant_is_refused(text, error, told):
    with pytest.raises(error, match=r"--where|unknown property") as caught:
        parse_where([text], UNITS)
    assert told in str(caught.value)


def test_user_text_never_enters_sql():
    clause, values = parse_where(["1 GPa < pressure < 5 GPa and theta > 0.25"], UNITS).sql()
    assert "pressure" not in clause
    assert values == ["pressure", 1.0, 5.0, 0.25]


def test_query_keeps_whole_groups(session_grid):
    catalog = Catalog(session_grid)
    everything = catalog.query(model="ha", all_states=True).rows()
    totals = {
        (r["element"], r["model"], r["convention"], repr(r["state"])): r["value"]
        for r in everything
        if r["property"] == "bulk_modulus" and r["term"] == "total"
    }
    wanted = {key for key, value in totals.items() if value is not None and 5.0 < value < 10.0}
    assert 0 < len(wanted) < len(totals)
    found = catalog.query(
        model="ha", all_states=True, where="5 GPa < bulk_modulus < 0.1 Mbar"
    ).rows()
    key = [(r["element"], r["model"], r["convention"], repr(r["state"])) for r in found]
    assert set(key) == wanted
    # All properties and terms of a group stay with it.
    expected = [
        r
        for r in everything
        if (r["element"], r["model"], r["convention"], repr(r["state"])) in wanted
    ]
    assert found == expected


def test_the_condition_may_be_on_a_property_that_is_not_shown(session_grid):
    rows = Catalog(session_grid).query(
        model="ha", property="pressure", all_states=True, where="bulk_modulus > 5 GPa"
    )
    assert {row["property"] for row in rows} == {"pressure"}


def test_reference_state_only_and_a_notice_of_others(session_grid):
    catalog = Catalog(session_grid)
    answer = catalog.query(model="ha/vs", where="bulk_modulus > 0")
    everywhere = catalog.query(
        model="ha/vs", convention="standard", where="bulk_modulus > 0", all_states=True
    )
    states = {(r["element"], repr(r["state"])) for r in everywhere}
    shown = {(r["element"], repr(r["state"])) for r in answer}
    assert len(states) > len(shown)
    assert any(f"{len(states - shown)} more stored state" in text for text in answer.notices)


def test_nothing_satisfies(session_grid):
    answer = Catalog(session_grid).query(model="ha", where="bulk_modulus > 1e9 GPa")
    assert len(answer) == 0
    assert answer.notices == ["no stored state of this selection satisfies the condition"]
