"""Groups of elements by the names that the field gives them: ``alkali``, ``3d``, ``lanthanide``.

The rows of transition metals are those of groups 3 to 11, whose atoms or ions have an incomplete
d shell (zinc, cadmium and mercury have none), with lanthanum at the head of the third.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LANTHANIDES = "La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu"
_ROWS = (
    "Sc Ti V Cr Mn Fe Co Ni Cu",
    "Y Zr Nb Mo Tc Ru Rh Pd Ag",
    "La Hf Ta W Re Os Ir Pt Au",
)
_MEMBERS = {
    "alkali": "Li Na K Rb Cs Fr",
    "alkaline_earth": "Be Mg Ca Sr Ba Ra",
    "3d": _ROWS[0],
    "4d": _ROWS[1],
    "5d": _ROWS[2],
    "transition": " ".join(_ROWS),
    "noble_metal": "Cu Ag Au",
    "rare_earth": f"Sc Y {_LANTHANIDES}",
    "lanthanide": _LANTHANIDES,
    "actinide": "Ac Th Pa U",
    "halogen": "F Cl Br I At",
    "noble_gas": "He Ne Ar Kr Xe Rn",
}

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(text.split()) for name, text in _MEMBERS.items()}
)
"""Symbols by name of the group, as far as uranium."""


def members(text: str) -> tuple[str, ...]:
    """Return the symbols of the group that a text names, or nothing.

    Any case, blanks or hyphens for underscores, the plural, and ``metal`` behind it are read too:
    ``Alkali metals``, ``alkaline-earth``, ``noble gases``.
    """
    name = "_".join(text.casefold().replace("-", " ").replace("_", " ").split())
    for word in (name, name.removesuffix("s"), name.removesuffix("es")):
        for group in (word, word.removesuffix("_metal"), word.removesuffix("_element")):
            if group in GROUPS:
                return GROUPS[group]
    return ()


def group_of(element: str) -> str:
    """Return the first of the groups that an element belongs to; empty where it is in none."""
    return next((name for name, symbols in GROUPS.items() if element in symbols), "")
