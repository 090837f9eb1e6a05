"""Your own data: a csv of observations and published values, added, changed or taken back out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.location import as_path
from metaleos.catalog.store.names import USER_PREFIX, KnownNames
from metaleos.catalog.store.own import any_schema, changing_own, own_path, write_own
from metaleos.catalog.store.select import count
from metaleos.catalog.store.user_checks import check
from metaleos.errors import UnknownNameError, UsageError
from metaleos.ingest.user_csv import open_csv, stage

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    import duckdb

    from metaleos.catalog.store.file import CatalogFile

_CITATION = "coalesce(max(nullif(the_citation, '')), source_key)"
_STATE = (
    "concat_ws(', ', nullif(the_state, ''), nullif(the_structure, ''), "
    "'V = ' || at_volume || ' bohr3/atom', 'rho = ' || at_density || ' g/cm3')"
)
_REMARK = "concat_ws('; ', nullif(the_note, ''), 'uncertainty ' || c.error || ' ' || q.unit)"
# For both tables: the columns of a new row from `checked` c, and which of them may change.
_COLUMNS = {
    "observation": {
        "id": "c.id", "element": "c.symbol", "property": "c.name", "value": "c.stored",
        "text": "''", "printed": "c.printed", "printed_unit": "c.printed_unit",
        "uncertainty": "c.error", "uncertainty_kind": "c.the_uncertainty_kind",
        "temperature": "c.at_temperature", "phase": "c.the_phase", "material": "c.the_material",
        "state": _STATE, "source": "c.source_key", "locator": "c.the_locator",
        "carrier": "'user'", "carrier_license": "''", "evidence": "c.the_evidence",
        "confidence": "''", "rank": "coalesce(k.top, 0) + 1", "note": "c.the_note",
    },
    "published": {
        "id": "c.id", "cell": "NULL", "source": "c.source_key", "locator": "c.the_locator",
        "element": "c.symbol", "model": "c.by", "property": "c.name", "term": "c.the_term",
        "value": "c.stored", "printed": "c.printed", "printed_unit": "c.printed_unit",
        "at_reference": "c.at_temperature IS NULL AND c.at_volume IS NULL AND c.at_density IS NULL",
        "temperature": "c.at_temperature", "volume": "c.at_volume", "density": "c.at_density",
        "structure": "coalesce(nullif(c.the_structure, ''), c.the_phase)", "note": _REMARK,
    },
}  # fmt: skip
_CHANGING = {
    "observation": (
        "value", "printed", "printed_unit", "uncertainty", "uncertainty_kind", "material", "state",
        "evidence", "note",
    ),
    "published": ("value", "printed", "printed_unit", "note"),
}  # fmt: skip
# What a user adds ranks behind what is shipped: no result changes by it while there is any.
_JOINS = {
    "observation": (
        "LEFT JOIN (SELECT element, property, max(rank) AS top FROM observation "
        f"WHERE NOT starts_with(id, '{USER_PREFIX}') GROUP BY ALL) k "
        "ON k.element = c.symbol AND k.property = c.name"
    ),
    "published": "JOIN property q ON q.name = c.name",
}
_MINE = {"observation": "c.by IS NULL", "published": "c.by IS NOT NULL"}


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


def ingest_file(
    file: CatalogFile, path: str | os.PathLike[str], *, dry_run: bool = False
) -> Ingested:
    """Add the values of a csv file, all or none, in one transaction.

    Parameters
    ----------
    file : CatalogFile
    path : path
        A csv with the columns element, property, value, unit and source, and any of
        `metaleos.ingest.user_csv.OPTIONAL`.
    dry_run : bool
        Check and count, and store nothing.

    Raises
    ------
    UsageError
        If `path` is no path.
    FactError
        With file, line, column and a hint, where something cannot be accepted.
    """
    given = as_path(path, "file")
    with file.reading() if dry_run else changing_own(file, given) as connection:
        return take_in(connection, given, dry_run=dry_run)


def take_in(
    connection: duckdb.DuckDBPyConnection, path: Path, *, dry_run: bool = False
) -> Ingested:
    """Add the values of a csv file inside the caller's transaction; see `ingest_file`."""
    table = open_csv(path)
    rows = stage(connection, table)
    check(connection, table, KnownNames(connection))
    done = Ingested(table.name, rows, dry_run=dry_run)
    _sources(connection, done)
    for name in _COLUMNS:
        _merge(connection, name, done)
    return done


def ingest_catalog(
    file: CatalogFile,
    old: str | os.PathLike[str],
    ensure: Callable[[], object],
    *,
    dry_run: bool = False,
) -> Ingested:
    """Add what a user added to another catalog, of any known schema, which stays as it is.

    `ensure` builds the catalog at `file` where it is missing, once the other one has been read.

    Raises
    ------
    UsageError
        If `old` is no path, or the catalog itself.
    CatalogError
        If it cannot be read as a catalog, or was made by a newer version.
    FactError
        If this version refuses what it holds.
    """
    path = as_path(old, "from_catalog")
    if file.path.exists() and path.exists() and path.samefile(file.path):
        raise UsageError(f"{path} is the catalog itself", "name another file")
    with TemporaryDirectory() as folder:
        csv = own_path(Path(folder) / path.name)
        if not path.exists():
            raise UsageError(f"{path} does not exist", "name the catalog to take your data from")
        with any_schema(replace(file, path=path)) as connection:
            lines = write_own(connection, csv)
        ensure()
        done = ingest_file(file, csv, dry_run=dry_run) if lines else Ingested("", dry_run=dry_run)
    return replace(done, what=path.name)


