"""Rows of a statement as dicts and groups, their number, and numbers for new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    import duckdb

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound="Hashable")


def dicts(
    connection: duckdb.DuckDBPyConnection, statement: str, values: Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """Return the rows of a statement, each by the names of its columns."""
    cursor = connection.execute(statement, list(values))
    names = [item[0] for item in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def grouped(
    rows: Iterable[tuple[Any, ...]], keys: int
) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return rows without their first `keys` columns, by these, in their order."""
    found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[:keys], []).append(row[keys:])
    return found


def by(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    """Return items by what `key` says of them, in their order."""
    found: dict[_Key, list[_Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def count(connection: duckdb.DuckDBPyConnection, clause: str, values: Sequence[Any] = ()) -> int:
    """Return the number of rows of ``FROM ...``."""
    found = connection.execute(f"SELECT count(*) {clause}", list(values)).fetchall()
    return int(found[0][0])


def new_ids(connection: duckdb.DuckDBPyConnection, table: str, count: int) -> int:
    """Return the first of `count` consecutive numbers for new rows of a table.

    They are consecutive because one thread of one process writes at a time.
    """
    given = f"SELECT coalesce(min(nextval('{table}_id')), 0) FROM range(?)"
    return int(connection.execute(given, [count]).fetchall()[0][0])
