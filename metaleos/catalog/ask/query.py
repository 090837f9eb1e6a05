"""Ask what the catalog holds. This path imports neither numpy nor a solver."""

from __future__ import annotations

from itertools import chain
from sys import maxsize
from typing import TYPE_CHECKING, Any, NamedTuple

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.beside import Beside, Place, place_of
from metaleos.catalog.ask.nearest import nothing_found
from metaleos.catalog.ask.shaping import cut_notice, shape
from metaleos.catalog.solve.staleness import stale_notice
from metaleos.catalog.states.selection import Output
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.select import count, dicts
from metaleos.catalog.text.densities import HINT, differ
from metaleos.catalog.text.quoted import MARKS
from metaleos.catalog.text.record import BESIDE, Record, State, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb

    from metaleos.catalog.states.selection import Selection

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
_CHOSEN = f"""
CREATE OR REPLACE TEMP TABLE chosen AS SELECT s.id, row_number() OVER (ORDER BY {_ORDER}) AS number
FROM state s JOIN element e ON e.symbol = s.element JOIN model m ON m.name = s.model
WHERE s.run IS NOT NULL AND {{where}}
"""
_PART = "(SELECT s.* FROM state s JOIN chosen c ON c.id = s.id WHERE c.number BETWEEN ? AND ?)"
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
    if not answer.records:
        answer.notices += _nothing(connection, selection)
    if differ(answer.values):
        answer.notices.append(HINT)
    answer = shape(answer, output, there)
    runs = answer.run_ids()
    answer.notices += stale_notice(connection, runs)
    answer.extra |= weak_inputs(connection, runs)
    return answer


def weak_inputs(connection: duckdb.DuckDBPyConnection, runs: Iterable[int]) -> dict[str, Any]:
    """Return the inputs of runs that are recalled, predicted or uncited, by one key; or none."""
    rows = dicts(
        connection,
        "SELECT DISTINCT e.z, r.element, r.model, i.name AS input, i.evidence, i.source "
        "FROM v_run_inputs i JOIN run r ON r.id = i.run JOIN element e ON e.symbol = r.element "
        "WHERE list_contains(?, i.evidence) AND i.run IN (SELECT unnest(?::BIGINT[])) ORDER BY ALL",
        [list(MARKS), list(dict.fromkeys(runs))],
    )
    found = [{name: row[name] for name in row if name != "z"} for row in rows]
    return {"weak_inputs": found} if found else {}


def weak_facts(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], str]:
    """Return the kind of evidence of weak facts, by element, property and source."""
    rows = connection.execute(
        "SELECT element, property, source, arg_min(evidence, rank) AS kind "
        "FROM (FROM constant SELECT element, property, source, evidence, rank "
        "UNION ALL FROM observation SELECT element, property, source, evidence, rank) "
        "GROUP BY ALL HAVING list_contains(?, kind)",
        [list(MARKS)],
    ).fetchall()
    return {(element, name, source): kind for element, name, source, kind in rows}


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
    asked = _asked(selection)
    if limit is None:
        rows = _rows(connection, asked)
        found = len(rows)
    else:
        rows = _first_rows(connection, asked, max(limit, 1))
        found = _counted(connection, asked)
    records = _records(connection, rows)
    measured = _measured_only(connection, selection)
    records += measured
    notices = _elsewhere(connection, selection, asked)
    answer = Answer("metaleos.query/2", records, sources_of(connection, records), notices)
    return answer, found + len(measured)


