"""The electron gas at any temperature: Fermi integrals by the trapezoidal rule, Eq. 24, fits.

I_a(eta) = int_0^inf x^a/(1 + e^(x - eta)) dx. With x = s^2 the integrand is even and entire but for
poles at s^2 = eta + i pi, so the trapezoidal rule leaves exp(-2 pi Im s/h); far into degeneracy
Sommerfeld's series serves. Perrot (1979), Eqs. 5, 14, 24 and App. A, B, typed from the paper.
"""

from __future__ import annotations

from functools import cache
from math import pi, sqrt

import numpy as np
from scipy.interpolate import BSpline, make_interp_spline
from scipy.special import zeta

STEP, DEGENERATE, TERMS = 0.02, 50.0, 12
A0, B0 = 1.5 ** (4 / 3), 27 / 16


def fermi(power: float, eta: np.ndarray) -> np.ndarray:
    """I_a for a = -3/2 (by its derivative), -1/2, 1/2, 3/2."""
    eta = np.atleast_1d(np.asarray(eta, dtype=float))
    far = eta > DEGENERATE
    out = np.empty_like(eta)
    s = np.arange(0.0, sqrt(DEGENERATE + 745.0), STEP)
    low = eta[~far, None]
    with np.errstate(over="ignore"):
        occupied = 1.0 / (1.0 + np.exp(s**2 - low))
    weight = np.full(len(s), STEP)
    weight[0] *= 0.5
    out[~far] = (2.0 * s ** (2.0 * power + 1.0) * occupied) @ weight
    high = eta[far]
    out[far] = high ** (power + 1.0) / (power + 1.0) * (1.0 + excess(power, high))
    return out


def excess(power: float, eta: np.ndarray) -> np.ndarray:
    """Sommerfeld: I_a = eta^(a+1)/(a+1) (1 + excess)."""
    total, factor = np.zeros_like(eta), 1.0
    for k in range(1, TERMS + 1):
        factor *= (power + 3.0 - 2 * k) * (power + 2.0 - 2 * k)
        total += 2.0 * (1.0 - 2.0 ** (1 - 2 * k)) * zeta(2 * k) * factor * (1.0 / eta) ** (2 * k)
    return total


def entropy(eta: np.ndarray) -> np.ndarray:
    """Entropy per electron, (5/3) I_3/2/I_1/2 - eta [k], without cancellation."""
    far = eta > DEGENERATE
    low, high = np.where(far, 0.0, eta), np.where(far, eta, 1e3)
    near = 5.0 / 3.0 * fermi(1.5, low) / fermi(0.5, low) - low
    a, b = excess(0.5, high), excess(1.5, high)
    return np.where(far, high * (b - a) / (1.0 + a), near)


def inverse(log_y: np.ndarray) -> np.ndarray:
    """Eta of y = I_1/2(eta), by Newton in ln y."""
    eta = np.where(log_y < 0.0, log_y + 0.1208, (1.5 * np.exp(np.minimum(log_y, 90.0))) ** (2 / 3))
    for _ in range(60):
        value = fermi(0.5, eta)
        move = (np.log(value) - log_y) * value / (0.5 * fermi(-0.5, eta))
        eta = eta - np.clip(move, -5.0, np.maximum(5.0, 0.2 * np.abs(eta)))
        if np.all(np.abs(move) < 1e-13 * np.maximum(1.0, np.abs(eta))):
            break
    return eta


LOW, HIGH = -50.0, 52.0


EDGE = 0.5
"""ln y where the splines meet; each reaches over it."""


@cache
def _exact() -> tuple[BSpline, BSpline]:
    """Splines of degree 7 in ln y: eta, d eta/d ln y, p/n kT and sigma, scaled."""
    log_y = np.arange(LOW, HIGH + 0.01, 0.02)
    eta, w = inverse(log_y), scale(log_y)
    y = fermi(0.5, eta)
    slope, p = 2.0 * y / fermi(-0.5, eta) / w, 2.0 / 3.0 * fermi(1.5, eta) / y / w
    low = np.array([eta - log_y, slope, p, entropy(eta) + log_y]).T
    high = np.array([eta / w, slope, p, entropy(eta) * w]).T
    a, b = log_y < EDGE + 1.0, log_y > EDGE - 1.0
    return tuple(make_interp_spline(log_y[i], c[i], k=7) for i, c in ((a, low), (b, high)))


