"""The catalog file: many may read, one writes at a time, others wait."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.store.owner import Way, using
from metaleos.catalog.store.refusals import check_schema
from metaleos.errors import NewerError, OlderError
from metaleos.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

WAIT_SECONDS = 10.0
"""How long to wait for another process that holds the file."""


def unheard(_: str) -> None:
    """Ignore a notice."""


@dataclass(frozen=True)
class CatalogFile:
    """What everything that needs the catalog is handed.

    Parameters
    ----------
    path : Path
    progress : callable
        Told of the progress of long work.
    notice : callable
        Told what a person should know while waiting.
    wait : float
        Longest wait for another process that holds the file [s].
    renew : callable, optional
        Called with this, without it, where the file has another schema; it is then opened again.
    """

    path: Path
    progress: Progress = silent
    notice: Callable[[str], None] = unheard
    wait: float = WAIT_SECONDS
    renew: Callable[[CatalogFile], None] | None = None

    @contextmanager
    def reading(
        self, *, config: Mapping[str, str] | None = None, alone: bool = False
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file for reading, for a ``with`` block that sees one state of it.

        Parameters
        ----------
        config : mapping
            Settings; shared only with threads that want the same.
        alone : bool
            Whether DuckDB's instance is shared with no other thread: for what changes it
            (``ATTACH``).

        Raises
        ------
        LockedError, CatalogError
            See `metaleos.catalog.store.owner.using`.
        """
        with ExitStack() as stack:
            yield self._opened(stack, Way(config=tuple((config or {}).items()), alone=alone))

    @contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file for one transaction: committed at the end, rolled back on any error.

        Raises
        ------
        LockedError, CatalogError
        """
        with ExitStack() as stack:
            yield stack.enter_context(transaction(self._opened(stack, Way(writes=True))))

    def _opened(self, stack: ExitStack, way: Way) -> duckdb.DuckDBPyConnection:
        connection = stack.enter_context(using(self.path, way, self.wait, self.notice))
        try:
            check_schema(self.path, connection)
        except (OlderError, NewerError):
            if self.renew is None:
                raise
            stack.close()
            self.renew(replace(self, renew=None))
            connection = stack.enter_context(using(self.path, way, self.wait, self.notice))
            check_schema(self.path, connection)
        return connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open one transaction of a connection: committed at the end, rolled back on any error."""
    connection.execute("BEGIN")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
