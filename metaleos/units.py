"""Units: parse ``1e11 dyn/cm2`` or ``kJ/mol``, convert between units of one dimension.

Factors come from the fixed CODATA constants of `metaleos.constants`. An atom is a number, not a
unit: ``eV`` and ``eV/atom`` measure the same, and ``kJ/mol`` is an energy per atom through the
Avogadro constant. Temperatures may be given as energies kT where a caller says so
(`metaleos.quantity`).
"""

from __future__ import annotations

import re
from functools import cache
from math import isfinite
from typing import NamedTuple

from metaleos import constants as const
from metaleos.errors import UnitError, nearest


class Dimension(NamedTuple):
    """Exponents of length, mass, time, temperature and electric current."""

    length: int = 0
    mass: int = 0
    time: int = 0
    temperature: int = 0
    current: int = 0

    def times(self, other: Dimension, power: int = 1) -> Dimension:
        """Return the dimension of a product with ``other**power``."""
        return Dimension(*(a + power * b for a, b in zip(self, other, strict=True)))


NUMBER = Dimension()
LENGTH = Dimension(length=1)
MASS = Dimension(mass=1)
TIME = Dimension(time=1)
TEMPERATURE = Dimension(temperature=1)
ENERGY = Dimension(2, 1, -2)
PRESSURE = Dimension(-1, 1, -2)
FORCE = Dimension(1, 1, -2)
FREQUENCY = Dimension(time=-1)
ENTROPY = Dimension(2, 1, -2, -1)
RESISTANCE = Dimension(2, 1, -3, 0, -2)

_EV = const.ELEMENTARY_CHARGE_C
_NAMES: dict[str, tuple[float, Dimension]] = {
    "1": (1.0, NUMBER),
    "%": (1e-2, NUMBER),
    "atom": (1.0, NUMBER),
    "ion": (1.0, NUMBER),
    "electron": (1.0, NUMBER),
    "mol": (const.AVOGADRO_1_MOL, NUMBER),
    "m": (1.0, LENGTH),
    "cm": (1e-2, LENGTH),
    "mm": (1e-3, LENGTH),
    "km": (1e3, LENGTH),
    "nm": (1e-9, LENGTH),
    "pm": (1e-12, LENGTH),
    "A": (1e-10, LENGTH),
    "Å": (1e-10, LENGTH),
    "angstrom": (1e-10, LENGTH),
    "bohr": (const.BOHR_M, LENGTH),
    "a0": (const.BOHR_M, LENGTH),
    "L": (1e-3, Dimension(length=3)),
    "cc": (1e-6, Dimension(length=3)),
    "kg": (1.0, MASS),
    "g": (1e-3, MASS),
    "u": (const.ATOMIC_MASS_KG, MASS),
    "s": (1.0, TIME),
    "us": (1e-6, TIME),
    "ns": (1e-9, TIME),
    "ps": (1e-12, TIME),
    "fs": (1e-15, TIME),
    "Hz": (1.0, FREQUENCY),
    "GHz": (1e9, FREQUENCY),
    "THz": (1e12, FREQUENCY),
    "K": (1.0, TEMPERATURE),
    "mK": (1e-3, TEMPERATURE),
    "kK": (1e3, TEMPERATURE),
    "MK": (1e6, TEMPERATURE),
    "J": (1.0, ENERGY),
    "kJ": (1e3, ENERGY),
    "MJ": (1e6, ENERGY),
    "GJ": (1e9, ENERGY),
    "erg": (1e-7, ENERGY),
    "cal": (4.184, ENERGY),
    "kcal": (4184.0, ENERGY),
    "eV": (_EV, ENERGY),
    "meV": (_EV * 1e-3, ENERGY),
    "keV": (_EV * 1e3, ENERGY),
    "MeV": (_EV * 1e6, ENERGY),
    "Ry": (const.HARTREE_J / 2, ENERGY),
    "mRy": (const.HARTREE_J / 2e3, ENERGY),
    "Ha": (const.HARTREE_J, ENERGY),
    "mHa": (const.HARTREE_J * 1e-3, ENERGY),
    "hartree": (const.HARTREE_J, ENERGY),
    "rydberg": (const.HARTREE_J / 2, ENERGY),
    "N": (1.0, FORCE),
    "dyn": (1e-5, FORCE),
    "Pa": (1.0, PRESSURE),
    "kPa": (1e3, PRESSURE),
    "MPa": (1e6, PRESSURE),
    "GPa": (1e9, PRESSURE),
    "TPa": (1e12, PRESSURE),
    "bar": (1e5, PRESSURE),
    "kbar": (1e8, PRESSURE),
    "Mbar": (1e11, PRESSURE),
    "Gbar": (1e14, PRESSURE),
    "atm": (101325.0, PRESSURE),
    "kB": (const.BOLTZMANN_J_K, ENTROPY),
    "ohm": (1.0, RESISTANCE),
    "uohm": (1e-6, RESISTANCE),
}

