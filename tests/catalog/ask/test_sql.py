"""Contained SQL: what works, what is refused, and units inside statements."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files

import pytest

from metaleos.catalog.ask.sql import MAX_ROWS, SqlError, SqlLimitError
from metaleos.catalog.catalog import Catalog

RYDBERG_EV = 13.605693122990


@pytest.fixture(scope="module")
def catalog(session_grid):
    return Catalog(session_grid)


def test_rows_and_parameters(catalog):
    answer = catalog.sql(
        "SELECT symbol, z FROM v_elements WHERE z > $least AND z < $most ORDER BY z",
        {"least": 10, "most": 13},
    )
    assert answer.rows() == [{"symbol": "Na", "z": 11}, {"symbol": "Mg", "z": 12}]
    assert answer.schema == "metaleos.sql/1"


def test_every_view_can_be_read(catalog):
    views = catalog.sql(
        "SELECT view_name AS name FROM duckdb_views() WHERE starts_with(view_name, 'v_')"
    )
    assert len(views) >= 14
    for row in views:
        catalog.sql(f"SELECT * FROM {row['name']} LIMIT 1")


def test_units_in_sql(catalog):
    rows = catalog.sql(
        "SELECT value, to_unit(value, unit, 'Ry') AS ry FROM v_results "
        "WHERE property = 'total_energy' AND value IS NOT NULL"
    ).rows()
    assert len(rows) > 10
    for row in rows:
        assert row["ry"] == pytest.approx(row["value"] / RYDBERG_EV, rel=1e-11)
    assert catalog.sql("SELECT to_unit(NULL, 'GPa', 'Mbar') AS x").rows() == [{"x": None}]
    assert catalog.sql("SELECT same_dimension('eV', 'GPa') AS x").rows() == [{"x": False}]
    assert catalog.sql("SELECT unit_factor('eV', 'GPa') AS x").rows() == [{"x": None}]
    hand = catalog.sql(
        "SELECT to_unit(2.0, 'GPa', 'Mbar') AS a, to_unit(1, '1e11 dyn/cm2', 'GPa') AS b"
    )
    assert hand.rows()[0] == {"a": pytest.approx(0.02), "b": pytest.approx(10.0)}


@pytest.mark.parametrize(
    "statement", ["SELECT to_unit(1, 'eV', 'GPa')", "SELECT to_unit(1, 'eV', 'Rx')"]
)
def test_wrong_units_in_sql_are_errors(catalog, statement):
    with pytest.raises(SqlError, match=r"cannot convert eV to GPa|unknown unit 'Rx'"):
        catalog.sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE result",
        "DELETE FROM result",
        "INSERT INTO meta VALUES ('a', 'b')",
        "CREATE TABLE mine (i INTEGER)",
        "COPY v_results TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "EXPORT DATABASE 'folder'",
        "CHECKPOINT",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE result",
        "",
        "-- nothing",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/hostname')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM query('COPY (SELECT 1) TO ''out.csv''')",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO 'out.csv'",
        "EXPLAIN ANALYZE DELETE FROM erratum",
        "WITH x AS (SELECT 1) DELETE FROM meta",
        "PREPARE p AS SELECT 1",
        "PIVOT v_models ON theory USING count(*)",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "SELECT * FROM v_result",
        "SELEC 1",
    ],
)
def test_what_does_not_only_read_the_catalog_is_refused(catalog, statement, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SqlError):
        catalog.sql(statement)
    assert list(tmp_path.iterdir()) == []


def test_other_statements_that_read(catalog):
    pivot = catalog.sql("PIVOT v_models ON theory IN ('ha', 'wh') USING count(*) GROUP BY revision")
    assert {"ha", "wh"} <= set(pivot.rows()[0])
    assert len(catalog.sql("DESCRIBE v_results")) > 15
    assert len(catalog.sql("FROM v_models")) > 10
    assert len(catalog.sql("SUMMARIZE v_models")) > 5
    assert len(catalog.sql("EXPLAIN SELECT 1")) > 0


def test_python_objects_of_the_caller_are_out_of_reach(catalog):
    secret = [1, 2, 3]
    assert secret
    with pytest.raises(SqlError):
        catalog.sql("SELECT * FROM secret")


def test_missing_and_unknown_parameters(catalog):
    with pytest.raises(SqlError, match=r"no value for \$z; give it with --param z=value"):
        catalog.sql("SELECT $z")
    with pytest.raises(SqlError, match=r"uses no \$y"):
        catalog.sql("SELECT $z", {"z": 1, "y": 2})


def test_a_parameter_is_a_value_and_nothing_else(catalog):
    hostile = "'; DROP TABLE result; --"
    assert catalog.sql("SELECT $x AS x", {"x": hostile}).rows() == [{"x": hostile}]


def test_time_and_rows_are_bounded(catalog):
    with pytest.raises(SqlLimitError, match=r"longer than 0.3 s"):
        catalog.sql("SELECT count(*) FROM range(100000000) a, range(1000000) b", seconds=0.3)
    with pytest.raises(SqlLimitError, match="more than 1000000 rows"):
        catalog.sql(f"SELECT * FROM range({MAX_ROWS + 5})")


def test_memory_is_bounded(catalog):
    with pytest.raises(SqlLimitError, match="needs more than 1GB"):
        catalog.sql("SELECT list(i::VARCHAR || repeat('x', 1000)) FROM range(3000000) t(i)")


def test_cells_are_plain_and_names_unlike(catalog):
    row = catalog.sql(
        "SELECT 1 AS a, 2 AS a, 'nan'::DOUBLE AS n, DATE '2026-11-21' AS d, "
        "0.5::DECIMAL(3,1) AS x, "
        "[1, 2] AS l"
    ).rows()[0]
    assert row == {"a": 1, "a_2": 2, "n": None, "d": "2026-11-21", "x": 0.5, "l": [1, 2]}


def test_help_names_every_view():
    from metaleos.commands import sql

    ddl = (files("metaleos") / "schema.sql").read_text(encoding="utf-8")
    views = set(re.findall(r"^CREATE VIEW (v_\w+)", ddl, re.MULTILINE))
    assert set(re.findall(r"^ *(v_\w+) ", sql.run.__doc__, re.MULTILINE)) == views


def test_sql_imports_neither_numpy_nor_the_solvers(session_grid):
    code = (
        "import sys; from metaleos.catalog.catalog import Catalog; "
        f"Catalog({str(session_grid)!r}).sql(\"SELECT to_unit(1, 'eV', 'Ry')\"); "
        "print([m for m in sys.modules if m in ('numpy', 'scipy', 'sqlmodel') "
        "or m.startswith('metaleos.solvers.') and m.endswith('.model')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_rows_the_columns_are_still_named(catalog):
    assert list(catalog.sql("SELECT 1 AS a, 2 AS b WHERE false").headings) == ["a", "b"]


@pytest.mark.parametrize("statement", ["show tables", " SHOW  TABLES ;\n"])
def test_show_tables_lists_the_public_views_alone(catalog, statement):
    rows = catalog.sql(statement).rows()
    ddl = (files("metaleos") / "schema.sql").read_text(encoding="utf-8")
    assert [row["name"] for row in rows] == sorted(re.findall(r"CREATE VIEW (v_\w+)", ddl))
    assert all(row["holds"] for row in rows)
