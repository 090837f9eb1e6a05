"""Fill the catalog: solve first, then write each batch in one short transaction."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np

from metaleos.catalog.inputs import Facts
from metaleos.catalog.plan import default_plan
from metaleos.catalog.presence import by_presence
from metaleos.catalog.side import WORTH_IT, SideSolver
from metaleos.catalog.solving import only_scalars, solve_table
from metaleos.catalog.staleness import fresh_places
from metaleos.catalog.states import element_states, joined, without_repeats
from metaleos.catalog.storing import store_solved
from metaleos.errors import UsageError
from metaleos.progress import Progress, silent
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

    from metaleos.catalog.file import CatalogFile
    from metaleos.catalog.selection import Selection
    from metaleos.catalog.solving import Solved
    from metaleos.catalog.states import StateTable
    from metaleos.solvers.protocol import Convention, Model


Part = tuple["Model", "Convention", "StateTable"]


@dataclass(frozen=True, kw_only=True)
class Computed:
    """What a computation did, in states.

    Parameters
    ----------
    solved, failed, fresh : int
        States solved, those of them without a value, and those that were stored and fresh.
    results : int
        Results stored.
    seconds : float
        Duration of the solvers [s].
    """

    solved: int = 0
    failed: int = 0
    fresh: int = 0
    results: int = 0
    seconds: float = 0.0

    def and_skipped(self, states: int) -> Computed:
        """Return it with states that were fresh already."""
        return replace(self, fresh=self.fresh + states)

    def and_stored(self, solved: Solved, results: int) -> Computed:
        """Return it with one solved batch."""
        return replace(
            self,
            solved=self.solved + len(solved.table),
            failed=self.failed + int(np.sum(solved.solution.outcome != "ok")),
            results=self.results + results,
            seconds=self.seconds + solved.seconds,
        )


def compute_plan(
    connection: duckdb.DuckDBPyConnection,
    plan: Iterable[tuple[Model, Convention, StateTable]],
    facts: Facts,
    progress: Progress = silent,
) -> Computed:
    """Solve and store every batch of `plan`, each in its own transaction.

    An interruption loses at most the batch under way; what is stored and still fresh is skipped
    the next time.
    """
    done = Computed()
    parts: list[Part] = []
    for model, convention, table in plan:
        todo = _not_fresh(connection, model, convention, table, facts)
        done = done.and_skipped(len(table) - len(todo))
        if len(todo):
            pieces = by_presence(model, convention, todo, facts)
            parts += [(model, convention, piece) for piece in pieces]
    for number, (name, solved) in enumerate(_solved(parts, facts)):
        progress(name, number / len(parts))
        connection.execute("BEGIN")
        results = store_solved(connection, solved)
        connection.execute("COMMIT")
        done = done.and_stored(solved, results)
    return done


def _solved(parts: list[Part], facts: Facts) -> Iterator[tuple[str, Solved]]:
    """Yield every part solved; the largest in a second process where there is a second core."""
    parts = sorted(parts, key=lambda part: len(part[2]) >= WORTH_IT)
    with ExitStack() as stack:
        aside = None
        if parts and len(parts[-1][2]) >= WORTH_IT and (os.cpu_count() or 1) > 1:
            aside = stack.enter_context(SideSolver(*parts.pop(), facts))
        for model, convention, table in parts:
            solved = only_scalars(solve_table(model, convention, table, facts))
            yield f"{model.name} {convention}", solved
        if aside is not None:
            solved = aside.result()
            yield f"{solved.model.name} {solved.convention}", solved


def _not_fresh(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    convention: Convention,
    table: StateTable,
    facts: Facts,
) -> StateTable:
    """Return the states of `table` that have no current results, or stale ones."""
    fresh = fresh_places(connection, facts, model.name, convention)
    todo = [place not in fresh for place in zip(table.element, table.places(), strict=True)]
    return table.take(np.flatnonzero(todo))


def compute(file: CatalogFile, selection: Selection) -> Computed:
    """Solve what is missing or stale of a selection, and store it batch by batch.

    Without states in the selection: those of the default catalog. The file is held only while a
    batch is written, never while it is solved.

    Raises
    ------
    UsageError, SolveError, LockedError
    """
    with file.reading() as connection:
        facts = Facts(connection)
        if selection.request:
            plan = list(_requested(facts, selection))
        else:
            plan = list(default_plan(connection, facts, selection))
    done = Computed()
    for number, (model, convention, table) in enumerate(plan):
        file.progress(f"{model.name} {convention}", number / len(plan))
        with file.reading() as connection:
            todo = _not_fresh(connection, model, convention, table, facts)
        done = done.and_skipped(len(table) - len(todo))
        if not len(todo):
            continue
        for part in by_presence(model, convention, todo, facts):
            solved = only_scalars(solve_table(model, convention, part, facts))
            with file.writing() as connection:
                results = store_solved(connection, solved)
            done = done.and_stored(solved, results)
    file.progress("done", 1.0)
    return done


def _requested(
    facts: Facts, selection: Selection
) -> Iterator[tuple[Model, Convention, StateTable]]:
    for name in selection.models or models():
        model = models().get(name)
        if model is None:
            raise UsageError(f"{name} is no longer declared", "its stored rows can be queried")
        for convention in cast("list[Convention]", selection.conventions):
            covered = facts.covered(model, convention, selection.elements or None)
            tables = [
                element_states(model, element, convention, facts, selection.request)
                for element in covered
            ]
            if tables:
                yield model, convention, without_repeats(joined(tables))
