"""Row types and schema.sql agree; the boundary refuses what is not valid."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import duckdb
import pytest
from pydantic import ValidationError

from metaleos.catalog.fill.build import create_schema
from metaleos.errors import UnitError
from metaleos.ingest.rows import (
    ROW_TYPES,
    CellRow,
    ConstantRow,
    ElementRow,
    ErratumRow,
    ObservationRow,
    ParameterRow,
    PropertyRow,
    PublishedRow,
)

_SQL = {
    str: "VARCHAR",
    float: "DOUBLE",
    bool: "BOOLEAN",
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


@pytest.mark.long
@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda r: r.table)
def test_row_matches_its_table(schema, row_type):
    columns = {
        name: (kind, nullable)
        for name, kind, nullable in schema.execute(
            "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ?",
            [row_type.table],
        ).fetchall()
    }
    columns.pop("typed", None)  # a user's own cells; what is shipped has none
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


BULK = {
    "run", "run_input", "state", "quantity", "ending", "number", "run_count", "model_check",
    "verdict", "ingredient",
}  # fmt: skip
"""Tables that only our own solvers fill, by columns: checked by the schema."""


def test_every_table_that_something_enters_has_a_row_type(schema):
    tables = {
        name
        for (name,) in schema.execute(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal"
        ).fetchall()
    }
    assert tables == {row_type.table for row_type in ROW_TYPES} | BULK


def test_every_table_view_and_column_is_documented(schema):
    for kind in ("tables", "views", "columns"):
        missing = schema.execute(
            f"SELECT * FROM duckdb_{kind}() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
        assert missing == []


GOOD = {
    "id": "ha/vs/Na/*/R_M", "theory": "ha", "variant": "vs", "element": "Na", "convention": "*",
    "name": "R_M", "value": 2.085, "unit": "bohr", "printed": "2.085", "source": "soma1978",
    "locator": "Table II", "cell": None, "note": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("value", float("nan")),
        ("value", float("inf")),
        ("value", "many"),
        ("unit", "bohrs"),
        ("convention", "usual"),
        ("name", ""),
        ("element", "sodium"),
        ("surprise", 1),
    ],
)
def test_a_parameter_refuses(field, value):
    assert ParameterRow.model_validate(GOOD).value == 2.085
    with pytest.raises((ValidationError, UnitError)):
        ParameterRow.model_validate({**GOOD, field: value})


FACT = {
    "id": "constants/Na/density/solid/1", "element": "Na", "property": "density", "value": 0.97,
    "text": "", "printed": "0.97", "printed_unit": "g/cm3", "uncertainty": None,
    "uncertainty_kind": "", "temperature": 298.15, "phase": "solid", "material": "", "state": "",
    "source": "crc95", "locator": "4-1",
    "carrier": "", "carrier_license": "", "evidence": "cited", "confidence": "high",
    "rank": 1, "choice": "", "choice_reason": "", "note": "",
}  # fmt: skip
CELL = {
    "id": "k", "source": "s", "table_no": "I", "line": 2, "element": None, "model": "tf",
    "label": "", "quantity": "P", "property": "pressure", "term": "total", "state": "",
    "printed": "1.5", "unit": "GPa", "digits": 2, "step": 0.1, "parsed": 1.5, "reading": None,
    "reading_kind": "", "reading_basis": "", "reading_reason": "", "note": "",
    "role": "published",
}  # fmt: skip
PUBLISHED = {
    "id": "k", "cell": "k", "source": "s", "locator": "Table I", "element": "Na", "model": "tf",
    "property": "pressure", "term": "total", "value": None, "printed": "*", "printed_unit": "GPa",
    "at_reference": False, "temperature": 0.0, "volume": 100.0, "density": None, "structure": "",
    "note": "", "reading": None, "reading_kind": "", "reading_reason": "",
}  # fmt: skip
ELEMENT = {"z": 118, "symbol": "Og", "name": "oganesson"}
ERRATUM = {"id": "errata.csv:2", "cell": "k", "kind": "scan", "explanation": "a blot"}


@pytest.mark.parametrize(
    ("kind", "good"),
    [(ParameterRow, GOOD), (ConstantRow, FACT), (ObservationRow, FACT), (CellRow, CELL),
     (PublishedRow, PUBLISHED), (ElementRow, ELEMENT), (ErratumRow, ERRATUM)],
)  # fmt: skip
def test_a_good_row_is_kept_as_given(kind, good):
    assert kind.model_validate(good).model_dump() == good


@pytest.mark.parametrize(
    ("kind", "good", "field", "value"),
    [
        (ConstantRow, FACT, "property", "densty"),
        (ConstantRow, FACT, "printed_unit", "furlong"),
        (ConstantRow, FACT, "uncertainty", -0.1),
        (ConstantRow, FACT, "temperature", -1.0),
        (ConstantRow, FACT, "rank", 0),
        (ConstantRow, FACT, "evidence", "verified"),
        (ConstantRow, FACT, "uncertainty_kind", "2 sigma"),
        (ConstantRow, FACT, "choice", "open"),
        (ConstantRow, FACT, "choice_reason", "why"),
        (ConstantRow, FACT, "source", ""),
        (ConstantRow, FACT, "element", "na"),
        (CellRow, CELL, "line", 0),
        (CellRow, CELL, "digits", -1),
        (CellRow, CELL, "step", -0.1),
        (CellRow, CELL, "role", "result"),
        (CellRow, CELL, "reading", 2.5),
        (CellRow, CELL, "reading_basis", "page"),
        (PublishedRow, PUBLISHED, "reading", 2.5),
        (PublishedRow, PUBLISHED, "reading_kind", "slip"),
        (PublishedRow, PUBLISHED, "reading_reason", "a blot"),
        (PublishedRow, PUBLISHED, "volume", 0.0),
        (PublishedRow, PUBLISHED, "density", 0.0),
        (PublishedRow, PUBLISHED, "temperature", -1.0),
        (ElementRow, ELEMENT, "z", 119),
        (ElementRow, ELEMENT, "z", 0),
        (ElementRow, ELEMENT, "symbol", "Ogg"),
        (ErratumRow, ERRATUM, "kind", "slip"),
        (ErratumRow, ERRATUM, "explanation", ""),
    ],
)
def test_a_row_refuses(kind, good, field, value):
    with pytest.raises((ValidationError, UnitError)):
        kind.model_validate({**good, field: value})


NUMBER = {
    "run": "1", "state": "1", "quantity": "7", "value": "1.0", "error_estimate": "0.1",
    "ending": "0",
}  # fmt: skip
QUANTITY = {"id": "7", "property": "'pressure'", "term": "'total'"}
ENDING = {"id": "1", "outcome": "'no_solution'", "reason": "'too thin'"}


@pytest.mark.parametrize(
    ("table", "good", "wrong"),
    [
        ("number", NUMBER, {"value": "'nan'::DOUBLE"}),
        ("number", NUMBER, {"value": "'inf'::DOUBLE"}),
        ("number", NUMBER, {"value": "NULL"}),
        ("number", NUMBER, {"error_estimate": "-1"}),
        ("number", NUMBER, {"ending": "1"}),
        ("number", NUMBER, {"quantity": "NULL"}),
        ("quantity", QUANTITY, {"id": "8"}),
        ("quantity", QUANTITY, {"id": "8", "term": "''"}),
        ("quantity", QUANTITY, {"id": "8", "property": "'presure'"}),
        ("ending", ENDING, {"id": "2"}),
        ("ending", ENDING, {"id": "2", "outcome": "'fine'"}),
        ("ending", ENDING, {"id": "2", "reason": "''"}),
        ("ending", ENDING, {"id": "2", "outcome": "'ok'", "reason": "''"}),
        ("ending", ENDING, {"id": "0", "reason": "'other'"}),
        ("ending", ENDING, {"id": "0", "outcome": "'ok'"}),
    ],
)
def test_the_schema_refuses_a_result(schema, table, good, wrong):
    schema.execute("BEGIN")
    try:
        schema.execute(
            "INSERT INTO property VALUES ('pressure', 'P', 'GPa', 'd', '', '', NULL, '') "
            "ON CONFLICT DO NOTHING"
        )
        schema.execute(f"INSERT INTO {table} VALUES ({', '.join(good.values())})")
        with pytest.raises(duckdb.ConstraintException):
            schema.execute(f"INSERT INTO {table} VALUES ({', '.join({**good, **wrong}.values())})")
    finally:
        schema.execute("ROLLBACK")


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
