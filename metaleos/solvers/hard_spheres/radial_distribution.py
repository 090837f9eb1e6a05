"""Percus-Yevick g(x) at any distance x = r/sigma, from the two expansions of Wertheim's G(s).

Up to x = 5 the expansion in shells, exact in each interval: with l = L/(12 eta),

    x g(x) = sum_n (-12 eta)^(n-1) theta(x - n) sum_i Res_{s = t_i} s (l/S)^n exp[s (x - n)],

t_i being the three roots of S(s) (Smith and Henderson, Mol. Phys. 19 (1970) 411). Its terms grow
like exp(t_0 x) and cancel, so beyond x = 5 the poles s_k of G(s) itself are summed, which converge
the faster the larger x is.
"""

from __future__ import annotations

from functools import lru_cache
from math import factorial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.hard_spheres.packing import checked_packing
from metaleos.solvers.hard_spheres.percus_yevick import cubic

if TYPE_CHECKING:
    from metaleos.solvers.arrays import ComplexArray, FloatArray

_SHELLS = 5
_POLES = 24


def radial_distribution(x: npt.ArrayLike, eta: float) -> FloatArray:
    """g(x) of the Percus-Yevick fluid; 0 inside the core, the contact value at x = 1.

    Parameters
    ----------
    x : array_like
        r/sigma, not negative.
    eta : float
        Packing fraction.

    Returns
    -------
    array
        Shape of `x`; absolute accuracy 1e-11.
    """
    value = float(checked_packing(eta))
    x = np.asarray(x, dtype=float)
    g = np.zeros_like(x)
    near = (x >= 1.0) & (x <= _SHELLS)
    g[near] = shells(x[near], np.array(value))
    far = x > _SHELLS
    if np.any(far):
        position, residue = _poles(value)
        z = x[far]
        g[far] = 1.0 + 2.0 * np.real(np.exp(np.multiply.outer(z, position)) @ residue) / z
    return g


def shells(x: FloatArray, eta: FloatArray, count: int = _SHELLS) -> FloatArray:
    """g(x) for 1 <= x <= `count`; `eta` broadcasts with `x` on the left: (n, 1) with (n, m)."""
    series = shell_series(eta, count)
    total = np.zeros(np.broadcast_shapes(x.shape, np.shape(eta)))
    for n, (roots, coefficients) in enumerate(series, start=1):
        inside = x >= n
        if not np.any(inside):
            break
        y = np.where(inside, x - n, 0.0)
        term = np.zeros(total.shape)
        # the real root, and twice the real part of one of the conjugate pair
        for i, weight in ((0, 1.0), (1, 2.0)):
            polynomial = np.zeros(total.shape, dtype=complex)
            for k in range(n - 1, -1, -1):
                polynomial = polynomial * y + coefficients[i][k]
            term += weight * np.real(polynomial * np.exp(roots[i] * y))
        total += np.where(inside, term, 0.0)
    return np.asarray(total / x)


def shell_series(
    eta: FloatArray, count: int
) -> list[tuple[tuple[ComplexArray, ComplexArray], tuple[list[ComplexArray], list[ComplexArray]]]]:
    """Roots t_i (i = 0, 1) and, by shell n, the n coefficients of y^k in the residue at t_i."""
    roots = cubic_roots(eta)
    out: list[
        tuple[tuple[ComplexArray, ComplexArray], tuple[list[ComplexArray], list[ComplexArray]]]
    ] = []
    for n in range(1, count + 1):
        parts: list[list[ComplexArray]] = []
        for i in range(2):
            t, others = roots[i], [roots[j] for j in range(3) if j != i]
            # Taylor series in e of s l^n / [(1 - eta)^2 (s - t_j)(s - t_k)]^n at s = t + e
            power = _series_power(
                _series_divide(
                    [(1.0 + 0.5 * eta) * t + 1.0 + 2.0 * eta, (1.0 + 0.5 * eta) + 0.0 * t],
                    [
                        (1.0 - eta) ** 2 * (t - others[0]) * (t - others[1]),
                        (1.0 - eta) ** 2 * (2.0 * t - others[0] - others[1]),
                        (1.0 - eta) ** 2 + 0.0 * t,
                    ],
                    n,
                ),
                n,
            )
            full = [t * power[0]] + [t * power[k] + power[k - 1] for k in range(1, n)]
            sign = (-12.0 * eta) ** (n - 1)
            parts.append([sign * full[n - 1 - k] / factorial(k) for k in range(n)])
        out.append(((roots[0], roots[1]), (parts[0], parts[1])))
    return out


