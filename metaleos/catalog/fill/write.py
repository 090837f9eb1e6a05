"""Write solved states into the catalog: one run per element, results by column."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from metaleos.catalog.states.request import SAID_ALSO
from metaleos.catalog.states.variables import own_variables
from metaleos.catalog.store.select import new_ids
from metaleos.errors import InternalError
from metaleos.solvers.protocol import OUTCOMES
from metaleos.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from metaleos.catalog.solve.solving import Solved
    from metaleos.solvers.arrays import ObjectArray

    _Ids = npt.NDArray[np.int64]

_ROWS_AT_ONCE = 1_000_000
_STATE_COLUMNS = (
    "id", "element", "model", "convention", "place", "anchor", "variables", "is_reference",
    "structure", "temperature", "volume", "density", "compression", "own", "run",
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
    _check(connection, keys, runs, states)
    for columns in _result_columns(connection, solved, runs, states):
        with _registered(connection, "batch", columns):
            connection.execute("INSERT INTO number FROM batch")
    recount(connection, np.unique(runs).tolist(), whole=True)
    if left:
        recount(connection, left)
    return len(keys) * len(states)


@contextmanager
def _registered(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any]
) -> Iterator[None]:
    """Have columns as a table, for a ``with`` block."""
    connection.register(name, columns)
    try:
        yield
    finally:
        with suppress(duckdb.TransactionException):  # aborted: by what is being raised
            connection.unregister(name)


_LOOSE = (
    "SELECT count(*) FROM batch b JOIN state s ON s.id = b.state AND s.run = b.run "
    "JOIN run r ON r.id = b.run"
)


def _check(
    connection: duckdb.DuckDBPyConnection,
    keys: Sequence[tuple[str, str]],
    runs: _Ids,
    states: _Ids,
) -> None:
    """Hold results to what the keys of their tables would: they have none, for their size.

    Every state of a batch has every property and term: where both are there once, no row stands
    twice, and none of another batch does, since runs are new with every store.
    """
    twice = len(set(keys)) < len(keys) or len(np.unique(states)) < len(states)
    with _registered(connection, "batch", {"state": states, "run": runs}):
        loose = connection.execute(_LOOSE).fetchall() != [(len(states),)]
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
    connection: duckdb.DuckDBPyConnection, solved: Solved, runs: _Ids, states: _Ids
) -> Iterator[dict[str, Any]]:
    """Yield the results as long columns of numbers, several properties at a time.

    A statement costs milliseconds whatever its length, so few states want many properties in one.
    """
    scalars = list(solved.scalars())
    quantities = _numbered(connection, "quantity", [item[:2] for item in scalars])
    endings = {("ok", ""): 0}
    ended = [_endings(*item[4:], endings) for item in scalars]
    numbers = _numbered(connection, "ending", list(endings))
    count = len(runs)
    together = max(_ROWS_AT_ONCE // max(count, 1), 1)
    for first in range(0, len(scalars), together):
        some = slice(first, first + together)
        group = scalars[some]
        yield {
            "run": np.tile(runs, len(group)),
            "state": np.tile(states, len(group)),
            "quantity": np.repeat(quantities[some], count),
            "value": np.concatenate([item[2] for item in group]),
            "error_estimate": np.concatenate([item[3] for item in group]),
            "ending": numbers[np.concatenate(ended[some])],
        }


def _endings(
    outcome: ObjectArray, reason: ObjectArray, known: dict[tuple[str, str], int]
) -> npt.NDArray[np.intp]:
    """Return the place of each outcome and reason among those known, which get what is new."""
    found = np.zeros(len(outcome), dtype=np.intp)
    for row in np.flatnonzero(outcome != "ok").tolist():
        found[row] = known.setdefault((outcome[row], reason[row]), len(known))
    return found


def _numbered(
    connection: duckdb.DuckDBPyConnection, table: str, pairs: Sequence[tuple[str, str]]
) -> npt.NDArray[np.int32]:
    """Return the numbers of pairs of words in a table of these, which gets what is new.

    The first pair of an empty table has the number 0.
    """
    names = [item[0] for item in connection.execute(f"DESCRIBE {table}").fetchall()]
    words = np.array(pairs, dtype=object).reshape(-1, 2)
    columns = {"row": np.arange(len(words)), names[1]: words[:, 0], names[2]: words[:, 1]}
    same = f"USING ({names[1]}, {names[2]})"
    with _registered(connection, "batch", columns):
        connection.execute(
            f"INSERT INTO {table} SELECT (SELECT count(*) FROM {table}) + row_number() OVER "
            f"(ORDER BY row) - 1, b.* EXCLUDE (row) FROM batch b ANTI JOIN {table} {same}"
        )
        numbers = connection.execute(f"SELECT id FROM batch JOIN {table} {same} ORDER BY row")
        return numbers.fetchnumpy()["id"]


def _write_runs(connection: duckdb.DuckDBPyConnection, solved: Solved) -> _Ids:
    """Insert a run for each element, and return that of each state."""
    symbols = solved.table.element.tolist()
    places = {symbol: place for place, symbol in enumerate(sorted(set(symbols)))}
    place = np.array([places[symbol] for symbol in symbols], dtype=np.int64)
    first = new_ids(connection, "run", len(places))
    counts = np.bincount(place).tolist()
    failed = np.bincount(place, solved.solution.outcome != "ok").astype(int).tolist()
    settings = json.dumps(solved.settings, sort_keys=True)
    now = datetime.now(UTC).replace(tzinfo=None)
    with connection.appender("run") as appender:
        for symbol, offset in places.items():
            appender.append_row(
                first + offset, solved.model.name, symbol, solved.convention,
                solved.model.revision, settings, solved.fingerprint(symbol), __version__, now,
                solved.seconds * counts[offset] / len(symbols), counts[offset], failed[offset],
            )  # fmt: skip
    with connection.appender("run_input") as appender:
        for symbol, offset in places.items():
            for item in solved.inputs[symbol].values():
                value = item.value if np.isfinite(item.value) else None
                appender.append_row(
                    first + offset, item.name, item.kind, value, item.unit, item.source
                )
    return first + place


def _write_states(
    connection: duckdb.DuckDBPyConnection, solved: Solved, runs: _Ids
) -> tuple[_Ids, list[int]]:
    """Insert or update the states; return their ids in the table's order, and runs that lost any.

    A stored state is found once, by its key; all else goes by its id.
    """
    columns = _state_columns(solved, runs)
    with _registered(connection, "arriving", columns):
        differs = " OR ".join(f"s.{name} IS DISTINCT FROM a.{name}" for name in _MOVING)
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE known AS SELECT a.row, a.run, a.anchor, "
            f"{', '.join(f'a.{name}' for name in _MOVING)}, s.id, s.run AS held, s.anchor AS said, "
            f"{differs} AS moves FROM arriving a JOIN state s ON s.element = a.element "
            "AND s.place = a.place WHERE s.model = ? AND s.convention = ?",
            [solved.model.name, solved.convention],
        )
        known = connection.execute("SELECT row, id FROM known").fetchnumpy()
        if len(known["id"]):
            _say_anew(connection)
        left = _retire(connection, solved)
    if len(known["id"]):
        left += connection.execute("SELECT DISTINCT held FROM known WHERE held > 0").fetchall()
        connection.execute("UPDATE state s SET run = k.run FROM known k WHERE s.id = k.id")
    connection.execute("DROP TABLE known")
    ids = np.full(len(runs), -1, dtype=np.int64)
    ids[known["row"]] = known["id"]
    new = np.flatnonzero(ids < 0)
    if len(new):
        ids[new] = new_ids(connection, "state", len(new)) + np.arange(len(new))
        _insert_states(connection, solved, {**columns, "id": ids}, int(ids[new[0]]))
    return ids, [run for (run,) in left]


def _state_columns(solved: Solved, runs: _Ids) -> dict[str, Any]:
    """Return what is to be stored of states, as columns; NaN becomes null."""
    table = solved.table
    count = len(table)
    common = {"structure": np.full(count, "", dtype=object)}
    common["temperature"] = common["volume"] = np.full(count, np.nan)
    return {
        "row": np.arange(count),
        "run": runs,
        "element": table.element,
        "place": table.places(),
        "anchor": table.anchor,
        **{name: getattr(table, name) for name in _MOVING},
        **common,
        **table.variables,
    }


def _insert_states(
    connection: duckdb.DuckDBPyConnection, solved: Solved, columns: dict[str, Any], first: int
) -> None:
    """Insert the states with the number `first` and higher ones."""
    given = {"model": solved.model.name, "convention": solved.convention}
    given["variables"] = ",".join(solved.table.variables)
    own = ", ".join(f"'{name}': {name}" for name in own_variables() if name in columns)
    shown = {name: f"${name}" for name in given}
    shown["own"] = f"MAP {{{own}}}::MAP(VARCHAR, DOUBLE)"
    with _registered(connection, "arriving", columns):
        connection.execute(
            f"INSERT INTO state ({', '.join(_STATE_COLUMNS)}) "
            f"SELECT {', '.join(shown.get(name, name) for name in _STATE_COLUMNS)} "
            "FROM arriving WHERE id >= $first ORDER BY row",
            {**given, "first": first},
        )


def _say_anew(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring what is stored of known states up to date, and how they were said.

    A current state is said in all the ways in which it ever was; one that was retired, anew.
    """
    connection.execute(
        f"UPDATE state s SET {', '.join(f'{name} = k.{name}' for name in _MOVING)} "
        "FROM known k WHERE s.id = k.id AND k.moves"
    )
    old, new = (f"string_split(k.{name}, '{SAID_ALSO}')" for name in ("said", "anchor"))
    also = f"list_filter({new}, lambda x: NOT list_contains({old}, x))"
    connection.execute(
        "UPDATE state s SET anchor = CASE WHEN k.held IS NULL THEN k.anchor "
        f"ELSE array_to_string(list_concat({old}, {also}), '{SAID_ALSO}') END "
        "FROM known k WHERE s.id = k.id AND k.anchor <> k.said"
    )


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
