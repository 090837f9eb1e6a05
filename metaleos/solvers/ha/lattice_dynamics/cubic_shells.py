"""Shells of the cubic lattices with what shear needs: length, count and one cubic invariant.

For f(|k|) summed over a cubic set of points, with D = d/dln k and per shell
``p = <k1^2 k2^2 + k2^2 k3^2 + k3^2 k1^2>/k^4`` (1/5 on average over directions), the strains that
conserve the volume, exp(g diag(1, -1, 0)) and exp((g/2)(e1 e2 + e2 e1)), give
``V C' = sum [(2/3 - 2p)(D^2/4 - D/2) + D/3] f``,
``V C44 = sum [(4/3) p (D^2/4 - D/2) + D/3] f``,
in the direct and the reciprocal lattice alike (a strain and its inverse have equal second order).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erfc

from metaleos.solvers.electron_gas.gas import FERMI_RADIUS
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import response_series, window_series
from metaleos.solvers.lattice import crystal, lattice_points

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

CUBIC = ("bcc", "fcc")
DEFAULT_CUTOFF = 24.0
"""Width X of the window over the reciprocal sum, in units of kF."""

_COARSER = 0.8
_NEGLIGIBLE = 1.85  # exp(-1.85^6) = 4e-18
_REACH = 6.2  # exp(-6.2^2) = 2e-17


@dataclass(frozen=True, slots=True, eq=False)
class CubicShells:
    """Reciprocal shells of one cubic structure, as pure numbers.

    Parameters
    ----------
    x : array, shape (m,)
        |G|/kF.
    invariant : array, shape (m,)
        p of each shell.
    response : array, shape (3, m)
        Series of L(x/2) in ln x.
    weight : array, shape (2, 3, m)
        Number of points times the window, as a series in ln x: full and narrower window. The part
        outside the window is smooth, so that it is its own integral, which no shear changes.
    madelung : tuple of two floats
        V C' r_s and V C44 r_s of point ions in a uniform background [Ry bohr], Z = 1.
    """

    x: FloatArray
    invariant: FloatArray
    response: FloatArray
    weight: FloatArray
    madelung: tuple[float, float]


@lru_cache(maxsize=16)
def cubic_shells(structure: str, cutoff: float = DEFAULT_CUTOFF) -> CubicShells:
    """Return the shells of ``"bcc"`` or ``"fcc"`` (kept; they do not depend on the volume).

    Raises
    ------
    ValueError
        For a structure that is not cubic.
    """
    if structure not in CUBIC:
        raise ValueError(f"cubic elastic constants need one of {', '.join(CUBIC)}, not {structure}")
    cell = crystal(structure, 4.0 * pi / 3.0)  # r_s = 1
    length, count, invariant = _shells(
        lattice_points(cell.reciprocal, _NEGLIGIBLE * cutoff * FERMI_RADIUS)
    )
    x = length / FERMI_RADIUS
    weight = np.stack([count * window_series(x, w, 2) for w in (cutoff, _COARSER * cutoff)])
    return CubicShells(x, invariant, response_series(x, 2), weight, _madelung_shear(structure))


def shear_sums(
    first: FloatArray, second: FloatArray, invariant: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return V C' and V C44 from Df and D^2 f per shell, times its number of points (last axis)."""
    both = 0.25 * second - 0.5 * first
    return (
        np.sum((2.0 / 3.0 - 2.0 * invariant) * both + first / 3.0, axis=-1),
        np.sum(4.0 / 3.0 * invariant * both + first / 3.0, axis=-1),
    )


def _shells(points: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Group points other than the origin by length: length, count, cubic invariant."""
    square = points**2
    s = square.sum(axis=1)
    keep = s > 1e-18 * s.max()
    square, s = square[keep], s[keep]
    order = np.argsort(s, kind="stable")
    square, s = square[order], s[order]
    start = np.flatnonzero(np.concatenate([[True], np.diff(s) > 1e-9 * s[:-1]]))
    count = np.diff(np.append(start, len(s))).astype(np.float64)
    pairs = square[:, 0] * square[:, 1] + square[:, 1] * square[:, 2] + square[:, 2] * square[:, 0]
    invariant = np.add.reduceat(pairs / s**2, start) / count
    return np.sqrt(s[start]), count, invariant


def _madelung_shear(structure: str) -> tuple[float, float]:
    """Shear constants of point ions by Ewald's method, r_s = 1, Rydberg units (e2 = 2)."""
    volume = 4.0 * pi / 3.0
    cell = crystal(structure, volume)
    eta = sqrt(pi) / volume ** (1.0 / 3.0)
    r, count, p = _shells(lattice_points(cell.vectors, _REACH / eta))
    f = erfc(eta * r) / r
    bell = 2.0 * eta / sqrt(pi) * np.exp(-((eta * r) ** 2))
    direct = shear_sums(-count * (f + bell), count * (f + (1 + 2 * (eta * r) ** 2) * bell), p)
    k, count, p = _shells(lattice_points(cell.reciprocal, 2.0 * eta * _REACH))
    c = k * k / (4.0 * eta**2)
    g = 4.0 * pi / volume * count * np.exp(-c) / k**2
    wave = shear_sums(-2.0 * (1.0 + c) * g, (4.0 * (1.0 + c) ** 2 - 4.0 * c) * g, p)
    return float(direct[0] + wave[0]), float(direct[1] + wave[1])
