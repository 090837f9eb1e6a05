"""Liquid transition metals: Wills and Harrison's pair potential in a variational free energy.

J. L. Bretonnet and A. Derouiche, Phys. Rev. B 43 (1991) 8924. Hartree atomic units, energies per
ion; columns of metals are solved together. Names
are imported when they are first used, so that reading the declaration stays light.

>>> from metaleos.solvers.wh import LiquidMetal, minimise
>>> titanium = LiquidMetal.of(
...     volume=130.39, temperature=0.00620, mass=87256.0, valence=1.5, core_radius=1.731,
...     d_electrons=2.5, d_radius=2.042, coordination=12, d_width=0.2234,
... )
>>> float(minimise(titanium, "iu").eta[0]).__round__(2)
0.39
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Characteristic": "characteristic",
    "LiquidMetal": "metal",
    "LocalField": "local_field",
    "Minimum": "minimum",
    "PRINTED": "metal",
    "PairEnergy": "pair_energy",
    "PairPotential": "pair_potential",
    "STANDARD": "metal",
    "Treatment": "metal",
    "VolumeEnergy": "volume_energy",
    "band_energy": "d_band",
    "band_pressure": "d_band",
    "core_radius": "core_radius",
    "core_radius_squared": "core_radius",
    "d_coefficients": "d_band",
    "d_potential": "d_band",
    "d_well": "d_band",
    "electron_gas_energy": "volume_energy",
    "electronic_entropy": "electronic",
    "entropy": "free_energy",
    "free_energy": "free_energy",
    "hard_sphere_pressure": "core_radius",
    "minimise": "minimum",
    "pair_energy": "pair_energy",
    "pressure": "free_energy",
    "volume_energy": "volume_energy",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(_HOME)
