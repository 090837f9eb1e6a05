"""An answer of what was solved now and is not stored.

What it takes of a catalog is read before: nobody waits for the file while something is solved.
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.beside import Beside, place_of
from metaleos.catalog.ask.query import source_keys, weak_facts
from metaleos.catalog.solve.selecting import solve_selection
from metaleos.catalog.solve.states_file import solve_file
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.names import KnownNames
from metaleos.catalog.store.select import dicts
from metaleos.catalog.text.densities import HINT, differ
from metaleos.catalog.text.record import Record, State, state_of
from metaleos.errors import UsageError
from metaleos.quantity import finite_number
from metaleos.solvers.registry import properties

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

    from metaleos.catalog.solve.solving import Options, Solved
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.states.where import Comparison, Condition


class Read(NamedTuple):
    """What an answer that is solved takes of a catalog."""

    facts: Facts
    names: KnownNames
    beside: Beside
    cited: dict[str, dict[str, Any]]
    weak: dict[tuple[str, str, str], str]


def read(connection: duckdb.DuckDBPyConnection, what_if: Mapping[str, float] | None = None) -> Read:
    """Read it; `what_if` are values of inputs that replace the catalog's, in the input's unit."""
    facts = Facts(connection, _numbers(what_if))
    cited = dicts(connection, "SELECT key, authors, year, title, journal, doi FROM source")
    beside = Beside(connection, facts.symbols)
    by_key = {row["key"]: row for row in cited}
    return Read(facts, KnownNames(connection), beside, by_key, weak_facts(connection))


def solved(
    there: Read,
    selection: Selection,
    options: Options,
    states_file: str | os.PathLike[str] | None = None,
) -> Answer:
    """Solve the states of a selection, or of a csv file, beside published and observed values.

    Parameters
    ----------
    there : Read
    selection : Selection
    options : Options
    states_file : path
        A csv of states, as `metaleos.catalog.solve.states_file` reads it.

    Raises
    ------
    UsageError, QuantityError, SolveError, FactError
    """
    condition, wanted = selection.condition, options.properties
    # What a condition asks about is solved too, and left out of the rows.
    also = frozenset(condition.properties) - wanted if wanted else frozenset()
    facts = there.facts
    whole = replace(options, properties=wanted | also)
    if states_file is not None and selection.same_density:
        raise UsageError("--same density and a file of states", "the file says its own")
    if states_file is None:
        batches = list(solve_selection(facts, selection, whole))
    else:
        batches = list(solve_file(states_file, facts, there.names, selection, whole))
    records = solved_records(there.beside, batches)
    if condition:
        records = [row for row in keep(records, condition) if row.property not in also]
    if selection.totals:
        records = [row for row in records if row.term == "total"]
    cited = [there.cited[key] for key in source_keys(records) if key in there.cited]
    answer = Answer("metaleos.solve/2", records, cited)
    if differ(records):
        answer.notices.append(HINT)
    if weak := _weak_inputs(batches, there.weak):
        answer.extra["weak_inputs"] = weak
    if condition and not records:
        answer.notices.append("no solved state satisfies the condition")
    read = {name for batch in batches for inputs in batch.inputs.values() for name in inputs}
    unread = ", ".join(sorted(set(facts.changes) - read))
    if unread:
        answer.notices.append(f"no model that was solved reads {unread}: nothing changes by it")
    answer.all_failed = bool(records) and all(
        (batch.solution.outcome != "ok").all() for batch in batches
    )
    return answer


def _weak_inputs(
    batches: Iterable[Solved], weak: Mapping[tuple[str, str, str], str]
) -> list[dict[str, str]]:
    """Return the inputs that were read and are recalled, predicted or uncited, each once."""
    found = {}
    for batch in batches:
        for element, inputs in batch.inputs.items():
            for name, item in inputs.items():
                recalled = "recalled" if item.source == "recalled" else ""
                if kind := recalled or weak.get((element, name, item.source), ""):
                    found[element, batch.model.name, name] = {
                        "element": element, "model": batch.model.name, "input": name,
                        "evidence": kind, "source": item.source,
                    }  # fmt: skip
    return [found[key] for key in found]


def _numbers(what_if: Mapping[str, float] | None) -> dict[str, float]:
    if what_if is not None and not hasattr(what_if, "items"):
        raise UsageError(f"what_if {what_if!r} is no mapping", "for example {'R_M': 2.1}")
    return {
        name: finite_number(value, f"what_if {name}") for name, value in (what_if or {}).items()
    }


# Rows ---------------------------------------------------------------------------------------


def solved_records(beside: Beside, batches: list[Solved]) -> list[Record]:
    """Return one row per state, property and term, states in the order they were asked for."""
    return [record for solved in batches for record in _records(solved, beside)]


def _records(solved: Solved, beside: Beside) -> Iterator[Record]:
    model, table = solved.model, solved.table
    units = {name: item.unit for name, item in properties().items()}
    columns = [
        (name, term, values.tolist(), errors.tolist(), outcome, reason)
        for name, term, values, errors, outcome, reason in solved.scalars()
    ]
    names = ",".join(table.variables)
    listed: dict[str, list[Any]] = {
        name: column.tolist() for name, column in table.variables.items()
    }
    listed["compression"], listed["density"] = table.compression.tolist(), table.density.tolist()
    for i in range(len(table)):
        here = {name: _or_none(column[i]) for name, column in listed.items()}
        here["volume_ratio"] = 1.0 / here["compression"] if here["compression"] else None
        place = place_of(here, bool(table.is_reference[i]))
        state = state_of(names, here)
        label = (str(table.element[i]), model.name, solved.convention)
        for name, term, values, errors, outcome, reason in columns:
            yield Record(
                *label, name, term, _or_none(values[i]), units[name], state, _or_none(errors[i]),
                str(outcome[i]), str(reason[i]), *beside.quoted((*label, name, term), place, state),
                source=model.source,
            )  # fmt: skip
        yield from _curve_records(solved, i, label, state)


def _curve_records(
    solved: Solved, i: int, label: tuple[str, str, str], state: State
) -> Iterator[Record]:
    outcome, reason = str(solved.solution.outcome[i]), str(solved.solution.reason[i])
    ok = outcome == "ok"
    for (name, term), curve in solved.solution.curves.items():
        if name not in solved.properties:
            continue
        kind, missing = solved.solution.absence(name, i)
        why = reason or missing or "no value at this point"
        unit = properties()[name].unit
        points = curve.points if curve.points.ndim == 1 else curve.points[i]
        for j, point in enumerate(np.asarray(points, dtype=float).tolist()):
            value = _or_none(float(curve.values[i, j])) if ok else None
            error = _or_none(float(curve.errors[i, j])) if ok else None
            yield Record(
                *label, name, term, value, unit,
                {**state, curve.variable: {"value": point, "unit": curve.unit}}, error,
                kind if ok and value is None else outcome,
                reason if value is not None else why,
                source=solved.model.source,
            )  # fmt: skip


def _or_none(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


# Conditions ---------------------------------------------------------------------------------


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
