"""Nonuniform valence density (`nud`): what a displaced shell of charge does to a metal.

Hartree atomic units; plain numbers or arrays. Names are imported when they are first used, so
that reading the declaration stays light.

>>> from metaleos.solvers.nud import redistribution, sphere_radius
>>> R = sphere_radius(265.588)  # bohr3 per atom of sodium
>>> round(float(redistribution(x=0.3, radius=R, valence=1.0).energy), 6)  # hartree
0.064134
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Claim": "claims",
    "Redistribution": "displaced_shell",
    "Shape": "shape_factor",
    "UniformMetal": "metal",
    "bracket": "shape_factor",
    "bulk_modulus": "metal",
    "compressibility_coefficient": "coefficients",
    "expansion_shift": "coefficients",
    "expansion_shift_limit": "coefficients",
    "redistribution": "displaced_shell",
    "shape": "shape_factor",
    "sphere_radius": "displaced_shell",
    "uniform_metal": "metal",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(_HOME)
