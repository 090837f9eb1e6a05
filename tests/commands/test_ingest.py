"""``metaleos ingest`` as a user runs it."""

from __future__ import annotations

import shutil

import pytest


@pytest.fixture
def own(run, session_facts, tmp_path, monkeypatch):
    """Run on a copy of the facts that may change."""
    path = tmp_path / "own.duckdb"
    shutil.copy(session_facts, path)
    monkeypatch.setenv("METALEOS_DB", str(path))
    return run


@pytest.fixture
def data(tmp_path):
    path = tmp_path / "my.csv"
    path.write_text("element,property,value,unit,source\nNa,bulk_modulus,6.31(2),GPa,mylab2026\n")
    return str(path)


def rows(ran):
    return {row["table"]: row for row in ran.json["rows"]}


def test_dry_run_add_again_and_remove(own, data):
    dry = own("ingest", data, "--dry-run", "--format", "json")
    assert dry.code == 0
    assert dry.json["schema"] == "metaleos.ingest/1"
    assert dry.json["dry_run"] is True
    assert "nothing was stored" in dry.err
    done = own("ingest", data, "--format", "json")
    assert rows(done) == rows(dry)
    assert rows(done)["observation"]["added"] == 1
    assert "metaleos ingest --remove 'mylab2026'" in done.err
    again = own("ingest", data, "--format", "json")
    assert rows(again)["observation"] == {
        "table": "observation", "added": 0, "changed": 0, "removed": 0, "left": 1,
    }  # fmt: skip
    assert "nothing to change" in again.err
    out = own("ingest", "--remove", "mylab2026", "--format", "json")
    assert rows(out)["observation"]["removed"] == rows(out)["source"]["removed"] == 1
    assert own("ingest", "--remove", "mylab2026").code == 2


def test_table_output(own, data):
    ran = own("ingest", data)
    assert ran.code == 0
    assert ran.out.splitlines()[0].split() == ["table", "added", "changed", "removed", "left"]


def test_a_refusal_is_one_line_with_file_line_and_column(own, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(
        "element,property,value,unit,source\nNa,bulk_modulus,6,GPa,s\nNa,pressure,1,,s\n"
    )
    ran = own("ingest", str(path))
    assert ran.code == 1
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert ran.err.startswith(
        "error: bad.csv, line 3, column unit: the unit of pressure is missing"
    )
    failed = own("ingest", str(path), "--format", "json")
    assert failed.json["error"]["code"] == "fact"


def test_the_shipped_facts_again(own):
    ran = own("ingest", "--format", "json")
    assert rows(ran)["cell"]["left"] == 1547
    assert all(not row["added"] and not row["changed"] for row in ran.json["rows"])


def test_file_and_remove_exclude_each_other(own, data):
    assert own("ingest", data, "--remove", "x").code == 2


def test_from_another_catalog_into_one_that_is_made(own, data, tmp_path, monkeypatch):
    monkeypatch.setattr("metaleos.catalog.fill.build._fill_in", lambda *_: None)
    assert own("ingest", data).code == 0
    new = str(tmp_path / "new.duckdb")
    old = str(tmp_path / "own.duckdb")
    dry = own("ingest", "--from-catalog", old, "--db", new, "--dry-run")
    assert (dry.code, dry.err.count("\n")) == (1, 1)
    assert "does not exist" in dry.err
    done = own("ingest", "--from-catalog", old, "--db", new, "--format", "json")
    assert done.code == 0
    assert rows(done)["observation"]["added"] == rows(done)["source"]["added"] == 1
    assert f"building the catalog {new}\n" in done.err
    again = own("ingest", "--from-catalog", old, "--db", new)
    assert again.err == "own.duckdb: nothing to change\n"
    assert own("ingest", "--remove", "mylab2026").code == 0
    none = own("ingest", "--from-catalog", old, "--db", new)
    assert none.err == "own.duckdb: it holds no data of yours\n"
    assert own("ingest", data, "--from-catalog", old, "--db", new).code == 2


def test_lint_warns_of_cells_and_of_facts_and_stores_nothing(own, session_facts, tmp_path):
    ran = own("ingest", "--lint", "--format", "json")
    assert ran.code == 0
    assert ran.json["schema"] == "metaleos.lint/1"
    found = {(row["lint"], row["cell"]) for row in ran.json["rows"]}
    assert ("digits", "soma1978:II:Rb:ha/pcp:R_M") in found  # a comma in a number
    assert ("second source", "bretonnet1990:III:La:wh:r_d") in found
    assert any(cell.startswith("facts/") for _, cell in found)
    assert all(row["warning"] for row in ran.json["rows"])
    assert own("ingest", "--lint", "--format", "csv").out.startswith("lint,cell,warning\n")
    assert (tmp_path / "own.duckdb").read_bytes() == session_facts.read_bytes()
