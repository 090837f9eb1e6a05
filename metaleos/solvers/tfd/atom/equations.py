"""Eq. 7 (times r) on the mesh with neutrality, linearised: what Newton's method solves.

With nu = ln n the Euler-Lagrange equation of Perrot 1979, Eq. 7, reads

    dF0/dn + dFxc/dn + U - mu - 2 h lap(nu) - (h + dh/dnu) nu'^2 = 0,

because lap(n)/n = lap(nu) + nu'^2 and |grad n|^2 d(h/n)/dn = nu'^2 (dh/dnu - h). Multiplied by r
it holds at r = 0 too, where it says nu' = -Z/(4 h): the cusp imposes itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.cells import Cells, density, repulsion
from metaleos.solvers.tfd.gas.functional import (
    chemical_potential,
    exchange_potential,
    gas,
    gradient_coefficient,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

BLOCK = 8  # cells whose matrices are filled together


@dataclass(frozen=True, slots=True)
class Parts:
    """The residual of r times Eq. 7 by the way its parts scale with the radius S.

    Parameters
    ----------
    local : float array, shape (b, m)
        r (dF0/dn + dFxc/dn - mu), of degree 1 in S.
    coulomb : float array, shape (b, m)
        r U + Z, of degree 3 in S at fixed n.
    gradient : float array, shape (b, m)
        The gradient part, of degree -1.
    stiffness : float array, shape (b, m)
        d(dF0/dn + dFxc/dn)/d ln n: negative where the local functional is unstable.
    """

    local: FloatArray
    coulomb: FloatArray
    gradient: FloatArray
    stiffness: FloatArray


def linearise(
    cell: Cells, log_n: FloatArray, mu: FloatArray
) -> tuple[FloatArray, FloatArray, Parts]:
    """Return the Jacobian, minus the residual, and the residual's parts.

    Parameters
    ----------
    cell : Cells
    log_n : float array, shape (b, m)
    mu : float array, shape (b,)

    Returns
    -------
    matrix : float array, shape (b, m + 1, m + 1)
        Unknowns: ln n at the points, and mu less the electrons' potential at r = 0 (which spares
        a term; see `true_shift`). Rows: Eq. 7 (the last point: nu' = 0), neutrality.
    right : float array, shape (b, m + 1)
    parts : Parts
    """
    b, m = log_n.shape
    r, base = cell.mesh.r, cell.mesh.base
    g = gas(log_n, cell.kT[:, None], cell.functions)
    f, stiffness = chemical_potential(g)
    if cell.exchange:
        v, v1 = exchange_potential(g)
        f = f + cell.exchange * v
        stiffness = stiffness + cell.exchange * v1
    n = density(cell, log_n)
    coulomb = repulsion(cell, n)
    local = r * (f - mu[:, None])
    diagonal = r * stiffness
    by_row = None
    gradient = np.zeros_like(local)
    if cell.gradient:
        h, h1, h2 = (cell.gradient * q for q in gradient_coefficient(g))
        inverse = 1.0 / cell.mesh.r1
        slope = (log_n @ base.first.T) * inverse
        lap = r * ((log_n @ base.second.T) * inverse**2 - slope * cell.mesh.ratio) + 2.0 * slope
        square = r * slope * slope
        gradient = -2.0 * h * lap - (h + h1) * square
        diagonal = diagonal - 2.0 * h1 * lap - (h1 + h2) * square
        c2 = -2.0 * h * r
        c1 = -4.0 * h - 2.0 * (h + h1) * r * slope - c2 * cell.mesh.ratio
        by_row = (c2 * inverse**2, c1 * inverse)
    matrix = np.empty((b, m + 1, m + 1))
    _fill(matrix[:, :m, :m], cell, n, by_row)
    points = np.arange(m)
    matrix[:, points, points] += diagonal
    matrix[:, :m, m] = -r
    right = np.empty((b, m + 1))
    right[:, :m] = cell.Z[:, None] - local - coulomb - gradient
    if cell.gradient:
        matrix[:, m - 1, :m] = base.first[-1]
        matrix[:, m - 1, m] = 0.0
        right[:, m - 1] = -(log_n @ base.first[-1])
    else:  # n at r = 0 is known: keep ln n there
        matrix[:, :m, 0] = 0.0
        matrix[:, 0, :] = 0.0
        matrix[:, 0, 0] = 1.0
        right[:, 0] = 0.0
    charge = cell.shell * n * cell.weights
    total = charge.sum(axis=1)
    matrix[:, m, :m] = charge / total[:, None]
    matrix[:, m, m] = 0.0
    right[:, m] = -np.log(total / cell.Z)
    return matrix, right, Parts(local, coulomb, gradient, stiffness)


def _fill(
    matrix: FloatArray, cell: Cells, n: FloatArray, by_row: tuple[FloatArray, FloatArray] | None
) -> None:
    """Write d(r U)/d ln n at fixed `shifted` mu plus two matrices with scaled rows.

    Poisson's part is q_ij n_j (shell_j - r_i line_j), q the integration matrix. Sums over few
    terms go to the BLAS, and the rest is done a few cells at a time, in the cache.
    """
    base, r = cell.mesh.base, cell.mesh.r
    b, m = r.shape
    if by_row is not None:
        scales = np.stack([c.T for c in by_row], axis=2)
        np.matmul(scales, base.derivatives, out=matrix.transpose(1, 0, 2))
    left, right = np.ones((b, m, 2)), np.empty((b, 2, m))
    left[:, :, 1] = r
    np.multiply(cell.shell, n, out=right[:, 0])
    np.multiply(cell.line, -n, out=right[:, 1])
    room = np.empty((min(b, BLOCK), m, m))
    for i in range(0, b, BLOCK):
        target = matrix[i : i + BLOCK]
        work = room[: target.shape[0]]
        np.matmul(left[i : i + BLOCK], right[i : i + BLOCK], out=work)
        if by_row is None:
            np.multiply(work, base.integral, out=target)
        else:
            work *= base.integral
            target += work


def true_shift(cell: Cells, n: FloatArray, change: FloatArray, shift: FloatArray) -> FloatArray:
    """Return the change of mu from that of the unknown that `linearise` has in its place.

    Parameters
    ----------
    n : float array, shape (b, m)
        As returned by `density`.
    change : float array, shape (b, m)
        Change of ln n.
    shift : float array, shape (b,)
        Change of mu - int 4 pi n r dr, mu counted from the electrons' potential at r = 0.
    """
    result: FloatArray = shift + (cell.line * cell.weights * n * change).sum(axis=1)
    return result
