"""Debye temperature of a cubic crystal: the limit T -> 0 from its elastic constants.

``Theta = (hbar/k)(6 pi^2/Omega)^(1/3) v``, ``v^-3 = (1/3)<sum_i v_i^-3>`` over directions, v_i the
three sound velocities from Christoffel's equation.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.constants import ATOMIC_MASS_KG, BOHR_M, BOLTZMANN_J_K, PLANCK_REDUCED_J_S

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

_CHUNK = 256  # states times directions kept at once stay in the cache
_NODES = 16  # Gauss nodes in cos(theta) and phi over the sixteenth of the sphere


def debye_temperature(
    c11: npt.ArrayLike,
    c12: npt.ArrayLike,
    c44: npt.ArrayLike,
    volume: npt.ArrayLike,
    mass: npt.ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Return Theta(T -> 0) and the error of its average over directions [K].

    NaN where the crystal is not stable against long waves: C44, C11 - C12 and C11 + 2 C12 must be
    positive.

    Parameters
    ----------
    c11, c12, c44 : array_like, shape (n,)
        Stress-strain coefficients at the state's pressure [GPa].
    volume : array_like
        Per atom [bohr3].
    mass : array_like
        Of the ion [u].
    """
    c11, c12, c44, volume, mass = (
        np.array(a, dtype=np.float64)
        for a in np.broadcast_arrays(np.atleast_1d(c11), c12, c44, volume, mass)
    )
    stable = (c44 > 0.0) & (c11 > c12) & (c11 + 2.0 * c12 > 0.0) & (mass > 0.0) & (volume > 0.0)
    out = np.full((2, len(c11)), np.nan)
    good = np.flatnonzero(stable)
    for start in range(0, len(good), _CHUNK):
        rows = good[start : start + _CHUNK]
        out[:, rows] = _mean_inverse_cube(c11[rows], c12[rows], c44[rows])
    with np.errstate(invalid="ignore"):
        omega = volume * BOHR_M**3
        density = mass * ATOMIC_MASS_KG / omega
        # C in units of 1 GPa: v^2 = C/density
        velocity = np.sqrt(1e9 / density) * out ** (-1.0 / 3.0)
        theta = PLANCK_REDUCED_J_S / BOLTZMANN_J_K * np.cbrt(6.0 * pi**2 / omega) * velocity
    return theta[0], np.abs(theta[1] - theta[0]) + 1e-12 * theta[0]


def christoffel(
    c11: FloatArray, c12: FloatArray, c44: FloatArray, direction: FloatArray
) -> FloatArray:
    """Return rho v^2 of the three waves, shape (n, m, 3), ascending, along m unit vectors.

    Closed form of the eigenvalues of a symmetric 3 x 3 matrix.
    """
    a, b, c = (v[:, None] for v in (c11, c44, c12 + c44))
    n1, n2, n3 = (direction[:, i] for i in range(3))
    d = [a * n * n + b * (1.0 - n * n) for n in (n1, n2, n3)]
    e, f, g = c * n2 * n3, c * n1 * n3, c * n1 * n2
    mean = (d[0] + d[1] + d[2]) / 3.0
    x, y, z = (v - mean for v in d)
    p = np.sqrt((x * x + y * y + z * z + 2.0 * (e * e + f * f + g * g)) / 6.0)
    determinant = x * (y * z - e * e) - g * (g * z - e * f) + f * (g * e - y * f)
    safe = np.where(p > 0.0, p, 1.0)
    angle = np.arccos(np.clip(determinant / (2.0 * safe**3), -1.0, 1.0)) / 3.0
    high = mean + 2.0 * p * np.cos(angle)
    low = mean + 2.0 * p * np.cos(angle + 2.0 * pi / 3.0)
    return np.stack([low, 3.0 * mean - high - low, high], axis=-1)


def _mean_inverse_cube(c11: FloatArray, c12: FloatArray, c44: FloatArray) -> FloatArray:
    """(1/3)<sum (rho v^2)^(-3/2)> with all nodes and with half of them, shape (2, n)."""
    found = []
    for nodes in (_NODES, _NODES // 2):
        direction, weight = _directions(nodes)
        stiffness = christoffel(c11, c12, c44, direction)
        found.append(np.sum(stiffness**-1.5, axis=-1) @ weight / 3.0)
    return np.stack(found)


@lru_cache(maxsize=4)
def _directions(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return unit vectors over 0 < cos(theta) < 1, 0 < phi < pi/4, and weights that add up to 1."""
    node, weight = np.polynomial.legendre.leggauss(nodes)
    node, weight = 0.5 * (1.0 + node), 0.5 * weight
    cosine, phi = (v.ravel() for v in np.meshgrid(node, 0.25 * pi * node, indexing="ij"))
    sine = np.sqrt(1.0 - cosine**2)
    direction = np.stack([sine * np.cos(phi), sine * np.sin(phi), cosine], axis=1)
    return direction, np.outer(weight, weight).ravel()
