"""What a lattice sum with an integrated tail leaves out where wells reach a neighbour.

At large q, ``F^2 = S + (p^2/2 - u^2/2z^2) cos 2z - (p u/z) sin 2z``, p = 1 + u, z = q R_M. The tail
(`lattice_sum`) integrates S alone. By Poisson's formula the oscillating part adds, for each shell
of N neighbours at distance R, with rho = kF R, zeta = kF R_M, w the window and L -> 4/(3 x^2),

``-(32/3 pi^2)(N/rho) integral of x^-5 (1 - w) (F^2 - S)(zeta x) sin(rho x) dx``.

What is left of the product with sin(rho x) is slow in x where delta = rho - 2 zeta is small: there
the part left out falls as X^-4 only, and in each volume derivative by one power less. With W the
cosine transform of w and

``T_m(y) = integral from y to infinity of (t - y)^(m-1)/(m-1)! W(t) dt``,

the integrals of x^-m (1 - w) times sin(delta x) or cos(delta x) are +-X^(1-m) T_m(delta X).
"""

from __future__ import annotations

from functools import cache
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.gas import FERMI_RADIUS

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_sum import LatticeSum

_FAR = 80.0  # W falls as exp(-0.18 y^(6/5)): to 1e-15 there
_STEP = 0.02


@cache
def _transforms() -> tuple[FloatArray, FloatArray]:
    """Return y and T_2 to T_7 there: W by quadrature, then one integration after the other."""
    y = np.arange(0.0, _FAR + _STEP, _STEP)
    s, weight = np.polynomial.legendre.leggauss(192)
    s, weight = 0.95 * (1.0 + s), 0.95 * weight  # exp(-1.9^6) = 4e-21
    now = np.cos(np.outer(y, s)) @ (weight * np.exp(-(s**6)))
    found = []
    for _ in range(7):
        parts = 0.5 * _STEP * (now[1:] + now[:-1])
        now = np.append(np.cumsum(parts[::-1])[::-1], 0.0)
        found.append(now)
    return y, np.stack(found)


def _transform(m: int, y: FloatArray) -> FloatArray:
    """Return the integral of s^-m (1 - exp(-s^6)) times sin(y s) (odd m) or cos(y s) (even)."""
    grid, table = _transforms()
    sign = (1.0, 1.0, -1.0, -1.0)[(m - 1) % 4]
    value = sign * np.interp(np.abs(y), grid, table[m - 1], right=0.0)
    return np.asarray(np.where(y < 0.0, -value, value) if m % 2 else value)


def left_out(
    points: LatticeSum, r_s: FloatArray, radius: FloatArray, depth: FloatArray, order: int
) -> FloatArray:
    """Taylor coefficients in t = ln V of what the sum of E2 leaves out [Ry], to leading order.

    Parameters
    ----------
    points : LatticeSum
    r_s, radius, depth : array, shape (n,)
        r_s, R_M [bohr] and u.
    order : int
        At most 3.

    Returns
    -------
    array, shape (3, order + 1, n)
        With each window of the sum.
    """
    rho, number = points.neighbours[:, :, None]
    zeta, u = FERMI_RADIUS * radius / r_s, depth
    delta = rho - 2.0 * zeta
    steps = 2.0 / 3.0 * zeta, -2.0 / 9.0 * zeta, 2.0 / 27.0 * zeta  # derivatives of delta by t

    x = np.array(points.widths)[:, None, None]
    integrals = {m: _transform(m, delta * x) for m in range(5 - order, 8)}

    def series(m: int) -> FloatArray:
        """Return the integral for x^-m and each window as a series in t, by the chain rule."""
        f, sign = [], 1.0
        for k in range(order + 1):  # an integral with cosine falls where delta rises
            f.append(sign * x ** (1 - m + k) * integrals[m - k])
            sign *= -1.0 if (m - k) % 2 == 0 else 1.0
        out = [f[0]]
        if order >= 1:
            out.append(f[1] * steps[0])
        if order >= 2:
            out.append((f[2] * steps[0] ** 2 + f[1] * steps[1]) / 2.0)
        if order >= 3:
            third = f[3] * steps[0] ** 3 + 3.0 * f[2] * steps[0] * steps[1] + f[1] * steps[2]
            out.append(third / 6.0)
        return np.stack(out)

    one, two = (taylor.exponential(zeta**-k, k / 3.0, order)[:, None, None] for k in (1, 2))
    p = 1.0 + u
    whole = 0.5 * p * p * series(5) - 0.5 * u * u * taylor.multiply(two, series(7))
    whole -= p * u * taylor.multiply(one, series(6))
    found = np.sum(number / rho * whole, axis=2).swapaxes(0, 1)  # (windows, order + 1, n)
    return np.asarray(-16.0 / (3.0 * pi**2) * found)
