"""The isolated neutral atom at T = 0: its screening function, slope and energy.

>>> round(float(screening(1.0)), 12)
0.424008052081
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray

XI_MAX = np.expm1(8.999) ** 2
"""Largest scaled radius of the table: 6.5e7."""


@cache
def _table() -> tuple[FloatArray, float]:
    with (files(__package__) / "isolated.npz").open("rb") as stream, np.load(stream) as data:
        coefficients = data["log_chi"]
        return coefficients, coefficients.shape[1] / float(data["s_range"][1])


def _log_chi(w: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return ln chi and its derivative by s = ln(1 + w), for w = sqrt(xi)."""
    coefficients, per_unit = _table()
    offset = np.log1p(w) * per_unit
    segment = np.minimum(offset.astype(np.intp), coefficients.shape[1] - 1)
    offset -= segment + 0.5
    value = coefficients[-1].take(segment)
    slope = np.zeros_like(value)
    for row in coefficients[-2::-1]:
        slope = slope * offset + value
        value = value * offset + row.take(segment)
    return value, slope * per_unit


def screening(xi: npt.ArrayLike) -> FloatArray:
    """Return chi(xi), chi'' = chi^(3/2)/xi^(1/2), chi(0) = 1, chi(inf) = 0, for 0 <= xi <= XI_MAX.

    Raises
    ------
    ValueError
        If an argument lies outside the range.
    """
    x = np.asarray(xi, dtype=np.float64)
    if not np.all((x >= 0.0) & (x <= XI_MAX)):
        raise ValueError(f"scaled radius outside 0 .. {XI_MAX:.3g}")
    return np.exp(_log_chi(np.sqrt(x))[0])


def screening_with_slope(xi: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return chi and dchi/dxi for positive xi."""
    w = np.sqrt(np.asarray(xi, dtype=np.float64))
    log, by_s = _log_chi(w)
    chi = np.exp(log)
    return chi, chi * by_s / (2.0 * w * (1.0 + w))
