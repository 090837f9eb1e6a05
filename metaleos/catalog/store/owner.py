"""One owner of a file in a process: one DuckDB instance, and a cursor of it for every user.

DuckDB opens a file once in a process, and in one way: for reading, which other processes may do
at the same time, or for writing, which excludes them. Threads of one way share the instance. Who
needs another way waits, in order of arrival, until its users have left; then it is closed, which
lets go of the file, and opened anew.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import duckdb

from metaleos.catalog.store.refusals import LATER, check_kind, refusal
from metaleos.errors import InternalError, LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_Config: TypeAlias = dict[str, str | bool | int | float | list[str]]
STORAGE: Final[_Config] = {"storage_compatibility_version": "v1.0.0", "default_block_size": "65536"}
"""How files are written: DuckDB 1.2 and later read every view; blocks of 64 kB halve the file."""

QUIET: Final = "SET enable_progress_bar = false"
"""DuckDB draws its own on stdout, also where that is a pipe."""

# The log becomes part of the file when the instance is closed, and never within a COMMIT: a change
# that is stored already would seem refused where there is no room for that.
_WRITING: Final[_Config] = {**STORAGE, "checkpoint_threshold": "1TB"}
_BUSY = "{path} is in use by another thread of this process"
_RETRY_SECONDS = 0.02
_NOTICE_SECONDS = 1.0
_LINGER_SECONDS = 1.0
"""How long after a change readers still join the instance that made it, and exclude others."""


@dataclass(frozen=True)
class Way:
    """How a file is opened.

    Parameters
    ----------
    config : tuple of (str, str)
        Settings of the instance, where it is only read; DuckDB takes them in their order.
    alone : bool
        Whether the instance is shared with nobody.
    """

    writes: bool = False
    config: tuple[tuple[str, str], ...] = ()
    alone: bool = False


class _Owner:
    """The instance of one file, and who uses or awaits it."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.instance: duckdb.DuckDBPyConnection | None = None
        self.way = Way()
        self.users: list[int] = []
        self.waiting: deque[object] = deque()
        self.is_written = False
        self.written = -_LINGER_SECONDS

    def admits(self, way: Way, *, is_user: bool) -> bool:
        """Whether a thread may have a cursor now; `is_user` where it has one already."""
        if self.instance is None:
            return True
        if way.alone or self.way.alone:
            return False
        if way.writes:
            return self.way.writes and not self.is_written and not is_user
        if not self.way.writes or way.config:
            return way == self.way
        lingers = time.monotonic() - self.written < _LINGER_SECONDS
        return is_user or self.is_written or lingers

    def enter(
        self, path: Path, way: Way, wait: float, notice: Callable[[str], None]
    ) -> duckdb.DuckDBPyConnection:
        thread, turn = threading.get_ident(), object()
        deadline = time.monotonic() + wait
        with self.changed:
            if thread not in self.users:
                self.waiting.append(turn)
            elif self.admits(way, is_user=True):
                return self._join(way)
            else:
                raise LockedError(
                    f"{path} is in use by this thread", "leave the `with` block that opened it"
                )
        try:
            with self.changed:
                told = False
                while self.waiting[0] is not turn or not self.admits(way, is_user=False):
                    if (left := deadline - time.monotonic()) <= 0:
                        raise LockedError(_BUSY.format(path=path), LATER)
                    if not self.changed.wait(min(left, _NOTICE_SECONDS)) and not told:
                        notice(f"waiting up to {round(wait, 1):g} s: {_BUSY.format(path=path)}")
                        told = True
                if self.instance is not None:
                    return self._join(way)
            # First in turn, and nobody has it: nobody else opens it meanwhile.
            instance = _connect(path, way, deadline, notice)
            with self.changed:
                self.way, self.instance = way, instance
                return self._join(way)
        finally:
            with self.changed:
                self.waiting.remove(turn)
                self.changed.notify_all()

    def _join(self, way: Way) -> duckdb.DuckDBPyConnection:
        if self.instance is None:
            raise InternalError("no instance to join")
        cursor = self.instance.cursor()
        if not self.way.config:  # which may be locked
            cursor.execute(QUIET)
        if self.way.writes and not way.writes:
            # Another thread may write meanwhile: what is read is of one state.
            cursor.execute("BEGIN TRANSACTION READ ONLY")
        self.users.append(threading.get_ident())
        self.is_written |= way.writes
        return cursor

    def leave(self, cursor: duckdb.DuckDBPyConnection, way: Way, thread: int) -> None:
        with self.changed:
            cursor.close()
            self.users.remove(thread)
            if way.writes:
                self.is_written, self.written = False, time.monotonic()
            if not self.users and self.instance is not None:
                self.instance.close()
                self.instance = None
            self.changed.notify_all()


_OWNERS: dict[str, _Owner] = {}


@contextmanager
def using(
    path: Path, way: Way, wait: float, notice: Callable[[str], None]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Have a cursor of the file's instance in this process, for a ``with`` block.

    Other threads of this process and other processes are waited for, `wait` seconds together.

    Raises
    ------
    LockedError
        If another thread or process still holds the file after `wait` seconds, or this thread holds
        it in another way.
    CatalogError
        If the file cannot be used: what `metaleos.catalog.store.refusals` tells apart.
    """
    owner = _OWNERS.setdefault(os.path.realpath(path), _Owner())
    cursor, thread = owner.enter(path, way, wait, notice), threading.get_ident()
    try:
        yield cursor
    except duckdb.Error as error:
        raise (refusal(path, error) or error) from None
    finally:
        owner.leave(cursor, way, thread)


def _connect(
    path: Path, way: Way, deadline: float, notice: Callable[[str], None]
) -> duckdb.DuckDBPyConnection:
    """Open the file, waiting until `deadline` for other processes that hold it."""
    check_kind(path)
    announced = False
    while True:
        try:
            # A file that is only read says itself how it was written.
            config: _Config = dict(_WRITING if way.writes else way.config)
            return duckdb.connect(path, read_only=not way.writes, config=config)
        except duckdb.ConnectionException:
            found: Exception = LockedError(
                f"{path} is open in this process, by another library", "close that connection first"
            )
        except duckdb.Error as error:
            found = refusal(path, error) or error
        if not isinstance(found, LockedError) or time.monotonic() >= deadline:
            raise found
        if not announced:
            left = max(deadline - time.monotonic(), 0.1)
            notice(f"waiting up to {round(left, 1):g} s: {found.message}")
            announced = True
        time.sleep(_RETRY_SECONDS)
