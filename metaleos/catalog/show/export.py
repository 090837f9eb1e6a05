"""Write views, or an answer, to csv, json or parquet files; units travel with the numbers."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from metaleos.catalog.store.outputs import output_path, replacing
from metaleos.catalog.text.rows import row_units
from metaleos.errors import CatalogError, UnknownNameError, UsageError
from metaleos.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from metaleos.catalog.ask.answer import Answer

_MEMORY = "256MB"
"""For the rows that wait for the others, and for writing them."""
FORMATS = ("parquet", "csv", "json", "jsonl")
_UNIT_IN_COMMENT = re.compile(r"\[([^\]]+)\]$")
_OPTIONS = {
    "csv": "FORMAT csv, HEADER",
    "json": "FORMAT json, ARRAY true",
    "jsonl": "FORMAT json, ARRAY false",
}


def file_format(path: Path, form: str | None) -> str:
    """Return the format asked for, or the one that the file's name says.

    Raises
    ------
    UsageError
    """
    chosen = (form or path.suffix.removeprefix(".")).casefold()
    if chosen not in FORMATS:
        what = f"format {form!r}" if form else f"{path.name!r} says no format"
        raise UsageError(what, f"valid: {', '.join(FORMATS)}")
    return chosen


def view_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the names of the public views, without their ``v_``."""
    rows = connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND starts_with(view_name, 'v_') "
        "ORDER BY view_oid"
    ).fetchall()
    return [name.removeprefix("v_") for (name,) in rows]


def export_view(
    connection: duckdb.DuckDBPyConnection, name: str, path: Path, form: str | None = None
) -> int:
    """Write a public view to a file, and return the number of its rows.

    Parameters
    ----------
    connection : DuckDBPyConnection
        A catalog.
    name : str
        ``results`` or ``v_results`` ...
    path : Path
        What is there is replaced, once the new file is whole.
    form : str
        One of `FORMATS`; else the suffix of `path` says it.

    Raises
    ------
    UnknownNameError, UsageError, CatalogError
    """
    known = view_names(connection)
    word = name.strip().casefold().removeprefix("v_")
    if word not in known:
        raise UnknownNameError("table", name, known, f"(valid: {', '.join(known)})")
    chosen = file_format(path, form)
    comments = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? "
        "ORDER BY column_index",
        [f"v_{word}"],
    ).fetchall()
    units = {}
    for column, comment in comments:
        found = _UNIT_IN_COMMENT.search(comment or "")
        if found:
            units[column] = found.group(1)
    if any(column == "unit" for column, _ in comments):
        units["value"] = "as in column unit"
    # The name is one of the schema's own.
    return _copy(connection, f"v_{word}", path, chosen, units)


def export_tables(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    path: str | os.PathLike[str],
    form: str | None = None,
) -> dict[str, int]:
    """Write one view to a file, or ``all`` of them to a folder; return rows by file.

    Raises
    ------
    UnknownNameError, UsageError, CatalogError
    """
    target = output_path(path)
    if table.strip().casefold() != "all":
        return {str(target): export_view(connection, table, target, form)}
    chosen = file_format(target, form or "parquet")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CatalogError(f"{target} cannot be made: {error.strerror}", "name a folder") from None
    files = {name: target / f"{name}.{chosen}" for name in view_names(connection)}
    return {str(file): export_view(connection, name, file) for name, file in files.items()}


def export_answers(
    answers: Iterable[Answer], path: Path, form: str | None = None
) -> tuple[int, list[str]]:
    """Write the flat rows of an answer, given in parts, to a file.

    Only one part is held at a time: the others wait in a file of their own.

    Parameters
    ----------
    answers : iterable of Answer
        The last has the sources of all.
    path : Path
    form : str
        One of `FORMATS`; else the suffix of `path` says it.

    Returns
    -------
    rows : int
        Number of rows written.
    notices : list of str
        Those of all parts.

    Raises
    ------
    UsageError, CatalogError
    """
    chosen = file_format(path, form)
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(Path(folder) / "rows.duckdb") as connection,
    ):
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        flat = _Flat(connection)
        sources: Sequence[Mapping[str, Any]] = ()
        notices: list[str] = []
        for answer in answers:
            flat.add(answer.flat())
            sources = answer.sources
            notices += answer.notices
        units = row_units([flat.kinds])
        return _copy(connection, flat.whole(), path, chosen, units, sources), notices


def parquet_bytes(
    rows: Sequence[dict[str, Any]], sources: Sequence[Mapping[str, Any]] = ()
) -> bytes:
    """Return flat rows as the bytes of a Parquet file, units in its metadata."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        with duckdb.connect() as connection:
            flat = _Flat(connection)
            flat.add(rows)
            _copy(connection, flat.whole(), path, "parquet", row_units(rows), sources)
        return path.read_bytes()


class _Flat:
    """A table of flat rows; a column is of the widest type that its cells have.

    Cells come in parts, each a table: what a column is, is known when all are there.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._parts: list[dict[str, set[type]]] = []
        self.kinds: dict[str, set[type]] = {}

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store rows."""
        if not rows:
            return
        kinds: dict[str, set[type]] = {name: set() for row in rows for name in row}
        for row in rows:
            for name, cell in row.items():
                if cell is not None:
                    kinds[name].add(type(cell))
        types = [_column_type(found) for found in kinds.values()]
        listed = zip(kinds, types, strict=True)
        columns = ", ".join(f"{_quoted(name)} {kind}" for name, kind in listed)
        table = f"part_{len(self._parts)}"
        self._connection.execute(f"CREATE TABLE {table} ({columns})")
        with self._connection.appender(table) as appender:
            for row in rows:
                cells = zip(kinds, types, strict=True)
                appender.append_row(*(_cell(row.get(name), kind) for name, kind in cells))
        self._parts.append(kinds)
        for name, found in kinds.items():
            self.kinds.setdefault(name, set()).update(found)

    def whole(self) -> str:
        """Make the view of all rows, and return its name."""
        types = {name: _column_type(found) for name, found in self.kinds.items()}
        columns = [
            f"{_quoted(name)} {kind}" for name, kind in (types or {"value": "VARCHAR"}).items()
        ]
        self._connection.execute(f"CREATE TABLE flat ({', '.join(columns)})")
        for number in range(len(self._parts)):
            self._connection.execute(f"INSERT INTO flat BY NAME FROM part_{number}")
            self._connection.execute(f"DROP TABLE part_{number}")
        return "flat"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _column_type(kinds: set[type]) -> str:
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int}:
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"


def _cell(cell: Any, kind: str) -> Any:
    if cell is None or kind != "VARCHAR" or isinstance(cell, str):
        return cell
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, (list, dict)) else str(cell)


def _copy(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    path: Path,
    form: str,
    units: Mapping[str, str],
    sources: Sequence[Mapping[str, Any]] = (),
) -> int:
    values: dict[str, str] = {}
    options = _OPTIONS.get(form)
    if options is None:
        metadata = {
            "metaleos_version": __version__,
            "metaleos_units": json.dumps(dict(units), ensure_ascii=False),
            "metaleos_sources": json.dumps([dict(item) for item in sources], ensure_ascii=False),
        }
        pairs = ", ".join(f"{key}: ${key}" for key in metadata)
        options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}}"
        values = metadata
    with replacing(output_path(path)) as draft:
        connection.execute(
            f"COPY (SELECT * FROM {table}) TO $path ({options})", {"path": str(draft), **values}
        )
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
