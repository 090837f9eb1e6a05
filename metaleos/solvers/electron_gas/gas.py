"""Density measures of the uniform gas: r_s, kF, volume per atom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

FERMI_RADIUS = (9.0 * np.pi / 4.0) ** (1.0 / 3.0)
"""kF r_s = (9 pi/4)^(1/3) = 1.919158...: a pure number."""


def spacing_radius(volume: npt.ArrayLike, valence: npt.ArrayLike = 1.0) -> FloatArray:
    """Radius r_s of the sphere that holds one electron [bohr].

    Parameters
    ----------
    volume : array_like
        Volume per atom [bohr3], positive.
    valence : array_like
        Electrons per atom, positive.
    """
    volume, valence = np.asarray(volume, dtype=float), np.asarray(valence, dtype=float)
    if not (np.all(volume > 0.0) and np.all(valence > 0.0)):
        raise ValueError("volume per atom and valence must be positive")
    return np.asarray((3.0 * volume / (4.0 * np.pi * valence)) ** (1.0 / 3.0))


def volume_of_radius(r_s: npt.ArrayLike, valence: npt.ArrayLike = 1.0) -> FloatArray:
    """Volume per atom [bohr3] of `valence` electrons, each with a sphere of radius `r_s` [bohr]."""
    r_s, valence = np.asarray(r_s, dtype=float), np.asarray(valence, dtype=float)
    if not (np.all(r_s > 0.0) and np.all(valence > 0.0)):
        raise ValueError("r_s and valence must be positive")
    return np.asarray(4.0 * np.pi * valence * r_s**3 / 3.0)


def fermi_wavenumber(r_s: npt.ArrayLike) -> FloatArray:
    """Fermi wavenumber kF = (9 pi/4)^(1/3)/r_s [1/bohr]."""
    r_s = np.asarray(r_s, dtype=float)
    if not np.all(r_s > 0.0):
        raise ValueError("r_s must be positive")
    return np.asarray(FERMI_RADIUS / r_s)
