"""Quadrature over Q = q/kF, and the oscillating tails that no finite grid reaches.

The integrands have a singularity (Q - 2) ln|Q - 2| at Q = 2, where the Lindhard function has its
own, and decay like Q^-4 times cosines. Panels are graded towards Q = 2 by a cubic substitution.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import sici

if TYPE_CHECKING:
    from metaleos.solvers.arrays import ComplexArray, FloatArray

_KOHN = 2.0
_LARGEST_RULE = 160  # finding the nodes of a rule takes time that grows like their cube
# ranges of x in which the continued fraction needs at most so many terms (their product counts)
_FRACTION = ((12.0, 36), (30.0, 16), (60.0, 9))


@lru_cache(maxsize=128)
def gauss(count: int) -> tuple[FloatArray, FloatArray]:
    """Gauss-Legendre nodes and weights on [0, 1]; the arrays are read-only."""
    x, w = np.polynomial.legendre.leggauss(count)
    x, w = 0.5 * (x + 1.0), 0.5 * w
    x.setflags(write=False)
    w.setflags(write=False)
    return x, w


def _composite(count: int) -> tuple[FloatArray, FloatArray]:
    """Return about `count` nodes on [0, 1]: one rule, or many of moderate order at great r."""
    parts = -(-count // _LARGEST_RULE)
    if parts == 1:
        return gauss(count)
    x, w = gauss(count // parts + 56)  # each part needs the margin 6 k^(1/3) of its own
    return (np.add.outer(np.arange(parts), x) / parts).ravel(), np.tile(w / parts, parts)


def nodes(length: float, rate: float, minimum: int) -> int:
    """Nodes that integrate a function of phase `rate` times x to rounding over a `length`.

    A Legendre rule of N nodes is exact to degree 2N - 1, and exp(i k x) on [-1, 1] has no
    weight beyond degree k + 12 k^(1/3); rounded up to a multiple of 8.
    """
    k = 0.5 * length * rate
    return -8 * int(-(minimum + 0.5 * k + 6.0 * k ** (1.0 / 3.0)) // 8)


@lru_cache(maxsize=64)
def grid(upper: float, rate: int, density: float = 1.0) -> tuple[FloatArray, FloatArray]:
    """Nodes Q and weights on (0, upper), upper > 4, for phases up to `rate` times Q.

    Parameters
    ----------
    upper : float
    rate : int
        Fastest phase per unit of Q.
    density : float
        Factor on the number of nodes; less than one for an error estimate.
    """
    middle = 2.0 * _KOHN
    parts = []

    def count(length: float, frequency: float, minimum: int) -> int:
        return max(8, round(density * nodes(length, frequency, minimum)))

    t, w = _composite(count(_KOHN, 3.0 * rate, 44))
    parts.append((_KOHN * (1.0 - t**3)[::-1], (3.0 * _KOHN * t * t * w)[::-1]))
    t, w = _composite(count(middle - _KOHN, 3.0 * rate, 40))
    parts.append((_KOHN + (middle - _KOHN) * t**3, 3.0 * (middle - _KOHN) * t * t * w))
    edge = middle
    while edge < upper:  # panels growing with Q: the amplitude's own scale is Q
        end = min(upper, 2.0 * edge)
        t, w = _composite(count(end - edge, rate, 18))
        parts.append((edge + (end - edge) * t, (end - edge) * w))
        edge = end
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def exponential_integrals(x: FloatArray, first: int, count: int) -> ComplexArray:
    """E_m(-i x), the integral of t^-m exp(i x t) over t > 1, for m = first, first + 2, ...

    Parameters
    ----------
    x : array, shape (...)
        Any sign.
    first, count : int

    Returns
    -------
    array, shape (count, ...)
    """
    a = np.abs(x)
    out = np.empty((count, *a.shape), dtype=complex)
    slow = a < _FRACTION[0][0]
    if np.any(slow):
        out[:, slow] = _by_recurrence(a[slow], first, count)
    ends = [*(start for start, _ in _FRACTION[1:]), np.inf]
    for (start, terms), end in zip(_FRACTION, ends, strict=True):
        inside = (a >= start) & (a < end)
        if np.any(inside):
            out[:, inside] = _by_fraction(a[inside], first, count, terms)
    return np.asarray(np.where(x < 0.0, np.conj(out), out))


def _by_fraction(x: FloatArray, first: int, count: int, terms: int) -> ComplexArray:
    """Continued fraction at the highest order, then downwards (stable for x above the order)."""
    last = first + 2 * (count - 1)
    z = -1j * x
    # E_m(z) = e^-z/(z + m - m/(z + m + 2 - 2(m + 1)/(z + m + 4 - ...)))
    tail = z + (last + 2 * terms)
    for k in range(terms, 0, -1):
        tail = (z + (last + 2 * (k - 1))) - k * (last + k - 1) / tail
    inverse = 1j / x
    decay = np.exp(-z)
    value = decay / tail
    decay = decay * inverse
    out = np.empty((count, *x.shape), dtype=complex)
    out[count - 1] = value
    for order in range(last - 1, first - 1, -1):
        value = decay - (order * inverse) * value
        if (order - first) % 2 == 0:
            out[(order - first) // 2] = value
    return out


def _by_recurrence(x: FloatArray, first: int, count: int) -> ComplexArray:
    """Upwards from E_1 = -Ci(x) + i [pi/2 - Si(x)]."""
    safe = np.where(x > 0.0, x, 1.0)
    si, ci = sici(safe)
    value = np.where(x > 0.0, -ci + 1j * (0.5 * np.pi - si), 0.0)  # x E_1 -> 0 at x = 0
    phase = np.exp(1j * x)
    out = np.empty((count, *x.shape), dtype=complex)
    for order in range(1, first + 2 * (count - 1)):
        value = (phase + 1j * x * value) / order
        done = order + 1 - first
        if done >= 0 and done % 2 == 0:
            out[done // 2] = value
    return out
