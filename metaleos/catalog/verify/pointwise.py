"""Identities between properties of one state, or of states of the sample side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.bounded import Bounded
from metaleos.catalog.verify.samples import subject
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV, SOUND_KM2_S2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from metaleos.catalog.solve.bench import Values
    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.arrays import IntArray

ROUNDING = 1e-13
Sides = tuple[Bounded, Bounded]


@dataclass(frozen=True)
class Identity:
    """Both sides of one identity, where a model yields what it needs.

    Parameters
    ----------
    needs : tuple of str
        Properties.
    variables : tuple of str
        State variables.
    sides : callable
        Takes the sample and the properties, in the order of `needs`, and returns the left and the
        right side; NaN where it does not apply.
    """

    name: str
    needs: tuple[str, ...]
    variables: tuple[str, ...]
    unit: str
    sides: Callable[..., Sides]


def pointwise(at: Values) -> Iterator[Check]:
    """Hold the sample to every identity that applies."""
    for identity in IDENTITIES:
        bench = at.bench
        if not bench.yields(*identity.needs) or not bench.variables.issuperset(identity.variables):
            continue
        found, expected = identity.sides(at, *(_rounded(at, name) for name in identity.needs))
        sharp, room = found.sharp + expected.sharp, found.room + expected.room
        for row in range(len(at.points)):
            if at.ok[row] and isfinite(found.value[row]) and isfinite(expected.value[row]):
                yield subject(at, row).judged(
                    identity.name, float(found.value[row]), float(expected.value[row]),
                    float(room[row]), identity.unit, sharp=float(sharp[row]),
                )  # fmt: skip


def _rounded(at: Values, name: str) -> Bounded:
    """Return a property with its error estimate and rounding."""
    rounding = ROUNDING * np.abs(at.value(name))
    return Bounded(at.value(name), rounding, at.error(name) + rounding)


def _virial(at: Values, pressure: Bounded, kinetic: Bounded, potential: Bounded) -> Sides:
    """3 P V = 2 K + U of Coulomb forces; with exchange of Eq. 24 at T = 0 only.

    Exchange in U is an internal energy; at T > 0 the theorem has T S_x beside it.
    """
    found = pressure * (3.0 * GPA_BOHR3_EV * at.state("volume"))
    if "exchange_correlation" in at.bench.scalars["potential_energy"].terms:
        found = found.only(at.state("temperature") == 0.0)
    return found, kinetic * 2.0 + potential


def _where(at: Values, key: str, there: float | str) -> IntArray:
    """Return for each point the row that differs only in `key`, `there`; -1 if none."""
    rows = np.full(len(at.points), -1)
    for i, point in enumerate(at.points):
        wanted = {**point.state, key: there}
        for j, other in enumerate(at.points):
            if other.element == point.element and other.state == wanted:
                rows[i] = j
    return rows


def _thermal(at: Values, thermal: Bounded, whole: Bounded) -> Sides:
    return thermal, whole - whole.rows(_where(at, "temperature", 0.0))


def _constant(at: Values, offset: Bounded) -> Sides:
    """`offset` is a constant of the element, where several states tell."""
    known = [i for i in range(len(at.points)) if isfinite(offset.value[i])]
    several = Counter(at.points[i].element for i in known)
    first = {at.points[i].element: i for i in reversed(known)}
    rows = [first[p.element] if several[p.element] > 1 else -1 for p in at.points]
    return offset, offset.rows(np.array(rows))


def _structural(structure: str) -> Callable[..., Sides]:
    def sides(at: Values, difference: Bounded, energy: Bounded) -> Sides:
        other, bcc = (energy.rows(_where(at, "structure", word)) for word in (structure, "bcc"))
        return difference, other - bcc

    return sides


def _packing(at: Values, fraction: Bounded, sigma: Bounded) -> Sides:
    return fraction, sigma**3.0 * (pi / 6.0) / at.state("volume")


def _cold_entropy(at: Values, entropy: Bounded) -> Sides:
    return entropy.only(at.state("temperature") == 0.0), entropy * 0.0


def _positive_entropy(_: Values, entropy: Bounded) -> Sides:
    return replace(entropy, value=np.minimum(entropy.value, 0.0)), entropy * 0.0


def _sound(at: Values, sound: Bounded, bulk: Bounded, slope: Bounded, capacity: Bounded) -> Sides:
    """c^2 = K_S/rho with K_S = B + V T (dP/dT)^2/C_V."""
    volume, temperature = at.state("volume"), at.state("temperature")
    part = slope * slope * (volume * temperature * GPA_BOHR3_EV / KB_EV) / capacity
    stiffness = bulk + part.only(temperature != 0.0, 0.0)
    return sound, (stiffness * (SOUND_KM2_S2 * volume / at.input("atomic_mass"))) ** 0.5


def _gruneisen(at: Values, gamma: Bounded, slope: Bounded, capacity: Bounded) -> Sides:
    return gamma, slope * (at.state("volume") * GPA_BOHR3_EV / KB_EV) / capacity


_C = ("elastic_constant_c11", "elastic_constant_c12")

IDENTITIES: tuple[Identity, ...] = (
    Identity("F = E - T S", ("free_energy", "total_energy", "entropy"), ("temperature",),
             "eV/atom", lambda at, f, e, s: (f, e - s * (KB_EV * at.state("temperature")))),
    Identity("F - E_iso = (E - E_iso) - T S",
             ("free_energy_above_isolated", "energy_above_isolated", "entropy"), ("temperature",),
             "eV/atom", lambda at, f, e, s: (f, e - s * (KB_EV * at.state("temperature")))),
    Identity("E = K + U", ("total_energy", "kinetic_energy", "potential_energy"), (), "eV/atom",
             lambda _, e, k, u: (e, k + u)),
    Identity("virial: 3 P V = 2 K + U", ("pressure", "kinetic_energy", "potential_energy"),
             ("volume", "temperature"), "eV/atom", _virial),
    Identity("virial pressure = pressure", ("pressure_virial", "pressure"), (), "GPa",
             lambda _, virial, pressure: (virial, pressure)),
    Identity("thermal energy = E(T) - E(0)", ("thermal_energy", "total_energy"), ("temperature",),
             "eV/atom", _thermal),
    Identity("thermal free energy = F(T) - F(0)", ("thermal_free_energy", "free_energy"),
             ("temperature",), "eV/atom", _thermal),
    Identity("thermal pressure = P(T) - P(0)", ("thermal_pressure", "pressure"), ("temperature",),
             "GPa", _thermal),
    Identity("relative energy - E is a constant", ("relative_energy", "total_energy"), (),
             "eV/atom", lambda at, relative, e: _constant(at, relative - e)),
    Identity("E_coh + E is a constant", ("cohesive_energy", "total_energy"), (), "eV/atom",
             lambda at, cohesive, e: _constant(at, cohesive + e)),
    Identity("B = (C11 + 2 C12)/3", ("bulk_modulus", *_C), (), "GPa",
             lambda _, b, c11, c12: (b, (c11 + c12 * 2.0) / 3.0)),
    Identity("C' = (C11 - C12)/2", ("shear_constant", *_C), (), "GPa",
             lambda _, shear, c11, c12: (shear, (c11 - c12) / 2.0)),
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
