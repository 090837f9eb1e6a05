"""Filling the catalog: stored, resumed, one row a state."""

from __future__ import annotations

import pytest

import metaleos.catalog.solve.executor as executing
from metaleos.catalog.catalog import Catalog


def totals(answer, name):
    return [r for r in answer if (r["property"], r["term"]) == (name, "total")]


def test_compute_stores_and_resumes(built_catalog):
    catalog = Catalog(built_catalog)
    first = catalog.compute(
        "Al", "tfd", convention="standard", temperature="3 eV", compression="2,3"
    )
    assert (first.solved, first.fresh) == (2, 0)
    again = catalog.compute(
        "Al", "tfd", convention="standard", temperature="3 eV", compression="1,2,3"
    )
    assert (again.solved, again.fresh) == (1, 2)
    stored = totals(
        catalog.query("Al", "tfd", "pressure", temperature="3 eV", compression=2), "pressure"
    )
    solved = totals(
        catalog.solve("Al", "tfd", "pressure", temperature="3 eV", compression=2), "pressure"
    )
    # Solved alone or with neighbours, a state gives the same value to rounding.
    assert stored[0]["value"] == pytest.approx(solved[0]["value"], rel=1e-9)


def test_the_default_catalog_is_complete(built_catalog):
    done = Catalog(built_catalog).compute()
    assert done.solved == 0
    assert done.fresh > 10_000


def test_interrupted_compute_keeps_what_was_stored(facts_catalog):
    def stop(step: str, fraction: float) -> None:
        if step.startswith("ha/kl"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Catalog(facts_catalog, progress=stop).compute(model="ha")
    catalog = Catalog(facts_catalog)
    assert catalog.query("Na", "ha/h").rows()
    done = catalog.compute(model="ha/h,ha/bkk")
    assert (done.fresh, done.solved) == (10, 4)


def test_a_state_said_in_two_ways_is_stored_once(small_catalog):
    catalog = Catalog(small_catalog)

    def stored():
        with catalog.file.reading() as connection:
            return connection.execute(
                "SELECT s.id, s.anchor FROM state s WHERE s.run IS NOT NULL "
                "AND s.element = 'Na' AND s.model = 'ha/vs' AND s.convention = 'standard'"
            ).fetchall()

    catalog.compute("Na", "ha/vs", convention="standard", volume_ratio=0.9)
    before = stored()
    volume = catalog.query("Na", "ha/vs", "pressure", volume_ratio=0.9)[0]["state"]["volume"]
    again = catalog.compute("Na", "ha/vs", convention="standard", volume=volume["value"])
    assert (again.solved, again.fresh) == (0, 1)
    assert stored() == before


def test_an_interrupted_solver_keeps_what_was_solved(facts_catalog, monkeypatch):
    whole = executing.solve_table
    calls = []

    def interrupted(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(*arguments, **options)

    monkeypatch.setattr(executing, "solve_table", interrupted)
    catalog = Catalog(facts_catalog)
    with pytest.raises(KeyboardInterrupt):
        catalog.compute("Na,K", "ha/h,ha/vs,ha/kl")
    monkeypatch.setattr(executing, "solve_table", whole)
    done = catalog.compute("Na,K", "ha/h,ha/vs,ha/kl")
    assert (done.fresh, done.solved) == (4, 8)


def test_workers_give_the_same(facts_catalog):
    asked = {"convention": "standard", "temperature": "1:20:20 eV", "compression": "1,2"}
    catalog = Catalog(facts_catalog)
    done = catalog.compute("Na,Al,Fe", "tfdw,tf/exact", workers=2, **asked)
    assert (done.solved, done.fresh) == (240, 0)

    def stored():
        rows = catalog.query("Na,Al,Fe", "tfdw,tf/exact", all_states=True)
        return [(row["element"], row["model"], row["property"], row["value"]) for row in rows]

    before = sorted(stored(), key=str)
    with catalog.file.writing() as connection:
        connection.execute("UPDATE run SET fingerprint = repeat('0', 32)")
    assert catalog.compute("Na,Al,Fe", "tfdw,tf/exact", **asked).solved == 240
    assert sorted(stored(), key=str) == before
