"""The command line: help, errors, exit codes, output formats."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

import metaleos
from metaleos.cli import _FOLDER, LazyGroup

COMMANDS = LazyGroup().list_commands(None)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run, command):
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"metaleos {command}" in ran.out.split("Options:")[0].split("\n", 1)[1]
    assert max(map(len, ran.out.splitlines())) <= 80


def test_bare_call_lists_every_command(run):
    ran = run("--help")
    assert ran.code == 0
    for command in COMMANDS:
        assert f"  {command}" in ran.out


def test_version(run):
    assert run("--version").out == f"metaleos {metaleos.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("quary",), 2, "query"),
        (("query", "--elemen", "Na"), 2, "--element"),
        (("query", "--element", "Naa", "--model", "VS"), 2, "Na"),
        (("query", "--element", "Na", "--model", "VSS"), 2, "vs"),
        (("query", "--property", "presure"), 2, "pressure"),
        (("query", "-e", "Na", "--temperature", "5"), 2, "unit"),
        (("query", "-e", "Na", "--temperature", "5 GPa"), 2, "valid: K"),
        (("solve", "-e", "Na", "-m", "ha/h", "--volume-ratio", "-1"), 2, "positive"),
        (("solve", "-e", "Na", "-m", "ha/h", "--volume", "nan bohr3"), 2, "number"),
        (("solve", "-e", "Na", "-m", "ha/h", "--structure", "sc"), 2, "bcc, fcc, hcp"),
        (("solve", "-e", "Na", "-m", "ha/h", "--temperature", "9 K"), 2, "structure, volume"),
        (("solve", "-e", "Na", "-m", "ha/h", "--volume", "9 A3", "--density", "2 g/cm3"), 2,
         "one of"),
        (("solve", "-e", "Na"), 2, "model"),
        (("solve", "-m", "tf"), 2, "element"),
        (("solve", "-e", "Al", "-m", "ha/h"), 1, "covers Li, Na, K, Rb, Cs"),
        (("solve", "-e", "Na", "-m", "ha/h", "-p", "entropy"), 2, "it yields"),
        (("solve", "-e", "Na", "-m", "ha/h", "--set", "R_M=abc"), 2, "finite number"),
        (("solve", "-e", "Na", "-m", "ha/h", "--set", "R_N=2"), 2, "R_M"),
        (("solve", "-e", "Al", "-m", "tf", "--temperature", "1:100:40000 eV",
          "--compression", "1:2:40000"), 2, "at most"),
        (("query", "--format", "yaml"), 2, "markdown"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line(run, arguments, code, words):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    assert words in ran.err


def test_errors_in_json_mode_are_json_on_stdout(run):
    ran = run("query", "--element", "Naa", "--format", "json")
    assert ran.code == 2
    assert ran.json["ok"] is False
    assert ran.json["error"]["code"] == "unknown_name"
    assert "Na" in ran.json["error"]["hint"]
    assert ran.err == ""


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


def test_table_shows_units_sources_and_both_neighbours(run):
    ran = run("query", "--element", "Na", "--model", "VS")
    assert ran.code == 0
    assert "eV/atom" in ran.out
    assert "published" in ran.out
    assert "observed" in ran.out
    assert "[1] soma1978: Soma et al. 1978" in ran.out


def test_empty_answer_is_ok_and_explains_itself(run):
    ran = run("query", "-e", "Al", "-m", "ha", "--format", "json")
    assert (ran.code, ran.json["rows"]) == (0, [])
    assert "covered: Li, Na" in ran.err


def test_empty_csv_has_its_header(run):
    ran = run("query", "-e", "Al", "-m", "ha", "--format", "csv")
    assert ran.out.startswith("element,model,convention,property,term,value,unit")


def test_solve_three_ratios(run):
    ran = run("solve", "--element", "Na", "--model", "ha/h", "--volume-ratio", "0.9,1,1.1",
              "--format", "json")  # fmt: skip
    assert ran.code == 0
    assert ran.json["schema"] == "metaleos.solve/1"
    totals = [r for r in ran.json["rows"] if (r["property"], r["term"]) == ("pressure", "total")]
    assert [r["state"]["volume_ratio"]["value"] for r in totals] == pytest.approx([0.9, 1.0, 1.1])
    pressures = [row["value"] for row in totals]
    assert pressures == sorted(pressures, reverse=True)


def test_failed_states_are_rows_and_exit_1_when_all_fail(run):
    ran = run("solve", "-e", "Al", "-m", "tfd", "-p", "pressure", "--temperature", "0 K",
              "--compression", "0.1", "--format", "json")  # fmt: skip
    assert ran.code == 1
    assert ran.json["ok"] is True
    row = ran.json["rows"][0]
    assert (row["value"], row["outcome"]) == (None, "no_solution")
    assert row["reason"]


def test_441_states(run):
    ran = run("solve", "--element", "Al", "--model", "tf", "--temperature", "1:100:21 eV",
              "--compression", "0.1:10:21:log", "-p", "pressure", "--format", "json")  # fmt: skip
    totals = [row for row in ran.json["rows"] if row["term"] == "total"]
    assert len(totals) == 441
    assert all(row["outcome"] == "ok" for row in totals)


@pytest.mark.parametrize(
    "arguments",
    [("models",), ("elements", "Na,K"), ("elements", "Na", "--sources"), ("properties",),
     ("properties", "bulk_modulus"), ("sources", "soma1978")],
)  # fmt: skip
def test_lists(run, arguments):
    assert run(*arguments).out
    body = run(*arguments, "--format", "json").json
    assert body["ok"] is True
    assert body["rows"]


def test_query_path_stays_light(session_catalog):
    script = (
        "import sys, metaleos.cli\n"
        "try:\n    metaleos.cli.main(['query', '--element', 'Na', '--model', 'VS'])\n"
        "except SystemExit as left:\n    assert left.code == 0\n"
        "heavy = {'numpy', 'scipy', 'sqlmodel', 'pydantic', 'pandas'}\n"
        "heavy |= {'metaleos.solvers.registry'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        "print([n for n in sys.modules if n.startswith('metaleos.commands.')], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"METALEOS_DB": str(session_catalog), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, commands = done.stderr.splitlines()[-2:]
    assert loaded == "[]"
    called = {Path(name.replace(".", "/")).name for name in eval(commands)}
    assert called - {"query", "options", "output", "progress", "completion"} == set()
    assert (_FOLDER / "query.py").exists()


def test_python_reads_as_in_the_readme(session_catalog):
    catalog = metaleos.open(session_catalog)
    assert catalog.query(element="Na", model="VS").rows()
    rows = metaleos.solve("ha/vs", "Na", volume_ratio=0.9, db=session_catalog).rows()
    assert rows[0]["state"]["volume_ratio"]["value"] == pytest.approx(0.9)
