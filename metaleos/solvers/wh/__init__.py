"""Liquid transition metals: Wills and Harrison's pair potential in a variational free energy.

J. L. Bretonnet and A. Derouiche, Phys. Rev. B 43 (1991) 8924. Hartree atomic units, energies per
ion; columns of metals are solved together. Names are imported when they are first used, so that
reading the declaration stays light.

>>> from metaleos.solvers.wh import LiquidMetal, minimise
>>> titanium = LiquidMetal.of(
...     volume=130.39, temperature=0.00620, mass=87256.0, valence=1.5, core_radius=1.731,
...     d_electrons=2.5, d_radius=2.042, coordination=12, d_width=0.2234,
... )
>>> float(minimise(titanium, "iu").eta[0]).__round__(3)
0.395
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Characteristic": "characteristic",
    "LiquidMetal": "metal",
    "LocalField": "local_field",
    "Minimum": "minimum",
    "PRINTED": "conventions",
    "PairEnergy": "pair_terms",
    "PairPotential": "pair_potential",
    "STANDARD": "conventions",
    "Treatment": "conventions",
    "VolumeEnergy": "volume_terms",
    "band_energy": "d_band",
    "band_pressure": "d_band",
    "core_radius": "core",
    "core_radius_squared": "core",
    "d_coefficients": "d_band",
    "d_potential": "d_band",
    "d_well": "d_band",
    "electron_gas_energy": "volume_terms",
    "electronic_entropy": "electronic",
    "entropy": "thermodynamics",
    "free_energy": "thermodynamics",
    "hard_sphere_pressure": "core",
    "minimise": "minimum",
    "pair_energy": "pair_terms",
    "pressure": "thermodynamics",
    "volume_energy": "volume_terms",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(_HOME)
