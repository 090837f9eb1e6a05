"""Solved rows of states that satisfy a condition, as SQL keeps stored ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import variables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaleos.catalog.states.where import Comparison, Condition
    from metaleos.catalog.text.record import Record


def keep(records: Iterable[Record], condition: Condition) -> list[Record]:
    """Return the rows of the groups that satisfy every comparison, in their order."""
    rows = list(records)
    keys = [_group(row) for row in rows]
    kept = set(keys)
    for comparison in condition.comparisons:
        kept &= {key for row, key in zip(rows, keys, strict=True) if _satisfies(row, comparison)}
    return [row for row, key in zip(rows, keys, strict=True) if key in kept]


def _group(row: Record) -> tuple[Any, ...]:
    # The abscissa of a curve is no part of the state of its group.
    places = [row.state[name]["value"] for name in variables() if name in row.state]
    return (row.element, row.model, row.convention, *places)


def _satisfies(row: Record, comparison: Comparison) -> bool:
    if comparison.is_state:
        cell = row.state.get(comparison.name)
        return cell is not None and comparison.holds(cell["value"])
    return row.property == comparison.name and row.term == "total" and comparison.holds(row.value)
