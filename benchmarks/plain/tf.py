"""`tf` as a boundary value problem for scipy's `solve_bvp`, and random scaled states.

Latter (1955): y_xx = F/u, u = sqrt(x), F = (3/2) lam u^3 t^(3/2) I_1/2(y/(t u^2)), y(0) = 1 and
y(1) = y_x(1), in the notation of ``docs/theory/tf.md``. Only I_1/2 is the package's own.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_bvp

from metaleos.solvers.fermi_dirac import i_half
from metaleos.solvers.tf.scaling import COUPLING

BOHR_CM = 5.29177210544e-9
HARTREE_EV = 27.211386245981
START = 1e-6
"""Where u starts; y is 1 + y_x(0) u^2 there."""


def random_states(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return r~ [bohr] and T~ [hartree] over the range of Latter's figures.

    ZV from 1e-26 to 1e-18 cm3, kT/Z^(4/3) from 1e-4 to 1e5 eV.
    """
    rng = np.random.default_rng(seed)
    volume = 10.0 ** rng.uniform(-26, -18, count) / BOHR_CM**3
    temperature = 10.0 ** rng.uniform(-4, 5, count) / HARTREE_EV
    return np.cbrt(0.75 * volume / np.pi), temperature


def by_scipy(r: float, t: float, tolerance: float, *, points: int = 200, max_nodes: int = 50000):
    """Solve one state for y and y_x over u, from the uniform gas (Eq. 51), and return the bunch."""
    lam, scaled = COUPLING * r**1.5, t * r

    def slope(u, v):
        eta = v[0] / (scaled * u * u)
        return np.array([2 * u * v[1], 3 * lam * scaled**1.5 * u**3 * i_half(eta)])

    u = np.linspace(START, 1.0, points)
    return solve_bvp(
        slope,
        lambda a, b: np.array([a[0] - 1.0, b[1] - b[0]]),
        u,
        np.array([1 - 1.5 * u**2 + 0.5 * u**6, -1.5 + 1.5 * u**4]),
        tol=tolerance,
        max_nodes=max_nodes,
    )
