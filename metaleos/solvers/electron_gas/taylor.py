"""Truncated Taylor series: exact derivatives of any order by arithmetic on coefficients.

A series is an array whose first axis is the order: ``c[k] = (1/k!) d^k f/dt^k`` at t = 0. Here t
is usually ln(V/V0), for which powers of the volume are exponentials.
"""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


def exponential(value: npt.ArrayLike, rate: float, order: int) -> FloatArray:
    """Series of ``value * exp(rate t)``: a power V^rate of the volume where t = ln V."""
    value = np.asarray(value, dtype=float)
    out = np.empty((order + 1, *value.shape))
    for k in range(order + 1):
        np.multiply(value, rate**k / factorial(k), out=out[k, ...])
    return out


def multiply(a: FloatArray, b: FloatArray) -> FloatArray:
    """Product of two series of equal order."""
    out = np.empty(np.broadcast_shapes(a.shape, b.shape))
    for k in range(len(a)):
        term = a[0] * b[k]
        for j in range(1, k + 1):
            term = term + a[j] * b[k - j]
        out[k] = term
    return out


def divide(a: FloatArray, b: FloatArray) -> FloatArray:
    """Quotient of two series of equal order; ``b[0]`` must not vanish."""
    inverse = 1.0 / b[0]
    out = np.empty(np.broadcast_shapes(a.shape, b.shape))
    for k in range(len(a)):
        term = a[k]
        for j in range(1, k + 1):
            term = term - b[j] * out[k - j]
        out[k] = term * inverse
    return out


def exp(a: FloatArray) -> FloatArray:
    """Exponential of a series."""
    out = np.empty_like(a)
    out[0] = np.exp(a[0])
    for k in range(1, len(a)):
        term = a[1] * out[k - 1]
        for j in range(2, k + 1):
            term = term + j * a[j] * out[k - j]
        out[k] = term / k
    return out


def derivatives(a: FloatArray) -> FloatArray:
    """Return the derivatives d^k f/dt^k of a series."""
    scale = np.array([float(factorial(k)) for k in range(len(a))])
    return np.asarray(a * scale.reshape((-1,) + (1,) * (a.ndim - 1)))
