"""Electrostatic energy of point ions in a uniform neutralising background, by Ewald's method."""

from __future__ import annotations

from functools import lru_cache
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import erfc

from metaleos.solvers.lattice.crystal import IDEAL_RATIO, crystal
from metaleos.solvers.lattice.reciprocal import lattice_points, shells

if TYPE_CHECKING:
    from metaleos.solvers.lattice.crystal import Crystal

_REACH = 6.2  # exp(-6.2^2) = 2e-17


def ewald_sum(cell: Crystal, splitting: float | None = None) -> float:
    """Madelung energy per atom of unit charges, in units of e^2/bohr.

    Half the interaction of an ion with all others and with the background, the background with
    itself included. In Rydberg units multiply by e^2 = 2 and Z^2.

    Parameters
    ----------
    cell : Crystal
        Any lattice and basis.
    splitting : float, optional
        Ewald's parameter [1/bohr]; the result does not depend on it (1e-12 relative).
    """
    n = len(cell.basis)
    volume = cell.cell_volume
    eta = sqrt(pi) / volume ** (1.0 / 3.0) if splitting is None else splitting
    real = 0.0
    for first in cell.basis:
        for second in cell.basis:
            points = lattice_points(cell.vectors, _REACH / eta, second - first)
            r = np.linalg.norm(points, axis=1)
            r = r[r > 1e-9 * _REACH / eta]
            real += float(np.sum(erfc(eta * r) / r))
    shell = shells(cell, 2.0 * eta * _REACH)
    g2 = shell.length**2
    # sum over pairs of atoms: n^2 |S|^2
    wave = 4.0 * pi / volume * n * n * float(np.sum(shell.weight * np.exp(-g2 / (4 * eta**2)) / g2))
    return (real + wave - 2.0 * n * eta / sqrt(pi) - n * n * pi / (eta**2 * volume)) / (2.0 * n)


@lru_cache(maxsize=4096)
def madelung_constant(structure: str, axial_ratio: float = IDEAL_RATIO) -> float:
    """Return alpha in E = -alpha Z^2 e^2/(2 r_a), r_a the radius of the sphere of one atom.

    In Rydberg units E = -alpha Z^2/r_a (Z = 1: r_a = r_s): bcc 1.79185851, fcc 1.79174723.
    Accurate to 1e-12.
    """
    sphere = crystal(structure, 4.0 * pi / 3.0, axial_ratio)
    return -2.0 * ewald_sum(sphere)
