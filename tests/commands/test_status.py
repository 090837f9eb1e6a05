"""``metaleos status``: what the catalog holds, what is stale, and why."""

from __future__ import annotations

import json

from metaleos.solvers.protocol import OUTCOMES


def test_status_tells_location_builder_and_counts(call, small_catalog):
    code, out, err = call("status")
    assert code == 0
    assert str(small_catalog) in out
    assert "built by metaleos" in out
    assert "parameter" in out
    assert "ha/vs" in out
    assert "stale" not in err


def test_status_counts_failures_in_the_coverage(run):
    found = run("status", "--format", "json").json
    assert found["schema"] == "metaleos.status/1"
    assert found["catalog"]["schema_version"] == "6"
    for row in found["rows"]:
        outcomes = set(OUTCOMES) - {"ok"}
        assert row["ok"] + sum(row[name] for name in outcomes) == row["results"]
        assert row["coverage"] == row["ok"] / (row["results"] - row["undefined"])
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


def test_status_why_of_a_fresh_catalog_says_so(run):
    ran = run("status", "--why")
    assert ran.out.startswith("nothing is stale: ")
    assert len(ran.out.splitlines()) == 1
    assert run("status", "--why", "-f", "csv").out.strip() == "element,model,convention,states,why"
    assert run("status", "--why", "-f", "json").json["stale"] == []


def test_default_states_that_are_not_solved_are_new(call):
    _, out, _ = call("status", "--why", "--model", "ha/h", "--element", "Na")
    assert "new: not solved yet" in out


def test_query_tells_of_stale_rows_on_stderr(call, edited):
    code, out, err = call("query", "-e", "Na", "-m", "ha/vs", "-p", "pressure", "-f", "json")
    assert code == 0
    assert json.loads(out)["ok"]
    assert "6 of 6 rows are stale (R_M 2.085 -> 2.1 bohr)" in err
