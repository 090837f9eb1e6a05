"""Solve one large batch in a second process while this one goes on with the others.

A plain child process that is handed its work through a pipe: unlike a process pool it never
imports the caller's script, so ``metaleos.open()`` may stand at the top of any file.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

from metaleos.catalog.solving import Solved, only_scalars, solve_table

if TYPE_CHECKING:
    from types import TracebackType

    from metaleos.catalog.inputs import Facts
    from metaleos.catalog.states import StateTable
    from metaleos.solvers.protocol import Convention, Model

WORTH_IT = 5_000
"""States from which a second process saves more than its start of about half a second costs."""


class SideSolver:
    """A batch that is being solved elsewhere.

    Parameters
    ----------
    model, convention, table, facts
        As for `solve_table`.
    """

    def __init__(
        self, model: Model, convention: Convention, table: StateTable, facts: Facts
    ) -> None:
        self._job = (model, convention, table, facts)
        paths = os.pathsep.join(path for path in sys.path if path)
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from metaleos.catalog.side import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        if self._process.stdin is not None:
            try:
                pickle.dump(self._job, self._process.stdin)
                self._process.stdin.close()
            except OSError:
                self._process.kill()  # the child is gone: `result` solves here

    def __enter__(self) -> SideSolver:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, error, trace
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None and not stream.closed:
                stream.close()

    def result(self) -> Solved:
        """Wait for the solved batch; solve it here if the child could not."""
        stdout = self._process.stdout
        data = stdout.read() if stdout is not None else b""
        if self._process.wait() == 0 and data:
            solved = pickle.loads(data)  # noqa: S301  # our own child wrote it
            if isinstance(solved, Solved):
                return solved
        return only_scalars(solve_table(*self._job))


def serve() -> None:
    """Solve the batch that stands on stdin and write it to stdout (the child's side)."""
    model, convention, table, facts = pickle.load(sys.stdin.buffer)  # noqa: S301  # from our parent
    pickle.dump(only_scalars(solve_table(model, convention, table, facts)), sys.stdout.buffer)
    sys.stdout.buffer.flush()
