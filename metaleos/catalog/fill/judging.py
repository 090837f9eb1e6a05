"""Verdicts into the catalog: with the default results, and anew where what they rest on changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.compare.stored import store, stored
from metaleos.catalog.compare.verdicts import judged, printed
from metaleos.catalog.store.file import transaction

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.store.file import CatalogFile


def store_verdicts(connection: duckdb.DuckDBPyConnection) -> None:
    """Judge every printed cell and store the verdicts, in a transaction of their own."""
    there = printed(connection)
    found = judged(there)
    with transaction(connection):
        store(connection, there.cells, there.digits, found)


def renew_verdicts(file: CatalogFile) -> int:
    """Judge every printed cell anew if a stored verdict is stale, and return how many were.

    The file is held only while they are written. A catalog without verdicts stays without.
    """
    with file.reading() as connection:
        old = stored(connection)
        if old is None or not old.stale:
            return 0
        there = printed(connection)
    found = judged(there)
    with file.writing() as connection:
        store(connection, there.cells, there.digits, found)
    return len(old.stale)
