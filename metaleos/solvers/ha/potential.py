"""The local Heine-Abarenkov potential: its Fourier transform, its first zero, its depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas import taylor

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

TANGENT_ROOT = 4.493409457909064
"""First root of tan z = z: Eq. 7 has its pole there, so 0 < q0 R_M < 4.4934."""

_BLEND = 12.0


def shape(z: npt.ArrayLike, depth: npt.ArrayLike) -> FloatArray:
    """F(z) = (1 + u) cos z - u sin(z)/z, so that V_b = -(8 pi/Omega q^2) F(q R_M) (Eq. 4, Ry).

    Parameters
    ----------
    z : array_like
        q R_M.
    depth : array_like
        u: 0 is Ashcroft's empty core, -1 Shaw's potential.
    """
    return shape_series(np.asarray(z, dtype=float), np.asarray(depth, dtype=float), 0)[0]


def shape_series(z: FloatArray, depth: FloatArray, order: int) -> list[FloatArray]:
    """Taylor coefficients of F in t = ln V at fixed R_M, z = z0 exp(-t/3), up to order 3.

    With theta = z d/dz: theta cos = -z sin, theta sin = z cos, theta (sin/z) = cos - sin/z.
    """
    s, c = np.sin(z), np.cos(z)
    j = np.divide(s, z, out=np.ones_like(s), where=z != 0.0)
    p = 1.0 + depth
    out = [p * c - depth * j]
    if order >= 1:
        zs = z * s
        out.append((p * zs + depth * (c - j)) / 3.0)
    if order >= 2:
        zzc = z * z * c
        out.append((-p * (zs + zzc) + depth * (zs + c - j)) / 18.0)
    if order >= 3:
        out.append((p * (zs + 3.0 * zzc - z * z * zs) - depth * (zzc - c + j)) / 162.0)
    return out


def smooth_square_series(z: FloatArray, depth: FloatArray, order: int) -> FloatArray:
    """Taylor coefficients of F^2 without its oscillating part at large z.

    There it is S = [(1 + u)^2 + u^2/z^2]/2. Below, S is no stand-in for F^2 (which is 1 at z = 0):
    ``F^2 D + S (1 - D)`` with D = exp(-(z/12)^4) goes over from one to the other, slowly enough
    that what it leaves out still integrates to nothing.
    """
    square = z * z
    blend = taylor.exp(-taylor.exponential((square / _BLEND**2) ** 2, -4.0 / 3.0, order))
    smooth = taylor.exponential(0.5 * depth * depth / square, 2.0 / 3.0, order)
    smooth[0] += 0.5 * (1.0 + depth) ** 2
    form = np.stack(shape_series(z, depth, order))
    return smooth + taylor.multiply(blend, taylor.multiply(form, form) - smooth)


def bare_potential(
    q: npt.ArrayLike, volume: npt.ArrayLike, radius: npt.ArrayLike, depth: npt.ArrayLike
) -> FloatArray:
    """V_b(q) [Ry] of Eq. 4 for one electron per atom."""
    q, volume = np.asarray(q, dtype=float), np.asarray(volume, dtype=float)
    radius = np.asarray(radius, dtype=float)
    _positive("volume", volume)
    _positive("R_M", radius)
    return np.asarray(-8.0 * np.pi / (volume * q * q) * shape(q * radius, depth))


def first_order_constant(radius: npt.ArrayLike, depth: npt.ArrayLike) -> FloatArray:
    """E1 Omega = 4 pi R_M^2 (1 + 2u/3) [Ry bohr3] (Eq. 10)."""
    radius, depth = np.asarray(radius, dtype=float), np.asarray(depth, dtype=float)
    return np.asarray(4.0 * np.pi * radius**2 * (1.0 + 2.0 * depth / 3.0))


def depth_from_zero(zero: npt.ArrayLike, radius: npt.ArrayLike) -> FloatArray:
    """Depth u that puts a zero of V_b at q0 (Eq. 7).

    Parameters
    ----------
    zero : array_like
        q0 [1/bohr].
    radius : array_like
        R_M [bohr].

    Raises
    ------
    ValueError
        Unless 0 < q0 R_M < 4.4934, the root of tan z = z where u diverges.
    """
    zero, radius = np.asarray(zero, dtype=float), np.asarray(radius, dtype=float)
    _positive("q0", zero)
    _positive("R_M", radius)
    z = zero * radius
    if not np.all(z < TANGENT_ROOT):
        raise ValueError(
            f"q0 R_M must lie between 0 and {TANGENT_ROOT:.4f} (where u diverges), "
            f"not {float(np.max(z)):.6g}: at R_M = {float(np.max(radius)):.6g} bohr the admissible "
            f"q0 ends at {TANGENT_ROOT / float(np.max(radius)):.6g} 1/bohr"
        )
    # sin z - z cos z loses digits below z = 0.1: its series is z^3/3 (1 - z^2/10 + z^4/280 ...)
    z2 = z * z
    series = z2 * z / 3.0 * (1.0 - z2 / 10.0 * (1.0 - z2 / 28.0 * (1.0 - z2 / 54.0)))
    difference = np.where(z < 0.1, series, np.sin(z) - z * np.cos(z))
    return np.asarray(z * np.cos(z) / difference)


def first_zero(radius: npt.ArrayLike, depth: npt.ArrayLike) -> FloatArray:
    """First zero q0 [1/bohr] of V_b: the smallest root of (1 + u) z cos z = u sin z, over R_M.

    Eq. 7 maps 0 < z < 4.4934 onto all u, falling: the root is found there by bisection and Newton.
    """
    radius, depth = np.broadcast_arrays(
        np.asarray(radius, dtype=float), np.asarray(depth, dtype=float)
    )
    _positive("R_M", radius)
    low, high = np.zeros(depth.shape), np.full(depth.shape, TANGENT_ROOT)
    z = 0.5 * (low + high)
    for _ in range(52):  # F falls through its first zero: F(0) = 1
        above = shape(z, depth) > 0.0
        low, high = np.where(above, z, low), np.where(above, high, z)
        z = 0.5 * (low + high)
    return np.asarray(z / radius)


def _positive(name: str, value: FloatArray) -> None:
    if not np.all(value > 0.0):
        raise ValueError(f"{name} must be positive, not {float(np.min(value)):.6g}")
