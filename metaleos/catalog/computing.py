"""Fill the catalog: solve first, then write each batch in one short transaction."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from metaleos.catalog.inputs import Facts
from metaleos.catalog.plan import default_plan, without_repeats
from metaleos.catalog.presence import by_presence
from metaleos.catalog.side import WORTH_IT, SideSolver
from metaleos.catalog.solving import fingerprint, only_scalars, solve_table
from metaleos.catalog.states import element_states, joined
from metaleos.catalog.storing import store_solved
from metaleos.progress import Progress, silent
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import duckdb

    from metaleos.catalog.catalog import Catalog
    from metaleos.catalog.request import StateRequest
    from metaleos.catalog.solving import Solved
    from metaleos.catalog.states import StateTable
    from metaleos.solvers.protocol import Convention, Model


Part = tuple["Model", "Convention", "StateTable"]


@dataclass
class Computed:
    """What a computation did, in states."""

    solved: int = 0
    failed: int = 0
    fresh: int = 0
    results: int = 0
    seconds: float = 0.0

    def count(self, solved: Solved) -> None:
        """Add one solved batch."""
        self.solved += len(solved.table)
        self.failed += int(np.sum(solved.solution.outcome != "ok"))
        self.seconds += solved.seconds


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
        todo = table.take(np.flatnonzero(~stored(connection, model, convention, table, facts)))
        done.fresh += len(table) - len(todo)
        if len(todo):
            pieces = by_presence(model, convention, todo, facts)
            parts += [(model, convention, piece) for piece in pieces]
    for number, (name, solved) in enumerate(_solved(parts, facts)):
        progress(name, number / len(parts))
        connection.execute("BEGIN")
        done.results += store_solved(connection, solved)
        connection.execute("COMMIT")
        done.count(solved)
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


def stored(
    connection: duckdb.DuckDBPyConnection,
    model: Model,
    convention: Convention,
    table: StateTable,
    facts: Facts,
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which states of `table` have current results that are not stale."""
    rows = connection.execute(
        "SELECT s.element, s.anchor, r.id, r.fingerprint, r.settings FROM state s "
        "JOIN current_run c ON c.state = s.id JOIN run r ON r.id = c.run "
        "WHERE s.model = ? AND s.convention = ?",
        [model.name, convention],
    ).fetchall()
    names: dict[int, list[str]] = {}
    for run, name in connection.execute(
        "SELECT i.run, i.name FROM run_input i JOIN run r ON r.id = i.run "
        "WHERE r.model = ? AND r.convention = ?",
        [model.name, convention],
    ).fetchall():
        names.setdefault(run, []).append(name)
    today: dict[int, str] = {}
    fresh: set[tuple[str, str]] = set()
    for element, anchor, run, stamp, _ in rows:
        if run not in today:
            values = facts.inputs(model, element, convention)
            read = {name: values[name] for name in names.get(run, []) if name in values}
            today[run] = fingerprint(model, convention, model.settings, read)
        if today[run] == stamp:
            fresh.add((element, anchor))
    return np.array(
        [
            (element, anchor) in fresh
            for element, anchor in zip(table.element, table.anchor, strict=True)
        ],
        dtype=bool,
    )


def compute_catalog(
    catalog: Catalog,
    names: list[str],
    elements: list[str],
    which: list[str],
    request: StateRequest,
    progress: Progress,
) -> Computed:
    """Solve what is missing or stale of a selection, and store it batch by batch.

    The file is held only while a batch is written, never while it is solved.
    """
    with catalog.reading() as connection:
        facts = Facts(connection)
        if request.given:
            plan = list(_requested(facts, names, elements, which, request))
        else:
            plan = list(
                default_plan(
                    connection,
                    facts,
                    only_models=names,
                    only_elements=elements or None,
                    only_conventions=which,
                )
            )
    done = Computed()
    for number, (model, convention, table) in enumerate(plan):
        progress(f"{model.name} {convention}", number / len(plan))
        with catalog.reading() as connection:
            todo = table.take(np.flatnonzero(~stored(connection, model, convention, table, facts)))
        done.fresh += len(table) - len(todo)
        if not len(todo):
            continue
        for part in by_presence(model, convention, todo, facts):
            solved = only_scalars(solve_table(model, convention, part, facts))
            with catalog.writing() as connection:
                done.results += store_solved(connection, solved)
            done.count(solved)
    progress("done", 1.0)
    return done


def _requested(
    facts: Facts,
    names: list[str],
    elements: list[str],
    which: list[str],
    request: StateRequest,
) -> Iterator[tuple[Model, Convention, StateTable]]:
    for name in names:
        model = models()[name]
        for convention in cast("list[Convention]", which):
            covered = facts.covered(model, convention, elements or None)
            tables = [element_states(model, e, convention, facts, request) for e in covered]
            if tables:
                yield model, convention, without_repeats(joined(tables))