def _sources(connection: duckdb.DuckDBPyConnection, done: Ingested) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE cited AS SELECT source_key AS key, {_CITATION} AS citation, "
        "bool_or(the_citation <> '') AS said FROM checked GROUP BY source_key ORDER BY min(row)"
    )
    done.new_sources.extend(
        key
        for (key,) in connection.execute(
            "SELECT key FROM cited WHERE key NOT IN (SELECT key FROM source) ORDER BY rowid"
        ).fetchall()
    )
    bibtex = (
        "'@misc{' || regexp_replace(c.key, '[^A-Za-z0-9_:.+-]+', '_', 'g') || ',\\n  title = {' || "
        "c.citation || '},\\n  note = {as given by the user}\\n}'"
    ).replace("\\n", "' || chr(10) || '")
    differs = "s.origin = 'user' AND c.said AND s.title <> c.citation"
    changed = count(connection, f"FROM source s JOIN cited c ON c.key = s.key WHERE {differs}")
    done.added["source"] = len(done.new_sources)
    done.changed["source"] = changed
    done.left["source"] = count(connection, "FROM cited") - len(done.new_sources) - changed
    if done.dry_run:
        return
    if changed:
        connection.execute(
            f"UPDATE source s SET title = c.citation, bibtex = {bibtex} FROM cited c "
            f"WHERE s.key = c.key AND {differs}"
        )
    connection.execute(
        "INSERT INTO source (key, origin, kind, authors, year, title, journal, doi, note, bibtex) "
        "SELECT c.key, 'user', 'misc', '', '', c.citation, '', '', 'as given by the user', "
        f"{bibtex} FROM cited c WHERE c.key NOT IN (SELECT key FROM source) ORDER BY c.rowid"
    )


def _merge(connection: duckdb.DuckDBPyConnection, table: str, done: Ingested) -> None:
    total = count(connection, f"FROM checked c WHERE {_MINE[table]}")
    done.added[table] = done.changed[table] = done.left[table] = 0
    if not total:
        return
    columns = _COLUMNS[table]
    shown = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    new = f"(SELECT {shown} FROM checked c {_JOINS[table]} WHERE {_MINE[table]} ORDER BY c.row) n"
    known = count(
        connection,
        f"FROM {table} t WHERE starts_with(t.id, '{USER_PREFIX}') "
        "AND t.source IN (SELECT key FROM cited)",
    )
    absent = ""
    there = 0
    if known:
        differs = " OR ".join(f"t.{name} IS DISTINCT FROM n.{name}" for name in _CHANGING[table])
        there = count(connection, f"FROM {new} JOIN {table} t ON t.id = n.id")
        done.changed[table] = count(
            connection, f"FROM {new} JOIN {table} t ON t.id = n.id WHERE {differs}"
        )
        if done.changed[table] and not done.dry_run:
            values = ", ".join(f"{name} = n.{name}" for name in _CHANGING[table])
            connection.execute(
                f"UPDATE {table} t SET {values} FROM {new} WHERE t.id = n.id AND ({differs})"
            )
        absent = f"WHERE n.id NOT IN (SELECT id FROM {table})"
    done.added[table] = total - there
    done.left[table] = there - done.changed[table]
    if done.added[table] and not done.dry_run:
        names = ", ".join(columns)
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {new} {absent}")


# Taking data back out -----------------------------------------------------------------------

_OF = f"source = ? AND starts_with(id, '{USER_PREFIX}')"
"""What a user added of one source."""


def remove_source(file: CatalogFile, source: str, *, dry_run: bool = False) -> Ingested:
    """Take a user's own values of one source back out, and the source where it was their own.

    Shipped facts stay, also those of the same source.

    Raises
    ------
    UnknownNameError
        If the source is unknown.
    UsageError
        If the user added nothing of it.
    """
    with file.reading() as connection:
        counts = [count(connection, f"FROM {table} WHERE {_OF}", [source]) for table in _COLUMNS]
        origin = connection.execute("SELECT origin FROM source WHERE key = ?", [source]).fetchall()
        own = _own_sources(connection)
    if not origin:
        raise UnknownNameError("source", source, own, _own_hint(own))
    is_own = origin[0][0] == "user"
    if not any(counts) and not is_own:
        raise UsageError(f"source {source!r} holds no data of yours", _own_hint(own))
    removed = {**dict(zip(_COLUMNS, counts, strict=True)), "source": int(is_own)}
    done = Ingested(source, removed=removed, dry_run=dry_run)
    if dry_run:
        return done
    with changing_own(file) as connection:
        for table in _COLUMNS:
            connection.execute(f"DELETE FROM {table} WHERE {_OF}", [source])
    if is_own:
        # DuckDB refuses to delete a parent in the transaction that deletes its children.
        with file.writing() as connection:
            connection.execute("DELETE FROM source WHERE key = ? AND origin = 'user'", [source])
    return done


def _own_sources(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "SELECT DISTINCT source FROM (SELECT id, source FROM observation UNION ALL "
        f"SELECT id, source FROM published) WHERE starts_with(id, '{USER_PREFIX}') ORDER BY source"
    ).fetchall()
    return [source for (source,) in rows]


def _own_hint(own: list[str]) -> str:
    return f"yours are: {', '.join(own)}" if own else "you have added no data"
