"""The reference state: T = 0 K at Perrot's density for Be, Al, Cu, else at the tabulated one."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, Any

from metaleos import constants as const
from metaleos.solvers.masses import atomic_mass
from metaleos.solvers.protocol import takes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.protocol import Convention

_VOLUME_FACTOR = const.ATOMIC_MASS_KG * 1e3 / (const.BOHR_M * 1e2) ** 3  # u/(g/cm3) in bohr3


def volume_of_density(mass: float, density: float) -> float:
    """Return the volume per atom [bohr3] of atoms of `mass` [u] at `density` [g/cm3].

    NaN at a density of zero.
    """
    return float(mass * _VOLUME_FACTOR / density) if density else nan


def reference_state(inputs: Mapping[str, float], convention: Convention) -> dict[str, Any]:
    """Return T = 0 K and the volume at normal density.

    Parameters
    ----------
    inputs : mapping of str to float
        ``atomic_mass`` [u], ``density`` [g/cm3]; where known ``reference_density`` [g/cm3] of
        Perrot 1979 and, in ``printed``, ``atomic_mass_printed`` and ``avogadro_number``.
    convention : {"standard", "printed"}

    Returns
    -------
    dict
        ``temperature`` [K] and ``volume`` [bohr3/atom, CODATA].
    """
    density = float(inputs.get("reference_density", nan))
    if isnan(density):
        density = float(inputs["density"])
    return {
        "temperature": 0.0,
        "volume": volume_of_density(
            atomic_mass(inputs, lambda name: takes(name, convention)), density
        ),
    }
