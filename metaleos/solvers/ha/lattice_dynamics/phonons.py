"""Phonon frequencies along the symmetry directions of the cubic crystals.

Along [100], [110] and [111] the group that leaves q alone (of order 8, 4 and 6) fixes the
polarisations, and one point of each star of reciprocal vectors stands for the star.
"""

from __future__ import annotations

from math import pi, sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.constants import ATOMIC_MASS_KG, BOHR_M, HARTREE_J
from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import (
    NEGLIGIBLE,
    SLOW,
    coulomb_matrix,
    dynamical_matrix,
)
from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import weighted_pair_energy as _weighted
from metaleos.solvers.lattice import crystal, lattice_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import Ion

_DIRECTIONS = {"100": (1.0, 0.0, 0.0), "110": (1.0, 1.0, 0.0), "111": (1.0, 1.0, 1.0)}
DIRECTIONS: Mapping[str, tuple[float, float, float]] = MappingProxyType(_DIRECTIONS)
"""q = (2 pi/a) zeta (...): bcc reaches H, N, P (and H) at zeta = 1, 1/2, 1/2 (and 1)."""

_POLARISATIONS = {
    "100": {"l": (1.0, 0.0, 0.0), "t": (0.0, 1.0, 0.0)},
    "110": {"l": (1.0, 1.0, 0.0), "t1": (1.0, -1.0, 0.0), "t2": (0.0, 0.0, 1.0)},
    "111": {"l": (1.0, 1.0, 1.0), "t": (1.0, -1.0, 0.0)},
}
BRANCHES: tuple[str, ...] = tuple(f"{d}_{b}" for d, of in _POLARISATIONS.items() for b in of)
"""Direction and polarisation: symmetry alone fixes the polarisation vectors."""

_CHUNK = 200_000  # points q + G evaluated at once

_THZ = sqrt(0.5 * HARTREE_J / ATOMIC_MASS_KG) / BOHR_M / (2.0 * pi) * 1e-12
"""Frequency [THz] of 1 Ry/bohr2 on a mass of 1 u."""


def frequency(stiffness: npt.ArrayLike, mass: npt.ArrayLike) -> FloatArray:
    """Return nu [THz] from an eigenvalue of D [Ry/bohr2] and a mass [u].

    An unstable mode, of negative D, is given as the negative number -|nu|.

    Raises
    ------
    ValueError
        If a mass is not positive.
    """
    d, m = np.asarray(stiffness, dtype=np.float64), np.asarray(mass, dtype=np.float64)
    if not np.all(m > 0.0):
        raise ValueError("the mass of the ion must be positive [u]")
    return np.asarray(_THZ * np.sign(d) * np.sqrt(np.abs(d) / m))


def wavevectors(ion: Ion, direction: str, zeta: npt.ArrayLike) -> FloatArray:
    """Return q [1/bohr] at reduced coordinates `zeta` along a direction, shape (m, 3)."""
    if direction not in DIRECTIONS:
        raise ValueError(f"unknown direction {direction!r}: one of {', '.join(DIRECTIONS)}")
    along = 2.0 * pi / ion.lattice_constant * np.array(DIRECTIONS[direction])
    return np.asarray(np.asarray(zeta, dtype=np.float64)[:, None] * along)


