"""What is stale, and why: the fingerprint of every current run against that of today's inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from metaleos.catalog.causes import (
    Cause,
    ReadInput,
    declaration_causes,
    input_causes,
    parsed_settings,
)
from metaleos.catalog.declared import todays_declarations
from metaleos.catalog.inputs import Facts
from metaleos.catalog.solving import fingerprint_values
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.solvers.protocol import Convention


@dataclass(frozen=True, slots=True)
class CurrentRun:
    """A run with at least one current state.

    Parameters
    ----------
    id : int
    model, element, convention : str
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

    @property
    def why(self) -> str:
        """The causes in one line."""
        return "; ".join(str(cause) for cause in self.causes)


# Names of inputs that a run read are joined by this character, which no name holds.
_GLUE = ","
_RUNS = """
WITH chosen AS (
    SELECT run, count(*) AS states FROM current_run GROUP BY run
), named AS (
    SELECT run, string_agg(name, ',' ORDER BY name) AS names FROM run_input GROUP BY run
)
SELECT r.id, r.model, r.element, r.convention, c.states,
       r.seconds * c.states / greatest(r.states, 1),
       r.revision, r.settings, r.fingerprint, coalesce(n.names, '')
FROM chosen c JOIN run r ON r.id = c.run LEFT JOIN named n ON n.run = r.id
WHERE (? OR list_contains(?, r.model)) AND (? OR list_contains(?, r.element))
  AND (? OR list_contains(?, r.convention))
ORDER BY r.id
"""


def current_runs(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts | None = None,
    *,
    only_models: Iterable[str] | None = None,
    only_elements: Iterable[str] | None = None,
    only_conventions: Iterable[str] | None = None,
) -> list[CurrentRun]:
    """Return every current run, with why it is stale where it is.

    A run is stale when the fingerprint of the values that its inputs have today, with the
    settings and revision that its model declares today, is not the one it was stored with.

    Parameters
    ----------
    connection : DuckDBPyConnection
    facts : Facts
        Today's facts; read from the catalog where not given.
    only_models, only_elements, only_conventions : iterable of str
        Only these; None or nothing means all.
    """
    facts = facts or Facts(connection)
    filters: list[Any] = []
    for names in (only_models, only_elements, only_conventions):
        wanted = list(names or ())
        filters += [not wanted, wanted]
    rows = connection.execute(_RUNS, filters).fetchall()
    today = _Today(connection, facts)
    # Runs of one model and element with one fingerprint have read the same: one cause for all.
    suspects: dict[tuple[Any, ...], int] = {}
    for row in rows:
        _, model, element, convention, _, _, _, _, stamp, names = row
        if stamp != today.fingerprint(model, element, convention, names):
            suspects.setdefault(row[1:4] + row[6:], row[0])
    read = _inputs_of(connection, list(suspects.values()))
    causes = {
        key: today.causes(key[:3], key[3], key[4], read.get(run, []))
        for key, run in suspects.items()
    }
    fresh: tuple[Cause, ...] = ()
    return [
        CurrentRun(
            row[0], row[1], row[2], row[3], row[4], row[5],
            causes.get(row[1:4] + row[6:], fresh) if causes else fresh,
        )
        for row in rows
    ]  # fmt: skip


def stale_runs(
    connection: duckdb.DuckDBPyConnection, facts: Facts | None = None, **only: Any
) -> list[CurrentRun]:
    """Return the current runs that are stale; parameters as for `current_runs`."""
    return [run for run in current_runs(connection, facts, **only) if run.is_stale]


class _Today:
    """What runs would read today; each fingerprint is worked out once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, facts: Facts) -> None:
        self._facts = facts
        self._declared = todays_declarations(connection)
        self._fingerprints: dict[tuple[str, str, str, str], str] = {}

    def fingerprint(self, name: str, element: str, convention: str, names: str) -> str:
        key = (name, element, convention, names)
        known = self._fingerprints.get(key)
        if known is None:
            known = self._fingerprints[key] = self._work_out(*key)
        return known

    def _work_out(self, name: str, element: str, convention: str, names: str) -> str:
        declared = self._declared.get(name)
        if declared is None:
            return ""
        read = set(names.split(_GLUE))
        values = {
            item.name: self._facts.value(
                models()[name], item, element, cast("Convention", convention)
            ).value
            for item in models()[name].inputs
            if item.name in read
        }
        return fingerprint_values(name, declared.revision, convention, declared.settings, values)

    def causes(
        self, place: tuple[str, str, str], revision: int, settings: str, read: list[ReadInput]
    ) -> tuple[Cause, ...]:
        name, element, convention = place
        declared = self._declared.get(name)
        if declared is None:
            return (Cause("model", name, None, None),)
        known = {item.name for item in models()[name].inputs}
        causes = [
            *declaration_causes(revision, parsed_settings(settings), declared),
            *(
                Cause("missing", name, value, None, unit)
                for name, _, value, unit in read
                if name not in known
            ),
            *input_causes(
                [item for item in read if item.name in known],
                self._facts, declared, element, convention,
            ),
        ]  # fmt: skip
        return tuple(causes) or (Cause("fingerprint", "fingerprint", None, None),)


def _inputs_of(
    connection: duckdb.DuckDBPyConnection, runs: list[int]
) -> dict[int, list[ReadInput]]:
    read: dict[int, list[ReadInput]] = {}
    for run, *item in connection.execute(
        "SELECT i.run, i.name, i.kind, i.value, i.unit FROM run_input i "
        "JOIN (SELECT unnest(?::BIGINT[]) AS id) w ON w.id = i.run ORDER BY i.run, i.name",
        [runs],
    ).fetchall():
        read.setdefault(run, []).append(ReadInput(*item))
    return read
