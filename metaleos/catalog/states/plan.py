"""Which states are filled in: those asked for; else the reference, the papers', a model's grid."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.request import StateRequest, at_place, state_request
from metaleos.catalog.states.selection import Selection
from metaleos.catalog.states.table import StateTable, element_states, joined, without_repeats
from metaleos.catalog.store.select import grouped
from metaleos.errors import SolveError, UsageError
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model


def planned(
    connection: duckdb.DuckDBPyConnection, facts: Facts, selection: Selection | None = None
) -> Iterator[tuple[Model, Convention, StateTable]]:
    """Yield model, convention and states one batch at a time: those that a selection asks for.

    Without states in the selection: those of the default catalog.

    Raises
    ------
    UsageError, SolveError
        If a model is asked for states that it cannot have, or is no longer declared.
    """
    chosen = selection or Selection()
    published = connection.execute(
        "SELECT DISTINCT model, element, temperature, volume, density FROM published "
        "WHERE NOT at_reference AND coalesce(temperature, volume, density) IS NOT NULL "
        "ORDER BY ALL"
    ).fetchall()
    places = grouped(published, 2)
    for model in chosen.declared() if chosen.request else models().values():
        if chosen.models and model.name not in chosen.models:
            continue
        for convention in model.conventions:
            if chosen.conventions and convention not in chosen.conventions:
                continue
            tables: list[StateTable] = []
            for element in facts.covered(model, convention, chosen.elements or None):
                if chosen.request:
                    tables.append(element_states(model, element, convention, facts, chosen.request))
                else:
                    tables += _element_tables(model, element, convention, facts, places)
            if tables:
                yield model, convention, without_repeats(joined(tables))


def _element_tables(
    model: Model,
    element: str,
    convention: Convention,
    facts: Facts,
    places: dict[tuple[Any, ...], list[tuple[Any, ...]]],
) -> Iterator[StateTable]:
    try:
        yield element_states(model, element, convention, facts, StateRequest())
    except SolveError:
        return  # an element without a reference state is not covered by this model
    for temperature, volume, density in places.get((model.name, element), []):
        request = at_place(temperature=temperature, volume=volume, density=density)
        # A user's published value may state what is no state of the model, e.g. a temperature.
        with suppress(UsageError):
            yield element_states(model, element, convention, facts, request)
    if model.grid and convention == "standard":
        yield element_states(model, element, convention, facts, state_request(**model.grid))
