"""Batches in which every element has the same inputs, so that what was read is known of each.

A solver that falls back on one input where another is missing reads both as soon as one row lacks
the first. Solved apart, elements that have it do not read the fallback, and editing that leaves
their results fresh.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from metaleos.catalog.states.table import StateTable
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model


def by_presence(
    model: Model, convention: Convention, table: StateTable, facts: Facts
) -> list[StateTable]:
    """Return the table in parts, one per set of inputs that its elements have."""
    symbols, place = np.unique(table.element.astype(str), return_inverse=True)
    groups: dict[tuple[bool, ...], list[int]] = {}
    for number, symbol in enumerate(symbols.tolist()):
        values = facts.inputs(model, symbol, convention).values()
        present = tuple(item.value == item.value for item in values)  # NaN is absent
        groups.setdefault(present, []).append(number)
    if len(groups) == 1:
        return [table]
    return [table.take(np.flatnonzero(np.isin(place, members))) for members in groups.values()]