def dispersion(
    ion: Ion, mass: float, zeta: npt.ArrayLike, directions: tuple[str, ...] = tuple(DIRECTIONS)
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Return frequencies and errors [THz] of every branch, by its name (``"110_t1"``).

    Parameters
    ----------
    ion : Ion
    mass : float
        [u].
    zeta : array_like, shape (m,)
        Reduced wavevector, the same for every direction.
    directions : tuple of str
    """
    out: dict[str, tuple[FloatArray, FloatArray]] = {}
    for direction in directions:
        for name, (d, error) in branch_stiffness(ion, direction, zeta).items():
            value = frequency(d, mass)
            # the width of nu under a change of D, finite also where nu vanishes
            spread = frequency(np.abs(d) + error, mass) - np.abs(value)
            out[f"{direction}_{name}"] = value, spread + 1e-12 * np.abs(value)
    return out


def branch_stiffness(
    ion: Ion, direction: str, zeta: npt.ArrayLike
) -> dict[str, tuple[FloatArray, FloatArray]]:
    """Return e.D(q).e and its error [Ry/bohr2] for each polarisation of a direction.

    Parameters
    ----------
    ion : Ion
    direction : {"100", "110", "111"}
    zeta : array_like, shape (m,)
        q = (2 pi/a) zeta (direction).
    """
    folded = np.asarray(zeta, dtype=np.float64) % 2.0  # zeta = 2 is a reciprocal vector
    folded = np.minimum(folded, 2.0 - folded)
    ions = coulomb_matrix(ion.structure, ion.volume, wavevectors(ion, direction, folded))
    electrons, error = _electrons_along(ion, direction, folded)
    rounding = 1e-15 * 8.0 * pi / ion.volume  # of the plasma frequency, where the parts cancel
    return {
        name: (np.einsum("i,nij,j->n", axis, ions, axis) + electrons[i], error[i] + rounding)
        for i, (name, axis) in enumerate(_axes(direction).items())
    }


def frequencies(ion: Ion, mass: float, q: npt.ArrayLike) -> FloatArray:
    """Return the three frequencies [THz], ascending, at wavevectors of shape (n, 3) [1/bohr]."""
    matrix, _ = dynamical_matrix(ion, q)
    return frequency(np.linalg.eigvalsh(matrix), mass)


def _axes(direction: str) -> dict[str, FloatArray]:
    """Return the unit polarisation vectors of a direction, by name."""
    found = {name: np.array(e) for name, e in _POLARISATIONS[direction].items()}
    return {name: e / np.linalg.norm(e) for name, e in found.items()}


def _electrons_along(
    ion: Ion, direction: str, zeta: FloatArray
) -> tuple[list[FloatArray], list[FloatArray]]:
    """Return e.D.e [Ry/bohr2] of the electrons for each polarisation of a direction, and errors."""
    k_f = float(fermi_wavenumber(spacing_radius(ion.volume)))
    q = wavevectors(ion, direction, np.append(zeta, 0.0))
    reach = NEGLIGIBLE * ion.window * k_f + float(np.linalg.norm(q, axis=1).max())
    G, star = _stars(
        lattice_points(crystal(ion.structure, ion.volume).reciprocal, reach), direction
    )
    axes = _axes(direction)
    sums = np.empty((2, len(axes), len(q)))
    step = max(1, _CHUNK // len(G))
    for start in range(0, len(q), step):
        part = slice(start, start + step)
        k = q[part, None, :] + G
        k2 = np.einsum("nmi,nmi->nm", k, k)
        weights = _weighted(ion, k2 / k_f**2) * star
        along = {name: (k @ e) ** 2 for name, e in axes.items()}
        if "t" in along:  # two equal branches: the star's members share their mean
            along["t"] = 0.5 * (k2 - along["l"])
        for i, square in enumerate(along.values()):
            sums[:, i, part] = np.einsum("wnm,nm->wn", weights, square)
    sums = sums[..., :-1] - sums[..., -1:]
    return list(sums[0]), list(SLOW * np.abs(sums[1] - sums[0]))


def _stars(G: FloatArray, direction: str) -> tuple[FloatArray, FloatArray]:
    """Return one vector of each star under the group of a direction, and the star's size."""
    size = float(np.abs(G).max())
    small = 1e-9 * size
    x, y, z = G.T
    if direction == "100":
        inside = (y >= z - small) & (z >= -small)
        a, b = np.abs(y - z) <= small, np.abs(z) <= small
        count = np.where(a & b, 1.0, np.where(a | b, 4.0, 8.0))
    elif direction == "110":
        inside = (x >= y - small) & (z >= -small)
        a, b = np.abs(x - y) <= small, np.abs(z) <= small
        count = np.where(a, 1.0, 2.0) * np.where(b, 1.0, 2.0)
    else:
        inside = (x >= y - small) & (y >= z - small)
        a, b = np.abs(x - y) <= small, np.abs(y - z) <= small
        count = np.where(a & b, 1.0, np.where(a | b, 3.0, 6.0))
    return G[inside], count[inside]
