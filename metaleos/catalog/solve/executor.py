"""Where jobs are solved: in this process, or in it and in worker processes beside it.

A worker is a plain child process that is fed through a pipe. Unlike a process pool it never
imports the caller's script, so ``metaleos.open()`` may stand at the top of any file. Which
processes solve a job changes no number: batches are fixed before.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from threading import Lock, Thread
from typing import IO, TYPE_CHECKING, Any

from metaleos.catalog.solve.solving import Solved, only_scalars, solve_table

if TYPE_CHECKING:
    from metaleos.catalog.states.table import StateTable
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model


@dataclass(frozen=True)
class Job:
    """States that are solved in one batch.

    Parameters
    ----------
    seconds : float
        Expected duration [s].
    """

    model: Model
    convention: Convention
    table: StateTable
    seconds: float

    def __str__(self) -> str:
        return f"{self.model.name} {self.convention}"

    def solve(self, facts: Facts) -> Solved:
        """Solve it here."""
        return only_scalars(solve_table(self.model, self.convention, self.table, facts))


Solutions = Generator[tuple[int, Solved], None, None]
"""Numbers of jobs with their solutions, as they are done."""

Executor = Callable[[Sequence[Job], "Facts"], Solutions]
"""Solves jobs; closing its solutions ends whatever it started."""


def serial(jobs: Sequence[Job], facts: Facts) -> Solutions:
    """Solve the jobs in this process, in their order."""
    for number, job in enumerate(jobs):
        yield number, job.solve(facts)


def processes(count: int) -> Executor:
    """Return what solves in `count` processes; this one is one of them."""
    return serial if count < 2 else partial(_parallel, count)


def cores() -> int:
    """Return how many cores this process may use."""
    mine = getattr(os, "sched_getaffinity", None)  # Linux only
    return len(mine(0)) if mine is not None else os.cpu_count() or 1


def _parallel(count: int, jobs: Sequence[Job], facts: Facts) -> Solutions:
    """Solve in this process from the first job on, and in workers from the longest down.

    The job of a worker that was killed, or that failed, is solved here. A worker that cannot
    start takes none.
    """
    left = _Left(jobs)
    done: SimpleQueue[tuple[int, Solved | None]] = SimpleQueue()
    workers: list[_Worker] = []
    try:
        for _ in range(min(count, len(jobs)) - 1):
            with suppress(OSError):
                workers.append(_Worker(left, done, facts))
        for _ in jobs:
            number = left.first() if done.empty() else None
            solved = None
            if number is None:
                number, solved = done.get()
            yield number, jobs[number].solve(facts) if solved is None else solved
    finally:
        left.clear()
        for worker in workers:
            worker.stop()


class _Left:
    """The jobs that nobody has taken yet."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = dict(enumerate(jobs))
        self._lock = Lock()

    def first(self) -> int | None:
        """Take the first job and return its number; None where none is left."""
        with self._lock:
            number = next(iter(self._jobs), None)
            if number is not None:
                del self._jobs[number]
            return number

    def longest(self) -> tuple[int, Job] | None:
        """Take the job that is expected to take longest; None where none is left."""
        with self._lock:
            if not self._jobs:
                return None
            number = max(self._jobs, key=lambda number: self._jobs[number].seconds)
            return number, self._jobs.pop(number)

    def clear(self) -> None:
        """Take all jobs away."""
        with self._lock:
            self._jobs.clear()


class _Worker:
    """A child process, and the thread that feeds it.

    Raises
    ------
    OSError
        If no process can be started.
    """

    def __init__(
        self, left: _Left, done: SimpleQueue[tuple[int, Solved | None]], facts: Facts
    ) -> None:
        # The child finds what is found here, and nothing of the folder it happens to be in.
        paths = os.pathsep.join(path or os.curdir for path in sys.path)
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable or "", "-P", "-c", f"from {__name__} import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        self._left, self._done, self._facts = left, done, facts
        self._thread = Thread(target=self._feed, daemon=True)
        self._thread.start()

    def _feed(self) -> None:
        ours, theirs = self._process.stdin, self._process.stdout
        if ours is None or theirs is None:
            return
        taken: tuple[int, Job] | None = None
        # Whatever goes wrong with the child, its job is solved in this process.
        with suppress(Exception):
            _send(ours, self._facts)
            pickle.load(theirs)  # noqa: S301  # our own child is ready
            while (taken := self._left.longest()) is not None:
                _send(ours, taken[1])
                solved = pickle.load(theirs)  # noqa: S301  # our own child wrote it
                self._done.put((taken[0], solved))
                taken = None
        if taken is not None:
            self._done.put((taken[0], None))

    def stop(self) -> None:
        """End the child, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()


def _send(stream: IO[bytes], thing: Any) -> None:
    pickle.dump(thing, stream)
    stream.flush()


def serve() -> None:
    """Solve the jobs that come on stdin and write the solutions to stdout (the child's side)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what it means
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a solver prints stays out of the pipe
        facts = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our parent
        _send(answers, True)
        while True:
            try:
                job = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our parent
            except EOFError:
                return
            _send(answers, job.solve(facts))
