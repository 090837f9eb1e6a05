"""Whether what stands side by side has one density at what is called one compression."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaleos.catalog.text.record import Record

_NAMES = ("compression", "density")
_APART = 1e-4
"""Relative difference from which on densities are told apart, and not rounding."""

SAID = "at different densities"
HINT = f"rows {SAID}: --same density (same='density') solves all at that of the first model"


def differ(records: Iterable[Record]) -> bool:
    """Return whether one element stands at one compression and several densities.

    Models have reference densities of their own, and so may the conventions of one.
    """
    found: dict[tuple[str, str], list[float]] = {}
    states = {(record.element, id(record.state)): record.state for record in records}
    for (element, _), state in states.items():
        compression, density = ((state.get(n) or {}).get("value") for n in _NAMES)
        if compression and density:
            found.setdefault((element, f"{compression:.9g}"), []).append(density)
    return any(max(densities) > (1.0 + _APART) * min(densities) for densities in found.values())
