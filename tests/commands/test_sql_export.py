"""``metaleos sql`` and ``metaleos export`` as a user runs them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import duckdb


def test_sql_with_a_parameter_in_every_text_format(run):
    statement = "select symbol, z from v_elements where z = $z"
    call = ("sql", statement, "--param", "z=11")
    assert run(*call, "--format", "json").json == {
        "ok": True, "schema": "metaleos.sql/1", "rows": [{"symbol": "Na", "z": 11}], "sources": [],
    }  # fmt: skip
    assert run(*call, "--format", "csv").out == "symbol,z\nNa,11\n"
    assert run(*call, "--format", "tsv").out == "symbol\tz\nNa\t11\n"
    assert json.loads(run(*call, "--format", "jsonl").out) == {"symbol": "Na", "z": 11}
    assert "| Na | 11 |" in run(*call, "--format", "markdown").out
    assert run(*call).out.splitlines()[-1].split() == ["Na", "11"]


def test_sql_from_standard_input(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("select 1 as one"))
    assert run("sql", "-", "-f", "csv").out == "one\n1\n"


def test_sql_refusals(run):
    ran = run("sql", "drop table result")
    assert ran.code == 2
    assert ran.err.startswith("error: a statement of type DROP")
    assert run("sql", "select $x").code == 2
    assert run("sql", "select 1", "--param", "x").code == 2
    slow = run(
        "sql", "select count(*) from range(1000000000) a, range(100000) b", "--timeout", "0.2"
    )
    assert slow.code == 1
    assert "longer than 0.2 s" in slow.err
    body = run("sql", "select * from nowhere", "--format", "json").json
    assert body["ok"] is False
    assert body["error"]["code"] == "sql"


def test_export_a_table_and_a_selection(run, tmp_path):
    whole, part = tmp_path / "elements.csv", tmp_path / "na.parquet"
    ran = run("export", "elements", "--output", str(whole))
    assert (ran.code, ran.out) == (0, "")
    assert "92 rows" in ran.err
    with whole.open(newline="") as stream:
        assert [row["symbol"] for row in csv.DictReader(stream)][10] == "Na"
    ran = run(
        "export", "-e", "Na", "-m", "ha/vs", "-p", "bulk_modulus", "--units", "pressure=Mbar",
        "-o", str(part),
    )  # fmt: skip
    assert ran.code == 0
    with duckdb.connect() as connection:
        units = connection.execute(
            "SELECT DISTINCT unit FROM read_parquet(?)", [str(part)]
        ).fetchall()
    assert units == [("Mbar",)]


def test_export_refusals(run, tmp_path):
    assert run("export", "result", "-o", str(tmp_path / "x.csv")).code == 2
    assert run("export", "results", "-o", str(tmp_path / "x.xls")).code == 2
    assert run("export", "results", "-e", "Na", "-o", str(tmp_path / "x.csv")).code == 2
    assert run("export", "results").code == 2
    assert list(tmp_path.iterdir()) == []


def test_query_options_reach_the_catalog(run):
    ran = run(
        "query", "-m", "ha", "-p", "bulk_modulus", "--where", "bulk_modulus > 5 GPa",
        "--units", "bulk_modulus=Mbar", "--sort", "-value", "--limit", "3", "-f", "json",
    )  # fmt: skip
    values = [row["value"] for row in ran.json["rows"]]
    assert len(values) == 3
    assert values == sorted(values, reverse=True)
    assert {row["unit"] for row in ran.json["rows"]} == {"Mbar"}
    assert "rows shown (--limit)" in ran.err


def test_columns_in_tables_and_csv(run):
    call = ("query", "-e", "Na", "-m", "ha/vs", "--columns", "element,property,value,unit")
    heading = ["element", "property", "value", "unit"]
    assert run(*call, "-f", "csv").out.splitlines()[0].split(",") == heading
    assert run(*call).out.splitlines()[0].split() == heading
    assert run(*call, "-f", "markdown").out.startswith("| element | property | value | unit |")
    assert set(run(*call, "-f", "json").json["rows"][0]) >= {"state", "published", "observed"}


def test_solve_from_a_file(run, tmp_path):
    path = tmp_path / "states.csv"
    path.write_text("element,volume_ratio\nNa,0.9\nK,1.1\n")
    ran = run("solve", "-m", "ha/vs", "-p", "pressure", "--input", str(path), "-f", "json")
    assert ran.code == 0
    assert [r["element"] for r in ran.json["rows"] if r["term"] == "total"] == ["Na", "K"]


def test_parquet_on_standard_output(session_catalog):
    done = subprocess.run(
        [sys.executable, "-m", "metaleos", "query", "-e", "Na", "-m", "ha/vs", "-f", "parquet",
         "--db", str(session_catalog)],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout[:4] == done.stdout[-4:] == b"PAR1"
