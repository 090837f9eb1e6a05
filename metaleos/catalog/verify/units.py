"""Unit factors that the identities need, in the storage units of the properties."""

from __future__ import annotations

from metaleos.constants import (
    ATOMIC_MASS_KG,
    BOHR_M,
    BOLTZMANN_EV_K,
    ELEMENTARY_CHARGE_C,
)

GPA_BOHR3_EV = 1e9 * BOHR_M**3 / ELEMENTARY_CHARGE_C
"""P V [eV] of one GPa bohr3."""

KB_EV = BOLTZMANN_EV_K
"""Boltzmann constant [eV/K]."""

SOUND_KM2_S2 = 1e9 * BOHR_M**3 / ATOMIC_MASS_KG * 1e-6
"""K V/M [km2/s2] of one GPa bohr3 per u."""
