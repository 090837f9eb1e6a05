"""``metaleos solve``: grids of states, files of states, sensitivities."""

from __future__ import annotations

import pytest

from metaleos.commands.solve import _assignment
from metaleos.errors import UsageError


def test_solve_three_ratios(run):
    ran = run("solve", "--element", "Na", "--model", "ha/h", "--volume-ratio", "0.9,1,1.1",
              "--format", "json")  # fmt: skip
    assert ran.code == 0
    assert ran.json["schema"] == "metaleos.solve/2"
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


def test_solve_from_a_file(run, tmp_path):
    path = tmp_path / "states.csv"
    path.write_text("element,volume_ratio\nNa,0.9\nK,1.1\n")
    ran = run("solve", "-m", "ha/vs", "-p", "pressure", "--input", str(path), "-f", "json")
    assert ran.code == 0
    assert [r["element"] for r in ran.json["rows"] if r["term"] == "total"] == ["Na", "K"]


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_sensitivity_names_the_input(call, form):
    code, out, _ = call(
        "solve", "-e", "Na", "-m", "ha/vs", "-p", "bulk_modulus", "--sensitivity", "-f", form
    )
    assert code == 0
    assert "R_M" in out
    assert "GPa/bohr" in out


@pytest.mark.parametrize(
    ("text", "value"),
    [("a=true", True), (" a = False ", False), ("a=30", 30), ("a=1e-3", 1e-3), ("a=b=c", "b=c")],
)
def test_a_setting_is_the_kind_of_thing_it_looks_like(text, value):
    name, found = _assignment(text)
    assert (name, found, type(found)) == ("a", value, type(value))


@pytest.mark.parametrize("text", ["a", "=1", "a= "])
def test_what_is_no_assignment_is_refused(text):
    with pytest.raises(UsageError, match="is not name=value"):
        _assignment(text)