def scale(log_y):
    """(1 + y^(4/3))^(1/2)."""
    return np.sqrt(1.0 + np.exp(4 / 3 * log_y))


def exact(log_y):
    """eta, d eta/d ln y, p/n kT, sigma at ln y."""
    lower, upper = _exact()
    w = scale(log_y)
    if np.ndim(log_y) == 0:
        if log_y < EDGE:
            a = lower(log_y)
            return a[0] + log_y, a[1] * w, a[2] * w, a[3] - log_y
        a = upper(log_y)
        return a[0] * w, a[1] * w, a[2] * w, a[3] / w
    below = log_y < EDGE
    a = np.moveaxis(lower(np.minimum(log_y, EDGE)), -1, 0)
    b = np.moveaxis(upper(np.maximum(log_y, EDGE)), -1, 0)
    return (
        np.where(below, a[0] + log_y, b[0] * w), np.where(below, a[1], b[1]) * w,
        np.where(below, a[2], b[2]) * w, np.where(below, a[3] - log_y, b[3] / w),
    )  # fmt: skip


# App. A and B as printed but for powers of u and one exponent (docs/theory/tfd.md)
F_LOW = [-0.8791880215, 0.1989718742, 0.1068697043e-2, -0.8812685726e-2, 0.1272183027e-1,
         -0.9772758583e-2, 0.3820630477e-2, -0.5971217041e-3]  # fmt: skip
F_HIGH = {1: 0.7862224183, -1: -1.882979454, -3: 0.5321952681, -5: 2.304457955, -7: -16.14280772,
          -9: 52.28431386, -11: -95.92645619, -13: 94.62230172, -15: -38.93753937}  # fmt: skip
H_LOW = [0.5, -0.1999176316, 0.09765615709, -0.06237609924, 0.05801466322, -0.04449287774,
         0.01903211697, -0.003284096926]  # fmt: skip
H_HIGH = {0: 1 / 6, -2: 0.3115907990, -4: 3.295662439, -6: -29.22038326, -8: 116.1084531,
          -10: -250.4543147, -12: 281.4336880, -14: -128.8784806}  # fmt: skip
Y0 = 3.0 * pi / (4.0 * sqrt(2.0))


def fitted(log_y: np.ndarray) -> tuple[np.ndarray, ...]:
    """eta, d eta/d ln y, p/n kT, sigma of the fit of f(y): f + y f', (f + y f')' y, y f'."""
    f, f1, f2 = _fit(log_y, F_LOW, F_HIGH)
    low = log_y <= np.log(Y0)
    f, f1 = f + np.where(low, log_y, 0.0), f1 + low
    return f + f1, f1 + f2, f1, 1.5 * f1 - f


def _fit(log_y, low, high):
    """Return a fit and its first two derivatives by ln y."""
    y = np.exp(np.minimum(log_y, np.log(Y0)))
    u = np.exp(2 / 3 * np.maximum(log_y, np.log(Y0)))
    below = log_y <= np.log(Y0)
    return tuple(
        np.where(
            below,
            sum(c * k**n * y**k for k, c in enumerate(low)),
            sum(c * (2 / 3 * k) ** n * u**k for k, c in high.items()),
        )
        for n in range(3)
    )


