"""Crystals: Bravais lattice and basis, reciprocal points, structure factors, Madelung energies.

Everything holds for any cell (`Crystal`); bcc, fcc and hcp with any c/a are made by `crystal`.
"""

from metaleos.solvers.lattice.crystal import IDEAL_RATIO, STRUCTURES, Crystal, crystal
from metaleos.solvers.lattice.ewald import ewald_sum, madelung_constant
from metaleos.solvers.lattice.reciprocal import (
    Shells,
    lattice_points,
    reciprocal_points,
    shells,
    structure_factor,
)

__all__ = [
    "IDEAL_RATIO",
    "STRUCTURES",
    "Crystal",
    "Shells",
    "crystal",
    "ewald_sum",
    "lattice_points",
    "madelung_constant",
    "reciprocal_points",
    "shells",
    "structure_factor",
]
