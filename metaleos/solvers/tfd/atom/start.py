"""The starting density: interpolated in a table of solved cells, else Moliere's screened charge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.newton import singular
from metaleos.solvers.tfd.atom.screened_start import screened_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray
    from metaleos.solvers.tfd.atom.cells import Cells


@dataclass(frozen=True, slots=True)
class StartTable:
    """Smooth forms of ln n of solved cells on a regular grid of (ln Z, ln kT, ln V).

    Parameters
    ----------
    first, step : float array, shape (3,)
        First grid point and spacing of each axis.
    values : float array, shape (nz, nt, nv, m)
        On the m points of the default maps.
    limits : float array, shape (nz, k)
        ln of the limiting radius of ``tfd`` at kT from 0 to just below critical, evenly; empty
        with the gradient term.
    """

    first: FloatArray
    step: FloatArray
    values: FloatArray
    limits: FloatArray

    def covers(self, points: FloatArray) -> BoolArray:
        """Return which points (n, 3) the grid covers."""
        last = self.first + self.step * (np.array(self.values.shape[:3]) - 1)
        inside = (points >= self.first - 1e-9) & (points <= last + 1e-9)
        result: BoolArray = inside.all(axis=1)
        return result

    def __call__(self, points: FloatArray) -> FloatArray:
        """Return the values at points (n, 3) by cubic interpolation, shape (n, m)."""
        position = (points - self.first) / self.step
        shape = np.array(self.values.shape[:3])
        base = np.clip(position.astype(np.intp) - 1, 0, shape - 4)
        w = _cubic(position - base)
        index = base[:, :, None] + np.arange(4)
        gathered = self.values[
            index[:, 0, :, None, None], index[:, 1, None, :, None], index[:, 2, None, None, :]
        ]
        weight = w[:, 0, :, None, None] * w[:, 1, None, :, None] * w[:, 2, None, None, :]
        n, m = points.shape[0], self.values.shape[3]
        result: FloatArray = np.matmul(weight.reshape(n, 1, 64), gathered.reshape(n, 64, m))[:, 0]
        return result


def _cubic(u: FloatArray) -> FloatArray:
    """Return Lagrange weights of the points 0, 1, 2, 3 at u (any shape), on a new last axis."""
    a, b, c, d = u, u - 1.0, u - 2.0, u - 3.0
    return np.stack([-b * c * d / 6.0, a * c * d / 2.0, -a * b * d / 2.0, a * b * c / 6.0], axis=-1)


@cache
def start_table(name: str) -> StartTable | None:
    """Load the table of ``tfd`` or ``tfdw``; None where it has not been made."""
    path = files(__package__) / "starts.npz"
    if not path.is_file():
        return None
    with path.open("rb") as stream, np.load(stream) as data:
        return StartTable(
            *(UNIT * data[f"{name}_{key}"] for key in ("first", "step", "values", "limits"))
        )


def starting_density(cell: Cells, *, tabulated: bool = True) -> tuple[FloatArray, FloatArray]:
    """Return ln n, shape (b, m), and mu, shape (b,), to start Newton's method from.

    Parameters
    ----------
    cell : Cells
        On the default maps.
    tabulated : bool
        False to use the screened charge for all.
    """
    table = None
    if tabulated and cell.exchange == 1.0 and cell.gradient in (0.0, 1.0):
        table = start_table("tfdw" if cell.gradient else "tfd")
    if table is None or table.values.shape[3] != cell.mesh.r.shape[1]:
        return screened_density(cell)
    coldest = np.exp(table.first[1])  # colder cells start from the coldest tabulated ones
    points = np.log(np.stack([cell.Z, np.maximum(cell.kT, coldest), cell.volume], axis=1))
    covered = table.covers(points)
    if not covered.any():
        return screened_density(cell)
    if covered.all():
        return singular(cell, table(points)), np.zeros(cell.Z.size)
    log_n, mu = screened_density(cell)
    rows = np.flatnonzero(covered)
    log_n[rows] = singular(cell.part(rows), table(points[rows]))
    return log_n, mu


def approximate_limit(Z: FloatArray, fraction: FloatArray) -> FloatArray:
    """Return the limiting radius [bohr] of ``tfd`` to a few 1e-3, by interpolation.

    Parameters
    ----------
    Z : float array, shape (b,)
    fraction : float array, shape (b,)
        kT over the critical temperature, below 1.

    Returns
    -------
    float array, shape (b,)
        NaN where the table does not reach.
    """
    table = start_table("tfd")
    if table is None:
        return np.full(Z.shape, np.nan)
    x = (np.log(Z) - table.first[0]) / table.step[0]
    y = fraction * (table.limits.shape[1] - 1) / LIMIT_TOP
    inside = (x >= 0.0) & (x <= table.limits.shape[0] - 1) & (y <= table.limits.shape[1] - 1)
    i = np.clip(x.astype(np.intp) - 1, 0, table.limits.shape[0] - 4)
    j = np.clip(y.astype(np.intp) - 1, 0, table.limits.shape[1] - 4)
    four = np.arange(4)
    values = table.limits[(i[:, None] + four)[:, :, None], (j[:, None] + four)[:, None, :]]
    both = _cubic(x - i)[:, :, None] * _cubic(y - j)[:, None, :]
    return np.where(inside, np.exp((values * both).sum(axis=(1, 2))), np.nan)


UNIT = 1e-3
"""What whole numbers of ``starts.npz`` count: finer starts take no step less."""

LIMIT_TOP = 0.95
"""Fraction of the critical temperature up to which limits are tabulated."""