def _nothing(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    if selection.condition:
        return ["no stored state of this selection satisfies the condition"]
    return nothing_found(connection, selection)


def _elsewhere(
    connection: duckdb.DuckDBPyConnection, selection: Selection, asked: _Asked
) -> list[str]:
    """Tell how many states satisfy a condition away from the reference, if that alone is shown."""
    if not (selection.condition and _at_reference(selection)):
        return []
    where, values = _clauses(selection)
    results, wanted = asked.results or "true", asked.names
    where = f"{where} AND NOT s.is_reference AND {results}"
    statement = "SELECT count(DISTINCT s.id) " + _RESULTS.format(where=where)
    others = connection.execute(statement, [*values, *wanted]).fetchall()[0][0]
    more = f"{others} more stored state{'s satisfy' if others > 1 else ' satisfies'}"
    return (
        [f"{more} the condition away from the reference state; --all shows them"] if others else []
    )


def parts(
    connection: duckdb.DuckDBPyConnection, selection: Selection, output: Output
) -> Iterator[Answer]:
    """Yield the answer of `ask` in parts, so that it is never held whole.

    Every part has the sources that are known by then; the last has them all, and the notices but
    of what is stale. Units are those asked for. Order and columns are of the whole, and so left to
    whoever has it; rows that are sorted are not cut either.
    """
    asked, units = _asked(selection), Output(output.units)
    connection.execute(_CHOSEN.format(where=asked.states), asked.values)
    there = count(connection, "FROM chosen")
    limit = maxsize if output.sort or output.limit is None else output.limit
    left, found = limit, False
    keys: tuple[dict[str, None], ...] = tuple({} for _ in ("models", *BESIDE))
    for first in range(1, there + 1, _PART_STATES):
        if not left:
            break
        rows = _rows(connection, asked, _PART, [first, first + _PART_STATES - 1])
        found |= bool(rows)
        records = _records(connection, rows[:left])
        left -= len(records)
        yield shape(_noted(connection, records, keys), units)
    measured = _measured_only(connection, selection)
    last = _noted(connection, measured[:left], keys)
    last.notices += _elsewhere(connection, selection, asked)
    if not found and not measured:
        last.notices += _nothing(connection, selection)
    last = shape(last, units)
    if limit < maxsize:
        last.notices += cut_notice(limit, _counted(connection, asked) + len(measured))
    yield last


def _noted(
    connection: duckdb.DuckDBPyConnection,
    records: list[Record],
    keys: tuple[dict[str, None], ...],
) -> Answer:
    """Return records as an answer, with the sources of them and of all before: `keys`, by kind."""
    for kept, new in zip(keys, _source_keys(records), strict=True):
        kept.update(dict.fromkeys(new))
    sources = citations(connection, dict.fromkeys([*sorted(keys[0]), *chain(*keys[1:])]))
    return Answer("metaleos.query/2", records, sources)


_PART_STATES = 1_000


class _Asked(NamedTuple):
    """A clause over the table ``state`` s with its values, and one over the table ``result`` r."""

    states: str
    values: list[Any]
    results: str
    names: list[Any]


def _at_reference(selection: Selection) -> bool:
    given = selection.request or selection.condition.names_state
    return not (given or selection.everything)


def _clauses(selection: Selection) -> tuple[str, list[Any]]:
    clause, values = selection.filters("s")
    condition, numbers = selection.condition.sql()
    return f"{clause} AND {condition}", [*values, *numbers]


def _asked(selection: Selection) -> _Asked:
    """Return which states are meant, and which results of them."""
    where, values = _clauses(selection)
    at_states, numbers = selection.at_states()
    narrowed = ["s.is_reference"] if _at_reference(selection) else at_states
    results = ["r.term = 'total'"] if selection.totals else []
    names = [list(selection.properties)] if selection.properties else []
    results += ["list_contains(?, r.property)"] if names else []
    return _Asked(
        " AND ".join([where, *narrowed]), [*values, *numbers], " AND ".join(results), names
    )


def _rows(
    connection: duckdb.DuckDBPyConnection,
    asked: _Asked,
    states: str = "",
    given: Sequence[int] = (),
) -> list[tuple[Any, ...]]:
    """Return the rows of all states, or of those that an expression `states` gives."""
    results = asked.results or "true"
    if not states:
        states, results = "state", f"{asked.states} AND {results}"
        given = asked.values
    state = ", ".join(item.column for item in variables().values())
    statement = _SELECT.format(state=state, states=states, where=results)
    return connection.execute(statement, [*given, *asked.names]).fetchall()


def _first_rows(
    connection: duckdb.DuckDBPyConnection, asked: _Asked, limit: int
) -> list[tuple[Any, ...]]:
    """Return the rows of so many of the first states that they are enough, or all."""
    states, first = limit, _FIRST.format(where=asked.states)
    stored = f"FROM state s WHERE s.run IS NOT NULL AND {asked.states}"
    there = count(connection, stored, asked.values)
    while True:
        rows = _rows(connection, asked, first, [*asked.values, states])
        if len(rows) >= limit or states >= there:
            return rows[:limit]
        states *= 10


def _counted(connection: duckdb.DuckDBPyConnection, asked: _Asked) -> int:
    """Return how many rows there are; where all of a state are meant, nothing of them is read."""
    where, values = asked.states, asked.values
    if asked.results:
        where = f"{where} AND {asked.results}"
        return count(connection, _RESULTS.format(where=where), [*values, *asked.names])
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
        quoted = beside.quoted(label, place, state)
        records.append(
            Record(*label, value, unit, state, error, outcome, reason, *quoted, run, source, number)
        )
    return records


def _measured_only(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[Record]:
    """Return the measured values of properties that were named and that no model yields."""
    if not selection.properties or selection.names_models:
        return []
    if selection.request or selection.condition:
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
    return citations(connection, source_keys(list(records)))


def source_keys(records: list[Record]) -> list[str]:
    """Return the keys of those citations, in their order."""
    models, *beside = _source_keys(records)
    return list(dict.fromkeys([*sorted(models), *chain(*beside)]))


def _source_keys(records: list[Record]) -> tuple[list[str], ...]:
    """Return the keys of the models' papers, and those of each kind of value beside."""
    models = [record.source for record in records if record.source]
    return models, *(
        [item["source"] for record in records for item in record.beside(kind)] for kind in BESIDE
    )


def citations(
    connection: duckdb.DuckDBPyConnection, keys: Iterable[str], *more: str
) -> list[dict[str, Any]]:
    """Return the citations of `keys`, in their order; `more` are further columns."""
    wanted = list(keys)
    columns = ", ".join(("key", "authors", "year", "title", "journal", "doi", *more))
    statement = f"SELECT {columns} FROM source WHERE list_contains(?, key)"
    found = {row["key"]: row for row in dicts(connection, statement, [wanted])}
    return [found[key] for key in wanted if key in found]
