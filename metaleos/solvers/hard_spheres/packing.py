"""The packing fraction and its domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

MAXIMUM_PACKING = 0.6
"""Upper end of the packing fractions that are taken for a fluid of hard spheres."""


def checked_packing(eta: npt.ArrayLike) -> FloatArray:
    """Return `eta` as an array.

    Raises
    ------
    ValueError
        If a packing fraction lies outside (0, 0.6).
    """
    eta = np.asarray(eta, dtype=float)
    if not np.all((eta > 0.0) & (eta < MAXIMUM_PACKING)):
        raise ValueError(f"packing fraction must lie inside (0, {MAXIMUM_PACKING})")
    return eta


def diameter(eta: npt.ArrayLike, volume: npt.ArrayLike) -> FloatArray:
    """Diameter sigma = (6 eta V/pi)^(1/3) [bohr] for a volume per sphere V [bohr3]."""
    return np.asarray(np.cbrt(6.0 * np.asarray(eta, dtype=float) * np.asarray(volume) / np.pi))


def packing_fraction(sigma: npt.ArrayLike, volume: npt.ArrayLike) -> FloatArray:
    """Packing fraction eta = (pi/6) sigma^3/V of spheres of diameter `sigma` [bohr]."""
    return np.asarray(np.pi / 6.0 * np.asarray(sigma, dtype=float) ** 3 / np.asarray(volume))
