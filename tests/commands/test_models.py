"""``metaleos models``: what the models are, cover and yield."""

from __future__ import annotations

from metaleos.solvers.registry import models


def test_the_models_of_a_theory(run):
    body = run("models", "ha", "--format", "json").json
    assert body["schema"] == "metaleos.models/1"
    assert {row["model"] for row in body["rows"]} == {name for name in models() if "ha/" in name}
    row = next(row for row in body["rows"] if row["model"] == "ha/bkk")
    assert (row["elements"], row["source"]) == (2, "soma1978")
    assert "bulk_modulus" in row["properties"]


def test_the_table_of_all(run):
    lines = run("models").out.splitlines()
    assert lines[0].split() == ["model", "title", "elements", "states", "source"]
    every = run("models", "--format", "json").json["rows"]
    assert {row["model"] for row in every} == set(models())
    assert [line.split()[0] for line in lines[2:]] == [row["model"] for row in every]
