"""Write solved states into the catalog: one run per element, results by column."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.states.request import SAID_ALSO
from metaleos.catalog.states.variables import own_variables
from metaleos.catalog.store.connection import new_ids
from metaleos.errors import InternalError
from metaleos.solvers.protocol import OUTCOMES
from metaleos.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from metaleos.catalog.solve.solving import Solved

_ROWS_AT_ONCE = 1_000_000
_STATE_KEY = ("element", "model", "convention", "place")
_STATE_COLUMNS = (
    *_STATE_KEY, "anchor", "variables", "is_reference", "structure", "temperature", "volume",
    "density", "compression", "own", "run",
)  # fmt: skip
_MOVING = ("is_reference", "density", "compression")
"""What of a state changes with the reference or the mass, its own numbers being the same."""


def store_solved(connection: duckdb.DuckDBPyConnection, solved: Solved) -> int:
    """Store a solved table inside the caller's transaction.

    Returns
    -------
    int
        Number of results written.

    Raises
    ------
    InternalError
        If a result would stand twice, or belong to no run or no state.
    """
    keys = solved.scalar_keys()
    runs = _write_runs(connection, solved)
    states, left = _write_states(connection, solved, runs)
    connection.register("batch", {"state": states, "run": runs})
    _check(connection, keys)
    connection.unregister("batch")
    for columns in _result_columns(solved, runs, states):
        connection.register("batch", columns)
        connection.execute(
            "INSERT INTO result SELECT run, state, property, term, value, error_estimate, outcome, "
            "reason FROM batch"
        )
        connection.unregister("batch")
    recount(connection, np.unique(runs).tolist(), whole=True)
    if left:
        recount(connection, left)
    return len(keys) * len(states)


_TWICE = "SELECT 1 FROM batch GROUP BY state HAVING count(*) > 1 LIMIT 1"
_LOOSE = (
    "SELECT 1 FROM batch HAVING count(*) <> "
    "(SELECT count(*) FROM batch b JOIN state s ON s.id = b.state AND s.run = b.run "
    "JOIN run r ON r.id = b.run)"
)


def _check(connection: duckdb.DuckDBPyConnection, keys: Sequence[tuple[str, str]]) -> None:
    """Hold results to what the keys of their tables would: they have none, for their size.

    Every state of a batch has every property and term: where both are there once, no row stands
    twice, and none of another batch does, since runs are new with every store.
    """
    twice = len(set(keys)) < len(keys) or bool(connection.execute(_TWICE).fetchall())
    loose = connection.execute(_LOOSE).fetchall()
    if twice or loose:
        what = "stands there twice" if twice else "has no run or state"
        raise InternalError(f"a result {what}; its batch is not stored")


def recount(
    connection: duckdb.DuckDBPyConnection, runs: Sequence[int], *, whole: bool = False
) -> None:
    """Count what is current of runs, for whoever asks how much there is: of new ones, all."""
    counts = ", ".join(f"count(*) FILTER (WHERE r.outcome = '{name}')" for name in OUTCOMES)
    chosen = "(SELECT DISTINCT unnest(?::BIGINT[]) AS id)"
    connection.execute(f"DELETE FROM run_count WHERE run IN {chosen}", [runs])
    connection.execute(
        f"INSERT INTO run_count WITH c AS (SELECT run, id FROM state WHERE run IN {chosen}), "
        "n AS (SELECT run, count(*) AS states FROM c GROUP BY run) "
        f"SELECT n.run, n.states, count(*), {counts} FROM result r JOIN n ON n.run = r.run "
        f"{'' if whole else 'JOIN c ON c.run = r.run AND c.id = r.state'} GROUP BY ALL",
        [runs],
    )


def _result_columns(
    solved: Solved, runs: np.ndarray[Any, Any], states: np.ndarray[Any, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the results as long columns, several properties at a time.

    A statement costs milliseconds whatever its length, so few states want many properties in one.
    """
    scalars = list(solved.scalars())
    count = len(runs)
    together = max(_ROWS_AT_ONCE // max(count, 1), 1)
    for first in range(0, len(scalars), together):
        group = scalars[first : first + together]
        yield {
            "run": np.tile(runs, len(group)),
            "state": np.tile(states, len(group)),
            "property": np.repeat(np.array([item[0] for item in group], dtype=object), count),
            "term": np.repeat(np.array([item[1] for item in group], dtype=object), count),
            "value": np.concatenate([item[2] for item in group]),
            "error_estimate": np.concatenate([item[3] for item in group]),
            "outcome": np.concatenate([item[4] for item in group]),
            "reason": np.concatenate([item[5] for item in group]),
        }


def _write_runs(
    connection: duckdb.DuckDBPyConnection, solved: Solved
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Insert a run for each element, and return that of each state."""
    elements, place = np.unique(solved.table.element.astype(str), return_inverse=True)
    first = new_ids(connection, "run", len(elements))
    counts = np.bincount(place)
    failed = np.bincount(place, solved.solution.outcome != "ok").astype(int)
    settings = json.dumps(solved.settings, sort_keys=True)
    now = datetime.now(UTC).replace(tzinfo=None)
    with connection.appender("run") as appender:
        for offset, symbol in enumerate(elements.tolist()):
            count = int(counts[offset])
            appender.append_row(
                first + offset, solved.model.name, symbol, solved.convention,
                solved.model.revision, settings, solved.fingerprint(symbol), __version__, now,
                solved.seconds * count / len(solved.table), count, int(failed[offset]),
            )  # fmt: skip
    with connection.appender("run_input") as appender:
        for run, symbol in enumerate(elements.tolist(), first):
            for item in solved.inputs[symbol].values():
                value = item.value if np.isfinite(item.value) else None
                appender.append_row(run, item.name, item.kind, value, item.unit, item.source)
    return first + place.astype(np.int64)


def _write_states(
    connection: duckdb.DuckDBPyConnection, solved: Solved, runs: np.ndarray[Any, Any]
) -> tuple[np.ndarray[Any, Any], list[int]]:
    """Insert or update the states; return their ids in the table's order, and runs that lost any.

    A stored state is found once, by its key; all else goes by its id.
    """
    _stage_states(connection, solved, runs)
    moves, said_anew, known = connection.execute(
        "SELECT count(*) FILTER (moves), count(*) FILTER (anchor <> said), count(id) FROM arriving"
    ).fetchall()[0]
    if moves:
        connection.execute(
            f"UPDATE state s SET {', '.join(f'{name} = a.{name}' for name in _MOVING)} "
            "FROM arriving a WHERE s.id = a.id AND a.moves"
        )
    if said_anew:
        # A current state is said in all the ways in which it ever was; one that was retired anew.
        old, new = f"string_split(said, '{SAID_ALSO}')", f"string_split(a.anchor, '{SAID_ALSO}')"
        also = f"list_filter({new}, lambda x: NOT list_contains({old}, x))"
        connection.execute(
            "UPDATE state s SET anchor = CASE WHEN a.held IS NULL THEN a.anchor "
            f"ELSE array_to_string(list_concat({old}, {also}), '{SAID_ALSO}') END "
            "FROM arriving a WHERE s.id = a.id AND a.anchor <> a.said"
        )
    left = _retire(connection, solved)
    if known:
        left += connection.execute(
            "SELECT DISTINCT held FROM arriving WHERE held IS NOT NULL"
        ).fetchall()
        connection.execute("UPDATE state s SET run = a.run FROM arriving a WHERE s.id = a.id")
    if known < len(runs):
        first = new_ids(connection, "state", len(runs) - known)
        connection.execute(
            "UPDATE arriving SET id = ? + n.number FROM (SELECT row, row_number() OVER "
            "(ORDER BY row) - 1 AS number FROM arriving WHERE id IS NULL) n "
            "WHERE n.row = arriving.row",
            [first],
        )
        connection.execute(
            f"INSERT INTO state (id, {', '.join(_STATE_COLUMNS)}) "
            f"SELECT id, {', '.join(_STATE_COLUMNS)} FROM arriving WHERE id >= ? ORDER BY row",
            [first],
        )
    ids = connection.execute("SELECT id FROM arriving ORDER BY row").fetchnumpy()["id"]
    connection.execute("DROP TABLE arriving")
    return np.asarray(ids, dtype=np.int64), [run for (run,) in left]


def _retire(connection: duckdb.DuckDBPyConnection, solved: Solved) -> list[tuple[int]]:
    """Take away from other places what lies elsewhere now, though said in the same words.

    A state that was said in no other way is no longer current there; the runs of those are
    returned. Most states were said in one way, which is compared as it stands.
    """
    here = "run IS NOT NULL AND model = ? AND convention = ?"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE left_over AS WITH word AS (SELECT element, place, "
        f"unnest(string_split(anchor, '{SAID_ALSO}')) AS word FROM arriving), "
        f"said AS (SELECT id, element, place, run, anchor, anchor AS word FROM state "
        f"WHERE {here} AND NOT contains(anchor, '{SAID_ALSO}') UNION ALL "
        f"SELECT id, element, place, run, anchor, unnest(string_split(anchor, '{SAID_ALSO}')) "
        f"FROM state WHERE {here} AND contains(anchor, '{SAID_ALSO}')) "
        f"SELECT s.id, s.run, array_to_string(list_filter(string_split(any_value(s.anchor), "
        f"'{SAID_ALSO}'), lambda x: NOT list_contains(list(w.word), x)), '{SAID_ALSO}') AS anchor "
        "FROM said s JOIN word w ON w.element = s.element AND w.word = s.word "
        "AND w.place <> s.place GROUP BY s.id, s.run",
        [solved.model.name, solved.convention] * 2,
    )
    left = connection.execute("SELECT DISTINCT run FROM left_over WHERE anchor = ''").fetchall()
    if connection.execute("FROM left_over LIMIT 1").fetchall():
        connection.execute(
            "UPDATE state s SET run = CASE WHEN l.anchor <> '' THEN s.run END, "
            "anchor = CASE WHEN l.anchor <> '' THEN l.anchor ELSE s.anchor END "
            "FROM left_over l WHERE s.id = l.id"
        )
    connection.execute("DROP TABLE left_over")
    return left


def _stage_states(
    connection: duckdb.DuckDBPyConnection, solved: Solved, runs: np.ndarray[Any, Any]
) -> None:
    """Make the temporary table ``arriving``: states, and what is stored of each.

    Of a stored state: ``id``, ``held`` (the run that it has), ``said`` (its anchor), ``moves``.
    """
    table = solved.table
    count = len(table)
    nothing = np.full(count, np.nan)
    words = np.full(count, "", dtype=object)
    own = [name for name in own_variables() if name in table.variables]
    columns: dict[str, Any] = {
        "row": np.arange(count),
        "run": runs,
        "element": table.element,
        "place": table.places(),
        "anchor": table.anchor,
        "is_reference": table.is_reference,
        "density": table.density,
        "compression": table.compression,
        "structure": table.variables.get("structure", words),
        **{name: table.variables.get(name, nothing) for name in ("temperature", "volume")},
        **{name: table.variables[name] for name in own},
    }
    connection.register("batch", columns)
    numbers = ("temperature", "volume", "density", "compression")
    cleaned = ", ".join(
        f"CASE WHEN isnan({name}) THEN NULL ELSE {name} END AS {name}" for name in numbers
    )
    listed = ", ".join(f"'{name}': {name}" for name in own)
    where = (solved.model.name, solved.convention)
    differs = " OR ".join(f"s.{name} IS DISTINCT FROM a.{name}" for name in _MOVING)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE arriving AS WITH a AS "
        f"(SELECT row, run, element, place, anchor, is_reference, structure, {cleaned}, "
        f"MAP {{{listed}}}::MAP(VARCHAR, DOUBLE) AS own, "
        "?::VARCHAR AS model, ?::VARCHAR AS convention, ?::VARCHAR AS variables FROM batch), "
        f"known AS (SELECT a.row, s.id, s.run AS held, s.anchor AS said, {differs} AS moves "
        "FROM a JOIN state s ON s.element = a.element AND s.place = a.place "
        "WHERE s.model = ? AND s.convention = ?) "
        "SELECT a.*, k.* EXCLUDE (row) FROM a LEFT JOIN known k ON k.row = a.row",
        [*where, ",".join(table.variables), *where],
    )
    connection.unregister("batch")
