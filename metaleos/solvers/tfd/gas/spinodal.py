"""The spinodal of the local functional: where (F0 + Fxc)'' of Eq. 24 vanishes.

With y the stability condition is one-dimensional: d(F0' + Fxc')/d ln n = kT [theta(L) -
(kT)^(-1/2) X(L)], so the spinodal temperature at given y is (X/theta)^2. It has a maximum, the
critical temperature (about 2.3 eV); below it the densities between two roots are unstable, and no
smooth ``tfd`` density can reach below the upper one.
"""

from __future__ import annotations

from functools import cache
from math import log, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.gas.functional import (
    LN_C,
    GasFunctions,
    chemical_potential,
    exchange_potential,
    gas,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

LN_COLD = log(1.0 / (3.0 * pi**5))  # ln n at T = 0: k_F = 1/pi
_TOP = 27.0  # ln y above which the density is that of T = 0


def spinodal_temperature(log_y: FloatArray, functions: GasFunctions = "exact") -> FloatArray:
    """Return the temperature [Ha] at which y = exp(log_y) is on the spinodal."""
    one = np.ones(1)
    g = gas(log_y - LN_C, one, functions)
    root = -exchange_potential(g)[1] / chemical_potential(g)[1]
    result: FloatArray = np.maximum(root, 0.0) ** 2
    return result


@cache
def critical_point(functions: GasFunctions = "exact") -> tuple[float, float]:
    """Return the critical temperature kT [Ha] of the local functional and its ln y."""
    low, high = -3.0, 6.0
    for _ in range(8):
        grid = np.linspace(low, high, 41)
        best = int(np.argmax(spinodal_temperature(grid, functions)))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, 40)]
    middle = 0.5 * (low + high)
    return float(spinodal_temperature(np.array([middle]), functions)[0]), float(middle)


def spinodal_log_density(
    kT: FloatArray, functions: GasFunctions = "exact", branch: str = "upper"
) -> FloatArray:
    """Return ln n on the spinodal at kT, NaN above the critical temperature.

    Parameters
    ----------
    kT : float array, shape (b,)
    branch : {"upper", "lower"}
        The denser or the thinner end of the unstable range; at T = 0 the lower end is n = 0.
    """
    critical = critical_point(functions)[0]
    sign = 1.0 if branch == "upper" else -1.0
    out = np.full(kT.shape, np.nan)
    cold = kT < 1e-7
    if sign > 0:
        out[cold] = LN_COLD
    else:
        out[cold] = -np.inf
    rows = np.flatnonzero((kT < critical) & ~cold)
    if rows.size:
        t = kT[rows]
        log_y = np.empty(t.shape)
        near = t > 0.98 * critical  # where the curve is flat
        log_y[near] = _bisected(t[near], functions, sign)
        log_y[~near] = _from_grid(t[~near], functions, branch)
        out[rows] = log_y + 1.5 * np.log(t) - LN_C
    return out


def _bisected(t: FloatArray, functions: GasFunctions, sign: float) -> FloatArray:
    """Return ln y on the spinodal at kT by bisection from the critical point outwards."""
    inner = np.full(t.shape, critical_point(functions)[1])
    outer = inner + sign * 10.0
    for _ in range(60 if t.size else 0):
        middle = 0.5 * (inner + outer)
        unstable = spinodal_temperature(middle, functions) > t
        inner, outer = np.where(unstable, middle, inner), np.where(unstable, outer, middle)
    return 0.5 * (inner + outer)


def _from_grid(t: FloatArray, functions: GasFunctions, branch: str) -> FloatArray:
    """Return ln y on the spinodal at kT by secants of fixed slope from a fine grid."""
    grid, log_t = _branch(functions, branch)
    target = np.log(t)
    k = np.clip(np.searchsorted(-log_t, -target), 1, grid.size - 1)
    slope = (log_t[k] - log_t[k - 1]) / (grid[k] - grid[k - 1])
    log_y: FloatArray = grid[k] + (target - log_t[k]) / slope
    for _ in range(8 if t.size else 0):  # each gains one and a half to three digits
        now = np.log(np.maximum(spinodal_temperature(log_y, functions), 1e-300))
        log_y = log_y + (target - now) / slope
    return log_y


@cache
def _branch(functions: GasFunctions, branch: str) -> tuple[FloatArray, FloatArray]:
    """Return a grid of ln y away from the critical point and ln of the spinodal kT on it."""
    start = critical_point(functions)[1]
    stop = _TOP if branch == "upper" else -60.0
    grid = np.linspace(start, stop, 6001)
    return grid, np.log(np.maximum(spinodal_temperature(grid, functions), 1e-300))
