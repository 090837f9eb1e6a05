"""Fill in what is missing or stale of a selection."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.fill.filling import (
    STATE_SECONDS,
    Filled,
    bounded,
    fill,
    whole_jobs,
    worthwhile,
)
from metaleos.catalog.fill.judging import renew_verdicts
from metaleos.catalog.solve.executor import processes
from metaleos.catalog.solve.staleness import fresh_places
from metaleos.catalog.states.plan import planned
from metaleos.catalog.store.facts import Facts

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.solve.executor import Job
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.states.table import StateTable
    from metaleos.catalog.store.file import CatalogFile
    from metaleos.solvers.protocol import Convention, Model

_TELLING_STATES = 100
"""States of a run from which its duration tells what a state costs, not what it costs to begin."""


@dataclass(frozen=True, kw_only=True)
class Computed(Filled):
    """What a computation did; `fresh` states were stored already, and were not solved."""

    fresh: int = 0


def compute(file: CatalogFile, selection: Selection, *, workers: int | None = None) -> Computed:
    """Solve what is missing or stale of a selection, and store it as it comes.

    Without states in the selection: those of the default catalog. The file is held only while a
    batch is written, never while it is solved.

    Parameters
    ----------
    workers : int or None
        Processes; None means as many of the cores as the expected work is worth.

    Raises
    ------
    UsageError, SolveError, LockedError
    """
    jobs: list[Job] = []
    fresh = 0
    with file.reading() as connection:
        facts = Facts(connection)
        logged = _logged_seconds(connection)
        for model, convention, table in planned(connection, facts, selection):
            todo = _not_fresh(connection, model, convention, table, facts)
            fresh += len(table) - len(todo)
            if len(todo):
                seconds = logged.get((model.name, convention), STATE_SECONDS)
                jobs += whole_jobs(model, convention, todo, facts, seconds)
    jobs = bounded(jobs)
    executor = processes(worthwhile(jobs, workers))
    done = fill(file.writing, jobs, facts, executor, file.progress)
    if not selection.request:
        renew_verdicts(file)
    file.progress("done", 1.0)
    return Computed(**asdict(done), fresh=fresh)


def _logged_seconds(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], float]:
    """Return what a state of each model and convention took, as the longer stored runs say [s]."""
    rows = connection.execute(
        "SELECT model, convention, sum(seconds) / sum(states) FROM run WHERE states >= ? "
        "GROUP BY model, convention",
        [_TELLING_STATES],
    ).fetchall()
    return {(model, convention): seconds for model, convention, seconds in rows}


def _not_fresh(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    convention: Convention,
    table: StateTable,
    facts: Facts,
) -> StateTable:
    """Return the states of `table` that have no current results, or stale ones."""
    asked = list(zip(table.element, table.places(), strict=True))
    fresh = fresh_places(connection, facts, model.name, convention, asked)
    todo = [place not in fresh for place in asked]
    return table.take(np.flatnonzero(todo))
