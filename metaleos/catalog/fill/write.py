"""Write solved states into the catalog: one run per element, results by column."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.states.request import SAID_ALSO
from metaleos.catalog.states.variables import own_variables
from metaleos.errors import InternalError
from metaleos.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from metaleos.catalog.solve.solving import Solved

_ROWS_AT_ONCE = 100_000
_STATE_KEY = ("element", "model", "convention", "place")
_STATE_COLUMNS = (
    *_STATE_KEY, "anchor", "variables", "is_reference", "structure", "temperature", "volume",
    "density", "compression", "own",
)  # fmt: skip
_MOVING = ("is_reference", "density", "compression")
"""What of a state changes with the reference or the mass, its own numbers being the same."""


def store_solved(connection: duckdb.DuckDBPyConnection, solved: Solved) -> int:
    """Store a solved table inside the caller's transaction.

    Returns
    -------
    int
        Number of results written.
    """
    runs = _write_runs(connection, solved)
    states = _write_states(connection, solved)
    run_column = np.array([runs[element] for element in solved.table.element], dtype=np.int64)
    written = 0
    for columns in _result_columns(solved, run_column, states):
        connection.register("batch", columns)
        _check(connection)
        connection.execute(
            "INSERT INTO result SELECT run, state, property, term, value, error_estimate, outcome, "
            "reason FROM batch"
        )
        connection.unregister("batch")
        written += len(columns["value"])
    connection.register("batch", {"state": states, "run": run_column})
    connection.execute(
        "INSERT INTO current_run SELECT state, run FROM batch "
        "ON CONFLICT (state) DO UPDATE SET run = excluded.run"
    )
    connection.unregister("batch")
    return written


_TWICE = "SELECT 1 FROM batch GROUP BY run, state, property, term HAVING count(*) > 1 LIMIT 1"
_LOOSE = (
    "SELECT 1 FROM (SELECT DISTINCT run, state FROM batch) b WHERE NOT EXISTS "
    "(FROM run r WHERE r.id = b.run) OR NOT EXISTS (FROM state s WHERE s.id = b.state) LIMIT 1"
)


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    """Hold a batch to what the keys of the table `result` would: it has none, for its size.

    Runs are new with every store, and a batch holds whole properties, each with its own key: rows
    of two batches cannot be the same.

    Raises
    ------
    InternalError
        If a result stands twice, or belongs to no run or no state.
    """
    for what, statement in (("stands there twice", _TWICE), ("has no run or state", _LOOSE)):
        if connection.execute(statement).fetchall():
            raise InternalError(f"a result {what}; its batch is not stored")


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


def _next_id(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchall()[0][0])


def _write_runs(connection: duckdb.DuckDBPyConnection, solved: Solved) -> dict[str, int]:
    first = _next_id(connection, "run")
    elements, counts = np.unique(solved.table.element.astype(str), return_counts=True)
    failed = {
        str(symbol): int(np.sum(solved.solution.outcome[solved.table.element == symbol] != "ok"))
        for symbol in elements
    }
    settings = json.dumps(solved.settings, sort_keys=True)
    now = datetime.now(UTC).replace(tzinfo=None)
    runs: dict[str, int] = {}
    with connection.appender("run") as appender:
        for offset, (symbol, count) in enumerate(
            zip(elements.tolist(), counts.tolist(), strict=True)
        ):
            runs[symbol] = first + offset
            share = solved.seconds * count / len(solved.table)
            appender.append_row(
                first + offset, solved.model.name, symbol, solved.convention,
                solved.model.revision, settings, solved.fingerprint(symbol), __version__, now,
                share, count, failed[symbol],
            )  # fmt: skip
    with connection.appender("run_input") as appender:
        for symbol, run in runs.items():
            for item in solved.inputs[symbol].values():
                value = item.value if np.isfinite(item.value) else None
                appender.append_row(run, item.name, item.kind, value, item.unit, item.source)
    return runs


def _write_states(connection: duckdb.DuckDBPyConnection, solved: Solved) -> np.ndarray[Any, Any]:
    """Insert or update the states, and return their ids in the table's order."""
    _stage_states(connection, solved)
    same = " AND ".join(f"s.{name} = a.{name}" for name in _STATE_KEY)
    differs = " OR ".join(f"s.{name} IS DISTINCT FROM a.{name}" for name in _MOVING)
    connection.execute(
        f"UPDATE state s SET {', '.join(f'{name} = a.{name}' for name in _MOVING)} "
        f"FROM arriving a WHERE {same} AND ({differs})"
    )
    # A current state is said in all the ways in which it ever was; one that was retired anew.
    old, new = f"string_split(s.anchor, '{SAID_ALSO}')", f"string_split(a.anchor, '{SAID_ALSO}')"
    also = f"list_filter({new}, lambda x: NOT list_contains({old}, x))"
    connection.execute(
        f"UPDATE state s SET anchor = CASE WHEN s.id IN (SELECT state FROM current_run) "
        f"THEN array_to_string(list_concat({old}, {also}), '{SAID_ALSO}') ELSE a.anchor END "
        f"FROM arriving a WHERE {same} AND s.anchor <> a.anchor"
    )
    first = _next_id(connection, "state")
    connection.execute(
        f"INSERT INTO state (id, {', '.join(_STATE_COLUMNS)}) "
        "SELECT ? + row_number() OVER (ORDER BY a.row) - 1, "
        f"{', '.join('a.' + name for name in _STATE_COLUMNS)} "
        f"FROM arriving a ANTI JOIN state s ON {same}",
        [first],
    )
    _retire(connection)
    ids = connection.execute(
        f"SELECT s.id FROM arriving a JOIN state s ON {same} ORDER BY a.row"
    ).fetchnumpy()["id"]
    connection.execute("DROP TABLE arriving")
    return np.asarray(ids, dtype=np.int64)


