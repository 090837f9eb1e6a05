"""Where the catalog file is."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from metaleos.errors import UsageError

VARIABLE = "METALEOS_DB"
"""Environment variable that names the catalog file."""
OWN = ".own.csv"
"""What the file of a catalog's own data is called beside the catalog's name."""


def as_path(value: object, what: str) -> Path:
    """Return `value` as a path, the home folder written out; `what` is its name in the error.

    Raises
    ------
    UsageError
        If it is no path, or empty.
    """
    if not isinstance(value, (str, os.PathLike)) or not os.fspath(value):
        raise UsageError(f"{what} {value!r} is no path", "give the name of a file")
    return Path(value).expanduser()


def catalog_path(db: str | os.PathLike[str] | None = None) -> Path:
    """Return the catalog's path: `db`, else ``METALEOS_DB``, else the platform's data folder.

    Raises
    ------
    UsageError
        If `db` is no path, or empty.
    """
    if db is not None:
        return as_path(db, "--db")
    if os.environ.get(VARIABLE):
        return as_path(os.environ[VARIABLE], VARIABLE)
    from platformdirs import user_data_path  # only without --db

    return user_data_path("metaleos", appauthor=False) / "catalog.duckdb"


def set_aside(path: Path) -> Path:
    """Rename a file, and its log, to the first free of NAME.old, NAME.old.2 ...; return it."""
    names = (f"{path.name}.old" + (f".{number}" if number > 1 else "") for number in count(1))
    kept = next(file for file in map(path.with_name, names) if not os.path.lexists(file))
    path.rename(kept)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        log.rename(kept.with_name(f"{kept.name}.wal"))
    return kept
