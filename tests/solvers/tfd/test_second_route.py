"""A second, independent route: Eq. 7 as a boundary value problem for scipy's `solve_bvp`."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_bvp

from metaleos.solvers.tfd import solve_atoms
from metaleos.solvers.tfd.functional import (
    chemical_potential,
    densities,
    exchange_potential,
    gas,
    gradient_coefficient,
)


def pressure_by_bvp(Z, kT, volume, disturbance=0.02):
    """Solve for nu, w = r nu', psi = r (U - mu) and psi' over s, r = c (e^s - 1).

    lap(nu) = [dF/dn + U - mu - (h + dh/dnu) nu'^2]/(2 h) and psi'' = -4 pi r n; w' = r lap(nu) -
    w/r, and the singular 1/s of dr/r goes into scipy's matrix S. w(0) = 0 gives the cusp.
    """
    S = np.cbrt(3.0 * volume / (4.0 * np.pi))
    t = np.array([kT])
    c = 0.1 / Z

    def rhs(s, Y):
        nu, w, psi, field = Y
        r, dr = c * np.expm1(s), c * np.exp(s)
        safe = np.maximum(r, 1e-300)
        rest = np.where(s > 1e-6, dr / safe - 1.0 / np.maximum(s, 1e-300), 0.5)  # of dr/r - ds/s
        g = gas(nu, t)
        h, h1, _h2 = gradient_coefficient(g)
        local = chemical_potential(g)[0] + exchange_potential(g)[0]
        source = (r * local + psi - (h + h1) * w**2 / safe) / (2.0 * h)
        return np.array(
            [w * rest, source * dr - w * rest, field * dr, -4.0 * np.pi * r * np.exp(nu) * dr]
        )

    def ends(a, b):
        return np.array([a[1], a[2] + Z, b[1], b[3] - b[2] / S])

    s = np.linspace(0.0, np.log1p(S / c), 300)
    r = np.minimum(c * np.expm1(s), S)
    known = solve_atoms(Z, kT, volume, radii=r)
    nu = np.log(known.density[0]) + disturbance * np.cos(s)  # so that there is work to do
    w = r * np.gradient(nu, s) / (c * np.exp(s))
    psi = -Z * (1.0 - r / S) ** 2 - known.values["mu"][0] * r
    singular = np.zeros((4, 4))
    singular[0, 1], singular[1, 1] = 1.0, -1.0
    guess = np.array([nu, w, psi, np.gradient(psi, r)])
    result = solve_bvp(rhs, ends, s, guess, S=singular, tol=1e-7, max_nodes=20000)
    assert result.success, result.message
    edge, mu = result.y[0, -1], -result.y[2, -1] / S
    d = densities(gas(np.array([edge]), t))
    return np.exp(edge) * (mu - d.free0[0] - d.free_xc[0])


@pytest.mark.parametrize(
    ("Z", "kT", "volume"), [(13.0, 0.4, 110.0), (4.0, 0.2, 30.0), (29.0, 1.5, 60.0)]
)
def test_pressure_agrees_with_solve_bvp(Z, kT, volume):
    """Within 1e-6: what solve_bvp's tolerance of 1e-7 on the equations leaves in P."""
    own = solve_atoms(Z, kT, volume).values["pressure"][0]
    assert pressure_by_bvp(Z, kT, volume) == pytest.approx(own, rel=1e-6)
