"""Ask what the catalog holds. This path imports neither numpy nor a solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.beside import Beside, Place, place_of
from metaleos.catalog.ask.nearest import nothing_found
from metaleos.catalog.ask.shaping import shape
from metaleos.catalog.solve.staleness import stale_notice
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.select import count, dicts
from metaleos.catalog.text.record import BESIDE, Record, State, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.catalog.states.selection import Output, Selection

_ORDER = "e.z, m.rowid, s.convention DESC, s.is_reference DESC, s.id"
_SELECT = f"""
SELECT s.id, s.is_reference, s.variables, s.run, m.source, s.element, s.model, s.convention,
       r.property, r.term, r.value, p.unit, r.error_estimate, r.outcome, r.reason, {{state}}
FROM {{states}} s
JOIN result r ON r.run = s.run AND r.state = s.id
JOIN property p ON p.name = r.property
JOIN element e ON e.symbol = s.element
JOIN model m ON m.name = s.model
LEFT JOIN model_yield y ON y.model = s.model AND y.property = r.property AND y.term = r.term
WHERE {{where}}
ORDER BY {_ORDER}, y.position
"""
_FIRST = f"""
(SELECT s.* FROM state s JOIN element e ON e.symbol = s.element JOIN model m ON m.name = s.model
WHERE s.run IS NOT NULL AND {{where}} ORDER BY {_ORDER} LIMIT ?)
"""
_RESULTS = "FROM state s JOIN result r ON r.run = s.run AND r.state = s.id WHERE {where}"
# Every state of a run has as many results.
_OF_STATES = """
SELECT coalesce(sum(n.states * (c.results // c.states)), 0)::BIGINT FROM run_count c
JOIN (SELECT s.run, count(*) AS states FROM state s WHERE {where} GROUP BY s.run) n ON n.run = c.run
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
    # Another order is known of all rows only.
    limit = None if output.sort else output.limit
    answer, there = stored(connection, selection, limit)
    if not answer.records and selection.condition:
        answer.notices.append("no stored state of this selection satisfies the condition")
    elif not answer.records:
        answer.notices += nothing_found(connection, selection)
    answer = shape(answer, output, there)
    answer.notices += stale_notice(connection, answer.run_ids())
    return answer


def stored(
    connection: duckdb.DuckDBPyConnection, selection: Selection, limit: int | None = None
) -> tuple[Answer, int]:
    """Return the stored results that a selection means; at the reference without states.

    Parameters
    ----------
    connection : DuckDBPyConnection
    selection : Selection
    limit : int
        How many rows are enough, the first; without it all.

    Returns
    -------
    answer : Answer
    there : int
        Number of rows that there are.
    """
    clause, values = selection.filters("s")
    clauses = [clause]
    condition = selection.condition
    if condition:
        clause, numbers = condition.sql()
        clauses.append(clause)
        values += numbers
    at_states, state_values = selection.at_states()
    reference_only = not (at_states or selection.everything or condition.names_state)
    where = " AND ".join([*clauses, *(["s.is_reference"] if reference_only else at_states)])
    # Which states, and which results of them.
    asked: _Asked = where, [*values, *state_values], list(selection.properties)
    if limit is None:
        rows = _rows(connection, asked)
        found = len(rows)
    else:
        rows = _first_rows(connection, asked, max(limit, 1))
        found = _counted(connection, asked)
    records = _records(connection, rows)
    if not at_states and not condition:
        measured = _measured_only(connection, selection)
        found += len(measured)
        records += measured
    answer = Answer("metaleos.query/2", records, sources_of(connection, records))
    if condition and reference_only:
        results, wanted = _of_properties(asked)
        where = " AND ".join([*clauses, "NOT s.is_reference", results])
        statement = "SELECT count(DISTINCT s.id) " + _RESULTS.format(where=where)
        others = connection.execute(statement, [*values, *wanted]).fetchall()[0][0]
        if others:
            answer.notices.append(
                f"{others} more stored state{'s satisfy' if others > 1 else ' satisfies'} "
                "the condition away from the reference state; --all shows them"
            )
    return answer, found


_Asked = tuple[str, list[Any], list[str]]
"""A clause over the table ``state`` s with its values, and properties; none means all."""


def _of_properties(asked: _Asked) -> tuple[str, list[Any]]:
    return ("list_contains(?, r.property)", [asked[2]]) if asked[2] else ("true", [])


def _rows(
    connection: duckdb.DuckDBPyConnection, asked: _Asked, first: int | None = None
) -> list[tuple[Any, ...]]:
    """Return the rows of all states, or of the first ones."""
    where, values, _ = asked
    results, wanted = _of_properties(asked)
    state = ", ".join(item.column for item in variables().values())
    if first is None:
        statement = _SELECT.format(state=state, states="state", where=f"{where} AND {results}")
        return connection.execute(statement, [*values, *wanted]).fetchall()
    states = _FIRST.format(where=where)
    statement = _SELECT.format(state=state, states=states, where=results)
    return connection.execute(statement, [*values, first, *wanted]).fetchall()


def _first_rows(
    connection: duckdb.DuckDBPyConnection, asked: _Asked, limit: int
) -> list[tuple[Any, ...]]:
    """Return the rows of so many of the first states that they are enough, or all."""
    states = limit
    there = _states(connection, asked)
    while True:
        rows = _rows(connection, asked, states)
        if len(rows) >= limit or states >= there:
            return rows[:limit]
        states *= 10


def _states(connection: duckdb.DuckDBPyConnection, asked: _Asked) -> int:
    return count(connection, f"FROM state s WHERE s.run IS NOT NULL AND {asked[0]}", asked[1])


def _counted(connection: duckdb.DuckDBPyConnection, asked: _Asked) -> int:
    """Return how many rows there are; without properties nothing of them is read."""
    where, values, properties = asked
    if properties:
        results, wanted = _of_properties(asked)
        return count(
            connection, _RESULTS.format(where=f"{where} AND {results}"), [*values, *wanted]
        )
    return int(connection.execute(_OF_STATES.format(where=where), values).fetchall()[0][0])


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
