r"""The Fermi-Dirac functions of half-integer order, exact to 1e-14.

    I_a(eta) = int_0^inf x^a / (1 + exp(x - eta)) dx     (no factor 1/Gamma(a + 1))

for a = -1/2, 1/2, 3/2, the first three derivatives of I_-1/2, and the entropy combination
sigma = (5/3) I_3/2 - eta I_1/2. Derivatives of the others follow from I_a' = a I_{a-1}.

Below eta = -4 the series in exp(eta) is used, above 44 Sommerfeld's in 1/eta^2 (what it leaves
out is of order exp(-eta)), between them the tables of `tables`. Sommerfeld's series in full:

    I_a = eta^(a+1)/(a+1) [1 + sum_k 2 (1 - 2^(1-2k)) zeta(2k) (a+1) a ... (a-2k+2) eta^(-2k)].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import gamma, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray

ETA_LOW = -4.0
ETA_HIGH = 44.0
_CHUNK = 8192  # elements worked on at a time, so that temporaries stay in cache

NAMES = (
    "i_minus_half",
    "i_half",
    "i_three_half",
    "i_minus_half_d1",
    "i_minus_half_d2",
    "i_minus_half_d3",
    "entropy",
    "entropy_slope",
)


@dataclass(frozen=True)
class _Tails:
    """The series of one function outside the table.

    low : coefficients of exp(eta)^k, k = 1, 2 ... of f (and, for sigma, of -eta exp(eta)^k).
    high : coefficients of eta^(-2k) after the factor eta^power.
    """

    low: tuple[float, ...]
    low_eta: tuple[float, ...]
    power: float
    high: tuple[float, ...]


def _zeta_even(k: int) -> float:
    """Return zeta(2k)."""
    closed = {1: pi**2 / 6, 2: pi**4 / 90, 3: pi**6 / 945, 4: pi**8 / 9450}
    return closed[k] if k in closed else 1.0 + sum(n ** (-2.0 * k) for n in range(2, 60))


def sommerfeld(a: float, terms: int = 16) -> tuple[float, ...]:
    """Return the coefficients c_k of I_a = eta^(a+1) sum_k c_k eta^(-2k)."""
    found = [1.0 / (a + 1.0)]
    for k in range(1, terms):
        falling = 1.0  # a (a-1) ... (a-2k+2): the factor a+1 cancels the one before the bracket
        for j in range(2 * k - 1):
            falling *= a - j
        found.append(2.0 * (1.0 - 2.0 ** (1 - 2 * k)) * _zeta_even(k) * falling)
    return tuple(found)


def degenerate_excess(a: float, eta: FloatArray) -> FloatArray:
    """Return I_a(eta)/(eta^(a+1)/(a+1)) - 1 for eta >= 44: Sommerfeld's series without its one."""
    coefficients = sommerfeld(a, 12)
    q = 1.0 / (eta * eta)
    out = np.zeros_like(q)
    for c in coefficients[:0:-1]:
        out = (out + c / coefficients[0]) * q
    return out


def _boltzmann(a: float, terms: int = 11) -> tuple[float, ...]:
    return tuple(gamma(a + 1.0) * (-1.0) ** (k + 1) * k ** (-a - 1.0) for k in range(1, terms + 1))


@cache
def _tails(name: str) -> _Tails:
    if name == "entropy":
        first, second = sommerfeld(1.5), sommerfeld(0.5)
        # 5/3 * 2/5 - 2/3 vanishes: the series starts at eta^(1/2)
        high = tuple(5.0 / 3.0 * f - s for f, s in zip(first[1:], second[1:], strict=True))
        low = tuple(5.0 / 3.0 * c for c in _boltzmann(1.5))
        return _Tails(low, _boltzmann(0.5), 0.5, high)
    if name == "entropy_slope":
        parent = _tails("entropy")
        falling = _boltzmann(0.5)
        low = tuple(
            k * a - b for k, (a, b) in enumerate(zip(parent.low, falling, strict=True), start=1)
        )
        low_eta = tuple(k * b for k, b in enumerate(falling, start=1))
        high = tuple(c * (0.5 - 2 * k) for k, c in enumerate(parent.high))
        return _Tails(low, low_eta, -0.5, high)
    if name.startswith("i_minus_half_d"):
        order = int(name[-1])
        power, high = 0.5, sommerfeld(-0.5)
        for _ in range(order):
            high = tuple(c * (power - 2 * k) for k, c in enumerate(high))
            power -= 1.0
        low = tuple(c * k**order for k, c in enumerate(_boltzmann(-0.5), start=1))
        return _Tails(low, (), power, high)
    a = {"i_minus_half": -0.5, "i_half": 0.5, "i_three_half": 1.5}[name]
    return _Tails(_boltzmann(a), (), a + 1.0, sommerfeld(a))


