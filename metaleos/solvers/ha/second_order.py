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

_FALLS = (0.8**-6 - 1.0) / (0.64**-6 - 1.0)  # of two differences of windows, where X^-6 is left
_NEXT = 1.05  # L has 1 % more at X/2 than its leading term, and parts of what is left out cancel
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
) -> tuple[FloatArray, FloatArray]:
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
    sums : array, shape (3, order + 1, n)
        With the full window of the lattice sum, the value, and with narrower ones.
    least : array, shape (n,)
        Smallest value of 1 + (1 - f) Q: where it is not positive, the screened gas is unstable
        and the sum has no meaning.
    """
    n = len(r_s)
    sums = np.empty((points.weight.shape[1], order + 1, n))
    least = np.empty(n)
    step = max(1, _CHUNK // len(points.x))
    for start in range(0, n, step):
        part = slice(start, start + step)
        sums[:, :, part], least[part] = _chunk(
            points, r_s[part], radius[part], depth[part], field, order, alternative
        )
    return sums, least


def windowing_error(
    sums: FloatArray, left: FloatArray, pace: FloatArray | float = np.inf
) -> FloatArray:
    """Error of a sum over shells with an integrated tail, from its narrower windows.

    What overlapping wells leave out is known to leading order. The rest falls at least as X^-6:
    the response has a singularity at 2 kF, over which the tail integrates 1 - w = (x/X)^6. One
    difference of windows may vanish by accident: so two are taken; an oscillation that vanishes
    has its derivative; and of the derivatives the largest so far counts.

    Parameters
    ----------
    sums, left : array, shape (3, order + 1, n)
        Of `second_order_series` and `metaleos.solvers.ha.overlap.left_out`, or differences of two
        structures.
    pace : array, shape (n,)
        How fast cos 2z oscillates in ln V at the window: 2 kF R_M X/3.

    Returns
    -------
    array, shape (order + 1, n)
    """
    whole = sums + left
    change = np.maximum(np.abs(whole[1] - whole[0]), _FALLS * np.abs(whole[2] - whole[0]))
    for k in reversed(range(len(change) - 1)):
        change[k] = np.maximum(change[k], (k + 1) * change[k + 1] / np.maximum(pace, 6.0))
    factors = np.array([2.0, 2.0, 2.0, 6.0])[: len(change), None]  # checked with doubled cut-offs
    return np.asarray(factors * np.maximum.accumulate(change, axis=0) + _NEXT * np.abs(left[0]))


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
