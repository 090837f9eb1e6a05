"""A batch in atomic units, and columns of its solution written in storage units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos import constants as const
from metaleos.solvers.arrays import FloatArray, IntArray
from metaleos.solvers.masses import mole
from metaleos.solvers.tfd.reference import volume_of_density

if TYPE_CHECKING:
    from metaleos.solvers.protocol import Batch
    from metaleos.solvers.rows import Outcomes
    from metaleos.solvers.tfd.atom.atoms import Atoms
    from metaleos.solvers.tfd.conventions import Units
    from metaleos.solvers.tfd.gas.functional import GasFunctions

Values = dict[tuple[str, str], FloatArray]


@dataclass(frozen=True, slots=True)
class Problem:
    """A batch in atomic units: columns of the states that can be solved, and their rows."""

    batch: Batch
    gradient: float
    functions: GasFunctions
    tolerance: float
    unit: Units
    rows: IntArray
    Z: FloatArray
    kT: FloatArray
    volume: FloatArray

    def column(self, value: float | FloatArray) -> FloatArray:
        """Return a factor as a column of the batch."""
        return np.broadcast_to(np.asarray(value, dtype=float), (len(self.batch),))


class Writer:
    """Writes columns of the solved rows into the solution, converted to storage units."""

    def __init__(
        self, problem: Problem, atoms: Atoms, values: Values, errors: Values, outcomes: Outcomes
    ) -> None:
        self.problem, self.atoms, self.outcomes = problem, atoms, outcomes
        self.values, self.errors = values, errors
        rows = problem.rows
        self.ha = np.full(rows.size, const.HARTREE_EV)
        self.pressure = problem.column(problem.unit.pressure)[rows]
        self.bohr = problem.column(problem.unit.bohr)[rows]
        self.kelvin = problem.column(problem.unit.hartree_kelvin)[rows]

    def raw(self, name: str) -> tuple[FloatArray, FloatArray]:
        """Return an observable and its error for the rows that were tried."""
        empty = np.full(self.problem.rows.size, np.nan)
        return self.atoms.values.get(name, empty), self.atoms.errors.get(name, empty)

    def put(
        self, name: str, term: str, value: FloatArray, error: FloatArray, *, always: bool = False
    ) -> None:
        """Store a column if it is wanted; NaN where there is no solution, unless `always`."""
        if not self.problem.batch.wants(name):
            return
        good = np.isfinite(value) & (self.atoms.solved | always)
        for store, column in ((self.values, value), (self.errors, error)):
            full = np.full(len(self.problem.batch), np.nan)
            full[self.problem.rows] = np.where(good, column, np.nan)
            store[name, term] = full

    def copy(self, name: str, term: str, source: str, factor: FloatArray) -> None:
        """Store an observable times a factor."""
        value, error = self.raw(source)
        self.put(name, term, value * factor, error * factor)


def reference_volumes(problem: Problem) -> FloatArray:
    """Return the reference volume of the tried rows [CODATA bohr3]."""
    inputs, rows = problem.batch.inputs, problem.rows
    mass = masses(problem)
    density = inputs["reference_density"][rows]
    unknown = np.isnan(density)
    if unknown.any():
        density = np.where(unknown, inputs["density"][rows], density)
    return mass * volume_of_density(1.0, 1.0) / density


def masses(problem: Problem) -> FloatArray:
    """Return the atomic masses of the tried rows [u], those of the convention."""
    inputs, rows, takes = problem.batch.inputs, problem.rows, problem.batch.takes
    if takes("atomic_mass_printed"):
        mass = inputs["atomic_mass_printed"][rows]
        unknown = np.isnan(mass)
        mass = np.where(unknown, inputs["atomic_mass"][rows], mass) if unknown.any() else mass
    else:
        mass = inputs["atomic_mass"][rows]
    if not takes("avogadro_number"):
        return mass
    avogadro = inputs["avogadro_number"][rows]
    return np.where(np.isnan(avogadro), mass, mass * mole(avogadro))
