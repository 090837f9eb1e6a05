"""Write views, or an answer, to csv, json or parquet files; units travel with the numbers."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from itertools import chain
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any

import duckdb

from metaleos.catalog.ask.shaping import cut_notice
from metaleos.catalog.states.selection import Output
from metaleos.catalog.store.outputs import output_path, replacing
from metaleos.catalog.store.owner import QUIET
from metaleos.catalog.store.select import count
from metaleos.catalog.text.columns import chosen_columns, column_spec, expand, flat_names
from metaleos.catalog.text.record import BESIDE, Record, flat_state
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
_AS_IT_IS = Output()
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
        raise UnknownNameError("table", name, known, f"valid: {', '.join(known)}")
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
    answers: Iterable[Answer], path: Path, form: str | None = None, output: Output = _AS_IT_IS
) -> tuple[int, list[str], Counter[int]]:
    """Write the flat rows of an answer, given in parts, to a file.

    Only one part is held at a time: the others wait in a file of their own, where they are sorted.

    Parameters
    ----------
    answers : iterable of Answer
        The last has the sources of all.
    path : Path
    form : str
        One of `FORMATS`; else the suffix of `path` says it.
    output : Output
        Columns and order of the whole; rows that are sorted are cut here.

    Returns
    -------
    rows : int
        Number of rows written.
    notices : list of str
        Those of all parts.
    runs : Counter of int
        Rows by the run behind them.

    Raises
    ------
    UsageError, UnknownNameError, CatalogError
    """
    chosen = file_format(path, form)
    spec, cut = column_spec(output.columns), bool(output.sort) and output.limit is not None
    orders = [part.strip() for part in (output.sort or "").split(",") if part.strip()]
    with (
        tempfile.TemporaryDirectory() as folder,
        duckdb.connect(Path(folder) / "rows.duckdb") as connection,
    ):
        connection.execute(f"SET memory_limit = '{_MEMORY}'; {QUIET}")
        flat = _Flat(connection)
        sources: Sequence[Mapping[str, Any]] = ()
        notices: list[str] = []
        runs = Counter[int]()
        shapes: dict[tuple[str, ...], Record] = {}
        known: dict[str, list[str]] = {}
        for answer in answers:
            values = answer.values
            flat.add([_row(record, orders, cut=cut) for record in values] or answer.flat())
            for record in {id(record.state): record for record in values}.values():
                shapes.setdefault((*record.state, *flat_state(record.state)), record)
            known = flat_names(list(shapes.values()))
            for name in (*spec, *orders):
                if "[" not in name:  # a unit in a name may be that of a later part
                    expand(name.lstrip("+-"), known)
            runs.update(answer.run_ids())
            sources = answer.sources
            notices += answer.notices
        names = [name for name in flat.kinds if name not in (*_HIDDEN, "source" if shapes else "")]
        if spec:
            names = chosen_columns(list(shapes.values()), spec, compact=False)
            flat.kinds |= {name: flat.kinds.get(name, set()) for name in names}
        table = f"SELECT * FROM {flat.whole()} ORDER BY " + ", ".join(
            [*(_order(part, known, flat.kinds) for part in orders), "rowid"]
        )
        if cut and output.limit is not None:
            notices += cut_notice(output.limit, count(connection, "FROM flat"))
            connection.execute(f"CREATE TABLE cut AS {table} LIMIT {output.limit}")
            table, of = "SELECT * FROM cut", f"{_quoted(_RUN)}, {_quoted(_SOURCES)}"
            rows = connection.execute(f"SELECT {of}, count(*) FROM cut GROUP BY ALL").fetchall()
            runs = Counter()
            for run, _, many in rows:
                runs[run] += many
            del runs[None]
            used = {key for _, keys, _ in rows for key in keys.split()}
            sources = [item for item in sources if item["key"] in used]
        shown = ", ".join(_quoted(name) for name in names) or "*"
        table = f"(SELECT {shown} FROM ({table}))"
        units = row_units([dict.fromkeys(names)])
        return _copy(connection, table, path, chosen, units, sources), notices, runs


_HIDDEN = (_RUN, _SOURCES, _STATE) = (" run", " sources", " state")


def _row(record: Record, orders: Sequence[str], *, cut: bool) -> dict[str, Any]:
    """Return a flat row with what is asked of it when it is known which rows are shown."""
    row = record.flat()
    if any(part.lstrip("+-") == "state" for part in orders):
        row[_STATE] = str(record.state)
    if cut:
        row[_RUN] = record.run
        beside = [item["source"] for kind in BESIDE for item in record.beside(kind)]
        row[_SOURCES] = " ".join([record.source, *beside])
    return row


def _order(part: str, known: Mapping[str, list[str]], kinds: Mapping[str, set[type]]) -> str:
    """Return a part of ``--sort`` as it is in SQL: rows with no cell last, words in any case."""
    name = part.lstrip("+-")
    expand(name, known)
    plain = name.partition(" [")[0]
    column = _STATE if plain == "state" else known.get(plain, [plain])[0]
    if column not in kinds:
        return "NULL"
    cell = _quoted(column)
    if _column_type(kinds[column]) == "VARCHAR":
        cell = f"lower({cell})"
    return f"{cell} {'DESC' if part.startswith('-') else 'ASC'} NULLS LAST"


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
        self._parts = 0
        self.kinds: dict[str, set[type]] = {}

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store rows."""
        if not rows:
            return
        columns: dict[str, str] = {}
        cells: list[Iterable[Any]] = []
        for name in dict.fromkeys(chain.from_iterable({tuple(row): None for row in rows})):
            column = [row.get(name) for row in rows]
            found = set(map(type, column)) - {NoneType}
            self.kinds.setdefault(name, set()).update(found)
            if found:  # what is empty here costs nothing
                columns[name] = kind = _column_type(found)
                cells.append(column if kind != "VARCHAR" or found == {str} else map(_text, column))
        self._parts += 1
        listed = ", ".join(f"{_quoted(name)} {kind}" for name, kind in columns.items())
        table = f"part_{self._parts}"
        self._connection.execute(f"CREATE TABLE {table} ({listed})")
        with self._connection.appender(table) as appender:
            for row in zip(*cells, strict=True):
                appender.append_row(*row)

    def whole(self) -> str:
        """Make the view of all rows, and return its name."""
        types = {name: _column_type(found) for name, found in self.kinds.items()}
        columns = [
            f"{_quoted(name)} {kind}" for name, kind in (types or {"value": "VARCHAR"}).items()
        ]
        self._connection.execute(f"CREATE TABLE flat ({', '.join(columns)})")
        for number in range(self._parts):
            self._connection.execute(f"INSERT INTO flat BY NAME FROM part_{number + 1}")
            self._connection.execute(f"DROP TABLE part_{number + 1}")
        return "flat"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _column_type(kinds: set[type]) -> str:
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int}:
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"


def _text(cell: Any) -> str | None:
    if cell is None or isinstance(cell, str):
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
        written = connection.execute(
            f"COPY (SELECT * FROM {table}) TO $path ({options})", {"path": str(draft), **values}
        )
        return int(written.fetchall()[0][0])
