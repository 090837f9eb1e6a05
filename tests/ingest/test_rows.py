"""Row types and schema.sql agree; the boundary refuses what is not valid."""

from __future__ import annotations

from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import duckdb
import pytest
from pydantic import ValidationError

from metaleos.catalog.fill.build import create_schema
from metaleos.errors import UnitError
from metaleos.ingest.rows import ROW_TYPES, ObservationRow, PropertyRow, ResultRow

_SQL = {
    str: "VARCHAR",
    float: "DOUBLE",
    bool: "BOOLEAN",
    datetime: "TIMESTAMP",
    dict[str, float]: "MAP(VARCHAR, DOUBLE)",
}


@pytest.fixture(scope="module")
def schema():
    connection = duckdb.connect()
    create_schema(connection)
    yield connection
    connection.close()


def _base(hint: Any) -> tuple[type, bool]:
    """Return the plain type of a field and whether it may be None."""
    if get_origin(hint) is Annotated:
        return _base(get_args(hint)[0])
    if get_origin(hint) is Literal:
        return str, False
    if get_origin(hint) in {Union, UnionType}:
        inner = [item for item in get_args(hint) if item is not NoneType]
        return _base(inner[0])[0], True
    return hint, False


@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda r: r.table)
def test_row_matches_its_table(schema, row_type):
    columns = {
        name: (kind, nullable)
        for name, kind, nullable in schema.execute(
            "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ?",
            [row_type.table],
        ).fetchall()
    }
    assert list(columns) == list(row_type.model_fields)
    for name, hint in get_type_hints(row_type, include_extras=True).items():
        if name not in row_type.model_fields:
            continue
        plain, optional = _base(hint)
        kind, nullable = columns[name]
        assert kind in ({"INTEGER", "BIGINT"} if plain is int else {_SQL[plain]}), name
        # An observation must have a value, a constant may be a word: their shared row allows both.
        if (row_type, name) != (ObservationRow, "value"):
            assert nullable == optional, name


def test_every_table_has_a_row_type(schema):
    tables = {
        name
        for (name,) in schema.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
    }
    assert tables == {row_type.table for row_type in ROW_TYPES}


def test_every_table_view_and_column_is_documented(schema):
    for kind in ("tables", "views", "columns"):
        missing = schema.execute(
            f"SELECT * FROM duckdb_{kind}() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
        assert missing == []


GOOD = {
    "run": 1,
    "state": 1,
    "property": "pressure",
    "term": "total",
    "value": 1.0,
    "error_estimate": 0.1,
    "outcome": "ok",
    "reason": "",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", float("nan")),
        ("value", float("inf")),
        ("error_estimate", -1.0),
        ("property", "presure"),
        ("outcome", "fine"),
        ("surprise", 1),
    ],
)
def test_result_refuses(field, value):
    assert ResultRow(**GOOD).value == 1.0
    with pytest.raises(ValidationError):
        ResultRow(**{**GOOD, field: value})


def test_unknown_unit_and_element_are_refused():
    with pytest.raises(UnitError, match="unknown unit"):
        PropertyRow(name="x", symbol="x", unit="GPaa", description="d")
    with pytest.raises(ValidationError):
        ObservationRow(element="natrium")


def test_database_refuses_what_the_rows_refuse(schema):
    schema.execute("BEGIN")
    with pytest.raises(duckdb.ConstraintException):
        schema.execute("INSERT INTO element VALUES (0, 'X', 'nothing')")
    schema.execute("ROLLBACK")
    with pytest.raises(duckdb.ConstraintException):
        schema.execute("INSERT INTO observation (id, element) VALUES ('a', 'Na')")
