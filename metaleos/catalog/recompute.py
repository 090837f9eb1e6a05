"""Renew what is stale: planned from logged durations, solved in batches, committed as it goes."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from metaleos.catalog.inputs import Facts
from metaleos.catalog.presence import by_presence
from metaleos.catalog.restoring import restored_states
from metaleos.catalog.solving import Solved, only_scalars, solve_table
from metaleos.catalog.staleness import CurrentRun, current_runs
from metaleos.catalog.storing import store_solved
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.file import CatalogFile
    from metaleos.catalog.selection import Selection
    from metaleos.catalog.states import StateTable
    from metaleos.solvers.protocol import Convention

COMMIT_SECONDS = 1.0
"""Solved batches are committed when so much time has passed since the last commit."""
_OF_ELEMENT = {"input", "new", "missing"}
_JOB_SECONDS = 4.0
_JOB_STATES = 20_000
_WORTH_SECONDS = 8.0
"""Expected work below which starting worker processes costs more than it saves."""


@dataclass(frozen=True, kw_only=True)
class Recomputed:
    """What was renewed, or would be.

    Parameters
    ----------
    plan : tuple of dict
        One a model and convention: elements, states, expected seconds, why.
    states : int
        States planned.
    solved, failed, results : int
        States solved, those of them without a value, and results stored.
    seconds : float
        Duration of the solvers, summed over processes [s].
    expected_seconds : float
        The same as the log of the stored runs has it [s].
    blocked : tuple of str
        Why states could not be placed today.
    workers : int
        Processes used.
    """

    plan: tuple[dict[str, Any], ...] = ()
    states: int = 0
    solved: int = 0
    failed: int = 0
    results: int = 0
    seconds: float = 0.0
    expected_seconds: float = 0.0
    blocked: tuple[str, ...] = ()
    workers: int = 1


@dataclass(frozen=True)
class _Job:
    model: str
    convention: Convention
    table: StateTable


def recompute(
    file: CatalogFile,
    selection: Selection,
    *,
    dry_run: bool = False,
    workers: int | None = 1,
) -> Recomputed:
    """Renew the stale results of a selection; of everything in it where it says so.

    The file is held only while a batch is written. An interruption loses what was being solved
    and nothing that was: repeated, the call goes on where it stopped.

    Parameters
    ----------
    file : CatalogFile
    selection : Selection
        Its elements, models and conventions; with `everything` what is fresh too.
    dry_run : bool
        Only plan.
    workers : int or None
        Processes; None means one a core where the expected work is worth it.
    """
    with file.reading() as connection:
        facts = Facts(connection)
        runs = [
            run
            for run in current_runs(connection, facts, selection)
            if run.is_stale or selection.everything
        ]
        done = _planned(runs)
        if dry_run:
            return done
        jobs = []
        blocked: list[str] = []
        for (name, convention), members in _grouped(runs).items():
            model = models().get(name)
            if model is None:
                blocked.append(f"{name} is no longer declared")
                continue
            table, refused = restored_states(
                connection, facts, model, convention, [run.id for run in members]
            )
            blocked += refused.values()
            if table is not None:
                seconds = sum(run.seconds for run in members) / len(table)
                jobs += [
                    (_Job(name, convention, part), seconds * len(part))
                    for part in by_presence(model, convention, table, facts)
                ]
    done = replace(
        done,
        workers=_workers(workers, done.expected_seconds),
        blocked=tuple(dict.fromkeys(blocked)),
    )
    pieces = [piece for job, seconds in jobs for piece in _pieces(job, seconds, done)]
    solutions = _parallel if done.workers > 1 and len(pieces) > 1 else _serial
    done = _store_all(file, solutions(pieces, facts, done.workers), done)
    file.progress("done", 1.0)
    return done


def _planned(runs: list[CurrentRun]) -> Recomputed:
    plan = []
    for (name, convention), members in _grouped(runs).items():
        several = len({run.element for run in members}) > 1
        why = Counter(
            f"{run.element} {cause}" if several and cause.kind in _OF_ELEMENT else str(cause)
            for run in members
            for cause in run.causes
        )
        shown = [text for text, _ in why.most_common(2)]
        plan.append(
            {
                "model": name,
                "convention": convention,
                "elements": len({run.element for run in members}),
                "states": sum(run.states for run in members),
                "expected_seconds": sum(run.seconds for run in members),
                "why": "; ".join(shown) + (f"; {len(why) - 2} more" if len(why) > 2 else ""),
            }
        )
    return Recomputed(
        plan=tuple(plan),
        states=sum(run.states for run in runs),
        expected_seconds=sum(run.seconds for run in runs),
    )


def _grouped(runs: list[CurrentRun]) -> dict[tuple[str, Convention], list[CurrentRun]]:
    groups: dict[tuple[str, Convention], list[CurrentRun]] = {}
    for run in runs:
        groups.setdefault((run.model, cast("Convention", run.convention)), []).append(run)
    return groups


def _workers(asked: int | None, expected_seconds: float) -> int:
    if asked is not None:
        return max(asked, 1)
    return len(os.sched_getaffinity(0)) if expected_seconds > _WORTH_SECONDS else 1


def _pieces(job: _Job, seconds: float, done: Recomputed) -> Iterator[_Job]:
    longest = _JOB_SECONDS
    if done.workers > 1:
        longest = min(longest, done.expected_seconds / (2 * done.workers))
    count = len(job.table)
    parts = max(-(-count // _JOB_STATES), int(np.ceil(seconds / longest)) if longest > 0 else 1)
    for index in np.array_split(np.arange(count), min(parts, count)):
        yield _Job(job.model, job.convention, job.table.take(index))


def _solve(job: _Job, facts: Facts) -> Solved:
    return only_scalars(solve_table(models()[job.model], job.convention, job.table, facts))


def _serial(jobs: list[_Job], facts: Facts, workers: int) -> Iterator[Solved]:
    del workers
    for job in jobs:
        yield _solve(job, facts)


def _parallel(jobs: list[_Job], facts: Facts, workers: int) -> Iterator[Solved]:
    left = dict(enumerate(jobs))
    others = set(active_children())
    try:
        with ProcessPoolExecutor(
            min(workers, len(jobs)), get_context("spawn"), initializer=_ignore_interrupts
        ) as pool:
            waiting = {pool.submit(_solve, job, facts): number for number, job in left.items()}
            try:
                for future in as_completed(waiting):
                    solved = future.result()
                    del left[waiting[future]]
                    yield solved
            except (KeyboardInterrupt, GeneratorExit):
                pool.shutdown(wait=False, cancel_futures=True)
                for worker in set(active_children()) - others:
                    worker.terminate()
                raise
    except BrokenProcessPool:
        # A worker was killed, or cannot start here: what is left is solved in this process.
        yield from _serial(list(left.values()), facts, 1)


def _ignore_interrupts() -> None:
    # The parent decides what an interruption means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


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


def _store_all(file: CatalogFile, solutions: Iterator[Solved], planned: Recomputed) -> Recomputed:
    """Commit solved batches as they come, and return what was done."""
    pending: list[Solved] = []
    done = planned
    total = max(done.states, 1)

    def commit() -> Recomputed:
        if not pending:
            return done
        with _uninterrupted():
            with file.writing() as connection:
                results = sum(store_solved(connection, solved) for solved in pending)
            committed = replace(
                done,
                results=done.results + results,
                solved=done.solved + sum(len(solved.table) for solved in pending),
                failed=done.failed
                + sum(int(np.sum(solved.solution.outcome != "ok")) for solved in pending),
                seconds=done.seconds + sum(solved.seconds for solved in pending),
            )
            pending.clear()
        return committed

    last = time.monotonic()
    try:
        for solved in solutions:
            pending.append(solved)
            under_way = done.solved + sum(len(item.table) for item in pending)
            file.progress(f"{solved.model.name} {solved.convention}", min(under_way / total, 1.0))
            if time.monotonic() - last > COMMIT_SECONDS:
                done = commit()
                last = time.monotonic()
    except KeyboardInterrupt:
        commit()
        raise
    return commit()
