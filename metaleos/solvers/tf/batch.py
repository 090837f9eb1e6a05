"""Any number of scaled states: hot and cold apart, in chunks that stay in cache.

The functions of this package work on one chunk, hot or cold. `evaluate` takes everything else:
states in any order, bad ones among them, as many as memory holds answers for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tf import differences, responses, starts, thermodynamics
from metaleos.solvers.tf.atom import (
    BLOCKS,
    NODES,
    ROUGH,
    Atoms,
    joint_error,
    solve,
    solve_from,
    subset,
)
from metaleos.solvers.tf.declaration import RADIUS, SCALED_TEMPERATURE
from metaleos.solvers.tf.gas import EXACT, Gas

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray, IntArray, ObjectArray

CHUNK = 1024
_SECTION = 1 << 15
MESHES = ((BLOCKS, NODES), (BLOCKS, 12), (18, 12))
"""Blocks and nodes: three quarters of all states stop at the first, all but a few at the second."""

RADIUS_RANGE = (RADIUS.low, RADIUS.high)
"""Smallest and largest r~ = r0 Z^(1/3) [bohr] accepted."""
TEMPERATURE_RANGE = (SCALED_TEMPERATURE.low, SCALED_TEMPERATURE.high)
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
RESPONSES = ("bulk_modulus", "heat_capacity", "grueneisen_parameter")
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
    outcome: ObjectArray


def classify(r: FloatArray, t: FloatArray) -> ObjectArray:
    """Return ``ok``, ``invalid_input`` or ``out_of_range`` for each state."""
    outcome = np.full(r.size, "ok", dtype=object)
    outcome[~(np.isfinite(r) & np.isfinite(t) & (r > 0.0) & (t >= 0.0))] = "invalid_input"
    outside = (r < RADIUS_RANGE[0]) | (r > RADIUS_RANGE[1]) | (t > TEMPERATURE_RANGE[1])
    outside |= (t > 0.0) & (t < TEMPERATURE_RANGE[0])
    outcome[(outcome == "ok") & outside] = "out_of_range"
    return outcome


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
    outcome = classify(r, t)
    good = outcome == "ok"
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        for group in (np.flatnonzero(good & (t > 0.0)), np.flatnonzero(good & (t == 0.0))):
            # neighbours in t need alike numbers of steps
            ordered = group[np.argsort(t[group] * r[group], kind="stable")]
            for start in range(0, ordered.size, _SECTION):
                section = ordered[start : start + _SECTION]
                for rows, atoms in _section(r[section], t[section], gas, large=ordered.size):
                    found, wrong = _answers(atoms, names)
                    place = section[rows]
                    for name in names:
                        values[name][place] = np.where(atoms.converged, found[name], np.nan)
                        errors[name][place] = np.where(atoms.converged, wrong[name], np.nan)
                    outcome[place[~atoms.converged]] = "not_converged"
    return Scaled(values, errors, outcome)


def _section(
    r: FloatArray, t: FloatArray, gas: Gas, *, large: int
) -> Iterator[tuple[IntArray, Atoms]]:
    """Yield solved atoms and their rows, chunk by chunk, on three meshes of growing size.

    What one mesh leaves rough goes to the next; the last one yields everything.
    """
    rows = np.arange(r.size)
    grid = starts.grid(cold=bool(t[0] == 0.0)) if large >= starts.WORTHWHILE else None
    for blocks, nodes in MESHES:
        known = np.zeros(rows.size, dtype=bool)
        if grid is not None and blocks == BLOCKS:
            known = grid.covers(r[rows], t[rows])
        left = []
        for from_grid in (True, False):
            pending = rows[known == from_grid]
            for start in range(0, pending.size, CHUNK):
                chunk = pending[start : start + CHUNK]
                if grid is not None and from_grid:
                    bounds, rest = grid.start(r[chunk], t[chunk])
                    atoms = solve_from(r[chunk], t[chunk], bounds, rest, gas, nodes=nodes)
                else:
                    atoms = solve(r[chunk], t[chunk], gas, blocks=blocks, nodes=nodes)
                fine = atoms.converged & (atoms.roughness < ROUGH)
                if (blocks, nodes) == MESHES[-1] or fine.all():
                    yield chunk, atoms
                    continue
                left.append(chunk[~fine])
                if fine.any():
                    yield chunk[fine], subset(atoms, np.flatnonzero(fine))
        if not left:
            return
        rows = np.concatenate(left)


def _answers(
    atoms: Atoms, names: tuple[str, ...]
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    basic = thermodynamics.evaluate(atoms)
    values = {
        name: getattr(basic, name) for name in BASIC if name not in ("total_energy", "free_energy")
    }
    values["total_energy"] = basic.kinetic_energy + basic.potential_energy
    values["free_energy"] = values["total_energy"] - atoms.temperature * basic.entropy
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
        values["grueneisen_parameter"] = found.gruneisen
    errors = _errors(values, atoms, basic)
    return values, errors


def _errors(
    values: dict[str, FloatArray], atoms: Atoms, basic: thermodynamics.Thermodynamics
) -> dict[str, FloatArray]:
    """Return absolute errors: of the mesh, of Newton's last step, of rounding."""
    missed, misplaced = joint_error(atoms)
    # P ~ Z^(10/3); charge that is in the wrong place of a cold atom moves P by three times that
    relative = 1e-3 * atoms.roughness + 40.0 * atoms.change**2 + 1e-12 + 10.0 * missed
    energy = relative * basic.kinetic_energy + misplaced
    by_energy = {
        "total_energy",
        "free_energy",
        "kinetic_energy",
        "potential_energy",
        "electron_nucleus",
        "electron_electron",
    }
    errors = {}
    for name, value in values.items():
        if name in by_energy:
            errors[name] = energy + (
                relative * atoms.temperature * basic.entropy if name == "free_energy" else 0.0
            )
        elif name == "chemical_potential":
            errors[name] = relative * (atoms.temperature + np.abs(value))
        elif name in RESPONSES:
            errors[name] = (30.0 * relative + 1e-9) * np.abs(value)  # measured: 20 times P's
        elif name.startswith(("free_energy_", "thermal_free")):
            errors[name] = 3.0 * relative * (np.abs(value) + atoms.temperature * basic.entropy)
        elif name in ISOLATED or name in COLD:
            errors[name] = 3.0 * relative * np.abs(value)
        else:
            errors[name] = relative * np.abs(value)
        if name == "thermal_pressure":  # the other atom has no joints, or elsewhere
            errors[name] = errors[name] + 10.0 * missed * basic.pressure
        elif name in ISOLATED or name in COLD:
            errors[name] = errors[name] + 10.0 * missed * basic.kinetic_energy + misplaced
    return errors
