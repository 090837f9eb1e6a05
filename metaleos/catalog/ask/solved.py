"""An answer of what was solved now and is not stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.keep import keep
from metaleos.catalog.ask.query import sources_of
from metaleos.catalog.ask.solve_rows import solved_records
from metaleos.catalog.solve.selecting import solve_selection
from metaleos.catalog.solve.states_file import solve_file
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.names import KnownNames
from metaleos.errors import UsageError
from metaleos.quantity import finite_number

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import duckdb

    from metaleos.catalog.solve.solving import Options
    from metaleos.catalog.states.selection import Selection


def solved(
    connection: duckdb.DuckDBPyConnection,
    selection: Selection,
    options: Options,
    what_if: Mapping[str, float] | None = None,
    states_file: str | os.PathLike[str] | None = None,
) -> Answer:
    """Solve the states of a selection, or of a csv file, beside published and observed values.

    Parameters
    ----------
    connection : DuckDBPyConnection
        An open catalog, for the inputs.
    selection : Selection
    options : Options
    what_if : mapping of str to float
        Values of inputs that replace the catalog's, in the input's unit.
    states_file : path
        A csv of states, as `metaleos.catalog.solve.states_file` reads it.

    Raises
    ------
    UsageError, QuantityError, SolveError, FactError
    """
    condition, wanted = selection.condition, options.properties
    # What a condition asks about is solved too, and left out of the rows.
    also = frozenset(condition.properties) - wanted if wanted else frozenset()
    facts = Facts(connection, _numbers(what_if))
    whole = replace(options, properties=wanted | also)
    if states_file is None:
        batches = list(solve_selection(facts, selection, whole))
    else:
        known = KnownNames(connection)
        batches = list(solve_file(states_file, facts, known, selection, whole))
    records = solved_records(connection, batches)
    if condition:
        records = [row for row in keep(records, condition) if row.property not in also]
    answer = Answer("metaleos.solve/2", records, sources_of(connection, records))
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


def _numbers(what_if: Mapping[str, float] | None) -> dict[str, float]:
    if what_if is not None and not hasattr(what_if, "items"):
        raise UsageError(f"what_if {what_if!r} is no mapping", "for example {'R_M': 2.1}")
    return {
        name: finite_number(value, f"what_if {name}") for name, value in (what_if or {}).items()
    }
