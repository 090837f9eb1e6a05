"""The stored baseline: what moves is named, and every planted fault rings."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.compare import verdicts as honest
from metaleos.catalog.verify import baseline, run
from metaleos.catalog.verify.baseline import Outcome
from metaleos.catalog.verify.check import Subject
from metaleos.catalog.verify.harness import verify_model
from metaleos.solvers.registry import models

KEY = ("integrity", "tf/exact", "standard", "P = -dF/dV")
ABOUT = Subject("tf/exact", "standard", "Al", "here")


def move(was, now):
    """Return the one move from `was` to `now`, None where there is none."""
    rows = baseline.moves({KEY: was} if was else {}, {KEY: now} if now else {})
    return rows[0] if rows else None


@pytest.mark.parametrize(
    ("was", "now", "better"),
    [
        ("18 pass", "17 pass", False),
        ("18 pass", "17 pass, 1 not_applicable (Al)", False),
        ("18 pass", "17 pass, 1 fail", False),
        ("17 pass, 1 not_applicable (Al)", "17 pass, 1 not_applicable (U)", False),
        ("17 pass, 1 not_applicable (Al)", "18 pass", True),
        ("18 pass", "19 pass", True),
        ("1 pass", "1 fail", False),
        ("1 fail", "1 pass", True),
        ("1 pass", "", False),
        ("", "1 pass", True),
        ("", "1 fail", False),
        ("", "disagrees", False),
        ("reproduced", "fitted (r_c)", False),
        ("explained (rydberg)", "explained (misprint)", False),
        ("fitted (r_c)", "disagrees", False),
        ("reproduced", "input", False),
        ("disagrees", "", False),
        ("disagrees", "reproduced", True),
        ("disagrees", "described (half)", False),
        ("disagrees", "explained (misprint)", True),
    ],
)
def test_a_move_is_named_and_weighed(was, now, better):
    found = move(Outcome(was) if was else None, Outcome(now) if now else None)
    assert (found["was"], found["now"], found["better"]) == (was, now, better)
    assert tuple(found[name] for name in baseline.COLUMNS[:4]) == KEY
    assert move(Outcome(was), Outcome(was)) is None


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        ((0.30000001, 0.05), False),
        ((0.3004, 0.05), False),
        ((0.3006, 0.05), True),
        ((-0.3, 0.05), True),
        ((None, 0.05), True),
        ((0.3, 0.06), True),
    ],
)
def test_a_number_that_moved_under_the_same_verdict_rings(now, moved):
    found = move(Outcome("disagrees", 0.3, 0.05), Outcome("disagrees", *now))
    assert (found is not None) == moved
    if moved:
        assert found["better"] is False
        assert found["was"] == "disagrees, off by 0.3, tolerance 0.05"


def test_a_wider_tolerance_makes_nothing_better():
    was = Outcome("disagrees", 0.3, 0.05)
    assert move(was, Outcome("reproduced", 0.3, 0.5))["better"] is False
    assert move(was, Outcome("reproduced", 0.01, 0.05))["better"] is True


def test_the_unpleasant_moves_stand_first():
    other = (*KEY[:3], "B = -V dP/dV")
    before = {KEY: Outcome("1 fail"), other: Outcome("2 pass")}
    rows = baseline.moves(before, {KEY: Outcome("1 pass"), other: Outcome("1 pass")})
    assert [row["better"] for row in rows] == [False, True]


def test_counts_name_the_elements_that_do_not_apply():
    checks = [ABOUT.row("x", grade=grade, detail="") for grade in
              ("pass", "not_applicable", "pass", "not_applicable")]  # fmt: skip
    checks.append(replace(checks[1], element="U"))
    checks.append(replace(checks[1], element="*", name="y"))
    found = baseline.outcomes(checks, [])
    about = ("integrity", "tf/exact", "standard")
    assert found == {
        (*about, "x"): Outcome("2 pass, 3 not_applicable (Al x2, U)"),
        (*about, "y"): Outcome("1 not_applicable"),
    }


# Planted faults -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def facts(session_facts):
    from metaleos.catalog.store.facts import Facts

    with duckdb.connect(session_facts, read_only=True) as connection:
        return Facts(connection)


@pytest.fixture(scope="module")
def checks(facts):
    return list(verify_model(models()["nud/exact"], "standard", facts))


def moved(checks):
    scope = {k: v for k, v in baseline.stored().items() if k[1:3] == ("nud/exact", "standard")}
    return baseline.moves(scope, baseline.outcomes(checks, []))


def first(checks, kind):
    return next(n for n, c in enumerate(checks) if (c.kind, c.grade) == (kind, "pass"))


def test_a_claim_that_turns_rings(checks):
    assert moved(checks) == []
    at = first(checks, "claim")
    for grade in ("fail", "not_applicable"):
        (row,) = moved([*checks[:at], replace(checks[at], grade=grade), *checks[at + 1 :]])
        assert (row["kind"], row["name"]) == ("claim", checks[at].name)
        assert (row["was"], row["now"], row["better"]) == ("1 pass", f"1 {grade}", False)


def test_a_check_that_stops_to_apply_rings_with_its_element(checks):
    at = first(checks, "integrity")
    aside = replace(checks[at], grade="not_applicable")
    (row,) = moved([*checks[:at], aside, *checks[at + 1 :]])
    assert row["name"] == aside.name
    assert aside.element in row["now"]
    assert not row["better"]


def test_one_check_less_rings(checks):
    at = first(checks, "integrity")
    (row,) = moved([*checks[:at], *checks[at + 1 :]])
    assert (row["name"], row["better"]) == (checks[at].name, False)
    gone = {row["name"] for row in moved([c for c in checks if c.name != checks[at].name])}
    assert gone == {checks[at].name}


PAPER = "latter1955"


def deviations(module, path):
    """Return the moves of one paper's cells, judged by `module`."""
    with duckdb.connect(path, read_only=True) as connection:
        cells = list(module.verdicts(connection, PAPER, models()))
    held = {k: v for k, v in baseline.stored().items() if k[3].startswith(f"{PAPER}:")}
    assert held
    return baseline.moves(held, baseline.outcomes([], cells))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("best - cell.number", "best + cell.number"),
        ("best - cell.number", "cell.number - best"),
        ("tolerance=room +", "tolerance=2.0 * room +"),
        ("ours.value / scale", "-ours.value / scale"),
    ],
)
def test_a_fault_in_the_verdicts_rings(text, fault, session_facts, tmp_path, monkeypatch):
    source = Path(honest.__file__).read_text(encoding="utf-8")
    assert source.count(text) == 1
    path = tmp_path / "faulty_verdicts.py"
    path.write_text(source.replace(text, fault), encoding="utf-8")
    spec = spec_from_file_location(path.stem, path)
    faulty = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, path.stem, faulty)
    spec.loader.exec_module(faulty)
    assert deviations(honest, session_facts) == []
    found = deviations(faulty, session_facts)
    assert found
    assert not any(row["better"] for row in found)


