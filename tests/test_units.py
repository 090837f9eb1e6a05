"""Units: sizes against CODATA, dimensions, and what is refused."""

from __future__ import annotations

import pytest
import scipy.constants as codata
from hypothesis import given
from hypothesis import strategies as st

from metaleos.errors import UnitError
from metaleos.solvers.registry import properties
from metaleos.units import conversion_factor, convert, parse_unit, unit_names

# 5e-9: scipy may carry CODATA 2018, whose Bohr radius cubed differs by 2e-9 from that of 2022.
SAME = 5e-9


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("Ry", "eV", codata.value("Rydberg constant times hc in eV")),
        ("Ha", "Ry", 2.0),
        ("kJ/mol", "eV/atom", 1e3 / codata.N_A / codata.e),
        ("J/mol/K", "kB/atom", 1.0 / codata.R),
        ("Mbar", "GPa", 100.0),
        ("1e11 dyn/cm2", "GPa", 10.0),
        (
            "Ha/bohr3",
            "GPa",
            codata.value("Hartree energy") / codata.value("Bohr radius") ** 3 / 1e9,
        ),
        ("A3", "bohr3/atom", 1.0 / 0.529177210544**3),
        ("g/cm3", "kg/m3", 1000.0),
        ("g/cc", "g/cm3", 1.0),
        ("u/A3", "g/cm3", 1.66053906892),
        ("kB", "eV/K", codata.k / codata.e),
        ("1/A", "1/bohr", 0.529177210544),
        ("km/s", "m/s", 1000.0),
    ],
)
def test_factor(source, target, factor):
    assert conversion_factor(source, target) == pytest.approx(factor, rel=SAME)


# Every unit in SI, typed a second time or scipy's own.
PREFIX = {"f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "c": 1e-2, "k": 1e3, "M": 1e6,
          "G": 1e9, "T": 1e12}  # fmt: skip
HARTREE = codata.value("Hartree energy")
BASES = {
    "m": 1.0, "s": 1.0, "K": 1.0, "J": 1.0, "N": 1.0, "Pa": 1.0, "Hz": 1.0, "g": 1e-3, "L": 1e-3,
    "cc": 1e-6,
    "eV": codata.e, "Ry": HARTREE / 2, "Ha": HARTREE, "cal": codata.calorie, "bar": codata.bar,
    "ohm": 1.0,
}  # fmt: skip
ALONE = {
    "%": 0.01, "atom": 1.0, "ion": 1.0, "electron": 1.0, "mol": codata.N_A, "A": codata.angstrom,
    "Å": codata.angstrom, "angstrom": codata.angstrom, "bohr": codata.value("Bohr radius"),
    "a0": codata.value("Bohr radius"), "u": codata.value("atomic mass constant"),
    "erg": codata.erg, "hartree": HARTREE, "rydberg": HARTREE / 2, "dyn": codata.dyne,
    "atm": codata.atm, "kB": codata.k,
}  # fmt: skip


@pytest.mark.parametrize("name", unit_names())
def test_size_of_every_unit(name):
    sizes = {p + base: f * size for base, size in BASES.items() for p, f in PREFIX.items()}
    expected = (sizes | BASES | ALONE)[name]
    assert parse_unit(name).factor == pytest.approx(expected, rel=SAME)


@pytest.mark.long
@given(st.sampled_from(unit_names()), st.integers(-3, 3), st.sampled_from(unit_names()))
def test_quotients_parse_and_convert_back(first, power, second):
    text = f"{first}{power}/{second}" if power else f"1/{second}"
    unit = parse_unit(text)
    assert unit.factor > 0
    assert convert(convert(2.5, text, text), text, text) == 2.5


def test_spellings_of_a_product_agree():
    sizes = {parse_unit(t).factor for t in ("dyn/cm2", "dyn cm-2", "dyn*cm^-2", "dyn/cm**2")}
    assert max(sizes) == pytest.approx(min(sizes), rel=1e-15)


@pytest.mark.parametrize("text", ["GPaa", "ev", "furlong", "eV/furlong"])
def test_unknown_unit_names_the_nearest(text):
    with pytest.raises(UnitError, match="unknown unit"):
        parse_unit(text)


def test_wrong_dimension_says_what_is_valid():
    with pytest.raises(UnitError, match="valid: GPa"):
        conversion_factor("K", "GPa")


def test_every_storage_unit_parses():
    for item in properties().values():
        assert parse_unit(item.unit).factor > 0
