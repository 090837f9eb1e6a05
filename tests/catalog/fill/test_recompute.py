"""Renewing what is stale: only that, in batches, resumable, in parallel, states that move."""

from __future__ import annotations

import numpy as np
import pytest

import metaleos.catalog.solve.executor as executing
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.solve.staleness import current_runs, stale_runs
from metaleos.solvers.registry import models


def said(run):
    return "; ".join(map(str, run.causes))


@pytest.fixture
def catalog(small_catalog):
    return Catalog(small_catalog)


def edit(catalog, statement):
    with catalog.file.writing() as connection:
        connection.execute(statement)


def stale(catalog):
    with catalog.file.reading() as connection:
        return stale_runs(connection)


def results(catalog):
    with catalog.file.reading() as connection:
        return {
            tuple(row[:6]): row[6]
            for row in connection.execute(
                "SELECT s.element, s.model, s.convention, s.anchor, r.property, r.term, r.value "
                "FROM state s JOIN result r ON r.run = s.run AND r.state = s.id"
            ).fetchall()
        }


def states(catalog):
    with catalog.file.reading() as connection:
        return connection.execute("SELECT * EXCLUDE (run) FROM state ORDER BY id").fetchall()


R_M = "UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'"


def test_nothing_stale_nothing_done(catalog):
    done = catalog.recompute()
    assert (done.plan, done.solved, done.results) == ((), 0, 0)


def test_only_what_is_stale_is_renewed(catalog):
    before = results(catalog)
    edit(catalog, R_M)
    plan = catalog.recompute(dry_run=True)
    assert [(p["model"], p["convention"], p["states"]) for p in plan.plan] == [
        ("ha/vs", "standard", 1),
        ("ha/vs", "printed", 1),
    ]
    assert plan.expected_seconds > 0
    assert plan.solved == 0
    assert results(catalog) == before
    done = catalog.recompute()
    assert (done.solved, done.states) == (2, 2)
    assert stale(catalog) == []
    after = results(catalog)
    changed = {key[:3] for key in before if before[key] != after[key]}
    assert changed == {("Na", "ha/vs", "standard"), ("Na", "ha/vs", "printed")}
    now = catalog.solve("Na", "ha/vs", "bulk_modulus")[0]["value"]
    assert after["Na", "ha/vs", "standard", *_anchor(after), "bulk_modulus", "total"] == now


def _anchor(rows):
    return next([key[3]] for key in rows if key[1] == "ha/vs" and key[2] == "standard")


def test_runs_are_kept(catalog):
    edit(catalog, R_M)
    with catalog.file.reading() as connection:
        before = connection.execute("SELECT * FROM result ORDER BY ALL").fetchall()
    catalog.recompute()
    with catalog.file.reading() as connection:
        after = set(connection.execute("SELECT * FROM result").fetchall())
    assert set(before) < after


def test_all_gives_the_same_numbers_and_states_again(catalog):
    # A log written on a busy machine would cut batches: other neighbours, other last digits.
    edit(catalog, "UPDATE run SET seconds = 0.01")
    before, places = results(catalog), states(catalog)
    done = catalog.recompute(all_states=True)
    assert done.solved == done.states > 400
    after = results(catalog)
    assert states(catalog) == places
    assert before.keys() == after.keys()
    old = np.array([np.nan if v is None else v for v in before.values()])
    new = np.array([np.nan if after[key] is None else after[key] for key in before])
    np.testing.assert_allclose(new, old, rtol=1e-11, atol=0)


def test_filters(catalog):
    edit(catalog, "UPDATE parameter SET value = value * 1.001 WHERE theory IN ('ha', 'wh')")
    done = catalog.recompute("Na", "ha/vs", convention="printed")
    assert [(p["model"], p["convention"]) for p in done.plan] == [("ha/vs", "printed")]
    left = {(run.model, run.convention) for run in stale(catalog)}
    assert ("ha/vs", "printed") not in left
    assert {("ha/vs", "standard"), ("wh/vs", "standard")} <= left


def test_an_element_that_lost_an_input_is_named(catalog):
    edit(catalog, "DELETE FROM parameter WHERE id = 'ha/vs/Na/*/R_M'")
    done = catalog.recompute()
    assert done.solved == 0
    assert set(done.blocked) == {"ha/vs lacks R_M of Na"}
    assert {run.model for run in stale(catalog)} == {"ha/vs"}


def test_a_revision_of_the_code_is_stored_with_the_run(catalog):
    model = models()["wh/vs"]
    old = model.revision
    object.__setattr__(model, "revision", 9)
    try:
        assert {run.model for run in stale(catalog)} == {"wh/vs"}
        assert catalog.recompute().solved == 2
        assert stale(catalog) == []
    finally:
        object.__setattr__(model, "revision", old)
    assert {said(run) for run in stale(catalog)} == {f"revision 9 -> {old}"}


def test_an_interruption_keeps_what_was_solved(catalog, monkeypatch):
    edit(catalog, "UPDATE parameter SET value = value * 1.001 WHERE theory = 'ha'")
    whole = executing.solve_table
    calls = []

    def interrupted(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(*arguments, **options)

    monkeypatch.setattr(executing, "solve_table", interrupted)
    planned = catalog.recompute(dry_run=True).states
    with pytest.raises(KeyboardInterrupt):
        catalog.recompute()
    left = sum(run.states for run in stale(catalog))
    assert left == planned - 2
    monkeypatch.setattr(executing, "solve_table", whole)
    assert catalog.recompute().solved == left
    assert stale(catalog) == []


def test_worker_processes_give_the_same(catalog):
    edit(catalog, "UPDATE parameter SET value = value * 1.001 WHERE theory = 'wh'")
    done = catalog.recompute(workers=2)
    assert done.workers == 2
    assert stale(catalog) == []
    parallel = results(catalog)
    catalog.recompute(all_states=True, model="wh")
    serial = results(catalog)
    for key, value in parallel.items():
        assert serial[key] == (None if value is None else pytest.approx(value, rel=1e-11))


def test_progress_is_told(small_catalog):
    told = []
    catalog = Catalog(small_catalog, progress=lambda step, part: told.append((step, part)))
    edit(catalog, R_M)
    catalog.recompute()
    assert told[-1] == ("done", 1.0)
    assert ("ha/vs standard", 0.5) in told
    assert [part for _, part in told] == sorted(part for _, part in told)


def test_expected_seconds_come_from_the_log(catalog):
    with catalog.file.writing() as connection:
        connection.execute(R_M)
        connection.execute("UPDATE run SET seconds = 40 WHERE model = 'ha/vs'")
    assert catalog.recompute(dry_run=True).expected_seconds == 80
    with catalog.file.reading() as connection:
        assert sum(run.seconds for run in current_runs(connection)) > 80
