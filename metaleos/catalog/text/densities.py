"""Whether models that stand side by side have one density at what is called one compression."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaleos.catalog.text.record import Record

_APART = 1e-4
"""Relative difference from which on densities are told apart; conventions differ by less."""

SAID = "models at different densities"
HINT = f"{SAID}: --same density (same='density') solves all at that of the first"


def differ(records: Iterable[Record]) -> bool:
    """Return whether models of one element stand at one compression and several densities."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for record in records:
        compression, density = (
            (record.state.get(name) or {}).get("value") for name in ("compression", "density")
        )
        if compression and density:
            place = record.element, f"{compression:.9g}"
            found.setdefault(place, {})[record.model] = density
    return any(
        max(densities.values()) > (1.0 + _APART) * min(densities.values())
        for densities in found.values()
    )
