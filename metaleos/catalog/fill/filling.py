"""The one loop that fills a catalog: solve, write, tell.

`build`, `compute` and `recompute` make jobs and hand them to `fill`. What is solved is committed
as it comes, so that an interruption loses what was being solved and nothing that was.
"""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from metaleos.catalog.fill.write import store_solved
from metaleos.catalog.solve.executor import Executor, Job, cores, serial
from metaleos.errors import UsageError
from metaleos.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.catalog.solve.executor import Solutions
    from metaleos.catalog.solve.solving import Solved
    from metaleos.catalog.states.table import StateTable
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model

COMMIT_SECONDS = 1.0
"""Solved batches are committed when so much time has passed since the last commit."""
BATCH_STATES = 20_000
"""Most states of a batch, where batches are bounded."""
BATCH_SECONDS = 4.0
"""Longest expected duration of a batch, where batches are bounded [s]."""
STATE_SECONDS = BATCH_SECONDS / BATCH_STATES
"""Expected duration of a state of which no log tells: that of a fast model [s]."""
WORTH_SECONDS = 2.0
"""Expected work for which one more process saves more than its start costs [s]."""

Writing = Callable[[], AbstractContextManager[duckdb.DuckDBPyConnection]]
"""Opens one transaction, for a ``with`` block that ends with its commit."""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What was stored.

    Parameters
    ----------
    solved, failed : int
        States solved, and those of them without a value.
    results : int
        Results stored.
    seconds : float
        Duration of the solvers, summed over processes [s].
    """

    solved: int = 0
    failed: int = 0
    results: int = 0
    seconds: float = 0.0

    def and_stored(self, solved: Solved, results: int) -> Filled:
        """Return it with one solved batch."""
        return replace(
            self,
            solved=self.solved + len(solved.table),
            failed=self.failed + int(np.sum(solved.solution.outcome != "ok")),
            results=self.results + results,
            seconds=self.seconds + solved.seconds,
        )


def whole_jobs(
    model: Model,
    convention: Convention,
    table: StateTable,
    facts: Facts,
    state_seconds: float = STATE_SECONDS,
) -> list[Job]:
    """Return the jobs of a table: one for each set of inputs that its elements have.

    A solver that falls back on one input where another is missing reads both as soon as one row
    lacks the first. Solved apart, elements that have it do not read the fallback, and editing that
    leaves their results fresh.
    """
    symbols, place = np.unique(table.element.astype(str), return_inverse=True)
    groups: dict[tuple[bool, ...], list[int]] = {}
    for number, symbol in enumerate(symbols.tolist()):
        values = facts.inputs(model, symbol, convention).values()
        present = tuple(item.value == item.value for item in values)  # NaN is absent
        groups.setdefault(present, []).append(number)
    parts = [table.take(np.flatnonzero(np.isin(place, members))) for members in groups.values()]
    return [Job(model, convention, part, state_seconds * len(part)) for part in parts]


def bounded(jobs: Sequence[Job]) -> list[Job]:
    """Return the jobs, those that are too long in parts of about the same number of states.

    Where they are cut does not depend on the number of processes.
    """
    parts: list[Job] = []
    for job in jobs:
        count = len(job.table)
        number = max(math.ceil(count / BATCH_STATES), math.ceil(job.seconds / BATCH_SECONDS), 1)
        if number == 1:
            parts.append(job)
            continue
        for index in np.array_split(np.arange(count), min(number, count)):
            share = job.seconds * len(index) / count
            parts.append(replace(job, table=job.table.take(index), seconds=share))
    return parts


def worthwhile(jobs: Sequence[Job], asked: int | None = None) -> int:
    """Return how many processes to use: those asked for, else as many as the work is worth."""
    if asked is None:
        asked = min(cores(), math.ceil(sum(job.seconds for job in jobs) / WORTH_SECONDS))
    if isinstance(asked, bool) or not isinstance(asked, int):
        raise UsageError(f"workers {asked!r} is no whole number", "for example 2")
    return max(min(asked, len(jobs)), 1)


def fill(
    writing: Writing,
    jobs: Sequence[Job],
    facts: Facts,
    executor: Executor = serial,
    progress: Progress = silent,
    *,
    in_order: bool = False,
) -> Filled:
    """Solve jobs and store them, committed as they come.

    A commit under way ends before an interruption is answered; what was solved until then is
    stored too.

    Parameters
    ----------
    writing : callable
        Opens a transaction.
    progress : Progress
        Told the fraction of the states that is solved.
    in_order : bool
        Whether a solution waits for those of the jobs before it, so that ids are the same every
        time, however many processes solve.
    """
    done = Filled()
    pending: list[Solved] = []

    def commit() -> None:
        nonlocal done
        batch, stored = pending.copy(), done
        pending.clear()
        if batch:
            with _uninterrupted():
                with writing() as connection:
                    for solved in batch:
                        stored = stored.and_stored(solved, store_solved(connection, solved))
                done = stored

    total, told = sum(len(job.table) for job in jobs), 0
    last = time.monotonic()
    try:
        with closing(_solutions(executor, jobs, facts, in_order=in_order)) as solutions:
            for number, solved in solutions:
                pending.append(solved)
                told += len(solved.table)
                progress(str(jobs[number]), told / total)
                if time.monotonic() - last > COMMIT_SECONDS:
                    commit()
                    last = time.monotonic()
    finally:
        commit()
    return done


def _solutions(
    executor: Executor, jobs: Sequence[Job], facts: Facts, *, in_order: bool
) -> Solutions:
    held: dict[int, Solved] = {}
    following = 0
    with closing(executor(jobs, facts)) as solutions:
        for number, solved in solutions:
            if not in_order:
                yield number, solved
                continue
            held[number] = solved
            while following in held:
                yield following, held.pop(following)
                following += 1


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a block end before an interruption (Ctrl-C) is answered."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: waiting.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if waiting:
        raise KeyboardInterrupt
