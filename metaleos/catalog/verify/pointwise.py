"""Identities between properties of one state, or of states of the sample side by side."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.samples import subject
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV, SOUND_KM2_S2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaleos.catalog.solve.bench import Bench, Point, Values
    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.arrays import FloatArray

ROUNDING = 1e-13
Sides = tuple["FloatArray", "FloatArray", "FloatArray"]


@dataclass(frozen=True)
class Table:
    """Values of the sample with their errors, in the units that the identities need."""

    bench: Bench
    points: list[Point]
    values: Values

    def __call__(self, name: str, term: str = "total") -> FloatArray:
        """Return the values of a property."""
        return self.values.value(name, term)

    def error(self, *names: str) -> FloatArray:
        """Return the sum of the error estimates of `names`."""
        found = np.zeros(len(self.points))
        for name in names:
            found = found + self.values.error(name)
        return found

    def state(self, name: str) -> FloatArray:
        """Return a numeric state variable."""
        return np.array([float(point.state[name]) for point in self.points])

    def input(self, name: str) -> FloatArray:
        """Return an input of the points' elements."""
        return np.array([self.bench.inputs(p.element).get(name, np.nan) for p in self.points])


@dataclass(frozen=True)
class Identity:
    """Left side, right side and tolerance of one identity, where a model yields what it needs.

    Parameters
    ----------
    name : str
    needs : tuple of str
        Properties.
    variables : tuple of str
        State variables.
    unit : str
    sides : callable
        ``Table -> (found, expected, tolerances)``, the tolerances from `_rounded`; NaN where it
        does not apply.
    """

    name: str
    needs: tuple[str, ...]
    variables: tuple[str, ...]
    unit: str
    sides: Callable[[Table], Sides]


def pointwise(bench: Bench, points: list[Point], values: Values) -> Iterator[Check]:
    """Hold the sample to every identity that applies."""
    table = Table(bench, points, values)
    for identity in IDENTITIES:
        if not bench.yields(*identity.needs) or not bench.variables.issuperset(identity.variables):
            continue
        found, expected, tolerance = identity.sides(table)
        for row, point in enumerate(points):
            if values.ok[row] and isfinite(found[row]) and isfinite(expected[row]):
                yield subject(bench, point).judged(
                    identity.name,
                    float(found[row]),
                    float(expected[row]),
                    float(tolerance[0][row]),
                    identity.unit,
                    sharp=float(tolerance[1][row]),
                )


def _rounded(tolerance: FloatArray, *sides: FloatArray) -> FloatArray:
    """Return tolerances with and without the error estimates, shape (2, n)."""
    rounding = np.zeros_like(tolerance)
    for side in sides:
        rounding = rounding + ROUNDING * np.abs(side)
    return np.array([tolerance + rounding, rounding])


def _free_energy(t: Table) -> Sides:
    heat = KB_EV * t.state("temperature")
    expected = t("total_energy") - heat * t("entropy")
    room = t.error("free_energy", "total_energy") + heat * t.error("entropy")
    return t("free_energy"), expected, _rounded(room, t("total_energy"), t("free_energy"))


def _above_isolated(t: Table) -> Sides:
    heat = KB_EV * t.state("temperature")
    expected = t("energy_above_isolated") - heat * t("entropy")
    room = t.error("free_energy_above_isolated", "energy_above_isolated")
    room = room + heat * t.error("entropy")
    return t("free_energy_above_isolated"), expected, _rounded(room, expected, heat * t("entropy"))


def _kinetic_potential(t: Table) -> Sides:
    names = ("kinetic_energy", "potential_energy")
    expected = t(names[0]) + t(names[1])
    room = _rounded(t.error("total_energy", *names), t(names[0]), t(names[1]))
    return t("total_energy"), expected, room


def _virial(t: Table) -> Sides:
    """3 P V = 2 K + U of Coulomb forces; with exchange of Eq. 24 at T = 0 only.

    Exchange in U is an internal energy; at T > 0 the theorem has T S_x beside it.
    """
    volume = t.state("volume")
    found = 3.0 * t("pressure") * volume * GPA_BOHR3_EV
    kinetic, potential = t("kinetic_energy"), t("potential_energy")
    room = 3.0 * volume * GPA_BOHR3_EV * t.error("pressure")
    room = room + 2.0 * t.error("kinetic_energy") + t.error("potential_energy")
    if "exchange_correlation" in t.bench.scalars["potential_energy"].terms:
        found = np.where(t.state("temperature") == 0.0, found, np.nan)
    return found, 2.0 * kinetic + potential, _rounded(room, 2.0 * kinetic, potential)


def _pressure_virial(t: Table) -> Sides:
    room = t.error("pressure", "pressure_virial")
    return t("pressure_virial"), t("pressure"), _rounded(room, t("pressure"))


def _grouped(t: Table, key: str, at: float | str) -> FloatArray:
    """Return for each point the row that differs only in `key`, being `at` there; -1 if none."""
    rows = np.full(len(t.points), -1)
    for i, point in enumerate(t.points):
        wanted = {**point.state, key: at}
        for j, other in enumerate(t.points):
            if other.element == point.element and other.state == wanted:
                rows[i] = j
    return rows


def _thermal(whole: str, thermal: str) -> Callable[[Table], Sides]:
    def sides(t: Table) -> Sides:
        cold = _grouped(t, "temperature", 0.0)
        base = np.where(cold >= 0, t(whole)[cold], np.nan)
        difference = t(whole) - base
        room = t.error(whole, thermal) + t.error(whole)[cold]
        return t(thermal), difference, _rounded(room, t(whole), base)

    return sides


