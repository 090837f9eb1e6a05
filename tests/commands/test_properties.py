"""``metaleos properties``: units and definitions; one named property downwards."""

from __future__ import annotations

from metaleos.solvers.registry import properties


def test_all_in_a_table(run):
    lines = run("properties").out.splitlines()
    assert {"property", "unit"} <= set(lines[0].split())
    assert {line.split()[0] for line in lines[2:] if line[0] != " "} >= set(properties())


def test_one_property_downwards(run):
    out = run("properties", "bulk_modulus").out
    told = dict(line.split("  ", 1) for line in out.splitlines() if "  " in line)
    assert told["unit"].strip() == "GPa"
    assert told["description"].strip() == "isothermal bulk modulus, -V dP/dV"
    assert "ha/vs" in told["models"]
    assert "knowledgedoor" in told["observed by"]


def test_a_named_property_in_json_is_a_row(run):
    body = run("properties", "bulk_modulus", "-f", "json").json
    assert body["schema"] == "metaleos.properties/1"
    (row,) = body["rows"]
    assert (row["property"], row["symbol"], row["published_by"]) == (
        "bulk_modulus", "B", ["soma1978"],
    )  # fmt: skip
