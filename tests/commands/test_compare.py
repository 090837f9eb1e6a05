"""``metaleos compare``."""

from __future__ import annotations

import csv
import io


def test_beside_experiment(run):
    ran = run("compare", "-e", "Na,K", "-m", "ha", "-p", "bulk_modulus", "-f", "json")
    assert ran.code == 0
    assert ran.json["schema"] == "metaleos.compare/2"
    assert {row["element"] for row in ran.json["rows"]} == {"Na", "K"}
    assert all(row["n"] <= row["of"] for row in ran.json["summary"])


def test_csv_has_the_state_in_columns(run):
    ran = run("compare", "-e", "Na", "-m", "ha/vs", "-p", "bulk_modulus", "-f", "csv")
    (row,) = csv.DictReader(io.StringIO(ran.out))
    assert row["structure"] == "bcc"
    assert float(row["volume [bohr3/atom]"]) > 200
    assert float(row["deviation"]) == float(row["value"]) - float(row["observed"])


def test_a_paper_as_a_table_and_as_cells(run):
    ran = run("compare", "--paper", "soma1978")
    assert ran.code == 0
    assert "form_factor" in ran.out
    assert "786 cells" in ran.err
    ran = run("compare", "--paper", "soma1978", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert len(rows) == 786
    assert {row["verdict"] for row in rows} >= {"reproduced", "fitted", "disagrees", "input"}


def test_only_one_verdict_of_a_selection(run):
    ran = run(
        "compare", "--paper", "perrot1979", "-e", "Al", "--verdict", "disagrees", "-f", "json"
    )
    rows = ran.json["rows"]
    assert rows
    assert {(row["element"], row["verdict"]) for row in rows} == {("Al", "disagrees")}
    assert all(row["reason"] for row in rows)
    assert ran.json["counts"]["disagrees"] == len(rows)


def test_usage_errors(run):
    ran = run("compare", "--paper", "soma1878")
    assert ran.code == 2
    assert "soma1978" in ran.err
    assert run("compare", "--verdict", "reproduced").code == 2
    assert run("compare", "--paper", "all", "--verdict", "maybe").code == 2
    assert run("compare", "--paper", "all", "--temperature", "1 eV").code == 2
