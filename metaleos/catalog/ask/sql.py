"""Your own SQL, contained: one statement that reads, no files, no network, bounded memory and time.

A read-only connection alone does not contain a statement (``COPY``, ``read_text``, ``ATTACH``
work in it): external access is off, and the configuration locked.
"""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

import duckdb

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.store.unit_macros import define_unit_macros
from metaleos.errors import MetaleosError, UsageError, nearest
from metaleos.quantity import finite_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.catalog.store.file import CatalogFile

SECONDS = 60.0
"""Longest time a statement may take."""

MEMORY = "1GB"
MAX_ROWS = 1_000_000
"""Most rows a statement may return."""

_CONTAINED = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": MEMORY,
    "threads": "2",
    "temp_directory": "",
}
_SHOWN = (
    "SELECT view_name AS name, comment AS holds FROM duckdb_views() "
    "WHERE starts_with(view_name, 'v_') ORDER BY view_name"
)
"""What ``SHOW TABLES`` means: the views that are public, and what each holds."""
_READS = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


class SqlError(UsageError):
    """A statement that cannot be run."""

    code = "sql"


class SqlLimitError(MetaleosError):
    """A statement that needs more time, memory or rows than it may have."""

    code = "sql_limit"


def run_sql(
    file: CatalogFile,
    statement: str,
    params: Mapping[str, Any] | None = None,
    *,
    seconds: float = SECONDS,
) -> Answer:
    """Run one statement that reads, and return its rows.

    Parameters
    ----------
    file : CatalogFile
    statement : str
        One SELECT (also WITH, FROM, VALUES, DESCRIBE, SUMMARIZE) or EXPLAIN over the views v_*,
        with the functions of `metaleos.catalog.store.unit_macros`. ``SHOW TABLES`` lists these
        views; the tables behind them are private.
    params : mapping
        Values for ``$name`` in the statement.
    seconds : float
        Longest time it may take.

    Raises
    ------
    SqlError
        If it is not one statement, does not only read, or DuckDB refuses it.
    SqlLimitError
        If it takes too long, too much memory or returns too many rows.
    """
    if not isinstance(statement, str):
        raise SqlError(f"{statement!r} is no text", "give one SELECT")
    if statement.casefold().strip(" ;\n").split() == ["show", "tables"]:
        statement = _SHOWN
    with file.reading(config=_CONTAINED) as connection:
        define_unit_macros(connection)
        parsed = _one_statement(connection, statement)
        if params is not None and not hasattr(params, "items"):
            raise UsageError(f"params {params!r} is no mapping", "for example {'z': 11}")
        given = dict(params or {})
        _check_params(parsed.named_parameters, given)
        timer = threading.Timer(finite_number(seconds, "seconds"), connection.interrupt)
        timer.start()
        try:
            names, rows = _fetch(connection, parsed, given, seconds)
        finally:
            timer.cancel()
    records = [dict(zip(names, map(_plain, row), strict=True)) for row in rows]
    return Answer("metaleos.sql/1", records, headings={name: name for name in names})


def _one_statement(connection: duckdb.DuckDBPyConnection, text: str) -> duckdb.Statement:
    try:
        found = connection.extract_statements(text)
    except duckdb.Error as error:
        raise SqlError(_first_line(error), "see `metaleos sql --help` for the views") from None
    if len(found) != 1:
        raise SqlError(f"{len(found)} statements", "give one SELECT")
    if found[0].type == duckdb.StatementType.MULTI:
        raise SqlError(
            "a PIVOT whose columns are not said", "write PIVOT ... ON name IN ('a', 'b')"
        )
    if found[0].type not in _READS:
        raise SqlError(
            f"a statement of type {found[0].type.name} does not only read", "give one SELECT"
        )
    return found[0]


def _check_params(wanted: set[str], given: dict[str, Any]) -> None:
    for name in sorted(wanted):
        if name not in given:
            raise SqlError(f"no value for ${name}", f"give it with --param {name}=value")
    for name in given:
        if name not in wanted:
            used = ", ".join(f"${key}" for key in sorted(wanted)) or "none"
            close = nearest(name, wanted)
            meant = f"did you mean {close[0]}? " if close else ""
            raise SqlError(f"the statement uses no ${name}", f"{meant}it uses: {used}")


def _fetch(
    connection: duckdb.DuckDBPyConnection,
    statement: duckdb.Statement,
    params: dict[str, Any],
    seconds: float,
) -> tuple[list[str], list[tuple[Any, ...]]]:
    try:
        cursor = connection.execute(statement, params or None)
        names = _unlike([item[0] for item in cursor.description or []])
        rows = cursor.fetchmany(MAX_ROWS + 1)
    except duckdb.InterruptException:
        raise SqlLimitError(
            f"the statement took longer than {seconds:g} s", "narrow it, or give --timeout"
        ) from None
    except duckdb.OutOfMemoryException:
        raise SqlLimitError(f"the statement needs more than {MEMORY}", "narrow it") from None
    except duckdb.PermissionException as error:
        raise SqlError(_first_line(error), "statements read the catalog and nothing else") from None
    except duckdb.Error as error:
        raise SqlError(_first_line(error), "see `metaleos sql --help` for the views") from None
    if len(rows) > MAX_ROWS:
        raise SqlLimitError(
            f"the statement returns more than {MAX_ROWS} rows", "add LIMIT, or use metaleos export"
        )
    return names, rows


def _first_line(error: duckdb.Error) -> str:
    lines = [line.strip() for line in str(error).splitlines()]
    told = [line for line in lines if line and not line.startswith(("LINE ", "^"))]
    return " ".join(told[:2]) or "the statement failed"


def _unlike(names: list[str]) -> list[str]:
    """Return the names with a number behind those that repeat."""
    seen: dict[str, int] = {}
    unlike = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unlike.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unlike


def _plain(value: Any) -> Any:
    """Return what JSON can hold; NaN and infinities become nothing."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return str(value)
