"""Thermodynamics of the hard-sphere fluid by Carnahan and Starling, J. Chem. Phys. 51 (1969) 635.

Energies in units of kT per sphere, entropies in units of k.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.hard_spheres.packing import checked_packing

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


def compressibility_factor(eta: npt.ArrayLike) -> FloatArray:
    """Z = P/(rho kT) = (1 + eta + eta^2 - eta^3)/(1 - eta)^3."""
    eta = checked_packing(eta)
    return np.asarray((1.0 + eta + eta**2 - eta**3) / (1.0 - eta) ** 3)


def excess_free_energy(eta: npt.ArrayLike) -> FloatArray:
    """Free energy over the ideal gas, (3 - 2 eta)/(1 - eta)^2 - 3 [kT].

    Bretonnet & Derouiche 1990, Eq. 2, written as eta (4 - 3 eta)/(1 - eta)^2.
    """
    eta = checked_packing(eta)
    return np.asarray(eta * (4.0 - 3.0 * eta) / (1.0 - eta) ** 2)


def ideal_free_energy(
    mass: npt.ArrayLike, temperature: npt.ArrayLike, volume: npt.ArrayLike
) -> FloatArray:
    """Free energy of the ideal gas, -ln[(m kT/2 pi hbar^2)^(3/2) V] - 1 [kT].

    Parameters
    ----------
    mass : array_like
        In electron masses.
    temperature : array_like
        kT [hartree].
    volume : array_like
        Per particle [bohr3].
    """
    mass, temperature = np.asarray(mass, dtype=float), np.asarray(temperature, dtype=float)
    volume = np.asarray(volume, dtype=float)
    if not (np.all(mass > 0.0) and np.all(temperature > 0.0) and np.all(volume > 0.0)):
        raise ValueError("mass, temperature and volume must be positive")
    return np.asarray(-1.5 * np.log(mass * temperature / (2.0 * np.pi)) - np.log(volume) - 1.0)
