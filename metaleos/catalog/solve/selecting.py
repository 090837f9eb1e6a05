"""From a selection to solved batches, one per model and convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from metaleos.catalog.solve.solving import solve_table
from metaleos.catalog.states.request import MAX_STATES, StateRequest
from metaleos.catalog.states.table import element_states, joined
from metaleos.catalog.states.variables import VOLUME_WORDS
from metaleos.errors import QuantityError, SolveError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from metaleos.catalog.solve.solving import Options, Solved
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model


def chosen_models(selection: Selection, options: Options, facts: Facts) -> list[Model]:
    """Return the models of a selection, which must yield and read what was asked for.

    Raises
    ------
    UsageError
        If no model or no element is named, a model is no longer declared, a property is yielded
        by none of the models, or a what-if value is read by none.
    """
    if not selection.names_models:
        raise UsageError("solve needs a model", "see `metaleos models`")
    chosen = selection.declared()
    check_yields(chosen, options.properties)
    check_changes(chosen, facts)
    return chosen


def solve_selection(facts: Facts, selection: Selection, options: Options) -> Iterator[Solved]:
    """Yield the solved states of every model that covers at least one of the elements.

    Raises
    ------
    SolveError
        If no model covers any of the elements; the missing inputs are named.
    UsageError
        As for `chosen_models`, and where no element is named.
    """
    chosen = chosen_models(selection, options, facts)
    if not selection.elements:
        raise UsageError("solve needs an element", "for example --element Na")
    reasons: list[str] = []
    jobs, asked = [], _Requests(selection, facts)
    for model, convention, elements in covered(
        chosen, selection, selection.elements, facts, reasons
    ):
        states = (
            element_states(model, e, convention, facts, asked.of(model, e, convention))
            for e in elements
        )
        jobs.append((model, convention, joined(list(states))))
    if not jobs:
        raise SolveError(reasons[0], coverage(chosen[0], facts))
    total = sum(len(table) for _, _, table in jobs)
    if total > MAX_STATES:
        raise QuantityError(f"the request has {total:.3g} states", f"at most {MAX_STATES} at once")
    for model, convention, table in jobs:
        its = options.of(model)
        if its is not None:
            yield solve_table(model, convention, table, facts, its)


class _Requests:
    """What is asked of each model; where all share one density, that of the first of an element."""

    def __init__(self, selection: Selection, facts: Facts) -> None:
        self._request, self._facts = selection.request, facts
        self._shares = selection.same_density
        self._shared: dict[str, StateRequest] = {}

    def of(self, model: Model, element: str, convention: Convention) -> StateRequest:
        if not self._shares or any(name in self._request.given for name in ("density", "volume")):
            return self._request
        if element in self._shared:
            return self._shared[element]
        if all(variable.name != "volume" for variable in model.state_variables):
            return self._request  # it says no density; a later model may
        states = element_states(model, element, convention, self._facts, self._request)
        said = {n: v for n, v in self._request.given.items() if n not in VOLUME_WORDS}
        densities = tuple(dict.fromkeys(states.density.tolist()))
        self._shared[element] = StateRequest({**said, "density": densities})
        return self._request


def covered(
    chosen: Iterable[Model],
    selection: Selection,
    elements: Iterable[str],
    facts: Facts,
    reasons: list[str],
) -> Iterator[tuple[Model, Convention, list[str]]]:
    """Yield models and conventions of a selection with those of `elements` that they cover.

    Why the others are not covered is added to `reasons`.
    """
    for model in chosen:
        for convention in cast("list[Convention]", selection.conventions):
            lacks = {element: facts.lack(model, element, convention) for element in elements}
            reasons += filter(None, lacks.values())
            found = [element for element, lack in lacks.items() if not lack]
            if found:
                yield model, convention, found


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
