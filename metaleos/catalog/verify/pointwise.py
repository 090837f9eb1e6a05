"""Identities between properties of one state, or of states of the sample side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.solve.bench import Values
from metaleos.catalog.verify.samples import subject
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV, SOUND_KM2_S2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.arrays import FloatArray

ROUNDING = 1e-13
Sides = Callable[[Values], tuple["FloatArray", ...]]
"""Left side, right side, error estimates of both; then what else rounding is a part of."""


@dataclass(frozen=True)
class Identity:
    """Both sides of one identity, where a model yields what it needs.

    Parameters
    ----------
    name : str
    needs : tuple of str
        Properties.
    variables : tuple of str
        State variables.
    unit : str
    sides : callable
        NaN where it does not apply.
    """

    name: str
    needs: tuple[str, ...]
    variables: tuple[str, ...]
    unit: str
    sides: Sides


def pointwise(at: Values) -> Iterator[Check]:
    """Hold the sample to every identity that applies."""
    for identity in IDENTITIES:
        bench = at.bench
        if not bench.yields(*identity.needs) or not bench.variables.issuperset(identity.variables):
            continue
        found, expected, room, *sides = identity.sides(at)
        rounding = sum((ROUNDING * np.abs(side) for side in sides), np.zeros_like(room))
        for row in range(len(at.points)):
            if at.ok[row] and isfinite(found[row]) and isfinite(expected[row]):
                yield subject(at, row).judged(
                    identity.name, float(found[row]), float(expected[row]),
                    float(room[row] + rounding[row]), identity.unit, sharp=float(rounding[row]),
                )  # fmt: skip


def _errors(at: Values, *names: str) -> FloatArray:
    return sum((at.error(name) for name in names), np.zeros(len(at.points)))


def _free_energy(at: Values) -> tuple[FloatArray, ...]:
    heat, energy = KB_EV * at.state("temperature"), at.value("total_energy")
    room = _errors(at, "free_energy", "total_energy") + heat * at.error("entropy")
    found = at.value("free_energy")
    return found, energy - heat * at.value("entropy"), room, energy, found


def _above_isolated(at: Values) -> tuple[FloatArray, ...]:
    heat = KB_EV * at.state("temperature")
    lost = heat * at.value("entropy")
    expected = at.value("energy_above_isolated") - lost
    room = _errors(at, "free_energy_above_isolated", "energy_above_isolated")
    room = room + heat * at.error("entropy")
    return at.value("free_energy_above_isolated"), expected, room, expected, lost


def _kinetic_potential(at: Values) -> tuple[FloatArray, ...]:
    kinetic, potential = at.value("kinetic_energy"), at.value("potential_energy")
    room = _errors(at, "total_energy", "kinetic_energy", "potential_energy")
    return at.value("total_energy"), kinetic + potential, room, kinetic, potential


def _virial(at: Values) -> tuple[FloatArray, ...]:
    """3 P V = 2 K + U of Coulomb forces; with exchange of Eq. 24 at T = 0 only.

    Exchange in U is an internal energy; at T > 0 the theorem has T S_x beside it.
    """
    volume = at.state("volume")
    found = 3.0 * at.value("pressure") * volume * GPA_BOHR3_EV
    kinetic, potential = at.value("kinetic_energy"), at.value("potential_energy")
    room = 3.0 * volume * GPA_BOHR3_EV * at.error("pressure")
    room = room + 2.0 * at.error("kinetic_energy") + at.error("potential_energy")
    if "exchange_correlation" in at.bench.scalars["potential_energy"].terms:
        found = np.where(at.state("temperature") == 0.0, found, np.nan)
    return found, 2.0 * kinetic + potential, room, 2.0 * kinetic, potential


def _pressure_virial(at: Values) -> tuple[FloatArray, ...]:
    pressure, room = at.value("pressure"), _errors(at, "pressure", "pressure_virial")
    return at.value("pressure_virial"), pressure, room, pressure


def _grouped(at: Values, key: str, there: float | str) -> FloatArray:
    """Return for each point the row that differs only in `key`, `there`; -1 if none."""
    rows = np.full(len(at.points), -1)
    for i, point in enumerate(at.points):
        wanted = {**point.state, key: there}
        for j, other in enumerate(at.points):
            if other.element == point.element and other.state == wanted:
                rows[i] = j
    return rows


def _thermal(whole: str, thermal: str) -> Sides:
    def sides(at: Values) -> tuple[FloatArray, ...]:
        cold = _grouped(at, "temperature", 0.0)
        base = np.where(cold >= 0, at.value(whole)[cold], np.nan)
        room = _errors(at, whole, thermal) + at.error(whole)[cold]
        return at.value(thermal), at.value(whole) - base, room, at.value(whole), base

    return sides


def _constant_offset(name: str, sign: float) -> Sides:
    """`name` differs from sign times the total energy by a constant of the element."""

    def sides(at: Values) -> tuple[FloatArray, ...]:
        energy = at.value("total_energy")
        offset = at.value(name) - sign * energy
        expected = np.full(len(at.points), np.nan)
        room = _errors(at, name, "total_energy")
        limit = room.copy()
        for element in {point.element for point in at.points}:
            rows = np.array([i for i, p in enumerate(at.points) if p.element == element])
            known = rows[np.isfinite(offset[rows])]
            if len(known) > 1:
                expected[rows] = offset[known[0]]
                limit[rows] = room[rows] + room[known[0]]
        return offset, expected, limit, energy

    return sides


_C = ("elastic_constant_c11", "elastic_constant_c12")


def _bulk_of_elastic(at: Values) -> tuple[FloatArray, ...]:
    (c11, c12), (e11, e12) = map(at.value, _C), map(at.error, _C)
    room = at.error("bulk_modulus") + e11 / 3.0 + 2.0 * e12 / 3.0
    return at.value("bulk_modulus"), (c11 + 2.0 * c12) / 3.0, room, c11, c12


def _shear_of_elastic(at: Values) -> tuple[FloatArray, ...]:
    c11, c12 = map(at.value, _C)
    room = at.error("shear_constant") + _errors(at, *_C) / 2.0
    return at.value("shear_constant"), (c11 - c12) / 2.0, room, c11, c12


def _structural(structure: str) -> Sides:
    name = f"structural_energy_{structure}"

    def sides(at: Values) -> tuple[FloatArray, ...]:
        other, bcc = (_grouped(at, "structure", word) for word in (structure, "bcc"))
        energy, error = at.value("total_energy"), at.error("total_energy")
        expected = np.where((other >= 0) & (bcc >= 0), energy[other] - energy[bcc], np.nan)
        return at.value(name), expected, at.error(name) + error[other] + error[bcc], energy

    return sides


def _packing(at: Values) -> tuple[FloatArray, ...]:
    sigma = at.value("hard_sphere_diameter")
    expected = pi / 6.0 * sigma**3 / at.state("volume")
    room = at.error("packing_fraction") + 3.0 * expected * at.error("hard_sphere_diameter") / sigma
    return at.value("packing_fraction"), expected, room, expected


def _cold_entropy(at: Values) -> tuple[FloatArray, ...]:
    found = np.where(at.state("temperature") == 0.0, at.value("entropy"), np.nan)
    return found, np.zeros_like(found), at.error("entropy")


def _positive_entropy(at: Values) -> tuple[FloatArray, ...]:
    found = np.minimum(at.value("entropy"), 0.0)
    return found, np.where(np.isfinite(found), 0.0, np.nan), at.error("entropy")


def _sound(at: Values) -> tuple[FloatArray, ...]:
    """c^2 = K_S/rho with K_S = B + V T (dP/dT)^2/C_V."""
    volume, temperature = at.state("volume"), at.state("temperature")
    slope, capacity = at.value("thermal_pressure_coefficient"), at.value("heat_capacity")
    with np.errstate(divide="ignore", invalid="ignore"):
        part = volume * temperature * slope**2 * GPA_BOHR3_EV / (KB_EV * capacity)
        part = np.where(temperature == 0.0, 0.0, part)
        relative = 2.0 * at.error("thermal_pressure_coefficient") / np.abs(slope)
        relative = relative + at.error("heat_capacity") / np.abs(capacity)
        stiffness = at.value("bulk_modulus") + part
        scale = SOUND_KM2_S2 * volume / at.input("atomic_mass")
        expected = np.sqrt(np.where(stiffness > 0.0, stiffness * scale, np.nan))
        room = at.error("bulk_modulus") + np.where(temperature == 0.0, 0.0, part * relative)
        room = at.error("sound_speed") + room * scale / (2.0 * expected)
    return at.value("sound_speed"), expected, room, expected


def _gruneisen(at: Values) -> tuple[FloatArray, ...]:
    slope, capacity = at.value("thermal_pressure_coefficient"), at.value("heat_capacity")
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = at.state("volume") * slope * GPA_BOHR3_EV / (KB_EV * capacity)
        relative = at.error("thermal_pressure_coefficient") / np.abs(slope)
        relative = relative + at.error("heat_capacity") / np.abs(capacity)
        room = at.error("grueneisen_parameter") + np.abs(expected) * relative
    return at.value("grueneisen_parameter"), expected, room, expected


IDENTITIES: tuple[Identity, ...] = (
    Identity("F = E - T S", ("free_energy", "total_energy", "entropy"), ("temperature",),
             "eV/atom", _free_energy),
    Identity("F - E_iso = (E - E_iso) - T S",
             ("free_energy_above_isolated", "energy_above_isolated", "entropy"), ("temperature",),
             "eV/atom", _above_isolated),
    Identity("E = K + U", ("total_energy", "kinetic_energy", "potential_energy"), (), "eV/atom",
             _kinetic_potential),
    Identity("virial: 3 P V = 2 K + U", ("pressure", "kinetic_energy", "potential_energy"),
             ("volume", "temperature"), "eV/atom", _virial),
    Identity("virial pressure = pressure", ("pressure_virial", "pressure"), (), "GPa",
             _pressure_virial),
    Identity("thermal energy = E(T) - E(0)", ("thermal_energy", "total_energy"), ("temperature",),
             "eV/atom", _thermal("total_energy", "thermal_energy")),
    Identity("thermal free energy = F(T) - F(0)", ("thermal_free_energy", "free_energy"),
             ("temperature",), "eV/atom", _thermal("free_energy", "thermal_free_energy")),
    Identity("thermal pressure = P(T) - P(0)", ("thermal_pressure", "pressure"), ("temperature",),
             "GPa", _thermal("pressure", "thermal_pressure")),
    Identity("relative energy - E is a constant", ("relative_energy", "total_energy"), (),
             "eV/atom", _constant_offset("relative_energy", 1.0)),
    Identity("E_coh + E is a constant", ("cohesive_energy", "total_energy"), (), "eV/atom",
             _constant_offset("cohesive_energy", -1.0)),
    Identity("B = (C11 + 2 C12)/3", ("bulk_modulus", *_C), (), "GPa", _bulk_of_elastic),
    Identity("C' = (C11 - C12)/2", ("shear_constant", *_C), (), "GPa", _shear_of_elastic),
    Identity("E_fcc - E_bcc of the total energies", ("structural_energy_fcc", "total_energy"),
             ("structure",), "eV/atom", _structural("fcc")),
    Identity("E_hcp - E_bcc of the total energies", ("structural_energy_hcp", "total_energy"),
             ("structure",), "eV/atom", _structural("hcp")),
    Identity("eta = (pi/6) sigma^3/V", ("packing_fraction", "hard_sphere_diameter"), ("volume",),
             "1", _packing),
    Identity("S(T = 0) = 0", ("entropy",), ("temperature",), "kB/atom", _cold_entropy),
    Identity("S >= 0", ("entropy",), ("temperature",), "kB/atom", _positive_entropy),
    Identity("c^2 = K_S/rho",
             ("sound_speed", "bulk_modulus", "thermal_pressure_coefficient", "heat_capacity"),
             ("volume", "temperature"), "km/s", _sound),
    Identity("gamma = V (dP/dT)/C_V",
             ("grueneisen_parameter", "thermal_pressure_coefficient", "heat_capacity"),
             ("volume",), "1", _gruneisen),
)  # fmt: skip
