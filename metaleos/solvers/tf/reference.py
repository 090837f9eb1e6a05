"""The reference state of the Thomas-Fermi atom: T = 0 at the tabulated density."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING

from metaleos import constants
from metaleos.solvers.masses import atomic_mass
from metaleos.solvers.protocol import takes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from metaleos.solvers.protocol import Convention

_BOHR3_CM3 = (constants.BOHR_M * 100.0) ** 3
_U_G = constants.ATOMIC_MASS_KG * 1000.0


def reference_volume(inputs: Mapping[str, float], taken: Callable[[str], bool]) -> float:
    """Return the reference volume [bohr3/atom] of one element.

    The parameter `reference_volume` comes first, then Perrot's density and mass where they are
    `taken` as ingredients of ``printed``, then the tabulated density and atomic mass. NaN if none
    is known, or the density is zero.
    """
    volume = inputs.get("reference_volume", nan)
    if not isnan(volume):
        return volume
    density = inputs.get("reference_density", nan) if taken("reference_density") else nan
    if isnan(density):
        density = inputs.get("density", nan)
    return _volume(atomic_mass(inputs, taken), density)


def _volume(mass: float, density: float) -> float:
    return mass * _U_G / density / _BOHR3_CM3 if density else nan


def reference_state(inputs: Mapping[str, float], convention: Convention) -> dict[str, float]:
    """Return the reference state: temperature [K] and volume [bohr3/atom]."""
    return {
        "temperature": 0.0,
        "volume": reference_volume(inputs, lambda name: takes(name, convention)),
    }
