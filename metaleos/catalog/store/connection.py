"""Open the catalog file: many may read, one process writes, others wait a bounded time."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import duckdb

from metaleos.catalog.store.refusals import check_kind, check_schema, refusal
from metaleos.errors import LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

WAIT_SECONDS = 10.0
"""How long to wait for another process that holds the file."""

STORAGE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "storage_compatibility_version": "v1.0.0",
    "default_block_size": "65536",
}
"""How files are written: DuckDB 1.2 and later read every view; blocks of 64 kB halve the file."""


def _silent(_: str) -> None:
    return None


def open_file(
    path: Path,
    *,
    read_only: bool,
    wait: float = WAIT_SECONDS,
    notice: Callable[[str], None] = _silent,
    config: Mapping[str, str] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Connect to the catalog at `path`, waiting up to `wait` seconds for its lock.

    Parameters
    ----------
    path : Path
    read_only : bool
    wait : float
        Longest wait [s].
    notice : callable
        Told once when waiting begins.
    config : mapping
        Settings of the connection.

    Raises
    ------
    LockedError
        If another process still holds the file after `wait` seconds.
    CatalogError
        If the file is not a catalog, is damaged, or cannot be written.
    """
    deadline = time.monotonic() + wait
    announced = False
    check_kind(path)
    while True:
        try:
            # A file that is only read says itself how it was written.
            settings = {} if read_only else dict(STORAGE)
            settings.update(config or {})
            return duckdb.connect(path, read_only=read_only, config=settings)
        except duckdb.ConnectionException:
            found: Exception = LockedError(
                f"{path} is open elsewhere in this process", "close that catalog first"
            )
        except duckdb.Error as error:
            found = refusal(path, error) or error
        if not isinstance(found, LockedError) or time.monotonic() >= deadline:
            raise found
        if not announced:
            notice(f"waiting up to {wait:g} s: {found.message}")
            announced = True
        time.sleep(0.02)


@contextmanager
def reading(
    path: Path, *, wait: float = WAIT_SECONDS, notice: Callable[[str], None] = _silent
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the catalog read-only for the length of a block; damage met inside is explained."""
    connection = open_file(path, read_only=True, wait=wait, notice=notice)
    with _explained(path, connection):
        check_schema(path, connection)
        yield connection


@contextmanager
def writing(
    path: Path, *, wait: float = WAIT_SECONDS, notice: Callable[[str], None] = _silent
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the catalog for one transaction: committed at the end, rolled back on any error."""
    connection = open_file(path, read_only=False, wait=wait, notice=notice)
    with _explained(path, connection):
        check_schema(path, connection)
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        # What is committed is stored, in the log beside the file, whatever becomes of the rest.
        with suppress(duckdb.Error):
            connection.execute("CHECKPOINT")


@contextmanager
def _explained(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    # Closing without COMMIT rolls back, so nothing is ever half-written.
    try:
        yield
    except duckdb.Error as error:
        raise (refusal(path, error) or error) from None
    finally:
        connection.close()
