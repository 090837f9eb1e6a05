"""The third order of `ha` as its printed tables sum it: Soma et al. (1978), Eq. 16, typed again.

G1 is one of the shortest vectors, G2 and G3 = -(G1 + G2) any but 0 within 5.65 kF; Lambda3 by
quadrature of its definition. Rydberg units, one atom in the cell.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import pi
from typing import TYPE_CHECKING

import mpmath
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

CUTOFF = 5.65


@cache
def three_point(*lengths: float) -> float:
    """Lambda3 at kF = 1 from its definition: x2 analytically, x1 by tanh-sinh, 30 digits."""
    with mpmath.workdps(30):
        q1, q2, q3 = (mpmath.mpf(q) for q in lengths)
        a = q2**2
        slope = q1**2 - q2**2 - q3**2

        def inner(x1):
            # 1 - M = a x2^2 + b x2 + c, with x3 = 1 - x1 - x2
            end = 1 - x1
            b = -(slope * x1 + a)
            c = 1 - x1 * end * q3**2
            root = b * b - 4 * a * c

            def primitive(x):
                value = max(a * x * x + b * x + c, mpmath.mpf(0))
                return mpmath.log(abs(2 * mpmath.sqrt(a * value) + 2 * a * x + b)) / q2

            if root <= 0:
                return primitive(end) - primitive(0)
            low = (-b - mpmath.sqrt(root)) / (2 * a)
            high = (-b + mpmath.sqrt(root)) / (2 * a)
            pieces = ((mpmath.mpf(0), min(end, low)), (max(mpmath.mpf(0), high), end))
            return sum(primitive(stop) - primitive(start) for start, stop in pieces if stop > start)

        # the integrand kinks where 1 - M vanishes on an edge or doubly inside the simplex
        breaks = {mpmath.mpf(0), mpmath.mpf(1)}
        for edge in (q1, q3):
            if edge > 2:
                s = mpmath.sqrt(1 - 4 / edge**2)
                breaks |= {(1 - s) / 2, (1 + s) / 2}
        p = slope**2 - 4 * a * q3**2
        half = slope * a + 2 * a * q3**2
        last = a * a - 4 * a
        if p != 0:
            under = half**2 - p * last
            if under >= 0:
                breaks |= {(-half - mpmath.sqrt(under)) / p, (-half + mpmath.sqrt(under)) / p}
        elif half != 0:
            breaks.add(-last / (2 * half))
        points = sorted(x for x in breaks if 0 <= x <= 1)
        return float(mpmath.quad(inner, points) / (12 * mpmath.pi**2))


@cache
def triples(structure: str) -> tuple[list[tuple[float, float, float]], np.ndarray, np.ndarray]:
    """Return q1, q2, q3 [kF] of the triples, how many there are of each, and Lambda3."""
    # bcc has the reciprocal lattice fcc: h + k + l even; fcc: h, k, l all even or all odd
    unit = 2.0 * pi / (2.0 if structure == "bcc" else 4.0) ** (1 / 3) / (3.0 * pi**2) ** (1 / 3)
    axis = range(-9, 10)
    points = {
        (h, k, n)
        for h in axis for k in axis for n in axis
        if ((h + k + n) % 2 == 0 if structure == "bcc" else h % 2 == k % 2 == n % 2)
        and 0 < unit**2 * (h * h + k * k + n * n) <= CUTOFF**2
    }  # fmt: skip
    square = {p: sum(x * x for x in p) for p in points}
    shortest = min(square.values())
    count: Counter[tuple[int, ...]] = Counter()
    for one in (p for p in points if square[p] == shortest):
        for two in points:
            three = tuple(-a - b for a, b in zip(one, two, strict=True))
            if three in points:
                count[tuple(sorted((square[one], square[two], square[three])))] += 1
    sides = [tuple(unit * n**0.5 for n in key) for key in count]
    response = np.array([three_point(*lengths) for lengths in sides])
    return sides, np.array(list(count.values()), dtype=float), response


def third(structure: str, volume: float, wave: Callable[[np.ndarray], np.ndarray]) -> float:
    """E3 [Ry]; `wave` gives W [Ry] of wavenumbers [1/bohr]."""
    k_f = (3.0 * pi**2 / volume) ** (1 / 3)
    sides, count, response = triples(structure)
    w = wave(np.array(sides) * k_f).prod(axis=1)
    return float(volume * np.sum(count * w * response / k_f))
