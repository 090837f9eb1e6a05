"""Hugoniots beside measured shock states: where, from what, and which are scored."""

from __future__ import annotations

import math

import pytest

import metaleos
from metaleos.errors import UsageError


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return metaleos.open(session_catalog)


@pytest.fixture(scope="module")
def iron(catalog):
    return catalog.compare("Fe", "tfdw", "shock_velocity")


def test_every_measured_state_is_a_row_at_its_particle_velocity(catalog, iron):
    measured = catalog.sql("FROM v_shock WHERE element = 'Fe' ORDER BY particle_velocity_km_s")
    assert len(iron) == len(measured) == 13
    for row, state in zip(iron, measured, strict=True):
        at = row["state"]["particle_velocity"]
        assert (at["value"], at["unit"]) == (state["particle_velocity_km_s"], "km/s")
        assert row["observed"][0]["value"] == state["shock_velocity_km_s"]


def test_ours_is_what_solve_says_there(catalog, iron):
    row = iron[12]
    at = row["state"]
    found = catalog.solve(
        "Fe", "tfdw", "shock_velocity", temperature="298.15 K", density="7.873 g/cm3",
        points={"particle_velocity": [at["particle_velocity"]["value"]]},
    )  # fmt: skip
    assert row["value"] == pytest.approx(found[0]["value"], rel=1e-6)
    assert row["deviation_percent"] == pytest.approx(
        100 * (row["value"] / row["observed"][0]["value"] - 1)
    )


def test_only_strong_shocks_are_scored(catalog, iron):
    (score,) = iron["summary"]
    rest = score["pressure_at_rest"]
    assert 100 < rest < 130
    states = catalog.sql("FROM v_shock WHERE element = 'Fe' ORDER BY particle_velocity_km_s")
    strong = [state["pressure_gpa"] > 10 * rest for state in states]
    assert 0 < sum(strong) < 13
    for row, is_strong in zip(iron, strong, strict=True):
        assert row["comparable"] is is_strong
        assert (row["deviation"] is not None) is is_strong
        assert is_strong or "too weak: below 10 times the" in row["reason"]
    percents = [row["deviation_percent"] for row in iron if row["comparable"]]
    assert score["n"] == len(percents) == sum(strong)
    assert score["rms_percent"] == pytest.approx(
        math.sqrt(sum(p * p for p in percents) / len(percents))
    )
    worst = max(
        (row for row in iron if row["comparable"]), key=lambda r: abs(r["deviation_percent"])
    )
    assert (score["worst_percent"], score["worst_at"]) == (
        worst["deviation_percent"], worst["state"]["particle_velocity"]["value"],
    )  # fmt: skip


def test_the_heading_says_what_is_scored(catalog, iron):
    assert "scored where the measured pressure is above 10 times" in str(iron)
    zero = catalog.compare("Fe", "tfdw", "shock_velocity", settings={"initial_pressure": "zero"})
    assert "from zero pressure as the experiment" in str(zero)
    assert all(row["comparable"] for row in zero)
    assert zero["summary"][0]["n"] > iron["summary"][0]["n"]


def test_units_and_order_as_everywhere(catalog):
    found = catalog.compare("Fe", "tfdw", "shock_pressure", units="pressure=Mbar", sort="-observed",
                            limit=1)  # fmt: skip
    assert found[0]["unit"] == "Mbar"
    assert found[0]["observed"][0]["value"] == pytest.approx(191.158, abs=0.01)


def test_curves_and_totals_are_compared_apart(catalog):
    with pytest.raises(UsageError, match="bulk_modulus is no curve"):
        catalog.compare("Fe", "tfdw", "shock_velocity,bulk_modulus")
    with pytest.raises(UsageError, match="state options out"):
        catalog.compare("Fe", "tfdw", "shock_velocity", temperature="1 eV")
    with pytest.raises(UsageError, match="settings are of what is solved"):
        catalog.compare("Fe", "tfdw", "bulk_modulus", settings={"initial_pressure": "zero"})


def test_nothing_measured_says_so(catalog):
    found = catalog.compare("Al", "tfdw", "shock_velocity")
    assert found.rows() == []
    assert "measured" in found.notices[0]
