"""Staged rows into a table: what is new is added, what differs is changed, all of it counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.select import count

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb


@dataclass(frozen=True)
class Ingested:
    """What an ingest did, in rows by table, or would do.

    Parameters
    ----------
    what : str
        The file, ``shipped facts``, or the source taken out.
    lines : int
        Data lines read from a file.
    added, changed, removed, left : dict of str to int
        Rows by table; `left` are those that were there already, equal.
    new_sources : list of str
        Keys of sources that the catalog did not know.
    dry_run : bool
    """

    what: str = ""
    lines: int = 0
    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    new_sources: list[str] = field(default_factory=list)
    dry_run: bool = False

    def rows(self) -> list[dict[str, Any]]:
        """Return one row for every table that was looked at."""
        parts = {
            "added": self.added, "changed": self.changed, "removed": self.removed,
            "left": self.left,
        }  # fmt: skip
        tables = dict.fromkeys(table for part in parts.values() for table in part)
        return [
            {"table": table, **{name: part.get(table, 0) for name, part in parts.items()}}
            for table in tables
            if any(part.get(table) for part in parts.values())
        ]

    @property
    def is_change(self) -> bool:
        """Whether anything was added, changed or removed."""
        return any(any(part.values()) for part in (self.added, self.changed, self.removed))


def merge(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Collection[str],
    changing: Collection[str],
    done: Ingested,
    keys: Collection[str] = ("id",),
) -> None:
    """Bring the rows of the temporary table ``stage`` into `table`; only count for a dry run.

    Parameters
    ----------
    columns : collection of str
        Those that new rows have.
    changing : collection of str
        Those in which a row that is there may change.
    done : Ingested
        Takes the counts.
    """
    on_keys = " AND ".join(f"t.{key} = s.{key}" for key in keys)
    differs = " OR ".join(f"t.{name} IS DISTINCT FROM s.{name}" for name in changing) or "false"
    changed = count(connection, f"FROM stage s JOIN {table} t ON {on_keys} WHERE {differs}")
    added = count(connection, f"FROM stage s ANTI JOIN {table} t ON {on_keys}")
    done.added[table], done.changed[table] = added, changed
    done.left[table] = count(connection, "FROM stage") - added - changed
    # Column by column: DuckDB replaces a row whose indexed columns are set, even to the same
    # value, and refuses that for a row that others refer to.
    for name in changing if changed and not done.dry_run else ():
        connection.execute(
            f"UPDATE {table} t SET {name} = s.{name} FROM stage s "
            f"WHERE {on_keys} AND t.{name} IS DISTINCT FROM s.{name}"
        )
    if added and not done.dry_run:
        names = ", ".join(columns)
        connection.execute(
            f"INSERT INTO {table} ({names}) "
            f"SELECT {names} FROM stage s ANTI JOIN {table} t ON {on_keys}"
        )
    connection.execute("DROP TABLE stage")
