"""Lambda3, the static three-point response of free electrons (Lloyd and Sholl 1968).

``Lambda3 = (1/12 pi^2) int theta(kF^2 - M)/sqrt(kF^2 - M)`` over the simplex x1 + x2 + x3 = 1 with
``M = x1 x2 q1^2 + x2 x3 q2^2 + x1 x3 q3^2`` (Rydberg units). In closed form, with D4 = 16 area^2 of
the triangle and q_R = q1 q2 q3/sqrt(D4) its circumradius,
``Lambda3 = q_R^2/(6 pi^2 q1 q2 q3) { sum_i cos(th_i) ln|(2kF + q_i)/(2kF - q_i)| - T }``;
kF < q_R: ``T = (s/2) sum ln|(X + D)/(X - D)|``, s = sqrt(1 - kF^2/q_R^2);
kF > q_R: ``T = s' (2 pi - sum atan2(D', X))``, s' = sqrt(kF^2/q_R^2 - 1);
``X_ij = q_i^2 q_j^2 + 4 kF^2 q_i.q_j``, ``D = 2 kF q1 q2 q3 s``. Collinear triples, q_R infinite:
``Lambda3 = sum_i sgn(cos th_i)(kF^2/2 - q_i^2/8) ln_i/(6 pi^2 q1 q2 q3)``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

_COLLINEAR = 1e-9  # of D4 over q^4: below it the limit is more accurate than the closed form


def three_body(
    q1: npt.ArrayLike, q2: npt.ArrayLike, q3: npt.ArrayLike, k_f: npt.ArrayLike = 1.0
) -> FloatArray:
    """Lambda3 for wavevectors of lengths `q1`, `q2`, `q3` that add up to zero.

    Parameters
    ----------
    q1, q2, q3 : array_like
        Positive lengths that close a triangle (a flat one included) [1/bohr]. None may be 2 kF,
        where Lambda3 has a logarithmic singularity.
    k_f : array_like
        Fermi wavenumber [1/bohr]: ``Lambda3(q; kF) = Lambda3(q/kF; 1)/kF``.

    Returns
    -------
    array
        [1/(Ry^2 bohr3)].
    """
    k_f = np.asarray(k_f, dtype=float)
    if not np.all(k_f > 0.0):
        raise ValueError("Fermi wavenumber must be positive")
    sides = np.stack(np.broadcast_arrays(*(np.asarray(q, float) / k_f for q in (q1, q2, q3))))
    if not np.all(sides > 0.0):
        raise ValueError("the three wavenumbers must be positive")
    longest = sides.max(axis=0)
    if not np.all(2.0 * longest <= sides.sum(axis=0) * (1.0 + 1e-9)):
        raise ValueError("the three wavevectors do not add up to zero: no such triangle")
    return np.asarray(_unit(sides) / k_f)


def _unit(q: FloatArray) -> FloatArray:
    """Lambda3 at kF = 1 for sides of shape (3, ...)."""
    square = q * q
    product = q[0] * q[1] * q[2]
    # cosines of the angles between q_j and -q_k: the law of cosines
    cosine = np.stack(
        [
            (square[j] + square[k] - square[i]) / (2.0 * q[j] * q[k])
            for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1))
        ]
    )
    log = np.log(2.0 + q) - np.log(np.abs(2.0 - q))
    a, b, c = np.sort(q, axis=0)[::-1]
    area = (a + (b + c)) * (c - (a - b)) * (c + (a - b)) * (a + (b - c))  # D4, Heron stably
    flat = area <= _COLLINEAR * a**4
    line = np.sum(np.sign(cosine) * (0.5 - square / 8.0) * log, axis=0) / (6.0 * np.pi**2 * product)
    safe = np.where(flat, 1.0, area)
    inverse = np.where(flat, 0.0, safe) / product**2  # 1/q_R^2
    s = np.sqrt(np.abs(1.0 - inverse))
    d = 2.0 * product * s
    inside = inverse < 1.0  # kF < q_R
    t_log = np.zeros_like(s)
    t_angle = np.full_like(s, 2.0 * np.pi)
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
        x = square[i] * square[j] + 2.0 * (square[k] - square[i] - square[j])
        near = np.where(inside, np.abs(x - d), 1.0)
        far = np.where(inside, np.abs(x + d), 1.0)
        tiny = np.finfo(float).tiny
        t_log += np.log(np.maximum(far, tiny)) - np.log(np.maximum(near, tiny))
        t_angle -= np.arctan2(d, x)
    t = np.where(inside, 0.5 * s * t_log, s * t_angle)
    closed = (np.sum(cosine * log, axis=0) - t) * product / (6.0 * np.pi**2 * safe)
    return np.asarray(np.where(flat, line, closed))
