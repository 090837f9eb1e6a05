"""Properties are defined once, in a unit that is known; what a theory declares joins and leaves."""

from __future__ import annotations

import re

import pytest

from metaleos.properties import Property, common, declare, forget, properties
from metaleos.units import same_dimension

NEW = Property("weight_of_a_test", "w", "1", "declared by a test")
SIZES = {
    "eV/atom": "energy", "eV": "chemical_potential", "GPa": "pressure", "kB/atom": "entropy",
    "bohr": "electron_radius", "bohr3/atom": "equilibrium_volume", "km/s": "sound_speed",
    "K": "melting_temperature", "GPa/K": "thermal_pressure_coefficient", "u": "atomic_mass",
    "g/cm3": "density", "angstrom": "lattice_a", "1/bohr3": "boundary_density",
}  # fmt: skip


@pytest.fixture
def declared():
    yield declare
    forget([NEW.name])


def test_every_property_is_defined_in_words():
    for name, item in common().items():
        assert name == item.name
        assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
        assert item.symbol
        assert len(item.description) > 6
        assert same_dimension(item.unit, item.unit), "a unit that is known"


@pytest.mark.parametrize(
    ("pattern", "unit"),
    [
        (r"\w*energy|energy_\w+|free_energy\w*|structural_\w+", "eV/atom"),
        (r"\w*pressure\w*|bulk_modulus|elastic_constant_c\d\d|shear_constant", "GPa"),
        (r"\w*_radius|hard_sphere_diameter|nearest_neighbour_distance", "bohr"),
        (r"lattice_[abc]", "angstrom"),
        (r"\w*_ratio\w*|packing_fraction|valence|d_electrons", "1"),
        (r"\w*_velocity|sound_speed|hugoniot_c0", "km/s"),
        (r"entropy|heat_capacity", "kB/atom"),
    ],
)
def test_what_is_of_a_kind_has_one_unit(pattern, unit):
    exceptions = {
        "first_ionisation_energy": "eV",
        "thermal_pressure_coefficient": "GPa/K",
        **dict.fromkeys((n for n in common() if "ratio" in n), "1"),
    }
    found = [item for name, item in common().items() if re.fullmatch(pattern, name)]
    assert found
    for item in found:
        assert item.unit == exceptions.get(item.name, unit), item.name


def test_a_declared_property_joins_and_leaves(declared):
    assert NEW.name not in properties()
    declared([NEW])
    declared([NEW])  # the same twice is the same
    assert properties()[NEW.name] == NEW
    assert NEW.name not in common()
    forget([NEW.name])
    assert NEW.name not in properties()


def test_two_definitions_of_one_name_are_refused_and_nothing_is_added(declared):
    other = Property("pressure", "P", "eV", "something else")
    with pytest.raises(ValueError, match="'pressure' is defined twice"):
        declared([NEW, other])
    assert NEW.name not in properties()
    assert properties()["pressure"] == common()["pressure"]
