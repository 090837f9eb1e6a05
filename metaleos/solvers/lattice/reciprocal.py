"""Points of the direct and the reciprocal lattice, structure factors, shells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import ComplexArray, FloatArray
    from metaleos.solvers.lattice.crystal import Crystal


@dataclass(frozen=True, slots=True, eq=False)
class Shells:
    """Reciprocal points of equal length.

    Parameters
    ----------
    length : array, shape (m,)
        |G| [1/bohr], ascending, without G = 0.
    weight : array, shape (m,)
        Sum of |S(G)|^2 over the shell (the number of points where there is no basis).
    """

    length: FloatArray
    weight: FloatArray


def lattice_points(vectors: FloatArray, radius: float, shift: npt.ArrayLike = 0.0) -> FloatArray:
    """All points n1 v1 + n2 v2 + n3 v3 + shift within `radius` of the origin, shape (m, 3).

    Parameters
    ----------
    vectors : array, shape (3, 3)
        Primitive vectors as rows.
    radius : float
    shift : array_like, shape (3,)
    """
    origin = np.zeros(3) + np.asarray(shift, dtype=np.float64)
    # the planes n_i = const are 1/|dual_i| apart
    dual = np.linalg.inv(vectors)
    reach = np.linalg.norm(dual, axis=0) * radius
    centre = -origin @ dual
    axes = [
        np.arange(np.ceil(c - r - 1e-9), np.floor(c + r + 1e-9) + 1.0)
        for c, r in zip(centre, reach, strict=True)
    ]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    points = grid @ vectors + origin
    return np.asarray(points[np.einsum("ij,ij->i", points, points) <= radius * radius])


def structure_factor(crystal: Crystal, points: FloatArray) -> ComplexArray:
    """S(G) = (1/n) sum_j exp(-i G.tau_j) at `points` of shape (m, 3); 1 without a basis."""
    phase = points @ crystal.basis.T
    return np.asarray(np.exp(-1j * phase).mean(axis=1))


def reciprocal_points(crystal: Crystal, radius: float) -> tuple[FloatArray, ComplexArray]:
    """Reciprocal points 0 < |G| <= `radius` that do not vanish, and their structure factors.

    Returns
    -------
    points : array, shape (m, 3)
        Sorted by length [1/bohr].
    factors : complex array, shape (m,)
    """
    points = lattice_points(crystal.reciprocal, radius)
    length = np.linalg.norm(points, axis=1)
    factors = structure_factor(crystal, points)
    keep = (length > 1e-9 * radius) & (np.abs(factors) > 1e-9)
    order = np.argsort(length[keep], kind="stable")
    return points[keep][order], factors[keep][order]


def shells(crystal: Crystal, radius: float) -> Shells:
    """Group the reciprocal points up to `radius` [1/bohr] by their length."""
    points, factors = reciprocal_points(crystal, radius)
    length = np.linalg.norm(points, axis=1)
    if not len(length):
        return Shells(length, length)
    first = np.concatenate([[True], np.diff(length) > 1e-9 * radius])
    start = np.flatnonzero(first)
    return Shells(length[start], np.add.reduceat(np.abs(factors) ** 2, start))
