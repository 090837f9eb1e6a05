"""The band-structure energy E2 and its volume derivatives (Soma 1978, Eq. 11).

With V_b = -(8 pi/Omega q^2) F, chi0 = (kF/2 pi^2) L, Omega kF^3 = 3 pi^2 and x = q/kF,
``E2 = -(16/3 pi^2) sum_G (L/x^4) F(x kF R_M)^2/[1 + (1 - f) Q]``, ``Q = v chi0 = 4L/(pi kF x^2)``.
At fixed structure x does not change with the volume, so only F, f and Q carry derivatives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.gas import FERMI_RADIUS
from metaleos.solvers.electron_gas.local_field import local_field_series
from metaleos.solvers.ha.potential import shape_series, smooth_square_series

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_sum import LatticeSum

_CHUNK = 60_000  # points times states kept at once, per order: stays in the cache


def screening_series(
    x: FloatArray,
    response: FloatArray,
    r_s: FloatArray,
    field: str,
    order: int,
    *,
    alternative: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """Taylor coefficients of 1 + (1 - f) Q and of f Q at points x, in t = ln V.

    Parameters
    ----------
    x, response : array, shape (m,)
        Wavenumbers over kF and L(x/2) there.
    r_s : array, shape (n,)
    field : str
        Name of the local field.
    order : int
    alternative : bool
        Take the second opinion on interpolated A and B.

    Returns
    -------
    denominator, corrected : array, shape (order + 1, n, m)
    """
    radius = r_s[:, None]
    coulomb = 4.0 / np.pi * response / x**2
    q = taylor.exponential(radius / FERMI_RADIUS, 1.0 / 3.0, order) * coulomb
    f = local_field_series(x, radius, field, order, alternative=alternative)
    corrected = taylor.multiply(f, q)
    denominator = q - corrected
    denominator[0] += 1.0
    return denominator, corrected


def second_order_series(
    points: LatticeSum,
    r_s: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    field: str,
    order: int,
    *,
    alternative: bool = False,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Taylor coefficients of E2 [Ry] in t = ln V at fixed R_M, u.

    Parameters
    ----------
    points : LatticeSum
    r_s, radius, depth : array, shape (n,)
        r_s, R_M [bohr] and u.
    field : str
    order : int
        At most 3.
    alternative : bool
        Take the second opinion on interpolated A and B.

    Returns
    -------
    value, coarser : array, shape (order + 1, n)
        With the full and the narrower window of the lattice sum.
    least : array, shape (n,)
        Smallest value of 1 + (1 - f) Q: where it is not positive, the screened gas is unstable
        and the sum has no meaning.
    """
    n = len(r_s)
    sums = np.empty((2, order + 1, n))
    least = np.empty(n)
    step = max(1, _CHUNK // len(points.x))
    for start in range(0, n, step):
        part = slice(start, start + step)
        sums[:, :, part], least[part] = _chunk(
            points, r_s[part], radius[part], depth[part], field, order, alternative
        )
    return sums[0], sums[1], least


def _chunk(
    points: LatticeSum,
    r_s: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    field: str,
    order: int,
    alternative: bool,
) -> tuple[FloatArray, FloatArray]:
    m = points.shells
    z = (FERMI_RADIUS * radius / r_s)[:, None] * points.x
    u = depth[:, None]
    square = np.empty((order + 1, *z.shape))
    inner = np.stack(shape_series(z[:, :m], u, order))
    square[:, :, :m] = taylor.multiply(inner, inner)
    square[:, :, m:] = smooth_square_series(z[:, m:], u, order)
    denominator, _ = screening_series(
        points.x, points.response, r_s, field, order, alternative=alternative
    )
    least = denominator[0].min(axis=1)
    denominator[0][least <= 0.0] = np.nan
    summand = taylor.divide(square, denominator)
    weight = (-16.0 / (3.0 * np.pi**2) * points.response / points.x**4)[:, None] * points.weight
    return np.moveaxis(summand @ weight, -1, 0), least
