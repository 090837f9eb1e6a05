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


def export_rows(
    rows: Sequence[dict[str, Any]],
    path: Path,
    form: str | None = None,
    sources: Sequence[Mapping[str, Any]] = (),
) -> int:
    """Write flat rows to a file, and return their number.

    Raises
    ------
    UsageError, CatalogError
    """
    chosen = file_format(path, form)
    with duckdb.connect() as connection:
        _fill(connection, rows)
        return _copy(connection, "flat", path, chosen, row_units(rows), sources)


def parquet_bytes(
    rows: Sequence[dict[str, Any]], sources: Sequence[Mapping[str, Any]] = ()
) -> bytes:
    """Return flat rows as the bytes of a Parquet file, units in its metadata."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        export_rows(rows, path, "parquet", sources)
        return path.read_bytes()


def _fill(connection: duckdb.DuckDBPyConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Make the table ``flat`` of rows; a column is of the widest type that its cells have."""
    names = list(dict.fromkeys(name for row in rows for name in row)) or ["value"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    types = [_column_type([row.get(name) for row in rows]) for name in names]
    listed = ", ".join(f"{name} {kind}" for name, kind in zip(quoted, types, strict=True))
    connection.execute(f"CREATE TABLE flat ({listed})")
    with connection.appender("flat") as appender:
        for row in rows:
            appender.append_row(
                *(_cell(row.get(name), kind) for name, kind in zip(names, types, strict=True))
            )


def _column_type(cells: Iterable[Any]) -> str:
    kinds = {type(cell) for cell in cells if cell is not None}
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
