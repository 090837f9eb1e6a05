"""``metaleos solve``: grids of states, files of states, sensitivities."""

from __future__ import annotations

import pytest

from metaleos.errors import UsageError
from metaleos.terminal.options import _assignment


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


def test_same_density_solves_all_at_that_of_the_first(run):
    call = ("-e", "Al", "-p", "pressure", "--temperature", "10 eV", "--totals", "-f", "json")
    apart = run("solve", "-m", "tf,tfd", *call)
    assert "at different densities" in apart.err
    shared = run("solve", "-m", "tfd,tf", "--same", "density", *call)
    densities = {row["state"]["density"]["value"] for row in shared.json["rows"]}
    assert max(densities) == pytest.approx(min(densities), rel=1e-12)
    assert "different" not in shared.err
    tfd, tf = (row["value"] for row in shared.json["rows"])
    (own,) = (row["value"] for row in apart.json["rows"] if row["model"] == "tfd")
    assert tfd == own
    # Latter's atom at Perrot's density, 2.7847 g/cm3
    direct = run("solve", "-m", "tf", "--density", "2.7847 g/cm3", *call).json["rows"][0]
    assert tf == pytest.approx(direct["value"], rel=1e-5)


def test_same_density_of_each_element_and_of_a_grid(run):
    call = ("solve", "-e", "Al,Be", "-m", "tf,tfd", "-p", "pressure", "--same", "density")
    rows = run(*call, "--compression", "1,2", "--totals", "-f", "json").json["rows"]
    found = {}
    for row in rows:
        place = row["element"], f"{row['state']['density']['value']:.9g}"
        found.setdefault(place, []).append(row["model"])
    assert len(found) == 4
    assert all(models == ["tf/exact", "tfd"] for models in found.values())


def test_a_density_that_is_given_is_that_of_all(run):
    call = ("solve", "-e", "Al", "-m", "tf,tfd", "-p", "pressure", "--density", "2.7 g/cc")
    call = (*call, "--totals", "-f", "json")
    assert run(*call, "--same", "density").json == run(*call).json


def test_what_cannot_be_the_same_is_refused(run, tmp_path):
    call = ("solve", "-e", "Al", "-m", "tf")
    assert "valid: density" in run(*call, "--same", "pressure").err
    (tmp_path / "states.csv").write_text("temperature [K]\n0\n")
    ran = run("solve", "-m", "tf", "--input", str(tmp_path / "states.csv"), "--same", "density")
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
