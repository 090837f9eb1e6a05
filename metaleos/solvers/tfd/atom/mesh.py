"""The radial mesh: Chebyshev points under a map that resolves the core and the knee of Eq. 24.

One domain in s, where r = r_c (e^s - 1) with the gradient term (the cusp has the scale r_c) and
r = r_c (e^s - 1)^2 without (n is singular and analytic in sqrt r). s is a sinh map of x in
[-1, 1] that clusters points about s* with width eps: the poles of tanh in Eq. 24 lie beside the
radius where y is near e.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Chebyshev:
    """Chebyshev-Lobatto points in ascending order with their matrices.

    Parameters
    ----------
    x : float array, shape (m,)
    first, second : float array, shape (m, m)
        Differentiation matrices.
    integral : float array, shape (m, m)
        Row i integrates the interpolant from -1 to x_i.
    beyond : float array, shape (m, m)
        Row i integrates it from x_i to 1.
    derivatives : float array, shape (m, 2, m)
        Rows of `second` and `first` beside each other.
    """

    x: FloatArray
    first: FloatArray
    second: FloatArray
    integral: FloatArray
    beyond: FloatArray
    derivatives: FloatArray


@cache
def chebyshev(m: int) -> Chebyshev:
    """Return the points and matrices of `m` Chebyshev-Lobatto points."""
    k = np.arange(m)
    theta = np.pi * (1.0 - k / (m - 1))
    x = np.sin(np.pi * (2.0 * k - (m - 1)) / (2.0 * (m - 1)))
    c = np.where((k == 0) | (k == m - 1), 2.0, 1.0) * (-1.0) ** k
    # differences of cosines by the product formula, so that close points lose no digits
    dx = 2.0 * np.sin(0.5 * (theta[:, None] + theta)) * np.sin(0.5 * (theta - theta[:, None]))
    np.fill_diagonal(dx, 1.0)
    first = np.outer(c, 1.0 / c) / dx
    np.fill_diagonal(first, 0.0)
    np.fill_diagonal(first, -first.sum(axis=1))
    off = first / dx
    np.fill_diagonal(off, 0.0)
    second = 2.0 * (np.diag(first)[:, None] * first - off)
    np.fill_diagonal(second, 0.0)
    np.fill_diagonal(second, -second.sum(axis=1))
    integral = _integral(m, theta)
    return Chebyshev(
        x, first, second, integral, integral[-1] - integral, np.stack([second, first], axis=1)
    )


def _integral(m: int, theta: FloatArray) -> FloatArray:
    """Return the matrix that integrates the interpolant from -1 to each point."""
    degrees = np.arange(m)
    values = np.cos(np.outer(theta, degrees))  # T_k(x_i)
    to_coefficients = np.linalg.inv(values)
    t = np.cos(np.outer(theta, np.arange(m + 1)))
    parts = np.empty((m, m))
    parts[:, 0] = t[:, 1]
    parts[:, 1] = 0.25 * t[:, 2]
    for k in range(2, m):
        parts[:, k] = 0.5 * (t[:, k + 1] / (k + 1) - t[:, k - 1] / (k - 1))
    parts -= parts[0]
    matrix: FloatArray = parts @ to_coefficients
    matrix[0] = 0.0
    return matrix


@dataclass(frozen=True, slots=True)
class Mesh:
    """Radii of a stack of states on m points, with the derivatives of the map.

    Parameters
    ----------
    r, r1 : float array, shape (b, m)
        Radius and dr/dx.
    ratio : float array, shape (b, m)
        r''/r'^2, which turns d2/dx2 into d2/dr2.
    root1 : float array, shape (b,)
        d sqrt(r)/dx at r = 0 (without the gradient term only).
    base : Chebyshev
    """

    r: FloatArray
    r1: FloatArray
    ratio: FloatArray
    root1: FloatArray
    base: Chebyshev


def mesh(
    m: int, radius: FloatArray, core: FloatArray, centre: FloatArray, width: FloatArray, power: int
) -> Mesh:
    """Return the mesh of a stack of cells.

    Parameters
    ----------
    m : int
        Points per cell.
    radius, core, centre, width : float array, shape (b,)
        Cell radius S, core scale r_c, cluster centre s* and cluster width in s.
    power : int
        1 with the gradient term, 2 without.
    """
    base = chebyshev(m)
    ratio = (radius / core) ** (1.0 / power)
    end = np.log1p(ratio)
    up = np.arcsinh((end - centre) / width)
    down = np.arcsinh(-centre / width)
    b = (0.5 * (up - down))[:, None]
    phase = (0.5 * (up + down))[:, None] + b * base.x
    w = width[:, None]
    s = centre[:, None] + w * np.sinh(phase)
    s[:, 0], s[:, -1] = 0.0, end
    s1 = w * b * np.cosh(phase)
    s2 = b * b * (s - centre[:, None])
    grown = np.exp(s)
    q = np.expm1(s)
    q[:, -1] = ratio
    if power == 1:
        r, r1, r2 = q, grown * s1, grown * (s1 * s1 + s2)
    else:
        q1, q2 = grown * s1, grown * (s1 * s1 + s2)
        r, r1, r2 = q * q, 2.0 * q * q1, 2.0 * (q1 * q1 + q * q2)
    scale = core[:, None]
    ratio2 = r2 / (np.maximum(r1, 1e-100) ** 2 * scale)
    return Mesh(r * scale, r1 * scale, ratio2, np.sqrt(core) * s1[:, 0], base)
