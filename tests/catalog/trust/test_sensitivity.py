"""d(property)/d(input): against exact relations, and against ``solve`` with a changed input."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.trust.sensitivity import derivative_unit
from metaleos.errors import SolveError, UnknownNameError, UsageError


@pytest.fixture
def catalog(session_small):
    return Catalog(session_small)


def rows(catalog, *arguments, **options):
    found = catalog.sensitivity(*arguments, **options)
    assert found.schema == "metaleos.sensitivity/1"
    return {(row["property"], row["term"], row["input"]): row for row in found.records}


def test_the_cohesive_energy_falls_by_the_ionisation_energy(catalog):
    found = rows(catalog, "Na", "ha/vs", "cohesive_energy,total_energy")
    row = found["cohesive_energy", "total", "first_ionisation_energy"]
    assert row["value"] == pytest.approx(-1.0, abs=1e-10)
    assert row["unit"] == "eV/atom/eV"
    assert found["total_energy", "total", "first_ionisation_energy"]["value"] == 0.0


def test_the_madelung_energy_goes_as_the_inverse_radius(catalog):
    """The state stays at the reference volume, which is the input: E is proportional to V^-1/3."""
    found = rows(catalog, "Na", "ha/vs", "total_energy")
    row = found["total_energy", "madelung", "reference_volume"]
    energy = catalog.solve("Na", "ha/vs", "total_energy").rows()
    madelung = next(r["value"] for r in energy if r["term"] == "madelung")
    assert row["relative"] == pytest.approx(-1 / 3, abs=1e-9)
    assert row["value"] == pytest.approx(-madelung / 3 / row["input_value"], rel=1e-9)
    assert row["unit"] == "eV/atom/(bohr3/atom)"


def test_at_a_fixed_volume_the_reference_has_no_say(catalog):
    found = rows(catalog, "Na", "ha/vs", "pressure", volume="250 bohr3")
    assert found["pressure", "madelung", "reference_volume"]["value"] == 0.0


def test_the_ideal_entropy_grows_with_the_logarithm_of_the_mass(catalog):
    found = rows(catalog, "Fe", "wh/vs", "entropy", temperature="1900 K", volume="90 bohr3")
    row = found["entropy", "ideal", "atomic_mass"]
    # S_ideal = ... + (3/2) k_B ln M
    assert row["value"] * row["input_value"] == pytest.approx(1.5, rel=1e-8)
    assert row["unit"] == "kB/atom/u"


@pytest.mark.parametrize("name", ["R_M", "u", "reference_volume"])
def test_a_small_change_moves_the_value_as_told(catalog, name):
    row = rows(catalog, "Na", "ha/vs", "bulk_modulus")["bulk_modulus", "total", name]
    step = 1e-5 * row["input_value"]

    def value(x):
        return catalog.solve("Na", "ha/vs", "bulk_modulus", what_if={name: x})[0]["value"]

    slope = (value(row["input_value"] + step) - value(row["input_value"] - step)) / (2 * step)
    assert row["value"] == pytest.approx(slope, rel=1e-6)
    assert 0 < row["error_estimate"] < 1e-4 * abs(row["value"])


def test_around_a_what_if_value(catalog):
    row = rows(catalog, "Na", "ha/vs", "bulk_modulus", what_if={"R_M": 2.2})[
        "bulk_modulus", "total", "R_M"
    ]
    assert row["input_value"] == 2.2


def test_no_derivative_where_there_is_none(catalog):
    """A whole number cannot be varied: that is an outcome with a reason, no number."""
    row = rows(catalog, "Al", "tf/exact", "pressure")["pressure", "total", "Z"]
    assert row["value"] is None
    assert row["outcome"] == "no_solution"
    assert "whole numbers" in row["reason"]


def test_only_inputs_that_are_read_are_varied(catalog):
    found = rows(catalog, "Na", "ha/vs", "pressure", convention="printed")
    assert {key[2] for key in found} <= {"R_M", "u", "reference_volume", "atomic_mass"}


def test_what_cannot_be_asked(catalog):
    with pytest.raises(UsageError, match="curve"):
        catalog.sensitivity("Na", "ha/vs", "pair_potential")
    with pytest.raises(UsageError, match="model"):
        catalog.sensitivity("Na", None)
    with pytest.raises(UsageError, match="element"):
        catalog.sensitivity(None, "ha/vs")
    with pytest.raises(SolveError, match="lacks"):
        catalog.sensitivity("Al", "ha/vs", "pressure")
    with pytest.raises(UnknownNameError):
        catalog.sensitivity("Na", "ha/vs", "presure")


def test_units_of_derivatives():
    assert derivative_unit("GPa", "1") == "GPa"
    assert derivative_unit("GPa", "bohr") == "GPa/bohr"
    assert derivative_unit("eV/atom", "bohr3/atom") == "eV/atom/(bohr3/atom)"
    assert derivative_unit("1", "1e-3 Ha/bohr3") == "1/(1e-3 Ha/bohr3)"


def test_solve_with_a_changed_input_stores_nothing(small_catalog):
    catalog = Catalog(small_catalog)
    before = catalog.query("Na", "ha/vs", "bulk_modulus").rows()
    changed = catalog.solve("Na", "ha/vs", "bulk_modulus", what_if={"R_M": 2.1}).rows()
    assert changed[0]["value"] > before[0]["value"] + 0.2
    same = catalog.solve("Na", "ha/vs", "bulk_modulus", what_if={"R_M": 2.085}).rows()
    assert same[0]["value"] == pytest.approx(before[0]["value"], rel=1e-12)
    assert catalog.query("Na", "ha/vs", "bulk_modulus").rows() == before
    assert catalog.status()["stale_states"] == 0
    with pytest.raises(UsageError, match="reads no input 'R_X'; it reads"):
        catalog.solve("Na", "ha/vs", what_if={"R_X": 1.0})
