"""Make `isolated.npz`: the screening function of the isolated neutral atom.

Run as ``python -m data isolated`` (35 seconds; needs mpmath). Majorana's
transformation t = 144^(-1/6) xi^(1/2) chi^(1/6), u = -(16/3)^(1/3) chi^(-4/3) chi' turns the
Thomas-Fermi equation chi'' = chi^(3/2)/xi^(1/2) into (1 - t^2 u) u' = 8 (t u^2 - 1), whose power
series about t = 1 (xi = infinity), with a_1 = 9 - sqrt(73), converges up to the nucleus (E. Di
Grezia and S. Esposito, Found. Phys. 34, 1431 (2004)). Then ln chi = -6 int_0^t t u/(1 - t^2 u) dt.

The file holds ln chi as polynomials in s = ln(1 + sqrt(xi)) on segments of width 1/8.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import mpmath as mp
import numpy as np

from data.archive import save

if TYPE_CHECKING:
    from pathlib import Path

S_END, WIDTH, DEGREE = 9.0, 0.125, 11
SERIES_TERMS = 420


def build(_inputs: Path, package: Path) -> None:
    """Write `solvers/tf/isolated.npz` below `package` and print the initial slope."""
    mp.mp.dps = 40
    count = SERIES_TERMS
    # with tau = 1 - t:  (1 - (1-tau)^2 u) du/dtau + 8 ((1-tau) u^2 - 1) = 0, order by order
    a = [mp.mpf(1), 9 - mp.sqrt(73)]
    square = [mp.mpf(1), 2 * a[1]]  # u^2
    weighted = [mp.mpf(1), a[1] - 2]  # (1-tau)^2 u
    for m in range(2, count):
        # every term of order m but those with a_m: -sum_{j=1..m} w_j (m+1-j) a_{m+1-j} + ...
        partial = -sum(weighted[j] * (m + 1 - j) * a[m + 1 - j] for j in range(2, m))
        known_w = -2 * a[m - 1] + a[m - 2]
        partial -= known_w * a[1]
        known_s = sum(a[j] * a[m - j] for j in range(1, m))
        partial += 8 * (known_s - square[m - 1])
        factor = -weighted[1] * m - a[1] + 16
        a.append(-partial / factor)
        square.append(known_s + 2 * a[m])
        weighted.append(known_w + a[m])
    slope = -mp.fsum(a) * (mp.mpf(3) / 16) ** (mp.mpf(1) / 3)
    print("initial slope", mp.nstr(slope, 25), "last term", mp.nstr(a[-1], 3))

    # (1-tau) u / (1 - (1-tau)^2 u) = (1/tau) N(tau)/M(tau) = g_{-1}/tau + sum g_k tau^k
    numerator = [a[0], *(a[k] - a[k - 1] for k in range(1, count))]
    denominator = [-weighted[k + 1] for k in range(count - 1)]
    g: list[Any] = []
    for k in range(count - 1):
        rest = sum(denominator[j] * g[k - j] for j in range(1, k + 1))
        g.append((numerator[k] - rest) / denominator[0])
    powers = [g[k] / k for k in range(1, count - 1)]
    total = mp.fsum(powers)

    def log_chi(tau: Any) -> Any:
        series = reduce(lambda total, power: power + tau * total, [*powers[::-1], 0])
        return 6 * g[0] * mp.log(tau) - 6 * (total - series)

    def log_w(tau: Any) -> Any:
        """Return ln sqrt(xi)."""
        return mp.log(144) / 6 + mp.log(1 - tau) - log_chi(tau) / 6

    def at(s: Any) -> Any:
        w = mp.expm1(s)
        if w == 0:
            return mp.mpf(0)
        target = mp.log(w)
        low, high = mp.mpf(10) ** -14, 1 - mp.mpf(10) ** -12
        tau = mp.findroot(lambda q: log_w(q) - target, (low, high), solver="anderson", tol=1e-25)
        return log_chi(tau)

    nodes = [mp.cos(mp.pi * (2 * k + 1) / (2 * (DEGREE + 1))) / 2 for k in range(DEGREE + 1)]
    solve = mp.inverse(mp.matrix([[x**j for j in range(DEGREE + 1)] for x in nodes]))
    rows = []
    for k in range(round(S_END / WIDTH)):
        centre = (k + mp.mpf(1) / 2) * WIDTH
        values = mp.matrix([at(centre + WIDTH * x) for x in nodes])
        rows.append([float(c) for c in solve * values])
    save(
        package / "solvers/tf/isolated.npz",
        {"log_chi": np.array(rows).T, "s_range": np.array([0.0, S_END])},
    )
