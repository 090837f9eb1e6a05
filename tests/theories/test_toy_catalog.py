"""The toy theory on the command line: asked, solved, stored, verified, drawn, as any other."""

from __future__ import annotations

import json
import shutil

import duckdb
import pytest

from metaleos.ingest.theory import theory_rows
from tests.theories.conftest import TOY, CommandLine, install

BAD = "from metaleos.solvers.protocol import Model\nMODELS = (Model(theory='bad'),)\n"


@pytest.fixture(scope="module")
def db(session_facts, tmp_path_factory):
    """A catalog that was filled before the toy came."""
    return shutil.copy(session_facts, tmp_path_factory.mktemp("toy") / "catalog.duckdb")


@pytest.fixture(scope="module")
def run(db, toy_folder):
    """``metaleos`` with the toy installed."""
    return CommandLine(db, toy_folder, TOY)


@pytest.fixture(scope="module")
def filled(run):
    """The same after `compute` has stored states of the toy."""
    for states in ([], ["--applied-pressure", "0:50:6 GPa"]):
        ran = run("compute", "-e", "Na,Al", "-m", "toy", *states)
        assert ran.code == 0, ran.err
    return run


def rows(ran):
    assert ran.code == 0, ran.err
    return ran.json["rows"]


def expected(pressure, B0):
    return (1.0 + 4.0 * pressure / B0) ** -0.25


def test_models_lists_it_at_once(run):
    ran = run("models", "--format", "json")
    assert ran.code == 0, ran.err
    assert "toy" in ran.out
    assert "Murnaghan" in ran.out
    assert "metaleos_toy" not in ran.err


def test_its_property_and_source_are_known(run):
    assert "relative_volume" in run("properties").out
    assert "murnaghan1944" in run("sources").out


def test_solve_at_states_of_its_own_variable(run):
    found = rows(
        run("solve", "-e", "Na,Al", "-m", "toy", "--applied-pressure", "0,10,100 GPa",
            "--format", "json")
    )  # fmt: skip
    assert len(found) == 6
    assert {row["element"] for row in found} == {"Na", "Al"}
    assert {row["property"] for row in found} == {"relative_volume"}
    at_zero = [r for r in found if r["state"]["applied_pressure"]["value"] == 0.0]
    assert [row["value"] for row in at_zero] == [1.0, 1.0]


def test_solve_converts_units_and_reads_what_if_inputs(run):
    found = rows(
        run("solve", "-e", "Al", "-m", "toy", "--applied-pressure", "100 kbar",
            "--set", "bulk_modulus=76", "--set", "pressure_derivative=4", "--format", "json")
    )  # fmt: skip
    assert found[0]["value"] == pytest.approx(expected(10.0, 76.0), rel=1e-12)
    assert found[0]["state"]["applied_pressure"] == {"value": pytest.approx(10.0), "unit": "GPa"}


def test_a_meaningless_state_is_a_row_or_an_error_in_one_line(run):
    ran = run("solve", "-e", "Al", "-m", "toy", "--applied-pressure=-1 GPa", "--format", "json")
    assert "Traceback" not in ran.err
    ran = run("solve", "-e", "Al", "-m", "toy", "--set", "bulk_modulus=-3", "--format", "json")
    assert ran.code == 1, ran.err  # every state failed
    assert ran.json["rows"][0]["outcome"] == "invalid_input"


def test_compute_stores_query_finds(filled):
    run = filled
    found = rows(run("query", "-e", "Al", "-m", "toy", "--all", "--format", "json"))
    pressures = [row["state"]["applied_pressure"]["value"] for row in found]
    assert {0.0, 10.0, 50.0} <= set(pressures)
    text = run("query", "-e", "Al", "-m", "toy", "--applied-pressure", "10 GPa").out
    assert "relative_volume" in text or "V/V0" in text


def test_where_asks_for_its_variable(filled):
    ran = filled(
        "query", "-e", "Al", "-m", "toy", "--all", "--convention", "standard",
        "--where", "applied_pressure > 25 GPa",
        "--format", "json",
    )  # fmt: skip
    assert [row["state"]["applied_pressure"]["value"] for row in rows(ran)] == [30.0, 40.0, 50.0]


def test_states_from_a_csv(run, tmp_path):
    path = tmp_path / "states.csv"
    path.write_text("element,applied_pressure [kbar]\nAl,100\nNa,200\n")
    found = rows(run("solve", "-m", "toy", "--input", str(path), "--format", "json"))
    assert [row["state"]["applied_pressure"]["value"] for row in found] == [
        pytest.approx(10.0),
        pytest.approx(20.0),
    ]


def test_status_is_fresh_after_compute(filled):
    ran = filled("status", "--check", "-m", "toy")
    assert ran.code == 0, ran.out + ran.err


def test_explain_names_its_inputs_and_source(filled):
    ran = filled("explain", "-e", "Al", "-m", "toy", "-p", "relative_volume")
    assert ran.code == 0, ran.err
    assert "pressure_derivative" in ran.out
    assert "murnaghan1944" in ran.out


def test_verify(run):
    ran = run("verify", "-m", "toy", "--format", "json")
    assert ran.code == 0, ran.out + ran.err
    found = rows(ran)
    assert sum(check["pass"] for check in found) > 0
    assert sum(check["fail"] for check in found) == 0


def test_compare_has_nothing_to_compare_with_and_says_so(filled):
    ran = filled("compare", "-e", "Al", "-m", "toy", "-p", "relative_volume")
    assert "Traceback" not in ran.err
    assert "nothing published or observed" in ran.out + ran.err


def test_plot(run, tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "toy.svg"
    ran = run(
        "plot", "-e", "Al", "-m", "toy", "-p", "relative_volume", "--applied-pressure",
        "0:50:6 GPa", "-o", str(path),
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "P [GPa]" in path.read_text() or path.stat().st_size > 0


def test_the_catalog_holds_what_it_brought(filled, db, monkeypatch):
    monkeypatch.syspath_prepend(str(TOY))
    with duckdb.connect(db, read_only=True) as connection:
        keys = connection.execute("SELECT key FROM source WHERE key = 'murnaghan1944'").fetchall()
        stored = connection.execute("SELECT id FROM parameter WHERE theory = 'toy'").fetchall()
    assert keys
    assert len(stored) == sum(row.table == "parameter" for row in theory_rows("metaleos_toy"))


def test_the_catalog_works_when_the_toy_is_gone(filled, db):
    without = CommandLine(db)
    ran = without("query", "-e", "Na", "-m", "tfd", "--format", "json")
    assert "Traceback" not in ran.err
    ran = without("models")
    assert ran.code == 0, ran.err


def test_a_faulty_declaration_is_one_line_and_the_others_work(db, toy_folder, tmp_path):
    package = tmp_path / "metaleos_bad"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "declaration.py").write_text(BAD)
    install(tmp_path, "metaleos-bad", "metaleos_bad.declaration")
    run = CommandLine(db, toy_folder, TOY, tmp_path)
    ran = run("models", "--format", "json")
    assert ran.code == 0, ran.err
    assert "toy" in {row["model"] for row in json.loads(ran.out)["rows"]}
    told = [line for line in ran.err.splitlines() if "metaleos_bad" in line]
    assert len(told) == 1
    assert "declaration.py, MODELS" in told[0]
    assert rows(run("solve", "-e", "Na", "-m", "tf", "-p", "pressure", "--format", "json"))
