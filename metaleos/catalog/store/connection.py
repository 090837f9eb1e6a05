"""Open the catalog file: many may read, one writes at a time, others wait."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.store.owner import Way, using
from metaleos.catalog.store.refusals import check_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

WAIT_SECONDS = 10.0
"""How long to wait for another process that holds the file."""


def _silent(_: str) -> None:
    return None


@contextmanager
def reading(
    path: Path,
    *,
    wait: float = WAIT_SECONDS,
    notice: Callable[[str], None] = _silent,
    config: Mapping[str, str] | None = None,
    alone: bool = False,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the catalog for reading, for a ``with`` block that sees one state of it.

    Parameters
    ----------
    path : Path
    wait : float
        Longest wait for another process that holds the file [s].
    notice : callable
        Told once when waiting begins.
    config : mapping
        Settings; shared only with threads that want the same.
    alone : bool
        Whether DuckDB's instance is shared with no other thread: for what changes it (``ATTACH``).

    Raises
    ------
    LockedError, CatalogError
        See `metaleos.catalog.store.owner.using`.
    """
    way = Way(config=tuple((config or {}).items()), alone=alone)
    with using(path, way, wait, notice) as connection:
        check_schema(path, connection)
        yield connection


@contextmanager
def writing(
    path: Path, *, wait: float = WAIT_SECONDS, notice: Callable[[str], None] = _silent
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the catalog for one transaction: committed at the end, rolled back on any error.

    Parameters as for `reading`.

    Raises
    ------
    LockedError, CatalogError
    """
    with using(path, Way(writes=True), wait, notice) as connection:
        check_schema(path, connection)
        connection.execute("BEGIN")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise


def new_ids(connection: duckdb.DuckDBPyConnection, table: str, count: int) -> int:
    """Return the first of `count` consecutive numbers for new rows of a table.

    They are consecutive because one thread of one process writes at a time.
    """
    given = f"SELECT coalesce(min(nextval('{table}_id')), 0) FROM range(?)"
    return int(connection.execute(given, [count]).fetchall()[0][0])