def test_a_changed_cell_rings(facts_catalog):
    with duckdb.connect(facts_catalog) as connection:
        name = f"{PAPER}:I:tf:4(a):E_tot/(Z kT)"
        connection.execute("UPDATE cell SET parsed = parsed * 1.1 WHERE id = ?", [name])
        assert connection.execute("SELECT count(*) FROM cell WHERE id = ?", [name]).fetchall()[0]
    rows = deviations(honest, facts_catalog)
    assert [row["name"] for row in rows] == [name]
    assert not rows[0]["better"]


# What is compared ---------------------------------------------------------------------------


def ask(catalog, **selection):
    return Catalog(catalog).verify(store=False, show="moved", **selection)


def test_a_selection_is_held_against_its_part(facts_catalog):
    found = ask(facts_catalog, model="nud/exact")
    assert found.rows() == found.extra["moved"] == []
    count = sum(key[1] == "nud/exact" for key in baseline.stored())
    assert f"{count} outcomes held against the baseline: none moved" in found.notices
    claims = sum(key[:2] == ("claim", "nud/exact") for key in baseline.stored())
    found = ask(facts_catalog, model="nud/exact", element="Na")
    assert found.extra["moved"] == []
    assert any(text.startswith(f"{claims} outcomes held") for text in found.notices)
    assert any("only claims" in text for text in found.notices)


def test_what_moved_is_named_in_the_answer(facts_catalog, monkeypatch):
    honest_run = run.verify_claims
    monkeypatch.setattr(
        run, "verify_claims",
        lambda *about: [replace(check, grade="fail") for check in honest_run(*about)],
    )  # fmt: skip
    found = ask(facts_catalog, model="nud/exact", kind="claim")
    assert found.extra["moved"]
    assert found.extra["integrity_failed"] == 0
    assert found.rows() == found.extra["moved"]
    assert sum("1 pass -> 1 fail" in text for text in found.notices) == min(
        len(found.extra["moved"]), baseline.NAMED
    )


def test_a_model_that_reads_your_own_facts_is_left_out(facts_catalog, tmp_path):
    with duckdb.connect(facts_catalog) as connection:
        read = sorted({i.name for i in models()["nud/exact"].inputs if i.kind != "parameter"})
        assert read
        connection.execute(
            "UPDATE observation SET id = 'user:' || id WHERE (element, property) IN ("
            "SELECT element, property FROM observation WHERE list_contains(?, property) "
            "GROUP BY ALL HAVING count(*) = 1)", [read],
        )  # fmt: skip
    found = ask(facts_catalog, model="nud/exact", kind="claim")
    assert "0 outcomes held against the baseline: none moved" in found.notices
    assert any("not compared: nud/exact reads" in text for text in found.notices)


def test_own_facts_behind_shipped_ones_change_nothing(facts_catalog, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("element,property,value,unit,source\nNa,density,0.9,g/cm3,me2026\n")
    Catalog(facts_catalog).ingest(own)
    found = ask(facts_catalog, model="nud/exact", kind="claim")
    assert not any("not compared" in text for text in found.notices)
    assert found.extra["moved"] == []
