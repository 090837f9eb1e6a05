"""Latter's own approximation of I_1/2 (1955, Eqs. 86-91): what his table was computed with.

Off by up to 6e-5, with kinks at the joints; for the convention ``printed`` only. The scan
prints Eq. 89 with a doubled line and Eq. 90 twice; the coefficients here are the corrected ones:
the last term of Eq. 89 is -0.00001819771 eta^5.
"""

from __future__ import annotations

from functools import cache
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray

_BELOW_ZERO = (0.678091, 0.53619667, 0.16909748, 0.018780823, -0.0023575446, -0.000639610797)
_TO_THREE = (0.678091, 0.53638, 0.1668235, 0.0206067, -0.00601491, 0.000490398)
_TO_TEN = (0.757064709, 0.3922888, 0.2705525, -0.01682933, 0.0008258364, -0.00001819771)
_SERIES = (1.0, 1.2337005, 1.0654119, 9.7015185, 242.71502, 12313.691)
_JOINTS = (-2.0, 0.0, 3.0, 10.0, 1e5)


def _horner(coefficients: tuple[float, ...], x: FloatArray) -> FloatArray:
    out = np.full_like(x, coefficients[-1])
    for c in coefficients[-2::-1]:
        out = out * x + c
    return out


def i_half_fitted(eta: npt.ArrayLike) -> FloatArray:
    """Return I_1/2(eta) by Eqs. 86-91 of Latter (1955), for any shape of `eta`."""
    given = np.asarray(eta, dtype=np.float64)
    x = np.atleast_1d(given).ravel()
    region = np.searchsorted(_JOINTS, x)
    out = np.empty_like(x)
    for number in np.unique(region):
        chosen = region == number
        out[chosen] = _region(int(number), x[chosen])
    out[np.isnan(x)] = np.nan
    return out.reshape(given.shape)


def _region(number: int, x: FloatArray) -> FloatArray:
    if number == 0:
        e = np.exp(x)
        series = tuple((-1.0) ** k / (k + 1) ** 1.5 for k in range(7))
        return 0.5 * sqrt(pi) * e * _horner(series, e)
    if number < 4:
        return _horner((_BELOW_ZERO, _TO_THREE, _TO_TEN)[number - 1], x)
    leading = x * np.sqrt(x) / 1.5
    return leading * _horner(_SERIES, 1.0 / (x * x)) if number == 4 else leading


def excess_fitted(eta: FloatArray) -> FloatArray:
    """Return I_1/2/((2/3) eta^(3/2)) - 1 by Eqs. 90 and 91, for eta >= 10."""
    q = 1.0 / (eta * eta)
    return np.where(eta > _JOINTS[-1], 0.0, q * _horner(_SERIES[1:], q))


@cache
def kinks() -> tuple[tuple[float, float, float], ...]:
    """Return each joint with the jumps of I_1/2 and of its slope there, relative to I_1/2."""
    found = []
    for number, joint in enumerate(_JOINTS):
        near = joint + 1e-4 * np.array([-1.0, 0.0, 1.0])
        apart = _region(number + 1, near) - _region(number, near)
        jumps = np.abs([apart[1], (apart[2] - apart[0]) / 2e-4]) / i_half_fitted(joint)
        found.append((joint, float(jumps[0]), float(jumps[1])))
    return tuple(found)
