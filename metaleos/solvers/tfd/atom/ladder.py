"""From a starting density to a solution with an error estimate: meshes of growing size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.branches import collapsed_density, diffuse_density, may_have_two
from metaleos.solvers.tfd.atom.maps import adapted_maps, default_maps
from metaleos.solvers.tfd.atom.newton import Density, Maps, above, build, iterate, transfer
from metaleos.solvers.tfd.atom.observables import observables
from metaleos.solvers.tfd.atom.response import response
from metaleos.solvers.tfd.atom.screened_start import screened_density
from metaleos.solvers.tfd.atom.start import starting_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray
    from metaleos.solvers.tfd.atom.cells import Cells
    from metaleos.solvers.tfd.gas.functional import GasFunctions

FIRST = 33  # points of the mesh that finds the density, before the map is adapted to it
LADDER = (49, 65, 97, 129, 193)  # points of the meshes that are compared
FIRST_TOLERANCE = 5e-2  # of ln n: a tenth of it remains when the mesh changes anyway
DISTINCT = 0.2  # of ln n(0), far above the error that the first mesh leaves
FITS_TOLERANCE = 2e-5  # the fits have kinks at y0, and errors of 1e-4 themselves
ROUNDING = 1e-10  # floor of the relative error estimates
REMAINS = 0.01  # of what the coarser mesh had displaced: the finer is better by one to three orders
AT_THE_BOUNDARY = ("boundary_density", "pressure_homogeneous", "pressure_exchange")
ENERGIES = frozenset(
    (
        "energy",
        "kinetic_homogeneous",
        "kinetic_gradient",
        "electron_nucleus",
        "electron_electron",
        "exchange",
        "free_energy",
    )
)
# how displaced charge is passed on: derivatives suffer more, energies are variational
SHARES = dict.fromkeys(ENERGIES, 0.0) | {
    "pressure": 1.0,
    "bulk_modulus": 5.0,
    "thermal_pressure": 5.0,
    "heat_capacity": 5.0,
}
# rounding relative to ROUNDING: energies are sums without cancellation, derivatives
# cancel (measured against twice the points, at the limit of ``tfd`` too)
ROUGHER = dict.fromkeys(ENERGIES, 0.2) | {
    "entropy": 5.0,
    "bulk_modulus": 20.0,
    "thermal_pressure": 20.0,
    "heat_capacity": 20.0,
}


@dataclass(frozen=True, slots=True)
class Physics:
    """Which functional.

    Parameters
    ----------
    gradient : float
        Factor on the gradient term: 1 for ``tfdw``, 0 for ``tfd``.
    exchange : float
        Factor on exchange and correlation: 1, or 0 for Thomas-Fermi.
    functions : {"exact", "fits"}
        The gas functions: exact, or the paper's approximations.
    """

    gradient: float = 1.0
    exchange: float = 1.0
    functions: GasFunctions = "exact"


TFDW = Physics()


@dataclass(frozen=True, slots=True)
class States:
    """A stack of b states: Z, kT [Ha], radius [bohr], lowest allowed ln n (-inf for none)."""

    Z: FloatArray
    kT: FloatArray
    radius: FloatArray
    floor: FloatArray

    def part(self, rows: IntArray) -> States:
        """Return the states of the given rows."""
        return States(self.Z[rows], self.kT[rows], self.radius[rows], self.floor[rows])


@dataclass(slots=True)
class Solved:
    """Solutions of some rows of a stack: values and errors by name, the densities, the mesh."""

    rows: IntArray
    values: dict[str, FloatArray]
    errors: dict[str, FloatArray]
    density: Density
    maps: Maps
    points: int


def solve_stack(
    states: States, physics: Physics, tolerance: float, derivatives: bool
) -> list[Solved]:
    """Solve a stack on growing meshes; rows that do not converge are in none of the results."""
    rows = np.arange(states.Z.size)
    if physics.functions == "fits":
        tolerance = max(tolerance, FITS_TOLERANCE)
    now, maps, two = first_density(states, physics)
    before: dict[str, FloatArray] = {}
    last: dict[str, FloatArray] = {}
    results: list[Solved] = []
    for m in LADDER:
        keep = np.flatnonzero(now.converged)
        if not keep.size:
            break
        if keep.size < rows.size:
            rows, states = rows[keep], states.part(keep)
            now, maps, two = part(now, keep), maps.part(keep), two[keep]
            before = {name: value[keep] for name, value in before.items()}
            last = {name: value[keep] for name, value in last.items()}
        new_maps = adapted_maps(now, maps)
        cell = build_cells(m, states, physics, new_maps)
        log_n = np.maximum(transfer(now, maps, cell), states.floor[:, None] + 1e-9)
        now, maps = (
            iterate(cell, log_n, now.mu, 1e-4 if m == LADDER[0] else 1e-5, states.floor),
            new_maps,
        )
        values = observables(now) | {"two_cores": two}
        if derivatives:
            values |= response(now)
        if before:
            scale = pressure_scale(values)
            moved = cell.shell * cell.weights * np.abs(np.exp(now.log_n) - np.exp(log_n))
            displaced = moved.sum(axis=1) / states.Z
            errors = estimated_errors(values, before, displaced, now.cell.volume)
            # towards the spinodal P no longer hangs on n(S), nor n(S) on P
            above_it = np.maximum(now.log_n[:, -1] - states.floor, 1e-7)
            for name in AT_THE_BOUNDARY:
                errors[name] += np.abs(values[name]) * errors["pressure"] / (scale * above_it)
            if physics.functions == "fits":
                # the kink lies between other points on each mesh, so that two agree by accident and
                # the finer is not better by orders: the larger of the last two changes counts
                last, before_last = errors, last
                errors = {k: np.maximum(v, before_last.get(k, np.inf)) for k, v in last.items()}
            done = (errors["pressure"] < tolerance * scale) | (m == LADDER[-1])
            chosen = np.flatnonzero(done & now.converged)
            if chosen.size:
                results.append(
                    Solved(
                        rows[chosen],
                        {k: v[chosen] for k, v in values.items()},
                        {k: v[chosen] for k, v in errors.items()},
                        part(now, chosen),
                        maps.part(chosen),
                        m,
                    )
                )
            now.converged = now.converged & ~done
        before = values
    return results


def pressure_scale(values: dict[str, FloatArray]) -> FloatArray:
    """Return max(P0, |P|), which errors of the pressure are judged against."""
    result: FloatArray = np.maximum(values["pressure_homogeneous"], np.abs(values["pressure"]))
    return result


def estimated_errors(
    values: dict[str, FloatArray],
    before: dict[str, FloatArray],
    displaced: FloatArray,
    volume: FloatArray,
) -> dict[str, FloatArray]:
    """Return absolute errors estimated from two meshes.

    The difference of two meshes is the error of the coarser one; the finer one, whose values are
    kept, is better by one to three orders. The difference can pass through zero; the share of the
    charge that the coarser mesh had elsewhere, summed without its sign, cannot: 1 % is added as
    a relative error of all but energies. Rounding is added, relative to the natural scale of each
    quantity. No identity of the model enters: they are left to check the values.
    """
    pressure = pressure_scale(values)
    energy = values["kinetic_homogeneous"]
    fine = np.array(list(values.values()))
    coarse = np.array([before[name] for name in values])
    fine = np.where(np.isfinite(fine), fine, 0.0)
    coarse = np.where(np.isfinite(coarse), coarse, fine)
    scale = np.abs(fine)
    for k, name in enumerate(values):
        if name == "pressure_virial":  # a difference of energies over the volume
            scale[k] = pressure + 1e-3 * energy / volume
        elif name.startswith(("pressure", "bulk")):
            scale[k] = pressure
        elif name in ENERGIES:
            scale[k] = energy
        elif name == "mu":
            scale[k] += 0.01
    share = np.array([[SHARES.get(name, 3.0)] for name in values])
    rounding = np.array([[ROUNDING * ROUGHER.get(name, 1.0)] for name in values])
    errors = np.abs(fine - coarse) + (rounding + REMAINS * share * displaced) * scale
    return dict(zip(values, errors, strict=True))


def part(solution: Density, rows: IntArray) -> Density:
    """Return the solutions of the given rows."""
    return Density(
        solution.cell.part(rows),
        solution.log_n[rows],
        solution.mu[rows],
        solution.step[rows],
        solution.converged[rows],
    )


def build_cells(m: int, states: States, physics: Physics, maps: Maps) -> Cells:
    """Return the cells of a stack on m points."""
    return build(
        m,
        states.Z,
        states.kT,
        states.radius,
        maps,
        physics.gradient,
        physics.exchange,
        physics.functions,
    )


def first_density(
    states: States, physics: Physics, *, tabulated: bool = True
) -> tuple[Density, Maps, FloatArray]:
    """Solve on the first mesh: of two solutions the one of lower free energy.

    The last array is 1 where two stationary densities were found, else 0.
    """
    maps = default_maps(states.Z, states.radius, physics.gradient)
    cell = build_cells(FIRST, states, physics, maps)
    log_n, mu = starting_density(cell, tabulated=tabulated)
    two = np.flatnonzero(may_have_two(cell.Z, cell.kT, cell.volume, cell.gradient))
    if two.size and tabulated:
        log_n[two] = screened_density(cell.part(two))[0]
    found = iterate(cell, above(log_n, states.floor), mu, FIRST_TOLERANCE, states.floor, steps=25)
    distinct = np.zeros(states.Z.shape)
    if two.size:
        for start in (collapsed_density, diffuse_density):
            distinct[two] += _compare(found, two, start(cell.part(two)))
    lost = np.flatnonzero(~found.converged)
    if lost.size:
        _rescue(found, lost, states.floor)
    return found, maps, np.minimum(distinct, 1.0)


def _compare(
    found: Density, rows: IntArray, log_n: FloatArray
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Solve from another start too and keep what converged to the lower free energy.

    Returns where the two starts led to different densities at the nucleus.
    """
    none = np.full(rows.size, -np.inf)
    cell = found.cell.part(rows)
    other = iterate(cell, log_n, found.mu[rows], FIRST_TOLERANCE, none, steps=25)
    kept = part(found, rows)
    with np.errstate(over="ignore", invalid="ignore"):
        gain = observables(kept)["free_energy"] - observables(other)["free_energy"]
    apart = np.abs(kept.log_n[:, 0] - other.log_n[:, 0]) > DISTINCT
    better = other.converged & (~kept.converged | (gain > 0.0))
    found.log_n[rows[better]], found.mu[rows[better]] = other.log_n[better], other.mu[better]
    found.converged[rows[better]] = True
    return kept.converged & other.converged & apart


def _rescue(found: Density, lost: IntArray, floor: FloatArray) -> None:
    """Try other step lengths from the screened charge, then continuation from colder and hotter."""
    for cap in (2.0, 0.7, 5.0, 0.2):
        cell = found.cell.part(lost)
        log_n, mu = screened_density(cell)
        again = iterate(
            cell, above(log_n, floor[lost]), mu, FIRST_TOLERANCE, floor[lost], cap, steps=60
        )
        _adopt(found, lost, again)
        lost = lost[~again.converged]
        if not lost.size:
            return
    for factor in (0.5, 2.0):
        cell = found.cell.part(lost)
        log_n, mu = screened_density(replace(cell, kT=cell.kT * factor))
        low = floor[lost]
        for share in np.linspace(1.0, 0.0, 15):
            warm = replace(cell, kT=cell.kT * factor**share)
            again = iterate(warm, above(log_n, low), mu, FIRST_TOLERANCE, low)
            log_n, mu = again.log_n, again.mu
        _adopt(found, lost, again)
        lost = lost[~again.converged]
        if not lost.size:
            return


def _adopt(found: Density, rows: IntArray, again: Density) -> None:
    found.log_n[rows], found.mu[rows] = again.log_n, again.mu
    found.converged[rows] = again.converged
