"""Make `coefficients.npz`: the tables behind `solvers/fermi_dirac`.

Run as ``python -m data coefficients`` (five minutes; needs mpmath).
The functions are evaluated with mpmath to 30 digits through polylogarithms,

    I_a(eta) = -Gamma(a + 1) Li_{a+1}(-exp(eta)),

sampled at Chebyshev nodes of each segment, and stored as the monomial coefficients of the
interpolating polynomial about the segment's centre. The nearest singularities of I_a lie at
eta = +-i pi, so segments of width 1 need degree 16 for 1e-17.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from data.archive import save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEGREE = 17
ETA_LOW, ETA_HIGH = -4, 44
"""Integers: the segments of the forward tables are [k, k + 1]."""
LOG_LOW, LOG_HIGH, LOG_WIDTH = -4.25, 5.375, 0.125
"""Segments of the inverse, in u = ln I_1/2; they cover eta from -4.1 to 46."""


def build(_inputs: Path, package: Path) -> None:
    """Write `solvers/fermi_dirac/coefficients.npz` below `package`."""
    mp.mp.dps = 30
    half = mp.mpf(1) / 2

    def integral(order: Any, eta: Any) -> Any:
        return -mp.gamma(order + 1) * mp.re(mp.polylog(order + 1, -mp.exp(eta)))

    def derivative(n: int, eta: Any) -> Any:
        """Return the n-th derivative of I_-1/2."""
        return -mp.gamma(half) * mp.re(mp.polylog(half - n, -mp.exp(eta)))

    functions: dict[str, Callable[[Any], Any]] = {
        "i_minus_half": lambda eta: derivative(0, eta),
        "i_half": lambda eta: integral(half, eta),
        "i_three_half": lambda eta: integral(3 * half, eta),
        "i_minus_half_d1": lambda eta: derivative(1, eta),
        "i_minus_half_d2": lambda eta: derivative(2, eta),
        "i_minus_half_d3": lambda eta: derivative(3, eta),
        "entropy": lambda eta: 5 * integral(3 * half, eta) / 3 - eta * integral(half, eta),
    }

    def inverse(u: Any) -> Any:
        target = mp.exp(u)
        eta = mp.log(target / mp.gamma(3 * half)) if target < half else (1.5 * target) ** (2 / 3)
        for _ in range(60):  # Newton in ln I, which is concave and increasing: it cannot fail
            value = integral(half, eta)
            step = mp.log(value / target) * value / (derivative(0, eta) / 2)
            eta -= step
            if abs(step) < mp.mpf(10) ** -26:
                return eta
        raise ArithmeticError(f"no inverse at ln I = {u}")

    # chebyshev nodes on (-1/2, 1/2) and the exact map from values to monomial coefficients
    count = DEGREE + 1
    nodes = [mp.cos(mp.pi * (2 * k + 1) / (2 * count)) / 2 for k in range(count)]
    solve = mp.inverse(mp.matrix([[x**j for j in range(count)] for x in nodes]))

    def fit(function: Callable[[Any], Any], centre: Any, width: Any) -> list[float]:
        values = mp.matrix([function(centre + width * x) for x in nodes])
        return [float(c) for c in solve * values]

    tables = {}
    for name, function in functions.items():
        rows = [fit(function, k + half, mp.mpf(1)) for k in range(ETA_LOW, ETA_HIGH)]
        tables[name] = np.array(rows).T
    width = mp.mpf(LOG_WIDTH)
    segments = round((LOG_HIGH - LOG_LOW) / LOG_WIDTH)
    rows = [fit(inverse, LOG_LOW + (k + half) * width, width) for k in range(segments)]
    tables["inverse"] = np.array(rows).T
    tables["eta_range"] = np.array([ETA_LOW, ETA_HIGH], dtype=float)
    tables["log_range"] = np.array([LOG_LOW, LOG_HIGH])
    save(package / "solvers/fermi_dirac/coefficients.npz", tables)
