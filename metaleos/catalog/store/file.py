"""The catalog file: where it is, how long to wait for it, how it is read and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.connection import WAIT_SECONDS, reading, writing
from metaleos.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Callable
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
    """

    path: Path
    progress: Progress = silent
    notice: Callable[[str], None] = unheard
    wait: float = WAIT_SECONDS

    def reading(self, **how: Any) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file for reading, for a ``with`` block.

        `how`: see `metaleos.catalog.store.connection.reading`.

        Raises
        ------
        LockedError, CatalogError
        """
        return reading(self.path, wait=self.wait, notice=self.notice, **how)

    def writing(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file for one transaction, for a ``with`` block.

        Raises
        ------
        LockedError, CatalogError
        """
        return writing(self.path, wait=self.wait, notice=self.notice)
