"""The command line: help, one line an error, exit codes, what is imported."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys

import pytest

import metaleos
import metaleos.commands
from metaleos import cli
from metaleos.cli import _ORDER, LazyGroup
from tests.running import ran

COMMANDS = LazyGroup().list_commands(None)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(run, command):
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"metaleos {command}" in ran.out.split("Options:")[0].split("\n", 1)[1]
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), ()])
def test_help_leads_with_first_commands_and_lists_all_in_order(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    listed = ran.out.split("Commands:\n")[-1].splitlines()
    assert [line.split()[0] for line in listed if line.startswith("  ")] == COMMANDS
    assert list(_ORDER) == COMMANDS
    assert max(map(len, ran.out.splitlines())) <= 80


def test_the_first_commands_work(run):
    lines = run().out.split("Options:")[0].split("First commands:")[1].splitlines()
    calls = [shlex.split(line)[1:] for line in lines if line.strip()]
    assert [call[0] for call in calls] == ["query", "compare", "solve"]
    for call in calls:
        ran = run(*call)
        assert ran.code == 0, ran.err
        assert len(ran.out.splitlines()) > 3


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
        (("solve", "-e", "Na", "-m", "ha/h", "--set", "R_M=abc"), 2, "not a number"),
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


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "-e", "Naa", "-f", "json"),
        ("query", "-e", "Naa", "-fjson"),
        ("query", "-e", "Naa", "-afjson"),
        ("query", "--format=json", "-e", "Naa"),
        ("query", "--format", "csv", "--format", "json", "-e", "Naa"),
        ("query", "--elemen", "Na", "--format", "json"),
        ("query", "--limit", "x", "--format", "json"),
        ("quary", "--format", "json"),
        ("--debug", "sql", "select x", "--format", "json"),
        ("sql", "--format", "json"),
        ("export", "nothing", "-o", "x", "-f", "json"),
    ],
)
def test_json_errors_where_the_format_is_json(run, arguments):
    ran = run(*arguments)
    assert ran.json["error"]["exit_code"] == ran.code != 0
    assert ran.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("sql", "select '--format json' x, y"),
        ("sql", "--", "-fjson"),
        ("sql", "--param", "-fjson", "select y"),
        ("query", "-e", "-fjson"),
        ("query", "-e", "Naa", "--where", "--format json"),
        ("query", "-e", "Naa", "--format", "json", "--format", "csv"),
        ("query", "-e", "Naa", "--format", "JSON"),
        ("quary", "--format json"),
        ("--format", "json"),
    ],
)
def test_text_errors_where_json_is_only_mentioned(run, arguments):
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


def plain(capsys, *arguments):
    """Run without the ``--debug`` of the fixture."""
    found = ran(capsys, *arguments)
    return found.code, found.out, found.err


@pytest.fixture
def fault(monkeypatch, session_catalog):
    """Plant an exception that nobody foresaw."""

    def broken(*_, **__):
        raise KeyError("x")

    monkeypatch.setenv("METALEOS_DB", str(session_catalog))
    monkeypatch.setattr("metaleos.catalog.catalog.Catalog.query", broken)


def test_a_fault_of_ours_is_one_line_with_its_place(capsys, fault):
    code, out, err = plain(capsys, "query")
    assert (code, out) == (70, "")
    assert re.fullmatch(
        r"error: a fault of ours in metaleos\.commands\.query, line \d+: KeyError: 'x'; "
        r"--debug shows it\n",
        err,
    )
    code, out, err = plain(capsys, "query", "-f", "json")
    assert (code, err) == (70, "")
    assert json.loads(out)["error"]["code"] == "internal"


@pytest.mark.parametrize("arguments", [("--debug", "query"), ("query", "-e", "Na", "--debug")])
def test_debug_raises_a_fault(fault, arguments):
    with pytest.raises(KeyError, match="x"):
        cli.main(arguments)


def test_debug_of_the_program_shows_the_traceback(capsys, monkeypatch, fault):
    monkeypatch.setattr("sys.argv", ["metaleos", "query", "--debug"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    err = capsys.readouterr().err
    assert left.value.code == 70
    assert err.startswith("Traceback")
    assert err.endswith("KeyError: 'x'\n")


def test_debug_leaves_errors_of_the_user_alone(run):
    ran = run("query", "-e", "Naa")
    assert ran.code == 2
    assert ran.err.count("\n") == 1


@pytest.mark.long
@pytest.mark.parametrize(
    "text", ["def help_with(x):\n    return x\n", "import nowhere\n", "def run(:\n", "run = 1\n"]
)
def test_a_stray_file_is_no_command(capsys, monkeypatch, tmp_path, text):
    """Its module is not even imported: the second text would fail."""
    for path in cli._FOLDER.glob("*.py"):
        shutil.copy(path, tmp_path)
    (tmp_path / "helper.py").write_text(text)
    monkeypatch.setattr(cli, "_FOLDER", tmp_path)
    monkeypatch.setattr(metaleos.commands, "__path__", [str(tmp_path), *metaleos.commands.__path__])
    assert LazyGroup().list_commands(None) == COMMANDS
    assert "helper" not in plain(capsys, "--help")[1]
    code, out, err = plain(capsys, "helper")
    assert (code, out) == (2, "")
    assert err.startswith("error: No such command 'helper'")


def test_a_file_with_run_is_a_command(capsys, monkeypatch, tmp_path):
    (tmp_path / "hello.py").write_text(
        'def run() -> None:\n    """Say hello."""\n    print("hi")\n'
    )
    monkeypatch.setattr(cli, "_FOLDER", tmp_path)
    monkeypatch.setattr(metaleos.commands, "__path__", [str(tmp_path)])
    assert plain(capsys, "hello")[:2] == (0, "hi\n")
    assert "hello  Say hello." in plain(capsys)[1]
    sys.modules.pop("metaleos.commands.hello")


def test_query_path_stays_light(session_catalog):
    script = (
        "import sys, metaleos.cli\n"
        "try:\n    metaleos.cli.main(['query', '--element', 'Na', '--model', 'VS'])\n"
        "except SystemExit as left:\n    assert left.code == 0\n"
        "heavy = {'numpy', 'scipy', 'sqlmodel', 'pydantic', 'pandas'}\n"
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
    assert eval(commands) == ["metaleos.commands.query"]


@pytest.mark.long
def test_commands_load_what_they_need_only_when_they_run():
    """Nothing heavy is imported for a command that is only described."""
    modules = ", ".join(f"metaleos.commands.{name}" for name in COMMANDS)
    code = f"import sys, {modules}; print({{'numpy', 'scipy', 'sqlmodel'}} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize(
    "words",
    ["query -e Na", "status", "solve -e Na -m tf", "ingest", "report", "export results -o r.csv",
     "sql SELECT\t1", "ingest --lint", "verify", "recompute", "elements"],
)  # fmt: skip
def test_a_named_file_that_does_not_exist_is_one_line_and_no_file(run, tmp_path, words):
    path = tmp_path / "typo.duckdb"
    ran = run(*(word.replace("\t", " ") for word in words.split(" ")), "--db", str(path))
    assert (ran.code, ran.out) == (1, "")
    builds = f"`metaleos compute --db {path}` builds it, in Python create=True"
    assert ran.err == f"error: {path} does not exist; {builds}\n"
    assert list(tmp_path.iterdir()) == []


def test_compute_makes_a_named_file(run, tmp_path):
    path = tmp_path / "new.duckdb"
    ran = run("compute", "-e", "Na", "-m", "ha/vs", "--db", str(path), "--format", "json")
    assert ran.err == f"building the catalog {path}\n"
    assert ran.json["rows"][0]["solved"] == 2
    assert run("query", "-e", "Na", "-m", "ha/vs", "--db", str(path)).code == 0
    assert run("query", "-e", "Na", "--db", "").code == 2
