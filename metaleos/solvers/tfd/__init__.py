"""Perrot 1979: Thomas-Fermi-Dirac atoms, with and without gradient correction, at any temperature.

`solve_atoms` takes plain numbers or arrays in hartree atomic units.
"""

from metaleos.solvers.tfd.atoms import Atoms, solve_atoms

__all__ = ["Atoms", "solve_atoms"]
