"""From names and a state request to solved batches, one per model and convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from metaleos.catalog.request import MAX_STATES
from metaleos.catalog.solving import solve_table
from metaleos.catalog.states import element_states, joined
from metaleos.errors import QuantityError, SolveError, UsageError
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from metaleos.catalog.inputs import Facts
    from metaleos.catalog.request import StateRequest
    from metaleos.catalog.solving import Solved
    from metaleos.solvers.protocol import Convention, Model


def solve_selection(
    facts: Facts,
    names: list[str],
    elements: list[str],
    conventions: list[str],
    request: StateRequest,
    *,
    properties: frozenset[str] = frozenset(),
    settings: Mapping[str, float | int | str | bool] | None = None,
    points: Mapping[str, Any] | None = None,
) -> Iterator[Solved]:
    """Yield the solved states of every model that covers at least one of the elements.

    Raises
    ------
    SolveError
        If no model covers any of the elements; the missing inputs are named.
    UsageError
        If a property is yielded by none of the models, or an option fits none of them.
    """
    chosen = [models()[name] for name in names]
    check_yields(chosen, properties)
    check_changes(chosen, facts)
    reasons: list[str] = []
    jobs = []
    for model in chosen:
        for convention in cast("list[Convention]", conventions):
            tables = []
            for element in elements:
                missing = facts.missing(model, element, convention)
                if missing:
                    reasons.append(f"{model.name} lacks {', '.join(missing)} of {element}")
                    continue
                tables.append(element_states(model, element, convention, facts, request))
            if tables:
                jobs.append((model, convention, joined(tables)))
    if not jobs:
        raise SolveError(reasons[0], coverage(chosen[0], facts))
    total = sum(len(table) for _, _, table in jobs)
    if total > MAX_STATES:
        raise QuantityError(f"the request has {total:.3g} states", f"at most {MAX_STATES} at once")
    arrays = {name: np.asarray(values, dtype=np.float64) for name, values in (points or {}).items()}
    for model, convention, table in jobs:
        wanted = frozenset(p for p in properties if model.yields_property(p))
        if properties and not wanted:
            continue
        yield solve_table(
            model, convention, table, facts, properties=wanted, settings=settings, points=arrays
        )


def check_yields(chosen: list[Model], properties: frozenset[str]) -> None:
    """Refuse a property that none of the models yields."""
    for name in sorted(properties):
        if not any(model.yields_property(name) for model in chosen):
            shown = ", ".join(dict.fromkeys(y.property for y in chosen[0].yields))
            raise UsageError(f"{chosen[0].name} does not yield {name}", f"it yields: {shown}")


def check_changes(chosen: list[Model], facts: Facts) -> None:
    """Refuse a what-if value that none of the models reads."""
    known = {item.name for model in chosen for item in model.inputs}
    for name in facts.changes:
        if name not in known:
            raise UsageError(
                f"{chosen[0].name} reads no input {name!r}", f"it reads: {', '.join(sorted(known))}"
            )


def coverage(model: Model, facts: Facts) -> str:
    """Return which elements a model covers, in words."""
    covered = facts.covered(model, "standard")
    shown = ", ".join(covered[:40]) + (" ..." if len(covered) > 40 else "")
    return f"{model.name} covers {shown or 'no element'}"
