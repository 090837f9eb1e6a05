"""``metaleos compute``: what is lacking is solved and stored, what is fresh is left."""

from __future__ import annotations

import json

ASKED = (
    "compute", "-e", "Na", "-m", "ha/vs", "--convention", "standard",
    "--volume-ratio", "0.9,1.1", "-f", "json",
)  # fmt: skip


def test_states_are_stored_once(call):
    code, out, _ = call(*ASKED)
    body = json.loads(out)
    (row,) = body["rows"]
    assert (code, body["schema"]) == (0, "metaleos.compute/1")
    assert (row["solved"], row["failed"], row["already fresh"]) == (2, 0, 0)
    assert row["seconds"] > 0
    (again,) = json.loads(call(*ASKED)[1])["rows"]
    assert (again["solved"], again["already fresh"], again["results stored"]) == (0, 2, 0)
    stored = call(
        "sql", "select count(*) as n from v_results where model = 'ha/vs' and element = 'Na' "
        "and convention = 'standard' and round(volume_ratio, 6) in (0.9, 1.1)", "-f", "csv",
    )  # fmt: skip
    assert int(stored[1].splitlines()[1]) == row["results stored"] > 0


def test_a_state_without_a_solution_is_counted(call):
    state = ("--convention", "standard", "--temperature", "0 K", "--compression", "0.1")
    code, out, _ = call("compute", "-e", "Al", "-m", "tfd", *state, "-f", "csv", "--workers", "1")
    heading, numbers = (line.split(",") for line in out.splitlines())
    assert code == 0
    found = dict(zip(heading, numbers, strict=True))
    assert (found["solved"], found["failed"]) == ("1", "1")


def test_the_table_names_what_was_done(call):
    code, out, _ = call("compute", "-e", "Na", "-m", "ha/vs")
    assert code == 0
    assert out.split("  ")[0] == "solved"
    assert "already fresh" in out.splitlines()[0]
