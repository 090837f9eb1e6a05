"""The commands status, recompute, diff, explain, cite, and ``solve --sensitivity``."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.cli import main


@pytest.fixture
def call(capsys, small_catalog):
    """Run a command on a small catalog that it may change."""

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["--debug", *arguments, "--db", str(small_catalog)])
        captured = capsys.readouterr()
        return left.value.code, captured.out, captured.err

    return run


@pytest.fixture
def edited(small_catalog):
    with Catalog(small_catalog).file.writing() as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")


def test_status_tells_location_builder_and_counts(call, small_catalog):
    code, out, err = call("status")
    assert code == 0
    assert str(small_catalog) in out
    assert "built by metaleos" in out
    assert "parameter" in out
    assert "ha/vs" in out
    assert "stale" not in err


def test_status_counts_failures_in_the_coverage(call):
    _, out, _ = call("status", "--format", "json")
    found = json.loads(out)
    assert found["schema"] == "metaleos.status/1"
    assert found["catalog"]["schema_version"] == "2"
    for row in found["rows"]:
        outcomes = ("no_solution", "not_converged", "out_of_range", "invalid_input", "failed")
        assert row["ok"] + sum(row[name] for name in outcomes) == row["results"]
        assert row["coverage"] == row["ok"] / row["results"]
    assert any(row["coverage"] < 1 for row in found["rows"])


def test_status_check_leaves_with_3_where_something_is_stale(call, edited):
    code, _, err = call("status", "--check")
    assert code == 3
    assert "2 states are stale" in err
    code, _, _ = call("status", "--check", "--model", "wh")
    assert code == 0


def test_status_check_of_a_fresh_catalog(call):
    assert call("status", "--check")[0] == 0


def test_status_why(call, edited):
    _, out, err = call("status", "--why", "--model", "ha/vs")
    assert out.count("R_M 2.085 -> 2.1 bohr") == 2
    assert "metaleos compute" in err
    _, out, _ = call("status", "--why", "--model", "ha/vs", "--format", "json")
    (first, _) = json.loads(out)["stale"]
    assert (first["kind"], first["old"], first["new"], first["unit"]) == (
        "input", 2.085, 2.1, "bohr",
    )  # fmt: skip


def test_default_states_that_are_not_solved_are_new(call):
    _, out, _ = call("status", "--why", "--model", "ha/h", "--element", "Na")
    assert "new: not solved yet" in out


def test_query_tells_of_stale_rows_on_stderr(call, edited):
    code, out, err = call("query", "-e", "Na", "-m", "ha/vs", "-p", "pressure", "-f", "json")
    assert code == 0
    assert json.loads(out)["ok"]
    assert "6 of 6 rows are stale (R_M 2.085 -> 2.1 bohr)" in err


def test_recompute_dry_run_and_for_good(call, edited):
    code, out, err = call("recompute", "--dry-run", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["states"] == 2
    assert found["expected_seconds"] > 0
    assert "nothing was solved" in err
    assert call("status", "--check")[0] == 3
    code, out, err = call("recompute")
    assert code == 0
    assert "R_M 2.085 -> 2.1 bohr" in out
    assert "2 states solved" in err
    assert call("status", "--check")[0] == 0
    assert "nothing is stale" in call("recompute")[2]


def test_diff(call, edited, session_small):
    call("recompute")
    code, out, err = call("diff", str(session_small), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert f"{len(rows)} values differ" in err
    assert {row["cause"] for row in rows} == {"R_M 2.085 -> 2.1 bohr", "fact changed"}
    code, out, err = call("diff", str(session_small), "--limit", "2")
    assert len(out.splitlines()) == 4
    assert "2 shown" in err
    assert call("diff", "nowhere.duckdb")[0] == 2


def test_explain(call):
    code, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus")
    assert code == 0
    for words in ("R_M", "2.085", "bohr3/atom", "soma1978", "fingerprint", "second_order"):
        assert words in out
    _, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "-f", "json")
    found = json.loads(out)
    assert found["schema"] == "metaleos.explain/1"
    assert {item["key"] for item in found["sources"]} == set(found["rows"][0]["sources"])
    _, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "-f", "csv")
    kinds = {row["kind"] for row in csv.DictReader(io.StringIO(out))}
    assert kinds == {"term", "input"}


def test_explain_script_is_python(call):
    _, out, _ = call("explain", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "--script")
    compile(out, "script.py", "exec")
    assert "from metaleos.solvers" in out
    code, _, err = call("explain", "-e", "Na", "-m", "VS", "--script")
    assert code == 2
    assert "one property at one state" in err


def test_cite_prints_bibtex(call):
    code, out, _ = call("cite", "-e", "Na", "-m", "VS", "-p", "bulk_modulus")
    assert code == 0
    assert out.startswith("@article{soma1978,")
    _, out, _ = call("cite", "-e", "Na", "-m", "VS", "-p", "bulk_modulus", "-f", "json")
    assert json.loads(out)["rows"][0]["key"] == "soma1978"
    code, out, err = call("cite", "-e", "Na", "-m", "wh")
    assert (code, out) == (0, "")
    assert "nothing is stored" in err


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_sensitivity_names_the_input(call, form):
    code, out, _ = call(
        "solve", "-e", "Na", "-m", "ha/vs", "-p", "bulk_modulus", "--sensitivity", "-f", form
    )
    assert code == 0
    assert "R_M" in out
    assert "GPa/bohr" in out


@pytest.mark.parametrize("name", ["status", "recompute", "diff", "explain", "cite"])
def test_commands_load_what_they_need_only_when_they_run(name):
    import subprocess

    code = (
        f"import sys, metaleos.commands.{name}; "
        "assert not {'numpy', 'scipy', 'sqlmodel'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
