"""Which inputs stand behind properties: those that solving just them reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from metaleos.catalog.solve.solving import Options, solve_table
from metaleos.catalog.states.request import StateRequest
from metaleos.catalog.states.table import element_states, joined
from metaleos.catalog.store.facts import Facts
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.catalog.text.record import Record
    from metaleos.solvers.protocol import Convention


def inputs_behind(
    connection: duckdb.DuckDBPyConnection, records: Iterable[Record]
) -> dict[tuple[str, str, str], set[str]]:
    """Return the names of the inputs behind rows, by model, element and convention.

    A stored run computed every property and read inputs for all of them. So each model's
    reference state is solved once more for the properties shown alone, and what that reads counts.
    """
    shown: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for record in records:
        if record.model not in models():
            continue  # measured only, or no longer declared
        elements, names = shown.setdefault((record.model, record.convention), (set(), set()))
        elements.add(record.element)
        names.add(record.property)
    facts = Facts(connection)
    found: dict[tuple[str, str, str], set[str]] = {}
    for (name, word), (elements, names) in shown.items():
        model = models()[name]
        convention = cast("Convention", word)
        tables = [
            element_states(model, element, convention, facts, StateRequest())
            for element in sorted(elements)
        ]
        options = Options(properties=frozenset(names))
        solved = solve_table(model, convention, joined(tables), facts, options)
        for element, inputs in solved.inputs.items():
            found[name, element, word] = set(inputs)
    return found
