"""``metaleos sql``: parameters, standard input, refusals."""

from __future__ import annotations

import io
import json


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
