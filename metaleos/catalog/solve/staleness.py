"""Is it stale? One predicate, for everything that asks.

A run is stale when the fingerprint of the values that its inputs have today, with the settings and
the revision that its model declares today, is not the one it was stored with. Declarations are
those of the code. It imports neither numpy nor a solver, so every query can afford to ask.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from metaleos.catalog.solve.causes import Cause, Made, ReadInput, differences, parsed_settings
from metaleos.catalog.solve.fingerprint import fingerprint
from metaleos.catalog.states.selection import Selection
from metaleos.catalog.store.facts import Facts
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from metaleos.solvers.protocol import Convention, Model


@dataclass(frozen=True, slots=True)
class CurrentRun:
    """A run with at least one current state.

    Parameters
    ----------
    states : int
        Its states that are current.
    seconds : float
        Logged duration of those states [s].
    causes : tuple of Cause
        Why it is stale; empty where it is fresh.
    """

    id: int
    model: str
    element: str
    convention: str
    states: int
    seconds: float
    causes: tuple[Cause, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether its results no longer follow from today's inputs."""
        return bool(self.causes)


# Names of inputs that a run read are joined by this character, which no name holds.
_GLUE = ","
_RUNS = """
WITH chosen AS ({chosen}), named AS (
    SELECT i.run, string_agg(i.name, ',' ORDER BY i.name) AS names
    FROM run_input i SEMI JOIN chosen c ON c.run = i.run GROUP BY i.run
)
SELECT r.id, r.model, r.element, r.convention, c.states,
       r.seconds * c.states / greatest(r.states, 1),
       r.revision, r.settings, r.fingerprint, coalesce(n.names, '')
FROM chosen c JOIN run r ON r.id = c.run LEFT JOIN named n ON n.run = r.id
WHERE {where} ORDER BY r.id
"""
_CURRENT = "SELECT run, states FROM run_count"
_GIVEN = "SELECT unnest(?::BIGINT[]) AS run, 1 AS states"


def current_runs(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts | None = None,
    selection: Selection | None = None,
) -> list[CurrentRun]:
    """Return every current run of a selection, with why it is stale where it is.

    Parameters
    ----------
    facts : Facts
        Today's facts; read from the catalog where not given.
    selection : Selection
        Only its elements, models and conventions; without one all.
    """
    where, values = (selection or Selection()).filters("r")
    rows = connection.execute(_RUNS.format(chosen=_CURRENT, where=where), values).fetchall()
    return _judged(connection, rows, facts or Facts(connection))


def stale_runs(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts | None = None,
    selection: Selection | None = None,
) -> list[CurrentRun]:
    """Return the current runs that are stale; parameters as for `current_runs`."""
    return [run for run in current_runs(connection, facts, selection) if run.is_stale]


def stale_causes(
    connection: duckdb.DuckDBPyConnection, runs: Sequence[int]
) -> dict[int, tuple[Cause, ...]]:
    """Return the stale ones among `runs`, with their causes."""
    if not runs:
        return {}
    statement = _RUNS.format(chosen=_GIVEN, where="true")
    rows = connection.execute(statement, [list(dict.fromkeys(runs))]).fetchall()
    facts = Facts(connection, elements=list({row[2] for row in rows}))
    return {run.id: run.causes for run in _judged(connection, rows, facts) if run.is_stale}


def stale_notice(connection: duckdb.DuckDBPyConnection, runs: Iterable[int]) -> list[str]:
    """Return the line that tells how many rows are stale, or nothing.

    Parameters
    ----------
    runs : iterable of int
        The run behind each row shown; or rows by run (a Counter).
    """
    rows = Counter(runs)
    causes = stale_causes(connection, list(rows))
    if not causes:
        return []
    count = sum(rows[run] for run in causes)
    texts = list(dict.fromkeys(str(cause) for some in causes.values() for cause in some))
    why = "; ".join(texts[:2]) + (" ..." if len(texts) > 2 else "")
    return [
        f"{count} of {rows.total()} rows {'is' if count == 1 else 'are'} stale ({why}): "
        "`metaleos status --why` tells, `metaleos recompute` renews"
    ]


