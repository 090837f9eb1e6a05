"""Phonon density of states of the cubic crystals, its moments, zero-point energy.

Frequencies on an even mesh of the reciprocal cell, found once for each set of equivalent points;
between the mesh points each band is linear (tetrahedra).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.constants import BOLTZMANN_J_K, ELEMENTARY_CHARGE_C, PLANCK_REDUCED_J_S
from metaleos.solvers.ha.lattice_dynamics.phonons import frequencies
from metaleos.solvers.lattice import crystal

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import Ion

DEFAULT_MESH = 16

# six tetrahedra around the diagonal of a cube whose corners are numbered 4 i + 2 j + k
_TETRAHEDRA = ((0, 1, 3, 7), (0, 1, 5, 7), (0, 2, 3, 7), (0, 2, 6, 7), (0, 4, 5, 7), (0, 4, 6, 7))
_CHUNK = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class PhononMesh:
    """Frequencies on a mesh.

    Parameters
    ----------
    frequency : array, shape (N, N, N, 3)
        [THz], ascending; negative for unstable modes. Index i, j, k: q = (i b1 + j b2 + k b3)/N.
    """

    frequency: FloatArray

    @property
    def stable(self) -> bool:
        """Whether no mode is unstable."""
        return bool(self.frequency.min() > -1e-6 * self.frequency.max())


def phonon_mesh(ion: Ion, mass: float, mesh: int = DEFAULT_MESH) -> PhononMesh:
    """Return the frequencies on `mesh` cubed points; mass in u.

    Raises
    ------
    ValueError
        If the mesh is coarser than 4 (or odd: half of it measures the error).
    """
    if mesh < 4 or mesh % 2:
        raise ValueError(f"the mesh of wavevectors must be even and at least 4, not {mesh}")
    reciprocal = crystal(ion.structure, ion.volume).reciprocal
    steps = np.stack(np.meshgrid(*[np.arange(mesh)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    q = _nearest(steps / mesh, reciprocal)
    # the 48 operations of the cube permute the components and change their signs
    key = np.round(np.sort(np.abs(q), axis=1) * (1e8 / np.abs(reciprocal).max())).astype(np.int64)
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    found = frequencies(ion, mass, q[first])
    found[np.linalg.norm(q[first], axis=1) < 1e-9 * np.abs(reciprocal).max()] = 0.0
    return PhononMesh(found[inverse.reshape(-1)].reshape(mesh, mesh, mesh, 3))


def density_of_states(mesh: PhononMesh, frequency: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return g(nu) [1/THz per atom] and its error; the integral over nu is 3.

    Parameters
    ----------
    mesh : PhononMesh
    frequency : array_like, shape (m,)
        nu [THz].
    """
    nu = np.asarray(frequency, dtype=np.float64)
    fine = _tetrahedra(mesh.frequency, nu)
    return fine, np.abs(fine - _tetrahedra(mesh.frequency[::2, ::2, ::2], nu))


def zero_point_energy(mesh: PhononMesh) -> tuple[float, float]:
    """Return (1/2) sum h nu per atom [eV] and its error; NaN where a mode is unstable."""
    scale = 0.5 * 2.0 * pi * PLANCK_REDUCED_J_S * 1e12 / ELEMENTARY_CHARGE_C
    if not mesh.stable:
        return float("nan"), float("nan")
    fine, coarse = _means(mesh, 1)
    return scale * fine, scale * abs(fine - coarse)


def mean_square_debye_temperature(mesh: PhononMesh) -> tuple[float, float]:
    """Return (hbar/k)(5<w^2>/3)^(1/2) [K] and its error: Debye's spectrum of equal <w^2>."""
    scale = 2.0 * pi * PLANCK_REDUCED_J_S * 1e12 / BOLTZMANN_J_K
    if not mesh.stable:
        return float("nan"), float("nan")
    fine, coarse = (scale * sqrt(5.0 / 3.0 * m / 3.0) for m in _means(mesh, 2))
    return fine, abs(fine - coarse)


def _means(mesh: PhononMesh, power: int) -> tuple[float, float]:
    """Sum over branches of nu^power, averaged over the mesh and over every second point."""
    value = (mesh.frequency**power).sum(axis=-1)
    return float(value.mean()), float(value[::2, ::2, ::2].mean())


def _nearest(coordinates: FloatArray, reciprocal: FloatArray) -> FloatArray:
    """Return each q moved by a reciprocal vector so that it is as short as possible."""
    q = (coordinates - np.round(coordinates)) @ reciprocal
    steps = np.stack(np.meshgrid(*[(-1.0, 0.0, 1.0)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    moved = q[:, None, :] - steps @ reciprocal
    best = np.argmin(np.einsum("nmi,nmi->nm", moved, moved), axis=1)
    return np.asarray(moved[np.arange(len(q)), best])


def _tetrahedra(frequency: FloatArray, nu: FloatArray) -> FloatArray:
    """Density of states of bands that are linear in tetrahedra."""
    corners = []
    for i in (0, 1):
        for j in (0, 1):
            corners += [np.roll(frequency, (-i, -j, -k), axis=(0, 1, 2)) for k in (0, 1)]
    cube = np.stack(corners, axis=-1).reshape(-1, 8)
    tiny = 1e-9 * max(float(np.abs(cube).max()), 1e-30)
    total = np.zeros_like(nu)
    for index in _TETRAHEDRA:
        # a hair between equal corners keeps the formula finite
        e = np.sort(cube[:, index], axis=1) + tiny * np.arange(4.0)
        for start in range(0, len(e), _CHUNK):
            total += _one(e[start : start + _CHUNK], nu)
    return total / (len(cube) / 3.0 * len(_TETRAHEDRA))


def _one(e: FloatArray, nu: FloatArray) -> FloatArray:
    """Sum over tetrahedra of the density at nu, each of unit weight (corners e ascending)."""
    e1, e2, e3, e4 = (e[:, i, None] for i in range(4))
    at = nu[None, :]
    low = 3.0 * (at - e1) ** 2 / ((e2 - e1) * (e3 - e1) * (e4 - e1))
    t = at - e2
    middle = 3.0 * (e2 - e1) + 6.0 * t
    middle -= 3.0 * (e3 - e1 + e4 - e2) * t**2 / ((e3 - e2) * (e4 - e2))
    middle /= (e3 - e1) * (e4 - e1)
    high = 3.0 * (e4 - at) ** 2 / ((e4 - e1) * (e4 - e2) * (e4 - e3))
    value = np.where(at < e2, low, np.where(at < e3, middle, high))
    return np.asarray(np.where((at > e1) & (at < e4), value, 0.0).sum(axis=0))
