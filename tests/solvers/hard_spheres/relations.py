"""Relations between the functions of hard spheres, to hold them against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.hard_spheres.carnahan_starling import excess_free_energy
from metaleos.solvers.hard_spheres.packing import checked_packing
from metaleos.solvers.hard_spheres.percus_yevick import baxter_factor_squared
from metaleos.solvers.hard_spheres.radial_distribution import radial_distribution
from metaleos.solvers.hard_spheres.verlet_weis import verlet_weis

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


def excess_entropy(eta: npt.ArrayLike) -> FloatArray:
    """Entropy over the ideal gas at the same density [k]: minus the excess free energy."""
    return -excess_free_energy(eta)


def contact_value(eta: npt.ArrayLike) -> FloatArray:
    """g(sigma) = (1 - eta/2)/(1 - eta)^3, from the virial theorem Z = 1 + 4 eta g(sigma)."""
    eta = checked_packing(eta)
    return np.asarray((1.0 - 0.5 * eta) / (1.0 - eta) ** 3)


def direct_correlation(y: npt.ArrayLike, eta: npt.ArrayLike) -> FloatArray:
    """Fourier transform of the direct correlation function times density, 1 - 1/S(y)."""
    eta = checked_packing(eta)
    return np.asarray(1.0 - baxter_factor_squared(np.asarray(y, dtype=float), eta))


def verlet_weis_distribution(x: npt.ArrayLike, eta: float) -> FloatArray:
    """g(x) at x = r/sigma; 0 inside the core."""
    x = np.asarray(x, dtype=float)
    parameters = verlet_weis(eta)
    g = np.zeros_like(x)
    outside = x >= 1.0
    z = x[outside]
    bulk = radial_distribution(z / parameters.diameter, float(parameters.reduced))
    g[outside] = bulk + parameters.correction(z)
    return g