_EXAMPLES: dict[Dimension, str] = {
    NUMBER: "1",
    LENGTH: "bohr, A, nm",
    Dimension(length=3): "bohr3, A3, cm3/mol",
    Dimension(length=-1): "1/bohr, 1/A",
    Dimension(length=-3): "1/bohr3, 1/A3, 1/cm3",
    MASS: "u, g, kg",
    Dimension(-3, 1): "g/cm3, g/cc, kg/m3, u/A3",
    TEMPERATURE: "K, kK (or kT as eV, Ha)",
    Dimension(temperature=-1): "1/K",
    ENERGY: "eV, Ry, Ha, kJ/mol",
    PRESSURE: "GPa, Mbar, dyn/cm2, Ry/bohr3",
    ENTROPY: "kB, J/mol/K, eV/K",
    FREQUENCY: "THz",
    RESISTANCE.times(LENGTH): "uohm cm, ohm m",
    Dimension(1, 0, -1): "km/s, m/s",
}

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_FACTOR = re.compile(r"(a0|[A-Za-zÅ%]+|1)(?:\^|\*\*)?([+-]?\d+)?")


class Unit(NamedTuple):
    """A parsed unit: its size in SI and its dimension."""

    factor: float
    dimension: Dimension


@cache
def parse_unit(text: str) -> Unit:
    """Read a unit such as ``GPa``, ``1e11 dyn/cm2``, ``J/mol/K`` or ``bohr3/atom``.

    Raises
    ------
    UnitError
        If a part of it is not a known unit; the nearest known ones are named.
    """
    rest = text.strip().replace("µs", "us").replace("·", "*")
    if not rest:
        return Unit(1.0, NUMBER)
    size = 1.0
    head = _NUMBER.match(rest)
    if head and head.group() != "1":
        size = float(head.group())
        rest = rest[head.end() :].lstrip(" *") or "1"
    dimension = NUMBER
    sign = 1
    position = 0
    while position < len(rest):
        char = rest[position]
        if char in " */":
            sign = -1 if char == "/" else (1 if char == "*" else sign)
            position += 1
            continue
        match = _FACTOR.match(rest, position)
        if match is None or match.group(1) not in _NAMES:
            name = match.group(1) if match else rest[position:]
            close = nearest(name, _NAMES)
            raise UnitError(
                f"unknown unit {text!r}" + ("" if name == text else f" (at {name!r})"),
                f"did you mean {' or '.join(close)}?" if close else "try GPa, eV/atom, K, g/cm3",
            )
        factor, base = _NAMES[match.group(1)]
        power = sign * int(match.group(2) or 1)
        size *= factor**power
        dimension = dimension.times(base, power)
        position = match.end()
        sign = 1
    if not isfinite(size) or size <= 0.0:
        raise UnitError(f"unit {text!r} has no finite positive size")
    return Unit(size, dimension)


def examples(unit: str) -> str:
    """Return units of the dimension of `unit` that people use, in one line."""
    return _EXAMPLES.get(parse_unit(unit).dimension, unit)


@cache
def conversion_factor(source: str, target: str) -> float:
    """Return the number that turns a value in unit `source` into one in unit `target`.

    Raises
    ------
    UnitError
        If either is unknown, or they measure different things.
    """
    if source == target:
        return 1.0
    a, b = parse_unit(source), parse_unit(target)
    if a.dimension != b.dimension:
        valid = examples(target)
        raise UnitError(
            f"{source!r} is not a unit of what is measured in {target!r}", f"valid: {valid}"
        )
    return a.factor / b.factor


def convert(value: float, source: str, target: str) -> float:
    """Convert `value` from unit `source` to unit `target`."""
    return value * conversion_factor(source, target)


def same_dimension(first: str, second: str) -> bool:
    """Return whether two units measure the same thing."""
    return parse_unit(first).dimension == parse_unit(second).dimension


def unit_names() -> list[str]:
    """Return the names that units are built from."""
    return [name for name in _NAMES if name != "1"]


def behind(unit: str) -> str:
    """Return what stands behind a number: a blank and its unit; nothing behind a pure number."""
    return "" if unit == "1" else f" {unit}"


def heading(name: str, unit: str) -> str:
    """Return the heading of a column: ``temperature [K]``; a pure number has its name alone."""
    return name if unit == "1" else f"{name} [{unit}]"
