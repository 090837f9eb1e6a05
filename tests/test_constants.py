"""CODATA's constants against scipy's own table, and what follows from them."""

from __future__ import annotations

import math

import pytest
import scipy.constants as codata

from metaleos import constants

# scipy may carry CODATA 2018: Bohr radius, masses and the hartree moved by up to 1.6e-9.
SAME = 3e-9
MEASURED = {
    "BOHR_M": "Bohr radius",
    "HARTREE_J": "Hartree energy",
    "ATOMIC_MASS_KG": "atomic mass constant",
    "ELECTRON_MASS_KG": "electron mass",
    "HARTREE_EV": "Hartree energy in eV",
    "RYDBERG_EV": "Rydberg constant times hc in eV",
}
EXACT = {
    "BOLTZMANN_J_K": codata.k,
    "ELEMENTARY_CHARGE_C": codata.e,
    "AVOGADRO_1_MOL": codata.N_A,
    "PLANCK_REDUCED_J_S": codata.hbar,
    "BOLTZMANN_EV_K": codata.k / codata.e,
}
HARTREE_PRESSURE_GPA = codata.value("atomic unit of force") / codata.value("Bohr radius") ** 2 / 1e9
DERIVED = {
    "BOHR_ANGSTROM": codata.value("Bohr radius") * 1e10,
    "BOLTZMANN_HARTREE_K": codata.value("kelvin-hartree relationship"),
    "HARTREE_PER_BOHR3_GPA": HARTREE_PRESSURE_GPA,
    "RYDBERG_PER_BOHR3_GPA": HARTREE_PRESSURE_GPA / 2.0,
}


@pytest.mark.parametrize(("name", "entry"), MEASURED.items())
def test_measured(name, entry):
    assert getattr(constants, name) == pytest.approx(codata.value(entry), rel=SAME)


@pytest.mark.parametrize(("name", "value"), EXACT.items())
def test_exact_since_2019(name, value):
    # a product or quotient of exact numbers: a rounding or two
    assert getattr(constants, name) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(("name", "value"), DERIVED.items())
def test_derived(name, value):
    # the cube of the Bohr radius: three times its relative step
    assert getattr(constants, name) == pytest.approx(value, rel=3 * SAME)


def test_every_constant_is_held():
    named = {name for name in vars(constants) if name.isupper()}
    assert named == MEASURED.keys() | EXACT.keys() | DERIVED.keys()


def test_the_hartree_and_the_bohr_radius_belong_together():
    """E_h = hbar^2/(m a0^2): a slip in one of the four would show."""
    made = constants.PLANCK_REDUCED_J_S**2 / (constants.ELECTRON_MASS_KG * constants.BOHR_M**2)
    assert math.isclose(made, constants.HARTREE_J, rel_tol=1e-9)  # uncertainty of m: 3e-10
