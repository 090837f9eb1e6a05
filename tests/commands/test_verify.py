"""``metaleos verify``: outcomes printed, stored, and exit code 4 for integrity alone."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from metaleos.catalog.verify import run as module
from metaleos.catalog.verify.check import Subject


@pytest.fixture
def own(monkeypatch, run, facts_catalog):
    monkeypatch.setenv("METALEOS_DB", str(facts_catalog))
    return run, facts_catalog


def stored(path):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(
            "SELECT kind, name, model, convention, residual, tolerance, grade FROM v_checks"
        ).fetchall()


def test_checks_are_printed_and_stored(own):
    run, path = own
    ran = run("verify", "-m", "nud/exact", "-f", "json")
    assert ran.code == 0
    assert ran.json["schema"] == "metaleos.verify/1"
    assert ran.json["integrity_failed"] == 0
    (cover,) = ran.json["covered"]
    assert cover["model"] == "nud/exact"
    assert cover["seconds"] > 0.0
    made = cover["integrity"] + cover["paper"] + cover["claim"]
    assert made == len(ran.json["rows"])
    assert made + cover["repetitions"] == sum(ran.json["counts"].values())
    assert f"{made} different checks of 1 model (integrity {cover['integrity']}, " in ran.err
    rows = stored(path)
    assert {row[0] for row in rows} >= {"integrity", "claim"}
    assert len(rows) == sum(ran.json["counts"].values())
    # once more: replaced, not doubled
    assert run("verify", "-m", "nud/exact").code == 0
    assert len(stored(path)) == len(rows)


def test_a_failed_claim_is_no_error(own):
    run, _ = own
    ran = run("verify", "-m", "nud/exact", "--kind", "claim", "--show", "failed", "-f", "json")
    assert ran.code == 0
    assert "compressibility_above_uniform" in {row["name"] for row in ran.json["rows"]}


def test_failed_integrity_gives_exit_code_4(own, monkeypatch):
    run, path = own
    about = Subject("nud/exact", "standard", "Na", "somewhere")
    bad = about.judged("P = -dF/dV", 1.0, 2.0, 0.1, "GPa")
    monkeypatch.setattr(module, "verify_model", lambda *_, **__: iter([bad]))
    ran = run("verify", "-m", "nud/exact", "--convention", "standard", "--kind", "integrity")
    assert ran.code == 4
    assert "P = -dF/dV" in ran.out
    assert stored(path)[-1][-1] == "fail"


def test_unknown_kind(own):
    run, _ = own
    ran = run("verify", "--kind", "integrty")
    assert ran.code == 2
    assert "integrity" in ran.err


@pytest.mark.parametrize(("grade", "code"), [("fail", 4), ("not_applicable", 4), ("pass", 0)])
def test_what_moved_from_the_baseline_gives_exit_code_4(own, monkeypatch, grade, code):
    run, _ = own
    honest = module.verify_claims
    turned = "compressibility_above_uniform" if grade == "pass" else "never_negative"
    monkeypatch.setattr(
        module, "verify_claims",
        lambda *about: [replace(c, grade=grade) if c.name == turned else c for c in honest(*about)],
    )  # fmt: skip
    words = ("verify", "-m", "nud/exact", "--kind", "claim", "--show", "moved")
    ran = run(*words, "-f", "json")
    assert ran.code == code
    (row,) = ran.json["moved"]
    assert ran.json["rows"] == [row]
    assert (row["kind"], row["model"], row["name"]) == ("claim", "nud/exact", turned)
    assert row["now"] == f"1 {grade}"
    assert row["better"] == (code == 0)
    assert f"moved: nud/exact (standard), {turned}: {row['was']} -> 1 {grade}" in ran.err
    assert turned in run(*words).out
