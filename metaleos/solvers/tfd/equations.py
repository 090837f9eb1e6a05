"""Eq. 7 (times r) on the mesh with neutrality, linearised: what Newton's method solves.

With nu = ln n the Euler-Lagrange equation of Perrot 1979, Eq. 7, reads

    dF0/dn + dFxc/dn + U - mu - 2 h lap(nu) - (h + dh/dnu) nu'^2 = 0,

because lap(n)/n = lap(nu) + nu'^2 and |grad n|^2 d(h/n)/dn = nu'^2 (dh/dnu - h). Multiplied by r
it holds at r = 0 too, where it says nu' = -Z/(4 h): the cusp imposes itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.cells import Cells, density, potential
from metaleos.solvers.tfd.functional import (
    chemical_potential,
    exchange_potential,
    gas,
    gradient_coefficient,
)

FloatArray = npt.NDArray[np.float64]


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
        Unknowns: ln n at the points, mu. Rows: Eq. 7 (the last point: nu' = 0), neutrality.
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
    coulomb = potential(cell, n) + cell.Z[:, None]
    local = r * (f - mu[:, None])
    diagonal = r * stiffness
    matrix = np.empty((b, m + 1, m + 1))
    np.multiply(cell.poisson, n[:, None, :], out=matrix[:, :m, :m])
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
        matrix[:, :m, :m] += (c2 * inverse**2)[:, :, None] * base.second
        matrix[:, :m, :m] += (c1 * inverse)[:, :, None] * base.first
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
