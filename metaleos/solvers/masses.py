"""The mass of an atom in a convention: the paper's, and through its Avogadro number."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, TypeVar

from metaleos.constants import ATOMIC_MASS_KG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from metaleos.solvers.arrays import FloatArray

    Number = TypeVar("Number", float, FloatArray)


def mole(avogadro: Number) -> Number:
    """Return what A grams a mole weigh, over A u, where a mole has `avogadro` atoms."""
    return 1e-3 / (avogadro * ATOMIC_MASS_KG)


def atomic_mass(inputs: Mapping[str, float], taken: Callable[[str], bool]) -> float:
    """Return the atomic mass [u].

    Parameters
    ----------
    inputs : mapping of str to float
        ``atomic_mass`` [u]; where a paper has them ``atomic_mass_printed`` [g/mol] and
        ``avogadro_number`` [1/mol], read only where `taken` as ingredients of ``printed``.
        NaN where one that is read is missing or no number of atoms.
    """
    mass = inputs.get("atomic_mass_printed", nan) if taken("atomic_mass_printed") else nan
    if not mass > 0.0:
        mass = inputs.get("atomic_mass", nan)
    avogadro = inputs.get("avogadro_number", nan) if taken("avogadro_number") else nan
    if isnan(avogadro):
        return mass
    return mass * mole(avogadro) if avogadro * ATOMIC_MASS_KG > 0.0 else nan
