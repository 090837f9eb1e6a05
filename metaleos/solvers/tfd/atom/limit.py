"""The largest cell that has a ``tfd`` solution: its boundary density lies on the spinodal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.cells import density, repulsion_of_origin
from metaleos.solvers.tfd.atom.equations import linearise, true_shift
from metaleos.solvers.tfd.atom.maps import default_maps
from metaleos.solvers.tfd.atom.newton import Maps, above, build, solve, step_above
from metaleos.solvers.tfd.atom.screened_start import screened_density
from metaleos.solvers.tfd.atom.start import approximate_limit
from metaleos.solvers.tfd.gas.spinodal import critical_point, spinodal_log_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray
    from metaleos.solvers.tfd.atom.cells import Cells
    from metaleos.solvers.tfd.gas.functional import GasFunctions


@dataclass(frozen=True, slots=True)
class Limit:
    """The limiting radius [bohr], shape (b,); inf where every cell has a solution."""

    radius: FloatArray
    converged: BoolArray


def limiting_radius(
    Z: FloatArray,
    kT: FloatArray,
    functions: GasFunctions = "exact",
    points: int = 49,
    *,
    tabulated: bool = True,
) -> Limit:
    """Return the radius of the largest cell with a smooth ``tfd`` density.

    The density at S is the upper spinodal one; ln S takes its place among the unknowns, and the
    mesh grows with S. Above the critical temperature there is no limit.

    Parameters
    ----------
    Z, kT : float array, shape (b,)
        Nuclear charge and temperature [Ha].
    functions : {"exact", "fits"}
    points : int
        Mesh points.
    tabulated : bool
        False to start from a power of Z for all.
    """
    edge = spinodal_log_density(kT, functions)
    radius = np.full(Z.shape, np.inf)
    converged = np.ones(Z.shape, dtype=np.bool_)
    rows = np.flatnonzero(np.isfinite(edge))
    if rows.size:
        rough = np.full(rows.shape, np.nan)
        if tabulated:
            rough = approximate_limit(Z[rows], kT[rows] / critical_point(functions)[0])
        radius[rows], converged[rows] = _solve(
            Z[rows], kT[rows], edge[rows], rough, functions, points
        )
    return Limit(radius, converged)


def _solve(
    Z: FloatArray,
    kT: FloatArray,
    edge: FloatArray,
    rough: FloatArray,
    functions: GasFunctions,
    points: int,
) -> tuple[FloatArray, BoolArray]:
    log_s = np.log(np.where(np.isfinite(rough), rough, 4.5 * np.cbrt(np.cbrt(Z))))
    ratio = default_maps(Z, np.exp(log_s), 0.0).core / np.exp(log_s)
    end = np.log1p(np.sqrt(1.0 / ratio))

    def at(log_radius: FloatArray) -> Cells:
        radius = np.exp(log_radius)
        maps = Maps(ratio * radius, end, np.full(Z.shape, 0.5))
        return build(points, Z, kT, radius, maps, 0.0, 1.0, functions)

    cell = at(log_s)
    log_n, mu = screened_density(replace(cell, exchange=0.0))
    log_n = above(log_n, edge)
    log_n[:, -1] = edge
    size = np.full(Z.shape, np.inf)
    for _ in range(60):
        matrix, right, parts = linearise(cell, log_n, mu)
        # d/d ln S at fixed ln n of the residual, whose parts scale as S, S^3 and (origin) S^(3/2)
        growth = parts.local + 3.0 * parts.coulomb
        growth -= 1.5 * repulsion_of_origin(cell)
        matrix[:, :points, points - 1] = growth
        matrix[:, points, points - 1] = 3.0
        matrix[:, 0, points - 1] = 0.0
        change = solve(matrix, right)
        moved = change[:, :points].copy()
        moved[:, -1] = 0.0  # the density at S is fixed
        change[:, -1] = true_shift(cell, density(cell, log_n), moved, change[:, -1])
        size = np.abs(change[:, :-1]).max(axis=1)
        factor = np.minimum(1.0, 1.0 / np.maximum(size, 1e-30))
        factor = np.where(np.isfinite(factor), factor, 0.0)
        change = np.where(np.isfinite(change), change, 0.0) * factor[:, None]
        log_n[:, :-1] = step_above(log_n, change[:, :points], edge)[:, :-1]
        mu = mu + change[:, points]
        log_s = log_s + change[:, points - 1]
        cell = at(log_s)
        if not np.any(size > 1e-8):
            break
    return np.exp(log_s), size < 1e-6
