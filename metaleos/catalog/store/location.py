"""Where the catalog file is."""

from __future__ import annotations

import os
from pathlib import Path

from metaleos.errors import CatalogError

VARIABLE = "METALEOS_DB"
"""Environment variable that names the catalog file."""


def catalog_path(db: str | os.PathLike[str] | None = None) -> Path:
    """Return the catalog's path: `db`, else ``METALEOS_DB``, else the platform's data folder.

    Raises
    ------
    CatalogError
        If the path is a folder.
    """
    chosen = os.fspath(db) if db is not None else os.environ.get(VARIABLE, "")
    if chosen:
        path = Path(chosen).expanduser()
    else:
        from platformdirs import user_data_path  # only without --db

        path = user_data_path("metaleos", appauthor=False) / "catalog.duckdb"
    if path.is_dir():
        raise CatalogError(
            f"{path} is a folder, not a catalog file", "name a file, e.g. metals.duckdb"
        )
    return path
