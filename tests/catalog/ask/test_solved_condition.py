"""Conditions on solved rows: whole groups are kept, as SQL keeps them."""

from __future__ import annotations

from metaleos.catalog.ask.solved import keep
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.states.where import parse_where
from metaleos.catalog.text.record import Record

UNITS = {"pressure": "GPa", "bulk_modulus": "GPa"}


def row(name, value, volume=200.0, term="total", element="Na", convention="standard", **more):
    state = {"volume": {"value": volume, "unit": "bohr3/atom"}, **more}
    return Record(
        element, "ha/vs", convention, name, term, value, "GPa", state, None,
        "ok" if value is not None else "no_solution", "",
    )  # fmt: skip


def kept(rows, *texts):
    return [rows.index(item) for item in keep(rows, parse_where(texts, UNITS))]


def test_all_rows_of_a_group_stay_in_their_order():
    rows = [
        row("pressure", 3.0), row("bulk_modulus", 9.0),
        row("pressure", 0.5, 250.0), row("bulk_modulus", 6.0, 250.0),
        row("pressure", 2.0, element="K"), row("pressure", 0.0, convention="printed"),
    ]  # fmt: skip
    assert kept(rows, "pressure > 1 GPa") == [0, 1, 4]
    assert kept(rows, "pressure > 1 GPa", "bulk_modulus > 8 GPa") == [0, 1]
    assert kept(rows, "bulk_modulus > 5 GPa") == [0, 1, 2, 3]
    assert kept(rows) == [0, 1, 2, 3, 4, 5]


def test_only_totals_count_and_what_has_no_value_satisfies_nothing():
    rows = [row("pressure", 0.5), row("pressure", 3.0, term="madelung")]
    assert kept(rows, "pressure > 1 GPa") == []
    assert kept(rows, "pressure < 1 GPa") == [0, 1]
    assert kept([row("pressure", None)], "pressure != 1 GPa") == []


def test_the_state_is_asked_in_its_own_unit():
    rows = [row("pressure", 1.0, 200.0), row("pressure", 1.0, 250.0)]
    # 32.6 A3 are 220 bohr3.
    assert kept(rows, "volume > 32.6 A3") == [1]
    assert kept(rows, "temperature >= 0 K") == []


def test_the_points_of_a_curve_belong_to_one_group():
    places = [{"distance": {"value": value, "unit": "bohr"}} for value in (5.0, 6.0)]
    rows = [row("pressure", 2.0), *(row("pair_potential", 0.1, **place) for place in places)]
    assert kept(rows, "pressure > 1 GPa") == [0, 1, 2]


def test_solve_keeps_groups_and_computes_what_the_condition_needs(session_facts):
    catalog = Catalog(session_facts)
    options = {"model": "ha/vs", "element": "Na", "volume_ratio": [0.8, 0.9, 1.0]}
    pressures = {
        row["state"]["volume_ratio"]["value"]: row["value"]
        for row in catalog.solve(property="pressure", **options)
        if row["term"] == "total"
    }
    kept = catalog.solve(property="bulk_modulus", where="pressure > 1 GPa", **options)
    ratios = {row["state"]["volume_ratio"]["value"] for row in kept}
    assert {row["property"] for row in kept} == {"bulk_modulus"}
    assert ratios == {ratio for ratio, value in pressures.items() if value > 1.0}
    assert ratios
    assert 1.0 not in ratios
