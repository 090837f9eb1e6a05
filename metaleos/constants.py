"""Physical constants: CODATA 2022, the only numbers `standard` results are converted with.

A paper's own constants (its Bohr radius of 0.529 angstrom, its rydberg of 13.60 eV) are not
here: they belong to the convention `printed` and stand with the theory that uses them.

References
----------
E. Tiesinga, P. J. Mohr, D. B. Newell, B. N. Taylor, CODATA recommended values 2022.
"""

from __future__ import annotations

from math import pi
from typing import Final

BOLTZMANN_J_K: Final = 1.380649e-23
"""Boltzmann constant [J/K] (exact)."""

ELEMENTARY_CHARGE_C: Final = 1.602176634e-19
"""Elementary charge [C] (exact); also one electronvolt in joule."""

AVOGADRO_1_MOL: Final = 6.02214076e23
"""Avogadro constant [1/mol] (exact)."""

BOHR_M: Final = 5.29177210544e-11
"""Bohr radius [m]."""

HARTREE_J: Final = 4.3597447222060e-18
"""Hartree energy [J]."""

ATOMIC_MASS_KG: Final = 1.66053906892e-27
"""Atomic mass constant [kg]."""

ELECTRON_MASS_KG: Final = 9.1093837139e-31
"""Electron mass [kg]."""

PLANCK_REDUCED_J_S: Final = 6.62607015e-34 / (2.0 * pi)
"""Reduced Planck constant [J s] (exact)."""

BOHR_ANGSTROM: Final = BOHR_M * 1e10
"""Bohr radius [angstrom]."""

HARTREE_EV: Final = HARTREE_J / ELEMENTARY_CHARGE_C
"""Hartree energy [eV]: 27.211386..."""

RYDBERG_EV: Final = HARTREE_EV / 2.0
"""Rydberg energy [eV]: 13.605693..."""

BOLTZMANN_EV_K: Final = BOLTZMANN_J_K / ELEMENTARY_CHARGE_C
"""Boltzmann constant [eV/K]."""

BOLTZMANN_HARTREE_K: Final = BOLTZMANN_J_K / HARTREE_J
"""Boltzmann constant [hartree/K]: kT in hartree is T in kelvin times this."""

HARTREE_PER_BOHR3_GPA: Final = HARTREE_J / BOHR_M**3 * 1e-9
"""One hartree per cubic bohr [GPa]: 29421.0..."""

RYDBERG_PER_BOHR3_GPA: Final = HARTREE_PER_BOHR3_GPA / 2.0
"""One rydberg per cubic bohr [GPa]."""
