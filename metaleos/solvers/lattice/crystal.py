"""A crystal of one kind of atom: primitive vectors and basis."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

STRUCTURES = ("bcc", "fcc", "hcp")
IDEAL_RATIO = sqrt(8.0 / 3.0)
"""c/a of hcp at which all twelve neighbours are equally far."""


@dataclass(frozen=True, slots=True, eq=False)
class Crystal:
    """A Bravais lattice with a basis.

    Parameters
    ----------
    vectors : array, shape (3, 3)
        Primitive vectors as rows [bohr], right- or left-handed, not coplanar.
    basis : array, shape (n, 3)
        Positions of the atoms of one cell [bohr].
    """

    vectors: FloatArray
    basis: FloatArray

    def __post_init__(self) -> None:
        """Refuse shapes and cells that are no crystal."""
        if self.vectors.shape != (3, 3) or self.basis.ndim != 2 or self.basis.shape[1] != 3:
            raise ValueError("a crystal needs vectors of shape (3, 3) and a basis of shape (n, 3)")
        if not self.cell_volume > 0.0:
            raise ValueError("the primitive vectors must span a positive volume")

    @property
    def cell_volume(self) -> float:
        """Volume of the primitive cell [bohr3]."""
        return float(abs(np.linalg.det(self.vectors)))

    @property
    def volume(self) -> float:
        """Volume per atom [bohr3]."""
        return self.cell_volume / len(self.basis)

    @property
    def reciprocal(self) -> FloatArray:
        """Reciprocal primitive vectors as rows, with the factor 2 pi [1/bohr]."""
        return np.asarray(2.0 * np.pi * np.linalg.inv(self.vectors).T)


def crystal(structure: str, volume: float = 1.0, axial_ratio: float = IDEAL_RATIO) -> Crystal:
    """Return bcc, fcc or hcp with `volume` per atom [bohr3].

    Parameters
    ----------
    structure : {"bcc", "fcc", "hcp"}
    volume : float
        Positive.
    axial_ratio : float
        c/a of hcp, positive; the cubic structures ignore it.
    """
    if not (isfinite(volume) and volume > 0.0):
        raise ValueError(f"volume per atom must be positive, not {volume!r}")
    if structure == "bcc":
        a = (2.0 * volume) ** (1.0 / 3.0)
        return Crystal(0.5 * a * (np.ones((3, 3)) - 2.0 * np.eye(3)), np.zeros((1, 3)))
    if structure == "fcc":
        a = (4.0 * volume) ** (1.0 / 3.0)
        return Crystal(0.5 * a * (np.ones((3, 3)) - np.eye(3)), np.zeros((1, 3)))
    if structure == "hcp":
        if not (isfinite(axial_ratio) and axial_ratio > 0.0):
            raise ValueError(f"axial ratio c/a must be positive, not {axial_ratio!r}")
        # the cell holds two atoms: a^2 c sqrt(3)/2 = 2 volume
        a = (4.0 * volume / (sqrt(3.0) * axial_ratio)) ** (1.0 / 3.0)
        c = axial_ratio * a
        vectors = np.array([[a, 0.0, 0.0], [-0.5 * a, 0.5 * sqrt(3.0) * a, 0.0], [0.0, 0.0, c]])
        basis = np.array([[0.0, 0.0, 0.0], [0.0, a / sqrt(3.0), 0.5 * c]])
        return Crystal(vectors, basis)
    raise ValueError(f"unknown structure {structure!r}: one of {', '.join(STRUCTURES)}")
