"""The Percus-Yevick hard-sphere fluid in closed form (Wertheim, Phys. Rev. Lett. 10 (1963) 321).

With the diameter as unit of length, the Laplace transform of x g(x) is

    G(s) = s L(s) / (12 eta [L(s) + S(s) e^s]),
    L(s) = 12 eta [(1 + eta/2) s + 1 + 2 eta],
    S(s) = (1 - eta)^2 s^3 + 6 eta (1 - eta) s^2 + 18 eta^2 s - 12 eta (1 + 2 eta),

and the structure factor follows from Baxter's factorisation, 1/S(y) = |D(iy)|^2 with
D(s) = [S(s) + L(s) e^-s]/[(1 - eta)^2 s^3].
"""

from __future__ import annotations

from functools import cache
from math import gamma
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from metaleos.solvers.hard_spheres.packing import checked_packing

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

_SERIES_BELOW = 0.7  # where the closed forms below start to cancel
_TERMS = 9


def py_contact_value(eta: npt.ArrayLike) -> FloatArray:
    """g(1) = (1 + eta/2)/(1 - eta)^2."""
    eta = checked_packing(eta)
    return np.asarray((1.0 + 0.5 * eta) / (1.0 - eta) ** 2)


def structure_factor(y: npt.ArrayLike, eta: npt.ArrayLike) -> FloatArray:
    """Structure factor S(y) at y = q sigma.

    Parameters
    ----------
    y : array_like
        Not negative; S(0) = (1 - eta)^4/(1 + 2 eta)^2.
    eta : array_like
        Broadcast with `y`.

    Raises
    ------
    ValueError
        If a packing fraction lies outside (0, 0.6).
    """
    eta = checked_packing(eta)
    return np.asarray(1.0 / baxter_factor_squared(np.asarray(y, dtype=float), eta))


def baxter_factor_squared(y: FloatArray, eta: FloatArray) -> FloatArray:
    """1/S(y), with the powers of y divided out before they cancel; no checks."""
    s3, c2, c4 = _reduced_trigonometry(y)
    a, b, square = 12.0 * eta * (1.0 + 2.0 * eta), 12.0 * eta * (1.0 + 0.5 * eta), (1.0 - eta) ** 2
    real = y * (a * c4 + b * s3)
    imaginary = b * c2 - a * s3 - square
    return np.asarray((real * real + imaginary * imaginary) / (square * square))


def _reduced_trigonometry(y: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(sin y - y)/y^3, (cos y - 1)/y^2, (cos y - 1 + y^2/2)/y^4."""
    small = np.abs(y) < _SERIES_BELOW
    z = np.where(small, 1.0, y)
    z2 = z * z
    cosine = np.cos(z) - 1.0
    s3, c2 = (np.sin(z) - z) / (z * z2), cosine / z2
    c4 = (c2 + 0.5) / z2
    if np.any(small):
        s3, c2, c4 = np.atleast_1d(s3, c2, c4)
        small = np.atleast_1d(small)
        t = np.atleast_1d(y)[small] ** 2
        s3[small], c2[small], c4[small] = (
            _alternating(t, 3),
            _alternating(t, 2),
            -_alternating(t, 4),
        )
        return s3.reshape(y.shape), c2.reshape(y.shape), c4.reshape(y.shape)
    return s3, c2, c4


def _alternating(t: FloatArray, start: int) -> FloatArray:
    """-sum_k (-t)^k/(start + 2k)!."""
    total = np.zeros_like(t)
    for k in range(_TERMS, -1, -1):
        total = 1.0 / gamma(start + 2 * k + 1) - t * total
    return -total


def laplace_transform(s: npt.ArrayLike, eta: npt.ArrayLike) -> FloatArray:
    """G(s), the integral of x g(x) exp(-s x) over x, for s > 0 (broadcast with `eta`)."""
    eta = checked_packing(eta)
    s = np.asarray(s, dtype=float)
    if not np.all(s > 0.0):
        raise ValueError("the Laplace variable must be positive")
    reduced = (1.0 + 0.5 * eta) * s + 1.0 + 2.0 * eta
    decay = np.exp(-s)
    return np.asarray(s * reduced * decay / (12.0 * eta * reduced * decay + cubic(s, eta)))


def cubic(s: npt.NDArray[Any], eta: FloatArray) -> npt.NDArray[Any]:
    """Wertheim's polynomial S(s), real or complex."""
    return np.asarray(
        (((1.0 - eta) ** 2 * s + 6.0 * eta * (1.0 - eta)) * s + 18.0 * eta**2) * s
        - 12.0 * eta * (1.0 + 2.0 * eta)
    )


def coulomb_integral(eta: npt.ArrayLike) -> FloatArray:
    """Integral of x [g(x) - 1] over all x, core included: -(10 - 2 eta + eta^2)/(20 (1 + 2 eta)).

    It is the limit s -> 0 of G(s) - 1/s^2.
    """
    eta = checked_packing(eta)
    return np.asarray(-(10.0 - 2.0 * eta + eta**2) / (20.0 * (1.0 + 2.0 * eta)))


def inverse_power_integral(power: int, eta: npt.ArrayLike) -> FloatArray:
    """Integral of x^(2 - power) g(x) from contact to infinity.

    It is the integral of s^(power - 2) G(s) over s, divided by (power - 2)!.

    Parameters
    ----------
    power : int
        Of the inverse power in the potential, at least 4.
    eta : array_like

    Returns
    -------
    array
        Shape of `eta`; relative accuracy 1e-12.
    """
    if power < 4:
        raise ValueError(f"the integral diverges for power {power}: at least 4 is needed")
    eta = checked_packing(eta)
    s, weights = _laplace_nodes()
    transform = laplace_transform(s, eta[..., None])
    moments = weights * s ** (power - 2) / gamma(power - 1)
    return np.asarray(np.einsum("...k,k->...", transform, moments))


@cache
def _laplace_nodes() -> tuple[FloatArray, FloatArray]:
    """Gauss-Legendre nodes on [0, 72], in two panels: exp(-72) is below all that matters."""
    x, w = np.polynomial.legendre.leggauss(40)
    nodes = [(0.5 * (b - a) * (x + 1.0) + a, 0.5 * (b - a) * w) for a, b in ((0, 12), (12, 72))]
    return np.concatenate([n[0] for n in nodes]), np.concatenate([n[1] for n in nodes])
