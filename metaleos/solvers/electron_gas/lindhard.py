"""The static Lindhard function and its derivatives.

``L(y) = 1/2 + (1 - y^2)/(4y) ln|(1 + y)/(1 - y)|`` with y = q/2kF, so that L(0) = 1, L(1) = 1/2
and ``L(1/y) = 1 - L(y)``. With the series ``S(t) = sum_n t^n/(4n^2 - 1)``, L = 1 - S(y^2)
below 1 and L = S(1/y^2) above, which replaces the cancelling closed form far from y = 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray

_N = np.arange(1, 15, dtype=float)
_SERIES = 1.0 / (4.0 * _N**2 - 1.0)
_SMALL, _LARGE = 0.25, 4.0  # 14 terms of S(1/16) leave 1e-18


def lindhard(y: npt.ArrayLike) -> FloatArray:
    """Lindhard function L(y), 1 at y = 0.

    Parameters
    ----------
    y : array_like
        q/2kF, not negative.

    Returns
    -------
    array
        Shape of `y`. Relative accuracy 1e-14.
    """
    y = _checked(y)
    z, inner, outer = _regions(y)
    middle = 0.5 + (1.0 - z * z) / (4.0 * z) * _log(z)
    small = 1.0 - _sum(np.where(inner, y, 0.0) ** 2, _SERIES)
    large = _sum(1.0 / np.where(outer, y, 8.0) ** 2, _SERIES)
    return np.where(inner, small, np.where(outer, large, np.where(y == 1.0, 0.5, middle)))


def lindhard_derivative(y: npt.ArrayLike) -> FloatArray:
    """dL/dy = 1/(2y) - (1 + y^2)/(4y^2) ln|(1 + y)/(1 - y)|; minus infinity at y = 1."""
    y = _checked(y)
    z, inner, outer = _regions(y)
    middle = 0.5 / z - (1.0 + z * z) / (4.0 * z * z) * _log(z)
    a = np.where(inner & (y > 0.0), y, 0.1)
    small = -2.0 / a * _sum(a * a, _N * _SERIES)
    b = np.where(outer, y, 8.0)
    large = -2.0 / b * _sum(1.0 / (b * b), _N * _SERIES)
    value = np.where(inner, np.where(y == 0.0, 0.0, small), np.where(outer, large, middle))
    return np.where(y == 1.0, -np.inf, value)


def lindhard_second_derivative(y: npt.ArrayLike) -> FloatArray:
    """d2L/dy2 = ln|(1 + y)/(1 - y)|/(2y^3) - 1/(y^2 (1 - y^2)); NaN at y = 1 (a pole)."""
    y = _checked(y)
    z, inner, outer = _regions(y)
    middle = _log(z) / (2.0 * z**3) - 1.0 / (z * z * (1.0 - z * z))
    a = np.where(inner, y, 0.0)
    powers = 2.0 * _N * (2.0 * _N - 1.0) * _SERIES
    small = -(powers[0] + _sum(a * a, powers[1:]))
    b = np.where(outer, y, 8.0)
    large = _sum(1.0 / (b * b), 2.0 * _N * (2.0 * _N + 1.0) * _SERIES) / (b * b)
    value = np.where(inner, small, np.where(outer, large, middle))
    return np.where(y == 1.0, np.nan, value)


def _checked(y: npt.ArrayLike) -> FloatArray:
    y = np.asarray(y, dtype=float)
    if not np.all(y >= 0.0):
        raise ValueError("wavenumbers must not be negative")
    return y


def _regions(y: FloatArray) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Return y made harmless outside the closed form's region, and the two outer regions."""
    inner, outer = y < _SMALL, y > _LARGE
    return np.where(inner | outer | (y == 1.0), 0.5, y), inner, outer


def _log(z: FloatArray) -> FloatArray:
    return np.asarray(np.log1p(z) - np.log(np.abs(1.0 - z)))


def _sum(t: FloatArray, coefficients: FloatArray) -> FloatArray:
    """Return sum_n c_n t^n, n from 1, by Horner's rule."""
    total = np.zeros_like(t)
    for c in coefficients[::-1]:
        total = (total + c) * t
    return total