def cubic_roots(eta: FloatArray) -> tuple[ComplexArray, ComplexArray, ComplexArray]:
    """Roots of S(s): the real one, then the conjugate pair (Cardano, one Newton step)."""
    b, c = 6.0 * eta / (1.0 - eta), 18.0 * eta**2 / (1.0 - eta) ** 2
    d = -12.0 * eta * (1.0 + 2.0 * eta) / (1.0 - eta) ** 2
    p, q = c - b * b / 3.0, 2.0 * b**3 / 27.0 - b * c / 3.0 + d
    radical = np.sqrt(q * q / 4.0 + p**3 / 27.0)  # positive for every packing fraction
    u = np.cbrt(-0.5 * q + radical)
    v = -p / (3.0 * u)
    real = u + v - b / 3.0
    pair = -0.5 * (u + v) - b / 3.0 + 0.5j * np.sqrt(3.0) * (u - v)
    polished = []
    for root in (real + 0j, pair):
        value = cubic(root, eta)
        slope = (3.0 * (1.0 - eta) ** 2 * root + 12.0 * eta * (1.0 - eta)) * root + 18.0 * eta**2
        polished.append(root - value / slope)
    return polished[0], polished[1], np.conj(polished[1])


def _series_divide(
    numerator: list[ComplexArray], denominator: list[ComplexArray], terms: int
) -> list[ComplexArray]:
    out: list[ComplexArray] = []
    for k in range(terms):
        value = numerator[k] if k < len(numerator) else 0.0 * denominator[0]
        for j in range(1, min(k, len(denominator) - 1) + 1):
            value = value - denominator[j] * out[k - j]
        out.append(value / denominator[0])
    return out


def _series_power(series: list[ComplexArray], power: int) -> list[ComplexArray]:
    """Return the series raised to `power` (the recurrence of J. C. P. Miller)."""
    out = [series[0] ** power]
    for k in range(1, len(series)):
        value = 0.0 * series[0]
        for j in range(1, k + 1):
            value = value + (power * j - (k - j)) * series[j] * out[k - j]
        out.append(value / (k * series[0]))
    return out


@lru_cache(maxsize=64)
def _poles(eta: float) -> tuple[ComplexArray, ComplexArray]:
    """Zeros s_k of L(s) + S(s) e^s in the upper half plane, and the residues of G there."""
    k = np.arange(1, _POLES + 1)
    value = np.array(eta)
    # e^-s = -S/L: start from the leading power, s^2 (1 - eta)^2/(12 eta (1 + eta/2))
    s = -1.0 + 2.0j * np.pi * k
    scale = (1.0 - eta) ** 2 / (12.0 * eta * (1.0 + 0.5 * eta))
    for _ in range(4):
        s = -np.log(-scale * s * s) + 2.0j * np.pi * (k + 0.0)
    for _ in range(40):
        ell = (1.0 + 0.5 * eta) * s + 1.0 + 2.0 * eta
        function = 12.0 * eta * ell * np.exp(-s) + cubic(s, value)
        slope = 12.0 * eta * (1.0 + 0.5 * eta - ell) * np.exp(-s) + _cubic_slope(s, eta)
        s = s - function / slope
    ell = (1.0 + 0.5 * eta) * s + 1.0 + 2.0 * eta
    slope = 12.0 * eta * (1.0 + 0.5 * eta - ell) * np.exp(-s) + _cubic_slope(s, eta)
    return s, s * ell * np.exp(-s) / slope


def _cubic_slope(s: ComplexArray, eta: float) -> ComplexArray:
    slope = (3.0 * (1.0 - eta) ** 2 * s + 12.0 * eta * (1.0 - eta)) * s + 18.0 * eta**2
    return np.asarray(slope)