def _horner(coefficients: Sequence[float], x: FloatArray) -> FloatArray:
    out = np.full_like(x, coefficients[-1])
    for c in coefficients[-2::-1]:
        out *= x
        out += c
    return out


def _low(name: str, eta: FloatArray, e: FloatArray) -> FloatArray:
    tails = _tails(name)
    out = _horner(tails.low, e)
    if tails.low_eta:
        # where exp(eta) has underflowed eta may be -inf, and 0 * inf is not 0
        out -= np.maximum(eta, -1e300) * _horner(tails.low_eta, e)
    out *= e
    return out


def _power(root: FloatArray, eta: FloatArray, power: float) -> FloatArray:
    """Return eta^power for half-integer powers from the square root."""
    whole = round(power - 0.5)
    if whole == 0:
        return root.copy()
    if whole > 0:
        return root * eta**whole
    return root / eta ** (-whole)


def _high(name: str, eta: FloatArray, root: FloatArray, inverse: FloatArray) -> FloatArray:
    tails = _tails(name)
    # the series is asymptotic: at 44 its smallest term is the 22nd
    out = _horner(tails.high[: 15 if "_d" in name else 11], inverse)
    out *= _power(root, eta, tails.power)
    return out


def evaluate(names: Sequence[str], eta: npt.ArrayLike) -> list[FloatArray]:
    """Return several functions at the same arguments, sharing the work of locating them.

    Parameters
    ----------
    names : sequence of str
        Of `NAMES`.
    eta : array_like
        Any shape; NaN gives NaN, -inf gives 0, +inf inf (or 0 for decaying derivatives).

    Returns
    -------
    list of float array
        One of the shape of `eta` for each name.

    Raises
    ------
    ValueError
        If a name is unknown.
    """
    for name in names:
        if name not in NAMES:
            raise ValueError(f"no Fermi-Dirac function {name!r}; there are {', '.join(NAMES)}")
    given = np.asarray(eta, dtype=np.float64)
    flat = np.ascontiguousarray(given).ravel()
    outs = [np.empty_like(flat) for _ in names]
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        for start in range(0, flat.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            _evaluate_chunk(names, flat[part], [out[part] for out in outs])
    return [out.reshape(given.shape) for out in outs]


def _evaluate_chunk(names: Sequence[str], eta: FloatArray, outs: Sequence[FloatArray]) -> None:
    low = np.flatnonzero(eta < ETA_LOW)
    high = np.flatnonzero(eta >= ETA_HIGH)
    if low.size + high.size == 0 and not np.isnan(eta).any():
        segment, offset = table(names[0]).locate(eta)
        for name, out in zip(names, outs, strict=True):
            out[:] = table(name).evaluate(segment, offset)
        return
    if low.size + high.size < eta.size:
        middle = np.flatnonzero((eta >= ETA_LOW) & (eta < ETA_HIGH))
        segment, offset = table(names[0]).locate(eta[middle])
        for name, out in zip(names, outs, strict=True):
            out.fill(np.nan)
            out[middle] = table(name).evaluate(segment, offset)
    if low.size:
        x = eta[low]
        e = np.exp(x)
        for name, out in zip(names, outs, strict=True):
            out[low] = _low(name, x, e)
    if high.size:
        x = eta[high]
        root, inverse = np.sqrt(x), 1.0 / (x * x)
        for name, out in zip(names, outs, strict=True):
            out[high] = _high(name, x, root, inverse)


def i_minus_half(eta: npt.ArrayLike) -> FloatArray:
    """Return I_-1/2(eta)."""
    return evaluate(("i_minus_half",), eta)[0]


def i_half(eta: npt.ArrayLike) -> FloatArray:
    """Return I_1/2(eta); its derivative is I_-1/2 / 2."""
    return evaluate(("i_half",), eta)[0]


def i_three_half(eta: npt.ArrayLike) -> FloatArray:
    """Return I_3/2(eta); its derivative is (3/2) I_1/2."""
    return evaluate(("i_three_half",), eta)[0]


def entropy_sigma(eta: npt.ArrayLike) -> FloatArray:
    """Return sigma = (5/3) I_3/2 - eta I_1/2, the entropy of a gas of density I_1/2, in k.

    It is positive and evaluated by its own approximation: at eta = 1e6 the difference of the two
    terms has lost twelve digits.
    """
    return evaluate(("entropy",), eta)[0]


def entropy_sigma_slope(eta: npt.ArrayLike) -> FloatArray:
    """Return dsigma/deta = (3/2) I_1/2 - (eta/2) I_-1/2, without the loss of digits."""
    return evaluate(("entropy_slope",), eta)[0]


_GAMMA_3_2 = sqrt(pi) / 2.0


def _reverted(low: Sequence[float]) -> tuple[float, ...]:
    """Return b_k of e = sum_k b_k v^(k+1), the inverse of v = sum_k low_k e^(k+1)."""
    # Lagrange: b_n = [e^(n-1)] (e / v(e))^n / n, with the reciprocal power series computed once
    count = len(low)
    reciprocal = [1.0 / low[0]]
    for n in range(1, count):
        reciprocal.append(-sum(low[j] * reciprocal[n - j] for j in range(1, n + 1)) / low[0])
    found = []
    power = [1.0] + [0.0] * (count - 1)
    for n in range(1, count + 1):
        power = [sum(power[j] * reciprocal[k - j] for j in range(k + 1)) for k in range(count)]
        found.append(power[n - 1] / n)
    return tuple(found)


@cache
def _inverse_low() -> tuple[float, ...]:
    """Return c_k of eta = ln(v / Gamma(3/2)) + sum_k c_k v^k (k = 1, 2 ...) for small v."""
    b = _reverted(_boltzmann(0.5))
    ratio = [c / b[0] for c in b]  # e = (v / Gamma) (1 + ratio_1 v + ...)
    log = [0.0] * len(b)
    for n in range(1, len(b)):
        log[n] = ratio[n] - sum(k * log[k] * ratio[n - k] for k in range(1, n)) / n
    return tuple(log[1:])


@cache
def _inverse_high() -> tuple[float, ...]:
    """Return c_k of eta = w (1 + sum_k c_k w^(-2k)), w = (3 v / 2)^(2/3), for large v."""
    count = 8
    series = [1.5 * c for c in sommerfeld(0.5, count)]
    # with z = eta/w: 1 = z^(3/2) sum_k series_k z^(-2k) q^k, q = w^-2; solved order by order
    z = [1.0] + [0.0] * (count - 1)
    for n in range(1, count):
        residual = 0.0
        for k in range(n + 1):
            residual += series[k] * _series_power(z, 1.5 - 2.0 * k, n - k)[n - k]
        z[n] = -residual / 1.5
    return tuple(z[1:])


def _series_power(z: Sequence[float], p: float, order: int) -> list[float]:
    """Return the power series of z^p up to `order`, for z_0 = 1 (Euler's recurrence)."""
    out = [1.0]
    for n in range(1, order + 1):
        total = sum((p * k - (n - k)) * z[k] * out[n - k] for k in range(1, n + 1))
        out.append(total / n)
    return out


def i_half_inverse(value: npt.ArrayLike) -> FloatArray:
    """Return eta with I_1/2(eta) = value.

    Parameters
    ----------
    value : array_like
        Positive; 0 gives -inf, a negative number or NaN gives NaN.

    Returns
    -------
    float array
        Relative error below 1e-14, absolute where abs(eta) < 1.
    """
    given = np.asarray(value, dtype=np.float64)
    flat = np.ascontiguousarray(given).ravel()
    out = np.empty_like(flat)
    with np.errstate(divide="ignore", invalid="ignore"):
        for start in range(0, flat.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            _inverse_chunk(flat[part], out[part])
    return out.reshape(given.shape)


_VALUE_LOW, _VALUE_HIGH = 0.0155, 200.0  # eta = -4.04 and 45.8: inside the table of ln v


def _inverse_chunk(value: FloatArray, out: FloatArray) -> None:
    out.fill(np.nan)
    inside = np.flatnonzero((value >= _VALUE_LOW) & (value < _VALUE_HIGH))
    if inside.size:
        pieces = table("inverse")
        out[inside] = pieces.evaluate(*pieces.locate(np.log(value[inside])))
    low = np.flatnonzero((value < _VALUE_LOW) & (value >= 0.0))
    if low.size:
        v = value[low]
        out[low] = np.log(v / _GAMMA_3_2) + v * _horner(_inverse_low(), v)
    high = np.flatnonzero(value >= _VALUE_HIGH)
    if high.size:
        w = np.cbrt(1.5 * value[high]) ** 2
        q = 1.0 / (w * w)
        out[high] = w * (1.0 + q * _horner(_inverse_high(), q))
