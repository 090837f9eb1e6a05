"""Ask what the catalog holds. This path imports neither numpy nor a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.beside import Beside, Place, place_of
from metaleos.catalog.ask.nearest import nothing_found
from metaleos.catalog.ask.shaping import shape
from metaleos.catalog.solve.staleness import stale_notice
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.select import dicts
from metaleos.catalog.text.record import BESIDE, Record, State, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.catalog.states.selection import Output, Selection

_SELECT = """
SELECT s.id, s.is_reference, s.variables, s.run, m.source, s.element, s.model, s.convention,
       r.property, r.term, r.value, p.unit, r.error_estimate, r.outcome, r.reason, {state}
FROM state s
JOIN result r ON r.run = s.run AND r.state = s.id
JOIN property p ON p.name = r.property
JOIN element e ON e.symbol = s.element
JOIN model m ON m.name = s.model
LEFT JOIN model_yield y ON y.model = s.model AND y.property = r.property AND y.term = r.term
WHERE {where}
ORDER BY e.z, m.rowid, s.convention DESC, s.is_reference DESC, s.id, y.position
"""
_ELSEWHERE = """
SELECT count(DISTINCT s.id)
FROM state s
JOIN result r ON r.run = s.run AND r.state = s.id
WHERE {where}
"""


def ask(connection: duckdb.DuckDBPyConnection, selection: Selection, output: Output) -> Answer:
    """Return the stored results that a selection means, beside published and observed values.

    An empty answer says what is nearest; an answer with stale rows says so.

    Parameters
    ----------
    connection : DuckDBPyConnection
        An open catalog.
    selection : Selection
    output : Output

    Raises
    ------
    UsageError, UnknownNameError, UnitError
    """
    answer = stored(connection, selection)
    if not answer.records and selection.condition:
        answer.notices.append("no stored state of this selection satisfies the condition")
    elif not answer.records:
        answer.notices += nothing_found(connection, selection)
    answer = shape(answer, output)
    answer.notices += stale_notice(connection, answer.run_ids())
    return answer


def stored(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Answer:
    """Return the stored results that a selection means; at the reference without states."""
    clause, values = selection.filters("s")
    clauses = [clause]
    if selection.properties:
        clauses.append("list_contains(?, r.property)")
        values.append(list(selection.properties))
    condition = selection.condition
    if condition:
        clause, numbers = condition.sql()
        clauses.append(clause)
        values += numbers
    at_states, state_values = selection.at_states()
    reference_only = not (at_states or selection.everything or condition.names_state)
    narrowed = ["s.is_reference"] if reference_only else at_states
    rows = connection.execute(
        _SELECT.format(
            where=" AND ".join([*clauses, *narrowed]),
            state=", ".join(item.column for item in variables().values()),
        ),
        [*values, *state_values],
    ).fetchall()
    records = _records(connection, rows)
    if not at_states and not condition:
        records += _measured_only(connection, selection)
    answer = Answer("metaleos.query/2", records, sources_of(connection, records))
    if condition and reference_only:
        where = " AND ".join([*clauses, "NOT s.is_reference"])
        others = connection.execute(_ELSEWHERE.format(where=where), values).fetchall()[0][0]
        if others:
            answer.notices.append(
                f"{others} more stored state{'s satisfy' if others > 1 else ' satisfies'} "
                "the condition away from the reference state; --all shows them"
            )
    return answer


def _records(connection: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]]) -> list[Record]:
    beside = Beside(connection, list(dict.fromkeys(row[5] for row in rows)))
    names = tuple(variables())
    records = []
    states: dict[int, tuple[State, Place]] = {}
    for number, is_reference, state_names, run, source, *row in rows:
        element, model, convention, name, term, value, unit, error, outcome, reason = row[:10]
        if number not in states:
            here = dict(zip(names, row[10:], strict=True))
            states[number] = (state_of(state_names, here), place_of(here, is_reference))
        state, place = states[number]
        label = (element, model, convention, name, term)
        quoted = beside.quoted(label, place)
        records.append(
            Record(*label, value, unit, state, error, outcome, reason, *quoted, run, source)
        )
    return records


def _measured_only(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[Record]:
    """Return the measured values of properties that were named and that no model yields."""
    if not selection.properties or selection.names_models:
        return []
    rows = connection.execute(
        "WITH f AS (SELECT element, property FROM observation UNION "
        "           SELECT element, property FROM constant WHERE value IS NOT NULL) "
        "SELECT f.element, f.property, p.unit FROM f JOIN property p ON p.name = f.property "
        "JOIN element e ON e.symbol = f.element "
        "WHERE list_contains(?, f.property) AND (? OR list_contains(?, f.element)) "
        "AND f.property NOT IN (SELECT property FROM model_yield) ORDER BY e.z, f.property",
        [list(selection.properties), not selection.elements, list(selection.elements)],
    ).fetchall()
    beside = Beside(connection, list(dict.fromkeys(row[0] for row in rows)))
    why = ("undefined", "measured: no model yields it")
    return [
        Record(element, "", "", name, "total", None, unit, {}, None, *why, [], measured)
        for element, name, unit in rows
        for measured in (beside.measured(element, name),)
    ]


def sources_of(
    connection: duckdb.DuckDBPyConnection, records: Iterable[Record]
) -> list[dict[str, Any]]:
    """Return the citations behind rows: the models' papers, then published, then observed."""
    rows = list(records)
    keys = sorted({record.source for record in rows if record.source})
    for kind in BESIDE:
        keys += [item["source"] for record in rows for item in record.beside(kind)]
    return citations(connection, dict.fromkeys(keys))


def citations(
    connection: duckdb.DuckDBPyConnection, keys: Iterable[str], *more: str
) -> list[dict[str, Any]]:
    """Return the citations of `keys`, in their order; `more` are further columns."""
    wanted = list(keys)
    columns = ", ".join(("key", "authors", "year", "title", "journal", "doi", *more))
    statement = f"SELECT {columns} FROM source WHERE list_contains(?, key)"
    found = {row["key"]: row for row in dicts(connection, statement, [wanted])}
    return [found[key] for key in wanted if key in found]
