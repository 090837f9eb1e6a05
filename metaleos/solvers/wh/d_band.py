"""What the d electrons contribute: the pair potential of Wills and Harrison, and P_d.

Hartree atomic units. The part of the pair potential (Bretonnet & Derouiche 1990, Eq. 4) is

    u_d(r) = -A/r^5 + C/r^8,
    A = (28.1/pi) (12/n)^(1/2) Z_d (1 - Z_d/10) r_d^3,   C = (225/pi^2) Z_d r_d^6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

_BAND, _SHIFT = 28.1 / np.pi, 225.0 / np.pi**2
_BAND_ENERGY, _SHIFT_ENERGY = 15.45, 11.4  # Eqs. 12 and 13


def d_coefficients(
    d_electrons: npt.ArrayLike, d_radius: npt.ArrayLike, coordination: npt.ArrayLike = 12.0
) -> tuple[FloatArray, FloatArray]:
    """Coefficients A [hartree bohr5] and C [hartree bohr8] of -A/r^5 + C/r^8.

    Parameters
    ----------
    d_electrons : array_like
        Z_d, inside (0, 10].
    d_radius : array_like
        r_d [bohr], positive.
    coordination : array_like
        n, positive.

    Raises
    ------
    ValueError
        For a metal without d electrons, and other arguments out of range.
    """
    z, r, n = (np.asarray(a, dtype=float) for a in (d_electrons, d_radius, coordination))
    if not np.all((z > 0.0) & (z <= 10.0)):
        raise ValueError("number of d electrons Z_d must lie inside (0, 10]")
    if not (np.all(r > 0.0) and np.all(n > 0.0)):
        raise ValueError("d-state radius and coordination number must be positive")
    return (
        np.asarray(_BAND * np.sqrt(12.0 / n) * z * (1.0 - z / 10.0) * r**3),
        np.asarray(_SHIFT * z * r**6),
    )


def d_potential(r: npt.ArrayLike, A: npt.ArrayLike, C: npt.ArrayLike) -> FloatArray:
    """u_d(r) = -A/r^5 + C/r^8 [hartree]."""
    r = np.asarray(r, dtype=float)
    return np.asarray((np.asarray(C) / r**3 - np.asarray(A)) / r**5)


def d_well(A: npt.ArrayLike, C: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Position r_m = (8C/5A)^(1/3) [bohr] and depth -(3/8) A/r_m^5 [hartree] of the well of u_d.

    For n = 12 these are Eqs. 16 and 17: 1.598 r_d/(1 - Z_d/10)^(1/3) and
    -0.322 Z_d (1 - Z_d/10)^(8/3)/r_d^2. NaN where a full band (A = 0) leaves no well.
    """
    A, C = np.asarray(A, dtype=float), np.asarray(C, dtype=float)
    safe = np.where(A > 0.0, A, np.nan)
    r_m = np.cbrt(8.0 * C / (5.0 * safe))
    return np.asarray(r_m), np.asarray(-0.375 * safe / r_m**5)


def band_energy(
    d_electrons: npt.ArrayLike,
    d_radius: npt.ArrayLike,
    coordination: npt.ArrayLike,
    distance: npt.ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """E_b and E_c [hartree] of the solid at the nearest-neighbour distance d (Eqs. 12 and 13).

    To the digits of the printed coefficients E_b + E_c = (n/2) u_d(d).
    """
    z, r, n, d = (
        np.asarray(a, dtype=float) for a in (d_electrons, d_radius, coordination, distance)
    )
    if not np.all(d > 0.0):
        raise ValueError("nearest-neighbour distance must be positive")
    return (
        np.asarray(-_BAND_ENERGY * np.sqrt(n) * z * (1.0 - z / 10.0) * r**3 / d**5),
        np.asarray(_SHIFT_ENERGY * n * z * r**6 / d**8),
    )


def solid_volume(distance: npt.ArrayLike, coordination: npt.ArrayLike) -> FloatArray:
    """Volume per atom [bohr3] of the solid: d^3/2^(1/2), or 4 d^3/3^(3/2) for n = 8 (bcc)."""
    d, n = np.asarray(distance, dtype=float), np.asarray(coordination, dtype=float)
    return np.asarray(np.where(n == 8.0, 4.0 / 27.0**0.5, 0.5**0.5) * d**3)


def band_pressure(
    d_electrons: npt.ArrayLike,
    d_radius: npt.ArrayLike,
    coordination: npt.ArrayLike,
    distance: npt.ArrayLike,
) -> FloatArray:
    """P_d = -d(E_b + E_c)/dV = (5 E_b + 8 E_c)/3V of the solid [hartree/bohr3] (Eq. 15).

    The distance d varies as V^(1/3); n and V are those of the solid (8 and bcc, 12 and close
    packing), which is how the printed P_d, quoted from Wills and Harrison, come out.
    """
    e_b, e_c = band_energy(d_electrons, d_radius, coordination, distance)
    return np.asarray((5.0 * e_b + 8.0 * e_c) / (3.0 * solid_volume(distance, coordination)))
