"""Your own data: a csv of observations and published values, added, changed or taken back out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from metaleos.catalog.store.location import as_path
from metaleos.catalog.store.merge import Ingested, merge
from metaleos.catalog.store.names import USER_PREFIX, KnownNames
from metaleos.catalog.store.own import any_schema, changing_own, own_path, write_own
from metaleos.catalog.store.select import count
from metaleos.catalog.store.user_checks import check
from metaleos.errors import (
    CatalogError,
    DamagedError,
    NewerError,
    ReadOnlyError,
    UnknownNameError,
    UsageError,
)
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
_SOURCE = {
    "key": "c.key", "origin": "'user'", "kind": "'misc'", "authors": "''", "year": "''",
    "title": "c.citation", "journal": "''", "doi": "''", "note": "'as given by the user'",
    "bibtex": "'@misc{' || regexp_replace(c.key, '[^A-Za-z0-9_:.+-]+', '_', 'g') || ',' || chr(10) "
    "|| '  title = {' || c.citation || '},' || chr(10) || '  note = {as given by the user}' "
    "|| chr(10) || '}'",
}  # fmt: skip
# For both tables: the columns of a new row from `checked` c, and which of them may change.
_COLUMNS = {
    "observation": {
        "id": "c.id", "element": "c.symbol", "property": "c.name", "value": "c.stored",
        "text": "''", "printed": "c.printed", "printed_unit": "c.printed_unit",
        "uncertainty": "c.error", "uncertainty_kind": "c.the_uncertainty_kind",
        "temperature": "c.at_temperature", "phase": "c.the_phase", "material": "c.the_material",
        "state": _STATE, "source": "c.source_key", "locator": "c.the_locator",
        "carrier": "'user'", "carrier_license": "''", "evidence": "c.the_evidence",
        "confidence": "''", "rank": "coalesce(k.top, 0) + 1", "choice": "''",
        "choice_reason": "''", "note": "c.the_note",
        "typed": "c.typed",
    },
    "published": {
        "id": "c.id", "cell": "NULL", "source": "c.source_key", "locator": "c.the_locator",
        "element": "c.symbol", "model": "c.by", "property": "c.name", "term": "c.the_term",
        "value": "c.stored", "printed": "c.printed", "printed_unit": "c.printed_unit",
        "at_reference": "c.at_temperature IS NULL AND c.at_volume IS NULL AND c.at_density IS NULL",
        "temperature": "c.at_temperature", "volume": "c.at_volume", "density": "c.at_density",
        "structure": "coalesce(nullif(c.the_structure, ''), c.the_phase)", "note": _REMARK,
        "typed": "c.typed",
    },
}  # fmt: skip
_CHANGING = {
    "observation": (
        "value", "printed", "printed_unit", "uncertainty", "uncertainty_kind", "material", "state",
        "evidence", "note", "typed",
    ),
    "published": ("value", "printed", "printed_unit", "note", "typed"),
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
    for name, columns in _COLUMNS.items():
        of = f"checked c {_JOINS[name]} WHERE {_MINE[name]} ORDER BY c.row"
        _stage(connection, columns, of)
        merge(connection, name, columns, _CHANGING[name], done)
    return done


_FIRST: dict[type[CatalogError], str] = {
    DamagedError: "put a copy of it back, or ",
    NewerError: "upgrade metaleos and duckdb, or ",
    ReadOnlyError: "ask the owner of the file for the permission, or ",
}


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
        try:
            with any_schema(replace(file, path=path)) as connection:
                lines = write_own(connection, csv)
        except CatalogError as error:
            if not error.message.startswith(str(path)):
                raise
            # Of the other catalog it is no advice to choose another --db, or to build a new one.
            hint = f"{_FIRST.get(type(error), '')}name another catalog to take your data from"
            raise type(error)(error.message, f"{hint}; nothing was stored") from None
        ensure()
        done = ingest_file(file, csv, dry_run=dry_run) if lines else Ingested("", dry_run=dry_run)
    return replace(done, what=path.name)


def _sources(connection: duckdb.DuckDBPyConnection, done: Ingested) -> None:
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE cited AS SELECT source_key AS key, {_CITATION} AS citation, "
        "bool_or(the_citation <> '') AS said FROM checked GROUP BY source_key ORDER BY min(row)"
    )
    new = "SELECT key FROM cited WHERE key NOT IN (SELECT key FROM source) ORDER BY rowid"
    done.new_sources.extend(key for (key,) in connection.execute(new).fetchall())
    # A citation that is said changes a source of the user's own, no other.
    where = "s.key IS NULL OR (s.origin = 'user' AND c.said)"
    _stage(
        connection, _SOURCE, f"cited c LEFT JOIN source s ON s.key = c.key WHERE {where} "
        "ORDER BY c.rowid",
    )  # fmt: skip
    merge(connection, "source", _SOURCE, ("title", "bibtex"), done, keys=("key",))
    known = done.added["source"] + done.changed["source"]
    done.left["source"] = count(connection, "FROM cited") - known


def _stage(connection: duckdb.DuckDBPyConnection, columns: dict[str, str], of: str) -> None:
    shown = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE stage AS SELECT {shown} FROM {of}")


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