def fresh_places(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts,
    model: str,
    convention: str,
    asked: Sequence[tuple[str, str]],
) -> set[tuple[str, str]]:
    """Return those element and place `asked` for that have current results which are not stale."""
    elements, places = [list(part) for part in zip(*asked, strict=True)]
    selection = Selection(tuple(dict.fromkeys(elements)), (model,), conventions=(convention,))
    fresh = [run.id for run in current_runs(connection, facts, selection) if not run.is_stale]
    return set(
        connection.execute(
            "SELECT s.element, s.place FROM state s "
            "JOIN (SELECT unnest(?::VARCHAR[]) AS element, unnest(?::VARCHAR[]) AS place) w "
            "ON w.element = s.element AND w.place = s.place "
            "WHERE s.model = ? AND s.convention = ? AND s.run IN (SELECT unnest(?::BIGINT[]))",
            [elements, places, model, convention, fresh],
        ).fetchall()
    )


def _judged(
    connection: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]], facts: Facts
) -> list[CurrentRun]:
    today = _Today(facts)
    # Runs of one model and element with one fingerprint have read the same: one cause for all.
    suspects: dict[tuple[Any, ...], int] = {}
    for row in rows:
        _, model, element, convention, _, _, _, _, stamp, names = row
        if stamp != today.fingerprint(model, element, convention, names):
            suspects.setdefault(row[1:4] + row[6:], row[0])
    read = inputs_read(connection, list(suspects.values()))
    causes = {
        key: today.causes(key[:3], Made(key[3], parsed_settings(key[4]), read.get(run, {})))
        for key, run in suspects.items()
    }
    return [CurrentRun(*(*row[:6], causes.get(row[1:4] + row[6:], ()))) for row in rows]


class _Today:
    """What runs would be made with today; each fingerprint is worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.fingerprint = cache(self._fingerprint)

    def _fingerprint(self, name: str, element: str, convention: str, names: str) -> str:
        model = models().get(name)
        if model is None:
            return ""  # no longer declared: no run fits
        read = set(names.split(_GLUE))
        inputs = self._inputs(model, element, convention, read)
        values = {key: item.value for key, item in inputs.items()}
        return fingerprint(name, model.revision, convention, model.settings, values)

    def _inputs(
        self, model: Model, element: str, convention: str, names: set[str]
    ) -> dict[str, ReadInput]:
        found = {}
        for item in model.inputs:
            if item.name in names:
                best = self._facts.value(model, item, element, cast("Convention", convention))
                value = best.value if best.value == best.value else None  # NaN is absent
                found[item.name] = ReadInput(item.name, item.kind, value, item.unit, best.source)
        return found

    def causes(self, place: tuple[str, str, str], stored: Made) -> tuple[Cause, ...]:
        name, element, convention = place
        model = models().get(name)
        if model is None:
            return (Cause("model", name, None, None),)
        inputs = self._inputs(model, element, convention, set(stored.inputs))
        found = differences(stored, Made(model.revision, model.settings, inputs))
        return found or (Cause("fingerprint", "fingerprint", None, None),)


def inputs_read(
    connection: duckdb.DuckDBPyConnection, runs: Sequence[int], where: str = ""
) -> dict[int, dict[str, ReadInput]]:
    """Return what runs have read, by run and name; `where` is the prefix of another database."""
    read: dict[int, dict[str, ReadInput]] = {}
    for run, *item in connection.execute(
        f"SELECT i.run, i.name, i.kind, i.value, i.unit, i.source FROM {where}run_input i "
        "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id = i.run ORDER BY i.run, i.name",
        [list(runs)],
    ).fetchall():
        read.setdefault(run, {})[item[0]] = ReadInput(*item)
    return read
