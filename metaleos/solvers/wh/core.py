"""Core radius from zero pressure at the observed volume (Bretonnet & Derouiche 1990, Eq. 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.tables import EXCHANGE, KINETIC, NOZIERES_PINES
from metaleos.solvers.hard_spheres.carnahan_starling import compressibility_factor

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

FIT_PACKING = 0.45
"""Packing fraction at which the paper takes P_HS for every metal."""


def hard_sphere_pressure(
    temperature: npt.ArrayLike, volume: npt.ArrayLike, eta: npt.ArrayLike = FIT_PACKING
) -> FloatArray:
    """P_HS = Z(eta) kT/V at fixed diameter [hartree/bohr3]; kT in hartree, V in bohr3.

    Z is Carnahan and Starling's; Z(0.45) = 9.38467.
    """
    kt, v = np.asarray(temperature, dtype=float), np.asarray(volume, dtype=float)
    return np.asarray(compressibility_factor(eta) * kt / v)


def core_radius_squared(
    r_s: npt.ArrayLike, valence: npt.ArrayLike, d_pressure: npt.ArrayLike, hs: npt.ArrayLike
) -> FloatArray:
    """R_c^2 [bohr2] for which E_EG, Madelung, Hartree, d band and hard spheres give P = 0.

    It is negative where the d electrons and the hard spheres push harder than the electron gas
    can pull: then no core radius exists.

    Parameters
    ----------
    r_s : array_like
        [bohr].
    valence : array_like
        Z_s.
    d_pressure, hs : array_like
        P_d and P_HS [hartree/bohr3].
    """
    r, z = np.asarray(r_s, dtype=float), np.asarray(valence, dtype=float)
    gas = -2.0 * KINETIC * r + (EXCHANGE + 1.8 * z ** (2.0 / 3.0)) * r**2
    gas += NOZIERES_PINES[1] * r**3
    push = np.asarray(d_pressure, dtype=float) + np.asarray(hs, dtype=float)
    return np.asarray(gas / 9.0 - 8.0 * np.pi / 9.0 * r**6 * push)


def core_radius(
    r_s: npt.ArrayLike, valence: npt.ArrayLike, d_pressure: npt.ArrayLike, hs: npt.ArrayLike
) -> FloatArray:
    """R_c [bohr]; see `core_radius_squared`.

    Raises
    ------
    ValueError
        If R_c^2 is negative for any metal.
    """
    square = core_radius_squared(r_s, valence, d_pressure, hs)
    if not np.all(square >= 0.0):
        raise ValueError("Eq. 14 gives R_c^2 < 0: P_d + P_HS is too large for any core radius")
    return np.asarray(np.sqrt(square))
