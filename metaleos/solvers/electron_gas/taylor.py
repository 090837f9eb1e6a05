"""Truncated Taylor series: exact derivatives of any order by arithmetic on coefficients.

A series is an array whose first axis is the order: ``c[k] = (1/k!) d^k f/dt^k`` at t = 0. Here t
is usually ln(V/V0), for which powers of the volume are exponentials.
"""

from __future__ import annotations

from math import factorial

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def exponential(value: npt.ArrayLike, rate: float, order: int) -> FloatArray:
    """Series of ``value * exp(rate t)``: a power V^rate of the volume where t = ln V."""
    value = np.asarray(value, dtype=float)
    return np.stack([value * (rate**k / factorial(k)) for k in range(order + 1)])


def multiply(a: FloatArray, b: FloatArray) -> FloatArray:
    """Product of two series of equal order."""
    out = [a[0] * b[0]]
    for k in range(1, len(a)):
        term = a[0] * b[k]
        for j in range(1, k + 1):
            term = term + a[j] * b[k - j]
        out.append(term)
    return np.stack(out)


def divide(a: FloatArray, b: FloatArray) -> FloatArray:
    """Quotient of two series of equal order; ``b[0]`` must not vanish."""
    inverse = 1.0 / b[0]
    out = [a[0] * inverse]
    for k in range(1, len(a)):
        term = a[k] - b[k] * out[0]
        for j in range(1, k):
            term = term - b[j] * out[k - j]
        out.append(term * inverse)
    return np.stack(out)


def exp(a: FloatArray) -> FloatArray:
    """Exponential of a series."""
    out = [np.exp(a[0])]
    for k in range(1, len(a)):
        term = a[1] * out[k - 1]
        for j in range(2, k + 1):
            term = term + j * a[j] * out[k - j]
        out.append(term / k)
    return np.stack(out)


def derivatives(a: FloatArray) -> FloatArray:
    """Return the derivatives d^k f/dt^k of a series."""
    scale = np.array([float(factorial(k)) for k in range(len(a))])
    return np.asarray(a * scale.reshape((-1,) + (1,) * (a.ndim - 1)))
