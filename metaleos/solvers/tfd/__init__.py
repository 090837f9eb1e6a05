"""Perrot 1979: Thomas-Fermi-Dirac atoms, with and without gradient correction, at any temperature.

`solve_atoms` takes plain numbers or arrays in hartree atomic units. Importing the package is
light (its declaration is read by the registry); the solver loads numpy when it is first named.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Atoms", "Physics", "solve_atoms"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from metaleos.solvers.tfd.atom import atoms  # numpy only when it is used

        return getattr(atoms, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
