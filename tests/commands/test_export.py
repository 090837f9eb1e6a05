"""``metaleos export``: a table or a selection to a file."""

from __future__ import annotations

import csv

import duckdb


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
