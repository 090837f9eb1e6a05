"""`tfd` and `tfdw` as a boundary value problem for scipy's `solve_bvp`.

Perrot (1979), Eq. 7 with Poisson's equation, for nu = ln n, w = r nu', psi = r (U - mu) and psi'
over s, r = c (e^s - 1):

    lap(nu) = [dF/dn + U - mu - (h + dh/dnu) nu'^2]/(2 h),  psi'' = -4 pi r n,  w' = r lap(nu) - w/r

with the singular 1/s of dr/r in scipy's matrix S; w(0) = 0 gives the cusp. The local functions are
the package's tables, or what one would type from App. A, App. B and Eq. 24.
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.integrate import solve_bvp

from metaleos.solvers.tfd import solve_atoms
from metaleos.solvers.tfd.atom import ladder
from metaleos.solvers.tfd.atom.maps import default_maps
from metaleos.solvers.tfd.atom.screened_start import screened_density
from metaleos.solvers.tfd.gas.fits import F_HIGH, F_LOW, H_HIGH, H_LOW, Y0
from metaleos.solvers.tfd.gas.functional import (
    chemical_potential,
    densities,
    exchange_potential,
    gas,
    gradient_coefficient,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DISTURBANCE = 0.02
"""What is added to the known ln n in a warm start, so that there is work to do."""


def from_tables(nu: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return dF/dn, h and dh/d ln n from the package's tables."""
    g = gas(nu, t)
    h, h1, _h2 = gradient_coefficient(g)
    return chemical_potential(g)[0] + exchange_potential(g)[0], h, h1


def from_the_paper(nu: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return dF/dn, h and dh/d ln n as typed from App. A, App. B and Eq. 24."""
    y = pi * pi / 2**0.5 * np.exp(nu) / t**1.5
    low, u = y <= Y0, y ** (2.0 / 3.0)
    s, w = np.minimum(y, Y0), np.maximum(u, Y0 ** (2.0 / 3.0)) ** -2.0
    a, b = np.array(F_LOW[::-1]), np.array(H_LOW[::-1])
    A, B = np.array(list(F_HIGH.values())[::-1]), np.array(list(H_HIGH.values())[::-1])
    f = np.where(low, nu * 0.0 + np.log(y) + np.polyval(a, s), u * np.polyval(A, w))
    slope = np.polyval(A, w) - 2.0 * w * np.polyval(np.polyder(A), w)
    f1 = np.where(low, 1.0 + s * np.polyval(np.polyder(a), s), 2.0 / 3.0 * u * slope)
    h = np.where(low, np.polyval(b, s), np.polyval(B, w)) / 12.0
    bent = -4.0 / 3.0 * w * np.polyval(np.polyder(B), w)
    h1 = np.where(low, s * np.polyval(np.polyder(b), s), bent) / 12.0
    z = 1.5 ** (4.0 / 3.0) / u + 27.0 / 16.0 / y**2
    z1 = -2.0 / 3.0 * 1.5 ** (4.0 / 3.0) / u - 27.0 / 8.0 / y**2
    th = np.tanh(np.minimum(z, 40.0))
    sech2_z1 = np.where(z < 40.0, (1.0 - th * th) * np.maximum(z1, -1e3), 0.0)
    return t * (f + f1) - pi / 2.0 * np.exp(nu) / t * (2.0 * th + sech2_z1), h, h1


def problem(
    Z: float, kT: float, volume: float, *, warm: bool, local=from_tables, points: int = 150
) -> Callable[[float], Any]:
    """Prepare one state, and return the call that solves it to a tolerance.

    Parameters
    ----------
    Z, kT, volume : float
        Charge, temperature [Ha] and volume [bohr3].
    warm : bool
        Start from the solution disturbed by 2 %, not from the screened charge.
    local : callable
        Gives dF/dn, h and dh/d ln n.
    points : int
        Points of the first mesh.
    """
    S = np.cbrt(3.0 * volume / (4.0 * np.pi))
    t, c = np.array([kT]), 0.1 / Z

    def rhs(s, Y):
        nu, w, psi, field = Y
        r, dr = c * np.expm1(s), c * np.exp(s)
        safe = np.maximum(r, 1e-300)
        rest = np.where(s > 1e-6, dr / safe - 1.0 / np.maximum(s, 1e-300), 0.5)  # of dr/r - ds/s
        potential, h, h1 = local(nu, t)
        source = (r * potential + psi - (h + h1) * w**2 / safe) / (2.0 * h)
        return np.array(
            [w * rest, source * dr - w * rest, field * dr, -4.0 * np.pi * r * np.exp(nu) * dr]
        )

    def ends(a, b):
        return np.array([a[1], a[2] + Z, b[1], b[3] - b[2] / S])

    s = np.linspace(0.0, np.log1p(S / c), points)
    r = np.minimum(c * np.expm1(s), S)
    if warm:
        known = solve_atoms(Z, kT, volume, radii=r)
        nu, start_mu = np.log(known.density[0]) + DISTURBANCE * np.cos(s), known.values["mu"][0]
    else:
        one = np.ones(1)
        stack = ladder.States(Z * one, t, S * one, -np.inf * one)
        cell = ladder.build_cells(65, stack, ladder.Physics(), default_maps(Z * one, S * one, 1.0))
        screened, mu = screened_density(cell)
        nu, start_mu = np.interp(r, cell.mesh.r[0], screened[0]), mu[0]
    w = r * np.gradient(nu, s) / (c * np.exp(s))
    psi = -Z * (1.0 - r / S) ** 2 - start_mu * r
    singular = np.zeros((4, 4))
    singular[0, 1], singular[1, 1] = 1.0, -1.0
    guess = np.array([nu, w, psi, np.gradient(psi, r)])
    return lambda tolerance: solve_bvp(
        rhs, ends, s, guess, S=singular, tol=tolerance, max_nodes=20000
    )


def pressure(found: Any, kT: float, volume: float) -> float:
    """P = n_S mu - F0 - Fxc [Ha/bohr3] of what a `problem` gave (Eq. 42 with U(S) = 0)."""
    edge, mu = found.y[0, -1], -found.y[2, -1] / np.cbrt(3.0 * volume / (4.0 * np.pi))
    d = densities(gas(np.array([edge]), np.array([kT])))
    return float(np.exp(edge) * (mu - d.free0[0] - d.free_xc[0]))
