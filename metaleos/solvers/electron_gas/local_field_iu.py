"""Local field of S. Ichimaru and K. Utsumi, Phys. Rev. B 24 (1981) 7385; Q = q/kF.

    G(Q) = A Q^4 + B Q^2 + C + [A Q^4 + (B + 8A/3) Q^2 - C] w(Q),
    w = (4 - Q^2)/(4Q) ln|(2 + Q)/(2 - Q)|,

with A = 0.029 and B, C such that G -> gamma0 Q^2 at small Q (compressibility sum rule) and
G -> 1 - g(0) at large Q. The correlation energy behind gamma0 is that of S. H. Vosko, L. Wilk and
M. Nusair (Can. J. Phys. 58 (1980) 1200), given by its derivative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import i1e

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

ALPHA = (4.0 / (9.0 * np.pi)) ** (1.0 / 3.0)
"""1/(kF r_s)."""

_A = 0.029
_B0, _B1, _B2, _B3 = 0.0621814, 9.81379, 2.82224, 0.736411
_LARGE = 4.0
_N = np.arange(1, 26, dtype=float)
_SERIES = 2.0 / (4.0 * _N**2 - 1.0)


@dataclass(frozen=True)
class IchimaruUtsumi:
    """Coefficients of G at given r_s; arrays of one shape.

    Parameters
    ----------
    A, B, C : array
    gamma : array
        gamma0, the limit of G/Q^2 at small Q.
    limit : array
        1 - g(0), the limit of G at large Q.
    """

    A: FloatArray
    B: FloatArray
    C: FloatArray
    gamma: FloatArray
    limit: FloatArray


def ichimaru_utsumi_coefficients(r_s: npt.ArrayLike) -> IchimaruUtsumi:
    """Coefficients at `r_s` [bohr].

    Raises
    ------
    ValueError
        If an r_s is not positive.
    """
    r_s = np.asarray(r_s, dtype=float)
    gamma, limit = compressibility_gamma(r_s), 1.0 - contact_probability(r_s)
    return IchimaruUtsumi(
        A=np.full_like(r_s, _A),
        B=np.asarray(9.0 / 16.0 * gamma - 3.0 / 64.0 * limit - 16.0 / 15.0 * _A),
        C=np.asarray(-3.0 / 4.0 * gamma + 9.0 / 16.0 * limit - 16.0 / 5.0 * _A),
        gamma=gamma,
        limit=limit,
    )


def contact_probability(r_s: npt.ArrayLike) -> FloatArray:
    """g(0) = (1/8) [z/I1(z)]^2 with z = 4 (alpha r_s/pi)^(1/2) (ladder approximation)."""
    z = 4.0 * np.sqrt(ALPHA * _positive(r_s) / np.pi)
    return np.asarray(0.125 * (z * np.exp(-z) / i1e(z)) ** 2)


def compressibility_gamma(r_s: npt.ArrayLike) -> FloatArray:
    """gamma0 = 1/4 - (pi alpha/24) r_s^5 d/dr_s [r_s^-2 dE_c/dr_s], E_c in Ry.

    With r_s dE_c/dr_s = D(x), x = r_s^(1/2): the derivative is
    r_s^-4 [x D'(x)/2 - 3 D(x)], so that gamma0 = 1/4 - (pi alpha/24) r_s (x D'/2 - 3 D).
    """
    r_s = _positive(r_s)
    x = np.sqrt(r_s)
    numerator = 1.0 + _B1 * x
    denominator = 1.0 + x * (_B1 + x * (_B2 + x * _B3))
    slope = _B1 + x * (2.0 * _B2 + x * 3.0 * _B3)
    d = _B0 * numerator / denominator
    d_slope = _B0 * (_B1 * denominator - numerator * slope) / denominator**2
    return np.asarray(0.25 - np.pi * ALPHA / 24.0 * r_s * (0.5 * x * d_slope - 3.0 * d))


def ichimaru_utsumi_field(x: FloatArray, c: IchimaruUtsumi) -> FloatArray:
    """G at x = q/kF from coefficients that broadcast with `x`.

    The closed form loses x^4 in accuracy, so beyond x = 4 the series of
    1 + w = sum_n 2 (2/x)^(2n)/(4n^2 - 1) is put in, its first term cancelled by hand.
    """
    outer = x > _LARGE
    z = np.where(outer | (x == 2.0) | (x == 0.0), 1.0, x)
    w = (4.0 - z * z) / (4.0 * z) * (np.log(2.0 + z) - np.log(np.abs(2.0 - z)))
    w = np.where(x == 0.0, 1.0, np.where(x == 2.0, 0.0, w))
    x2 = np.where(outer, 1.0, x * x)
    inside = c.A * x2**2 + c.B * x2 + c.C + ((c.A * x2 + c.B + 8.0 / 3.0 * c.A) * x2 - c.C) * w
    if not np.any(outer):
        return np.asarray(inside)
    t = 4.0 / np.where(outer, x, 8.0) ** 2
    # with t = 4/x^2: s2 = (1 + w - 2t/3)/t^2, s1 = (1 + w)/t
    s2 = np.zeros_like(t)
    for coefficient in _SERIES[:0:-1]:
        s2 = s2 * t + coefficient
    s1 = _SERIES[0] + t * s2
    outside = 16.0 * c.A * s2 + 4.0 * (c.B + 8.0 / 3.0 * c.A) * s1 + c.C * (2.0 - t * s1)
    return np.asarray(np.where(outer, outside, inside))


def _positive(r_s: npt.ArrayLike) -> FloatArray:
    r_s = np.asarray(r_s, dtype=float)
    if not np.all(r_s > 0.0):
        raise ValueError("r_s must be positive")
    return r_s