def _retire(connection: duckdb.DuckDBPyConnection) -> None:
    """Take away from other places what lies elsewhere now, though said in the same words.

    A state that was said in no other way is no longer current there.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE moved AS SELECT DISTINCT s.id, w.word "
        f"FROM (SELECT *, unnest(string_split(anchor, '{SAID_ALSO}')) AS word FROM arriving) w "
        "JOIN state s ON s.element = w.element AND s.model = w.model "
        "AND s.convention = w.convention AND s.place <> w.place "
        f"AND list_contains(string_split(s.anchor, '{SAID_ALSO}'), w.word) "
        "JOIN current_run c ON c.state = s.id"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE left_over AS SELECT s.id, array_to_string(list_filter("
        f"string_split(s.anchor, '{SAID_ALSO}'), lambda x: NOT list_contains(m.words, x)), "
        f"'{SAID_ALSO}') AS anchor FROM state s "
        "JOIN (SELECT id, list(word) AS words FROM moved GROUP BY id) m ON m.id = s.id"
    )
    connection.execute(
        "DELETE FROM current_run WHERE state IN (SELECT id FROM left_over WHERE anchor = '')"
    )
    connection.execute(
        "UPDATE state s SET anchor = l.anchor FROM left_over l WHERE s.id = l.id AND l.anchor <> ''"
    )
    connection.execute("DROP TABLE moved; DROP TABLE left_over")


def _stage_states(connection: duckdb.DuckDBPyConnection, solved: Solved) -> None:
    """Make the temporary table ``arriving`` of the states of a solved table."""
    table = solved.table
    count = len(table)
    nothing = np.full(count, np.nan)
    words = np.full(count, "", dtype=object)
    own = [name for name in own_variables() if name in table.variables]
    columns: dict[str, Any] = {
        "row": np.arange(count),
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
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE arriving AS "
        f"SELECT row, element, place, anchor, is_reference, structure, {cleaned}, "
        f"MAP {{{listed}}}::MAP(VARCHAR, DOUBLE) AS own, "
        "?::VARCHAR AS model, ?::VARCHAR AS convention, ?::VARCHAR AS variables FROM batch",
        [solved.model.name, solved.convention, ",".join(table.variables)],
    )
    connection.unregister("batch")