def _constant_offset(name: str, sign: float) -> Callable[[Table], Sides]:
    """`name` differs from sign times the total energy by a constant of the element."""

    def sides(t: Table) -> Sides:
        offset = t(name) - sign * t("total_energy")
        expected = np.full(len(t.points), np.nan)
        room = t.error(name, "total_energy")
        limit = room.copy()
        for element in {point.element for point in t.points}:
            rows = np.array([i for i, p in enumerate(t.points) if p.element == element])
            known = rows[np.isfinite(offset[rows])]
            if len(known) > 1:
                expected[rows] = offset[known[0]]
                limit[rows] = room[rows] + room[known[0]]
        return offset, expected, _rounded(limit, t("total_energy"))

    return sides


def _bulk_of_elastic(tail: str) -> Callable[[Table], Sides]:
    def sides(t: Table) -> Sides:
        names = [f"elastic_constant_c11{tail}", f"elastic_constant_c12{tail}"]
        expected = (t(names[0]) + 2.0 * t(names[1])) / 3.0
        room = t.error(f"bulk_modulus{tail}") + t.error(names[0]) / 3.0
        room = room + 2.0 * t.error(names[1]) / 3.0
        return t(f"bulk_modulus{tail}"), expected, _rounded(room, t(names[0]), t(names[1]))

    return sides


def _shear_of_elastic(tail: str) -> Callable[[Table], Sides]:
    def sides(t: Table) -> Sides:
        names = [f"elastic_constant_c11{tail}", f"elastic_constant_c12{tail}"]
        expected = (t(names[0]) - t(names[1])) / 2.0
        room = t.error(f"shear_constant{tail}") + t.error(*names) / 2.0
        return t(f"shear_constant{tail}"), expected, _rounded(room, t(names[0]), t(names[1]))

    return sides


def _structural(structure: str) -> Callable[[Table], Sides]:
    name = f"structural_energy_{structure}"

    def sides(t: Table) -> Sides:
        other = _grouped(t, "structure", structure)
        bcc = _grouped(t, "structure", "bcc")
        both = (other >= 0) & (bcc >= 0)
        energy, error = t("total_energy"), t.error("total_energy")
        expected = np.where(both, energy[other] - energy[bcc], np.nan)
        room = t.error(name) + error[other] + error[bcc]
        return t(name), expected, _rounded(room, energy)

    return sides


def _packing(t: Table) -> Sides:
    sigma = t("hard_sphere_diameter")
    expected = pi / 6.0 * sigma**3 / t.state("volume")
    room = t.error("packing_fraction")
    room = room + 3.0 * expected * t.error("hard_sphere_diameter") / sigma
    return t("packing_fraction"), expected, _rounded(room, expected)


def _cold_entropy(t: Table) -> Sides:
    found = np.where(t.state("temperature") == 0.0, t("entropy"), np.nan)
    return found, np.zeros_like(found), _rounded(t.error("entropy"))


def _positive_entropy(t: Table) -> Sides:
    found = np.minimum(t("entropy"), 0.0)
    return found, np.where(np.isfinite(found), 0.0, np.nan), _rounded(t.error("entropy"))


def _sound(t: Table) -> Sides:
    """c^2 = K_S/rho with K_S = B + V T (dP/dT)^2/C_V."""
    volume, temperature = t.state("volume"), t.state("temperature")
    slope, capacity = t("thermal_pressure_coefficient"), t("heat_capacity")
    with np.errstate(divide="ignore", invalid="ignore"):
        part = volume * temperature * slope**2 * GPA_BOHR3_EV / (KB_EV * capacity)
        part = np.where(temperature == 0.0, 0.0, part)
        relative = 2.0 * t.error("thermal_pressure_coefficient") / np.abs(slope)
        relative = relative + t.error("heat_capacity") / np.abs(capacity)
        stiffness = t("bulk_modulus") + part
        scale = SOUND_KM2_S2 * volume / t.input("atomic_mass")
        expected = np.sqrt(np.where(stiffness > 0.0, stiffness * scale, np.nan))
        room = t.error("bulk_modulus") + np.where(temperature == 0.0, 0.0, part * relative)
        room = t.error("sound_speed") + room * scale / (2.0 * expected)
    return t("sound_speed"), expected, _rounded(room, expected)


def _gruneisen(name: str) -> Callable[[Table], Sides]:
    def sides(t: Table) -> Sides:
        slope, capacity = t("thermal_pressure_coefficient"), t("heat_capacity")
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = t.state("volume") * slope * GPA_BOHR3_EV / (KB_EV * capacity)
            room = np.abs(expected) * (
                t.error("thermal_pressure_coefficient") / np.abs(slope)
                + t.error("heat_capacity") / np.abs(capacity)
            )
        return t(name), expected, _rounded(t.error(name) + room, expected)

    return sides


_C = ("elastic_constant_c11", "elastic_constant_c12")
_LONG = tuple(f"{name}_long_wave" for name in _C)

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
    Identity("B = (C11 + 2 C12)/3", ("bulk_modulus", *_C), (), "GPa", _bulk_of_elastic("")),
    Identity("C' = (C11 - C12)/2", ("shear_constant", *_C), (), "GPa", _shear_of_elastic("")),
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
             ("volume",), "1", _gruneisen("grueneisen_parameter")),
)  # fmt: skip
