"""Bring validated rows into the catalog: what is new is added, what differs is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metaleos.catalog.store.declarations import declaration_rows
from metaleos.catalog.store.merge import Ingested, merge
from metaleos.catalog.store.names import USER_PREFIX
from metaleos.catalog.store.select import by, count
from metaleos.ingest.rows import ROW_TYPES
from metaleos.ingest.shipped import shipped_rows
from metaleos.progress import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import duckdb

    from metaleos.catalog.store.file import CatalogFile
    from metaleos.ingest.rows import Row

_KEYS = {
    "meta": ("key",),
    "element": ("z",),
    "source": ("key",),
    "property": ("name",),
    "model": ("name",),
    "model_yield": ("model", "property", "term"),
    "model_domain": ("model", "element"),
}
_LEAVES = ("erratum", "published", "parameter", "absence", "reference", "observation",
           "constant", "model_yield", "model_domain")  # fmt: skip


def all_rows() -> Iterator[Row]:
    """Yield every shipped fact, and what the code declares: properties, models, their yields."""
    yield from declaration_rows()
    yield from shipped_rows()


def declare(connection: duckdb.DuckDBPyConnection) -> Ingested:
    """Make the tables the image of what is declared, inside the caller's transaction."""
    return load_rows(connection, declaration_rows())


def load_rows(
    connection: duckdb.DuckDBPyConnection,
    rows: Iterable[Row],
    *,
    complete: bool = False,
    progress: Progress = silent,
) -> Ingested:
    """Merge `rows` into their tables, inside the caller's transaction.

    Parameters
    ----------
    rows : iterable of Row
        Parents may come after children: tables are written parents first.
    complete : bool
        Whether `rows` are all shipped facts there are, so that shipped facts of the catalog that
        are not among them are removed.
    progress : Progress
        Told of every table, with the fraction of the rows that is written.
    """
    by_table = by(rows, lambda row: row.table)
    done, total, written = Ingested(), sum(map(len, by_table.values())), 0
    if complete:
        for table in _LEAVES:
            done.removed[table] = _remove_absent(connection, table, by_table.get(table, []))
    for row_type in ROW_TYPES:
        table = row_type.table
        if table in by_table:
            columns, keys = list(row_type.model_fields), _KEYS.get(table, ("id",))
            _stage(connection, table, columns, by_table[table])
            changing = [column for column in columns if column not in keys]
            merge(connection, table, columns, changing, done, keys)
            written += len(by_table[table])
            progress(table, written / total)
    return done


def ingest_shipped(file: CatalogFile, *, dry_run: bool = False) -> Ingested:
    """Bring the facts that the package ships into the catalog again; what a user added stays.

    Parameters
    ----------
    dry_run : bool
        Count, and roll everything back.
    """
    rows = list(all_rows())
    with file.writing() as connection:
        loaded = load_rows(connection, rows, complete=True)
        if dry_run:
            connection.execute("ROLLBACK")
            connection.execute("BEGIN")
    return replace(loaded, what="shipped facts", dry_run=dry_run)


def _stage(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], rows: list[Row]
) -> None:
    names = ", ".join(columns)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE stage AS SELECT {names} FROM {table} LIMIT 0")
    with connection.appender("stage") as appender:
        for row in rows:
            appender.append_row(*(getattr(row, column) for column in columns))


def _remove_absent(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Row]) -> int:
    keys = _KEYS.get(table, ("id",))
    _stage(connection, table, keys, rows)
    same = " AND ".join(f"s.{key} = t.{key}" for key in keys)
    absent = f"NOT EXISTS (FROM stage s WHERE {same})"
    if keys == ("id",):
        absent += f" AND NOT starts_with(t.id, '{USER_PREFIX}')"
    left = count(connection, f"FROM {table} t WHERE {absent}")
    if left:
        connection.execute(f"DELETE FROM {table} t WHERE {absent}")
    connection.execute("DROP TABLE stage")
    return left
