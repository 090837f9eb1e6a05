"""An answer on stdout in every format, its notices on stderr."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys


def test_formats_say_the_same(run):
    selection = ("query", "-e", "Na", "-m", "VS", "-p", "bulk_modulus")
    rows = run(*selection, "--format", "json").json["rows"]
    lines = [json.loads(line) for line in run(*selection, "-f", "jsonl").out.splitlines()]
    assert lines == rows
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        table = list(
            csv.DictReader(io.StringIO(run(*selection, "-f", form).out), delimiter=delimiter)
        )
        assert [float(row["value"]) for row in table] == [row["value"] for row in rows]
        assert {row["unit"] for row in table} == {"GPa"}
    shown = run(*selection, "-f", "markdown").out
    assert "| bulk_modulus |" in shown
    assert "soma1978" in shown
    assert "<td>bulk_modulus</td>" in run(*selection, "-f", "html").out
    latex = run(*selection, "-f", "latex").out
    assert r"bulk\_modulus & 7.62 & GPa & " in latex
    assert latex.count(r"\begin{tabular}") == 1


def test_empty_csv_has_its_header(run):
    ran = run("query", "-e", "Al", "-m", "ha", "--format", "csv")
    assert ran.out.startswith("element,model,convention,property,term,value,unit")


def test_parquet_on_standard_output(session_catalog):
    done = subprocess.run(
        [sys.executable, "-m", "metaleos", "query", "-e", "Na", "-m", "ha/vs", "-f", "parquet",
         "--db", str(session_catalog)],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout[:4] == done.stdout[-4:] == b"PAR1"


def test_parquet_to_a_terminal_is_refused_before_anything_is_solved(run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setattr("metaleos.catalog.catalog.Catalog.solve", None)
    ran = run("solve", "-e", "Na", "-m", "ha/vs", "-f", "parquet")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: parquet is binary; redirect it: ... --format parquet > file.parquet\n"
