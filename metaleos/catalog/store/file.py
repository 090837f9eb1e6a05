"""The catalog file: where it is, how long to wait for it, how it is read and written."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.connection import WAIT_SECONDS, reading, writing
from metaleos.errors import NewerError, OlderError
from metaleos.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    import duckdb


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

    def reading(self, **how: Any) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file for reading, for a ``with`` block.

        `how`: see `metaleos.catalog.store.connection.reading`.

        Raises
        ------
        LockedError, CatalogError
        """
        return self._opened(reading, how)

    def writing(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file for one transaction, for a ``with`` block.

        Raises
        ------
        LockedError, CatalogError
        """
        return self._opened(writing, {})

    @contextmanager
    def _opened(self, way: Any, how: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
        how = {"wait": self.wait, "notice": self.notice, **how}
        with ExitStack() as stack:
            try:
                opened = stack.enter_context(way(self.path, **how))
            except (OlderError, NewerError):
                if self.renew is None:
                    raise
                self.renew(replace(self, renew=None))
                opened = stack.enter_context(way(self.path, **how))
            yield opened
