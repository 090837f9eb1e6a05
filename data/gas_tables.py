"""Make ``gas_tables.npz``: the one-variable functions of the free electron gas in ln y.

Run as ``python -m data gas_tables`` (half a minute; needs mpmath).

Two tables are made: ``exact`` from the Fermi integrals themselves, and ``fits`` from Perrot's
approximations (App. A and B, with the misprints corrected). Each is a piecewise polynomial of
degree 9 on intervals of width 1/4 in L = ln y, with an edge at the paper's y0 where
its two branches meet.

The Fermi integrals are taken by the trapezoidal rule in t = sqrt(x), which converges
exponentially because the integrands are even and analytic within the strip |Im t| < Im
sqrt(eta + i pi); above eta = 40 the Sommerfeld series is summed with 60 digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np
import numpy.typing as npt

from data.archive import save
from metaleos.solvers.tfd.gas.fits import LN_Y0, fitted_functions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FloatArray = npt.NDArray[np.float64]

WIDTH = 0.25
BELOW, ABOVE = 146, 118  # intervals on either side of y0: L from -36 to 30
DEGREE = 9
NAMES = ("eta", "slope", "pressure", "entropy", "entropy1", "h", "h1", "h2")
SWITCH = 40.0  # eta above which the Sommerfeld series is used


def derivatives_by_quadrature(eta: FloatArray) -> list[FloatArray]:
    """Return I_1/2, I_3/2 and I_-1/2 with three derivatives, each times exp(-min(eta, 0))."""
    t = np.arange(0.0, 10.2, 0.03)[:, None]
    weight = np.full(t.shape, 0.03)
    weight[0] *= 0.5
    e = np.exp(np.minimum(t * t - eta, 700.0) + np.minimum(eta, 0.0))
    small = np.exp(np.minimum(eta, 0.0))
    scaled = 1.0 / (small + e)  # f exp(-min(eta, 0))
    f = scaled * small
    g = 1.0 - f
    half = 2.0 * weight * scaled
    return [
        np.sum(t**2 * half, axis=0),
        np.sum(t**4 * half, axis=0),
        np.sum(half, axis=0),
        np.sum(half * g, axis=0),
        np.sum(half * g * (1 - 2 * f), axis=0),
        np.sum(half * g * (1 - 6 * f + 6 * f * f), axis=0),
    ]


def sommerfeld(a: float, eta: mp.mpf, order: int) -> mp.mpf:
    """Return the derivative of the given order of I_a by Sommerfeld's asymptotic series."""
    a = mp.mpf(a)
    total, k = mp.mpf(0), 0
    previous = mp.inf
    while True:
        power = a + 1 - 2 * k - order
        weight = mp.mpf(1) if k == 0 else 2 * (1 - mp.mpf(2) ** (1 - 2 * k)) * mp.zeta(2 * k)
        term = weight * mp.gamma(a + 1) / mp.gamma(power + 1) * eta**power
        if abs(term) >= previous or abs(term) < mp.mpf(10) ** -55 * abs(total):
            return total
        total, previous, k = total + term, abs(term), k + 1


def combine(values: list[Any], eta: Any, log_y: Any, exp: Any = np.exp) -> list[Any]:
    """Return the eight scaled functions from the integrals (numpy or mpmath arithmetic)."""
    a, c, b, b1, b2, b3 = values
    theta = 2 * a / b
    p = 2 * c / (3 * a)
    h = a * b1 / b**2 / 12
    h_eta = (b1 / (2 * b) + a * b2 / b**2 - 2 * a * b1**2 / b**3) / 12
    h_eta2 = (
        b2 / b - 1.5 * b1**2 / b**2 + a * b3 / b**2 - 6 * a * b1 * b2 / b**3 + 6 * a * b1**3 / b**4
    ) / 12
    h1 = theta * h_eta
    h2 = theta**2 * h_eta2 + theta * (1 - 24 * h) * h_eta
    sigma, sigma1 = 2.5 * p - eta, 1.5 * theta - 2.5 * p
    return scale([eta, theta, p, sigma, sigma1, h, h1, h2], (1 + exp(4 * log_y / 3)) ** 0.5)


def scale(values: list[Any], w: Any) -> list[Any]:
    """Scale by powers of w = (1 + y^(4/3))^(1/2), so that every function stays of order one."""
    eta, theta, p, sigma, sigma1, h, h1, h2 = values
    return [eta / w, theta / w, p / w, sigma * w, sigma1 * w, h, h1 * w**2, h2 * w**2]


def exact_functions(log_y: FloatArray) -> FloatArray:
    """Return the eight scaled functions at L = ln y from the Fermi integrals, shape (8, n)."""
    eta = np.where(log_y < 0.0, log_y + 0.1208, 1.3104 * np.exp(2.0 * np.maximum(log_y, 0) / 3.0))
    quadrature = log_y < np.log(2.0 / 3.0 * SWITCH**1.5)
    out = np.empty((8, log_y.size))
    x, target = eta[quadrature], log_y[quadrature]
    for _ in range(60):
        a, _c, b = derivatives_by_quadrature(x)[:3]
        step = (np.log(a) + np.minimum(x, 0.0) - target) * 2.0 * a / b
        x = x - np.clip(step, -1.0, 1.0)
        if np.max(np.abs(step)) < 1e-14 * 40:
            break
    v = derivatives_by_quadrature(x)
    # every ratio taken here is homogeneous of degree zero: the factor exp(-min(eta, 0)) drops out
    out[:, quadrature] = combine(v, x, target)
    mp.mp.dps = 60
    for i in np.flatnonzero(~quadrature):
        goal, e = mp.mpf(float(log_y[i])), mp.mpf(float(eta[i]))
        for _ in range(40):
            a, b = sommerfeld(0.5, e, 0), sommerfeld(-0.5, e, 0)
            step = (mp.log(a) - goal) * 2 * a / b
            e -= step
            if abs(step) < mp.mpf(10) ** -45 * e:
                break
        values = [sommerfeld(0.5, e, 0), sommerfeld(1.5, e, 0)]
        values += [sommerfeld(-0.5, e, k) for k in range(4)]
        out[:, i] = [float(q) for q in combine(values, e, goal, mp.exp)]
    return out


def fit_functions(log_y: FloatArray) -> FloatArray:
    """Return the eight scaled functions from Perrot's App. A and B, shape (8, n)."""
    return np.array(scale(list(fitted_functions(log_y)), np.sqrt(1.0 + np.exp(4.0 * log_y / 3.0))))


def tabulate(function: Callable[[FloatArray], FloatArray], edges: FloatArray) -> FloatArray:
    """Return power-basis coefficients, shape (intervals, 8, degree + 1), lowest power first."""
    nodes = np.cos(np.pi * (np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1))
    log_y = (edges[:-1, None] + 0.5 * WIDTH * (1.0 + nodes)).ravel()
    values = function(log_y).reshape(8, edges.size - 1, DEGREE + 1)
    inverse = np.linalg.inv(np.polynomial.polynomial.polyvander(nodes, DEGREE))
    coefficients: FloatArray = np.einsum("kj,fij->ifk", inverse, values)
    return coefficients


def build(_inputs: Path, package: Path) -> None:
    """Write `solvers/tfd/gas/gas_tables.npz` below `package`."""
    edges = LN_Y0 + WIDTH * np.arange(-BELOW, ABOVE + 1, dtype=np.float64)
    tables = {
        "edges": edges,
        "exact": tabulate(exact_functions, edges),
        "fits": tabulate(fit_functions, edges),
    }
    save(package / "solvers/tfd/gas/gas_tables.npz", tables)
