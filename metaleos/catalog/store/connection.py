"""Open the catalog file: many may read, one process writes, others wait a bounded time."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import duckdb

from metaleos.errors import CatalogError, LockedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

WAIT_SECONDS = 10.0
"""How long to wait for another process that holds the file."""

SCHEMA_VERSION = "2"

STORAGE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "storage_compatibility_version": "v1.0.0",
    "default_block_size": "65536",
}
"""How files are written: DuckDB 1.2 and later read every view; blocks of 64 kB halve the file."""

_HOLDER = re.compile(r"PID (\d+)")


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
    while True:
        try:
            # A file that is only read says itself how it was written.
            settings = {} if read_only else dict(STORAGE)
            settings.update(config or {})
            return duckdb.connect(path, read_only=read_only, config=settings)
        except duckdb.IOException as error:
            text = str(error)
            if "lock" not in text.lower():
                raise _unusable(path, text) from None
            holder = _HOLDER.search(text)
            who = f"process {holder.group(1)}" if holder else "another process"
            if time.monotonic() >= deadline:
                raise LockedError(
                    f"{path} is in use by {who}", f"waited {wait:g} s; try again when it is done"
                ) from None
            if not announced:
                notice(f"waiting up to {wait:g} s for {who}, which holds {path}")
                announced = True
            time.sleep(0.02)
        except duckdb.ConnectionException:
            if time.monotonic() >= deadline:
                raise LockedError(
                    f"{path} is open elsewhere in this process", "close that catalog first"
                ) from None
            time.sleep(0.02)
        except duckdb.Error as error:
            raise _unusable(path, str(error)) from None


def _unusable(path: Path, text: str) -> CatalogError:
    reason = text.splitlines()[0].removeprefix("IO Error: ")
    return CatalogError(
        f"{path} cannot be opened as a catalog: {reason}",
        "move it away and run `metaleos status` to build a new one",
    )


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
        connection.execute("CHECKPOINT")


@contextmanager
def _explained(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    # Closing without COMMIT rolls back, so nothing is ever half-written.
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException) as error:
        raise _unusable(path, str(error)) from None
    except duckdb.ConstraintException as error:
        reason = str(error).splitlines()[0].removeprefix("Constraint Error: ")
        raise CatalogError(f"{path} refused the change: {reason}", "nothing was stored") from None
    except duckdb.TransactionException as error:
        reason = str(error).splitlines()[0]
        raise CatalogError(f"{path} could not be written: {reason}", "nothing was stored") from None
    finally:
        connection.close()


def check_schema(path: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Refuse a file that is no catalog of this schema version.

    Raises
    ------
    CatalogError
    """
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    except duckdb.CatalogException:
        row = None
    connection.execute("SELECT 1").fetchall()
    if row is None:
        raise CatalogError(
            f"{path} is a DuckDB file but no metaleos catalog", "choose another --db"
        )
    if row[0] != SCHEMA_VERSION:
        raise CatalogError(
            f"{path} has schema version {row[0]}, this metaleos needs {SCHEMA_VERSION}",
            "move it away and run `metaleos status` to build a new one",
        )