@cache
def _gradient_spline():
    """12 h = I_1/2 I'_-1/2/I_-1/2^2 over ln y, I'_-1/2 by the derivative of the occupation."""
    log_y = np.arange(LOW, 45.0, 0.02)
    eta = inverse(log_y)
    far = eta > DEGENERATE
    s = np.arange(0.0, sqrt(DEGENERATE + 745.0), STEP)
    weight = np.full(len(s), STEP)
    weight[0] *= 0.5
    with np.errstate(over="ignore"):
        e = np.exp(-np.abs(s**2 - np.where(far, 0.0, eta)[:, None]))
    near = (2.0 * e / (1.0 + e) ** 2) @ weight
    high = np.where(far, eta, 1e3)
    # d/d eta of 2 eta^(1/2) (1 + excess)
    far_slope, factor = high**-0.5, 1.0
    for k in range(1, TERMS + 1):
        factor *= (2.5 - 2 * k) * (1.5 - 2 * k)
        c = 2.0 * (1.0 - 2.0 ** (1 - 2 * k)) * zeta(2 * k) * factor
        far_slope = far_slope + 2.0 * c * (0.5 - 2 * k) * high ** (-0.5 - 2 * k)
    slope = np.where(far, far_slope, near)
    return make_interp_spline(log_y, fermi(0.5, eta) * slope / fermi(-0.5, eta) ** 2 / 12.0, k=7)


def gradient(log_y: np.ndarray, fits: bool) -> tuple[np.ndarray, np.ndarray]:
    """H and dh/d ln y."""
    if fits:
        h, h1, _ = _fit(log_y, H_LOW, H_HIGH)
        return h / 12.0, h1 / 12.0
    spline = _gradient_spline()
    inside = np.clip(log_y, LOW, 44.9)
    return spline(inside), np.where(inside == log_y, spline(inside, 1), 0.0)


class Gas:
    """All local functions at one temperature, per electron [Ha], over ln n."""

    def __init__(self, T: float, exchange: float, *, fits: bool = False) -> None:
        self.T, self.exchange, self.fits = T, exchange, fits

    def log_y(self, L: np.ndarray) -> np.ndarray:
        """Return ln y, y = (pi^2/2^(1/2)) n/T^(3/2)."""
        return L + np.log(pi**2 / sqrt(2.0)) - 1.5 * np.log(self.T)

    def free(self, L: np.ndarray) -> tuple[np.ndarray, ...]:
        """dF0/dn, its slope by ln n, p/n, sigma."""
        if self.T == 0.0:
            e = 0.5 * (3.0 * pi**2 * np.exp(L)) ** (2 / 3)
            if self.fits:
                # f -> 0.7862224183 u, u kT = (pi^2 n/sqrt2)^(2/3)
                e = 5 / 3 * F_HIGH[1] * (pi**2 / sqrt(2.0) * np.exp(L)) ** (2 / 3)
            return e, 2 / 3 * e, 0.4 * e, 0.0 * e
        eta, slope, p, sigma = (fitted if self.fits else exact)(self.log_y(L))
        return self.T * eta, self.T * slope, self.T * p, sigma

    def bound(self, L: np.ndarray) -> tuple[np.ndarray, ...]:
        """Eq. 24 per electron: dFxc/dn, its slope by ln n, F, P, E and S [k]."""
        if self.exchange == 0.0:
            zero = 0.0 * L
            return (zero,) * 6
        n = np.exp(L)
        if self.T == 0.0:
            x = 0.75 * (3.0 / pi) ** (1 / 3) * np.cbrt(n)
            return -4 / 3 * x, -4 / 9 * x, -x, -x / 3, -x, 0.0 * x
        t = np.minimum(np.exp(-2 / 3 * self.log_y(L)), 30.0)  # beyond, tanh z is 1
        z = np.minimum(A0 * t + B0 * t**3, 300.0)
        z1 = -2 / 3 * (A0 * t + 3 * B0 * t**3)
        z2 = 4 / 9 * (A0 * t + 9 * B0 * t**3)
        j = np.tanh(z)
        cut = np.cosh(z) ** -2.0
        j1, j2 = cut * z1, cut * (z2 - 2.0 * j * z1**2)
        k = 0.5 * pi * n / self.T
        x = A0 * t  # j + (3/2) dj/d ln y = O(t^5): by its series where the difference cancels
        series = x**5 * (4 / 5 - x**2 * (12 / 35 + x**2 * 16 / 63))
        heat = np.where(x < 0.05, series, j + 1.5 * j1)
        return (
            -k * (2 * j + j1), -k * (2 * j + 3 * j1 + j2), -k * j, -k * (j + j1),
            -k * (2 * j + 1.5 * j1), -k * heat / self.T,
        )  # fmt: skip
