"""Newton's method for stacks of cells, on one mesh and from mesh to mesh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.cells import Cells, cells, density
from metaleos.solvers.tfd.atom.equations import BLOCK, linearise, true_shift
from metaleos.solvers.tfd.atom.mesh import Mesh, mesh
from metaleos.solvers.tfd.gas.functional import LN_C, GasFunctions, cold_chemical_potential

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Maps:
    """The map of each cell's mesh: core scale [bohr], cluster centre and width in s."""

    core: FloatArray
    centre: FloatArray
    width: FloatArray

    def part(self, rows: IntArray) -> Maps:
        """Return the maps of the given rows."""
        return Maps(self.core[rows], self.centre[rows], self.width[rows])


@dataclass(slots=True)
class Density:
    """A solution on a mesh: cells, ln n (b, m), mu (b,), last step (b,), converged (b,)."""

    cell: Cells
    log_n: FloatArray
    mu: FloatArray
    step: FloatArray
    converged: BoolArray


def power(gradient: float) -> int:
    """Return the power of the map: r is linear (1) or quadratic (2) in e^s - 1."""
    return 1 if gradient else 2


def build(
    m: int,
    Z: FloatArray,
    kT: FloatArray,
    radius: FloatArray,
    maps: Maps,
    gradient: float,
    exchange: float,
    functions: GasFunctions,
) -> Cells:
    """Return a stack of cells on m points with the given maps."""
    grid = mesh(m, radius, maps.core, maps.centre, maps.width, power(gradient))
    return cells(Z, kT, radius, grid, gradient, exchange, functions)


def iterate(
    cell: Cells,
    log_n: FloatArray,
    mu: FloatArray,
    tolerance: float,
    floor: FloatArray,
    cap: float = 2.0,
    steps: int = 40,
) -> Density:
    """Iterate Newton steps until max |d ln n| < tolerance (the error is then its square).

    Parameters
    ----------
    floor : float array, shape (b,)
        Lower bound of ln n (the spinodal density of ``tfd``), -inf for none.
    cap : float
        Largest change of ln n in a step; longer steps are shortened as a whole.
    steps : int
        Most steps; cells that have not converged by then are marked.
    """
    log_n, mu = log_n.copy(), mu.copy()
    size = np.full(mu.shape, np.inf)
    active = np.arange(mu.size)
    work = cell
    for _ in range(steps):
        matrix, right, _parts = linearise(work, log_n[active], mu[active])
        change = solve(matrix, right)
        n = density(work, log_n[active])
        change[:, -1] = true_shift(work, n, change[:, :-1], change[:, -1])
        largest = np.abs(change[:, :-1]).max(axis=1)
        good = np.isfinite(largest)
        if not good.all():
            change[~good] = 0.0
        factor = np.minimum(1.0, cap / np.maximum(largest, 1e-30))
        factor = np.where(good, factor, 0.0)
        log_n[active] = step_above(log_n[active], factor[:, None] * change[:, :-1], floor[active])
        mu[active] += factor * change[:, -1]
        size[active] = largest
        going = good & ~(largest < tolerance)
        if not going.any():
            break
        if not going.all():
            rows = np.flatnonzero(going)
            active, work = active[rows], work.part(rows)
    return Density(cell, log_n, mu, size, size < tolerance)


def above(log_n: FloatArray, floor: FloatArray) -> FloatArray:
    """Return a starting ln n that lies everywhere above the floor."""
    result: FloatArray = np.maximum(log_n, floor[:, None] + 0.05)
    return result


def step_above(log_n: FloatArray, change: FloatArray, floor: FloatArray) -> FloatArray:
    """Return ln n + change, going only part of the way to the floor where it would cross it.

    Eq. 7 without the gradient term is algebraic at every point and has a second root below the
    spinodal: the floor keeps every point on the dense branch.
    """
    new: FloatArray = np.add(log_n, change)
    if np.isneginf(floor).all():
        return new
    bound = np.maximum(floor, -1e6)[:, None]
    result: FloatArray = np.where(new < bound, bound + 0.3 * (log_n - bound), new)
    return result


def solve(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Solve the stacked linear systems; a singular one gives NaN."""
    try:
        answer = np.asarray(np.linalg.solve(matrix, right[:, :, None])[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        answer = np.full_like(right, np.nan)
        for i in range(right.shape[0]):
            try:
                answer[i] = np.linalg.solve(matrix[i], right[i])
            except np.linalg.LinAlgError:
                continue
    return answer


def regular(cell: Cells, log_n: FloatArray) -> FloatArray:
    """Return what is smooth in s: ln n with the gradient term, ln (n r^(3/2)) without."""
    if cell.gradient:
        return log_n
    r = cell.mesh.r
    out = log_n + 1.5 * np.log(np.maximum(r, 1e-300))
    limit = cold_chemical_potential(cell.functions)
    out[:, 0] = 1.5 * np.log(cell.Z / limit) - LN_C
    return out


def singular(cell: Cells, smooth: FloatArray) -> FloatArray:
    """Return ln n from what is smooth in s (the inverse of `regular`)."""
    if cell.gradient:
        return smooth
    out = smooth - 1.5 * np.log(np.maximum(cell.mesh.r, 1e-300))
    out[:, 0] = out[:, 1]
    return out


def coordinate(cell_mesh: Mesh, core: FloatArray, exponent: int) -> FloatArray:
    """Return s at the points, s = ln(1 + (r/r_c)^(1/exponent))."""
    ratio = cell_mesh.r / core[:, None]
    return np.log1p(ratio if exponent == 1 else np.sqrt(ratio))


def at_radii(solution: Density, maps: Maps, r: FloatArray) -> FloatArray:
    """Return the smooth form of ln n (see `regular`) at radii r, shape (b, k), spectrally."""
    exponent = power(solution.cell.gradient)
    ratio = r / maps.core[:, None]
    s = np.log1p(ratio if exponent == 1 else np.sqrt(ratio))
    end = coordinate(solution.cell.mesh, maps.core, exponent)[:, -1]
    w, centre = maps.width, maps.centre
    up, down = np.arcsinh((end - centre) / w), np.arcsinh(-centre / w)
    phase = np.arcsinh((s - centre[:, None]) / w[:, None])
    x = (2.0 * phase - (up + down)[:, None]) / (up - down)[:, None]
    nodes = solution.cell.mesh.base.x
    weight = (-1.0) ** np.arange(nodes.size)
    weight[[0, -1]] *= 0.5
    x = np.minimum(np.maximum(x, -1.0), 1.0)
    # both sums of the barycentric formula as one product
    terms = np.empty((r.shape[0], nodes.size, 2))
    terms[:, :, 0], terms[:, :, 1] = regular(solution.cell, solution.log_n) * weight, weight
    sums = np.empty((*r.shape, 2))
    for i in range(0, r.shape[0], BLOCK):
        gap = x[i : i + BLOCK, :, None] - nodes
        # a coincident point gets a gap far below rounding, so that its node alone counts
        gap[np.abs(gap) < 1e-15] = 1e-30
        np.divide(1.0, gap, out=gap)
        np.matmul(gap, terms[i : i + BLOCK], out=sums[i : i + BLOCK])
    result: FloatArray = sums[:, :, 0] / sums[:, :, 1]
    return result


def transfer(old: Density, old_maps: Maps, new: Cells) -> FloatArray:
    """Return ln n of `old` at the points of `new`, shape (b, m)."""
    return singular(new, at_radii(old, old_maps, new.mesh.r))
