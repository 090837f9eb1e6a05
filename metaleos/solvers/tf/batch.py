"""Any number of scaled states: hot and cold apart, in chunks that stay in cache.

The functions of this package work on one chunk, hot or cold. `evaluate` takes everything else:
states in any order, bad ones among them, as many as memory holds answers for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tf import differences, responses, thermodynamics
from metaleos.solvers.tf.atom import solve
from metaleos.solvers.tf.gas import EXACT, Gas

if TYPE_CHECKING:
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

CHUNK = 512

RADIUS_RANGE = (1e-4, 1e6)
"""Smallest and largest r~ = r0 Z^(1/3) [bohr] accepted."""
TEMPERATURE_RANGE = (1e-12, 1e8)
"""Smallest (but for 0) and largest T~ = kT/Z^(4/3) [hartree] accepted."""

BASIC = (
    "pressure",
    "kinetic_energy",
    "potential_energy",
    "electron_nucleus",
    "electron_electron",
    "entropy",
    "chemical_potential",
    "boundary_density",
    "total_energy",
    "free_energy",
)
ISOLATED = ("energy_above_isolated", "free_energy_above_isolated")
COLD = ("thermal_energy", "thermal_free_energy", "thermal_pressure")
RESPONSES = ("bulk_modulus", "heat_capacity", "gruneisen_parameter")
NAMES = (*BASIC, *ISOLATED, *COLD, *RESPONSES)


@dataclass(frozen=True)
class Scaled:
    """Answers for a batch of scaled states.

    Parameters
    ----------
    values, errors : dict of str to float array, shape (m,)
        Z = 1 values in atomic units (entropy and heat capacity in k) with estimates of their
        absolute errors; NaN where the state was not solved.
    outcome : object array of str, shape (m,)
        ``ok``, ``not_converged``, ``out_of_range`` or ``invalid_input``.
    """

    values: dict[str, FloatArray]
    errors: dict[str, FloatArray]
    outcome: npt.NDArray[np.object_]
    steps: npt.NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, dtype=np.intp))


def evaluate(
    radius: npt.ArrayLike,
    temperature: npt.ArrayLike,
    names: tuple[str, ...] = NAMES,
    gas: Gas = EXACT,
) -> Scaled:
    """Solve scaled states.

    Parameters
    ----------
    radius : array_like
        r~ = r0 Z^(1/3) [bohr].
    temperature : array_like
        T~ = kT/Z^(4/3) [hartree].
    names : tuple of str
        Which of `NAMES` are wanted; the groups beyond `BASIC` cost extra.
    gas : Gas

    Raises
    ------
    ValueError
        If a name is unknown or the shapes differ.
    """
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        raise ValueError(f"no scaled quantity {unknown[0]!r}; there are {', '.join(NAMES)}")
    r = np.atleast_1d(np.asarray(radius, dtype=np.float64))
    t = np.atleast_1d(np.asarray(temperature, dtype=np.float64))
    if r.shape != t.shape or r.ndim != 1:
        raise ValueError(f"radius and temperature have shapes {r.shape} and {t.shape}")
    values = {name: np.full(r.size, np.nan) for name in names}
    errors = {name: np.full(r.size, np.nan) for name in names}
    outcome = np.full(r.size, "ok", dtype=object)
    outcome[~(np.isfinite(r) & np.isfinite(t) & (r > 0.0) & (t >= 0.0))] = "invalid_input"
    outside = (r < RADIUS_RANGE[0]) | (r > RADIUS_RANGE[1]) | (t > TEMPERATURE_RANGE[1])
    outside |= (t > 0.0) & (t < TEMPERATURE_RANGE[0])
    outcome[(outcome == "ok") & outside] = "out_of_range"
    good = outcome == "ok"
    for group in (np.flatnonzero(good & (t > 0.0)), np.flatnonzero(good & (t == 0.0))):
        # neighbours in temperature need alike numbers of steps
        ordered = group[np.argsort(t[group] * r[group], kind="stable")]
        for start in range(0, ordered.size, CHUNK):
            chunk = ordered[start : start + CHUNK]
            with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
                found, wrong, converged = _chunk(r[chunk], t[chunk], names, gas)
            for name in names:
                values[name][chunk] = np.where(converged, found[name], np.nan)
                errors[name][chunk] = np.where(converged, wrong[name], np.nan)
            outcome[chunk[~converged]] = "not_converged"
    return Scaled(values, errors, outcome)


def _chunk(
    r: FloatArray, t: FloatArray, names: tuple[str, ...], gas: Gas
) -> tuple[dict[str, FloatArray], dict[str, FloatArray], npt.NDArray[np.bool_]]:
    atoms = solve(r, t, gas)
    basic = thermodynamics.evaluate(atoms)
    values = {
        name: getattr(basic, name) for name in BASIC if name not in ("total_energy", "free_energy")
    }
    values["total_energy"] = basic.kinetic_energy + basic.potential_energy
    values["free_energy"] = values["total_energy"] - t * basic.entropy
    if any(name in names for name in ISOLATED):
        isolated = differences.above_isolated(atoms, basic.entropy)
        values["energy_above_isolated"] = isolated.energy
        values["free_energy_above_isolated"] = isolated.free_energy
    if any(name in names for name in COLD):
        cold = differences.above_cold(atoms, basic.entropy)
        values["thermal_energy"] = cold.energy
        values["thermal_free_energy"] = cold.free_energy
        values["thermal_pressure"] = cold.pressure
    if any(name in names for name in RESPONSES):
        found = responses.evaluate(atoms, basic.boundary_density, basic.entropy)
        values["bulk_modulus"] = found.bulk_modulus
        values["heat_capacity"] = found.heat_capacity
        values["gruneisen_parameter"] = found.gruneisen
    errors = {name: _error(name, value, basic) for name, value in values.items()}
    return values, errors, atoms.converged


def _error(name: str, value: FloatArray, basic: thermodynamics.Thermodynamics) -> FloatArray:
    energies = ("total_energy", "free_energy", "kinetic_energy", "potential_energy")
    if name in (*energies, "electron_nucleus", "electron_electron"):
        return 1e-8 * basic.kinetic_energy
    if name == "chemical_potential":
        return 1e-8 * np.abs(value) + 1e-8 * basic.kinetic_energy * 0.0
    return 1e-8 * np.abs(value)
