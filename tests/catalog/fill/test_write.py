"""Solved states in the catalog: every value in the row of its own state and run."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from metaleos.catalog.fill import write
from metaleos.catalog.fill.write import store_solved
from metaleos.catalog.solve.solving import Options, solve_table
from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.table import element_states, joined
from metaleos.catalog.store.facts import Facts
from metaleos.errors import InternalError
from metaleos.solvers.protocol import OUTCOMES, Solution
from metaleos.solvers.registry import models

RATIOS = [0.9, 0.8, 1.1]


@pytest.fixture
def connection(facts_catalog):
    with duckdb.connect(facts_catalog) as opened:
        yield opened


def planted(connection, *elements, shift=0.0, **state):
    """Return a solution whose values are the volume ratio and its tenfold; the last fails."""
    model = models()["ha/vs"]
    facts = Facts(connection)
    request = state_request(**(state or {"volume_ratio": RATIOS}))
    tables = [element_states(model, e, "standard", facts, request) for e in elements]
    solved = solve_table(model, "standard", joined(tables), facts, Options(frozenset({"pressure"})))
    ratio = 1.0 / solved.table.compression
    last = np.arange(len(ratio)) == len(ratio) - 1
    solution = Solution(
        values={("pressure", "total"): ratio + shift, ("bulk_modulus", "total"): 10 * ratio},
        errors={("pressure", "total"): ratio / 100},
        outcome=np.where(last, "no_solution", "ok").astype(object),
        reason=np.where(last, "too thin", "").astype(object),
    )
    wanted = frozenset({"pressure", "bulk_modulus"})
    return replace(solved, solution=solution, seconds=6.0, properties=wanted)


def stored(connection, name="pressure"):
    return connection.execute(
        "SELECT s.element, round(1 / s.compression, 9), r.value, r.error_estimate, r.outcome, "
        "r.reason FROM state s JOIN result r ON r.run = s.run AND r.state = s.id "
        "WHERE r.term = 'total' AND r.property = ? ORDER BY s.id",
        [name],
    ).fetchall()


@pytest.mark.parametrize("at_once", [1, 100_000])
def test_every_value_stands_in_the_row_of_its_state(connection, monkeypatch, at_once):
    monkeypatch.setattr(write, "_ROWS_AT_ONCE", at_once)
    solved = planted(connection, "Na", "K")
    written = store_solved(connection, solved)
    assert written == 6 * len(solved.scalar_keys())
    rows = stored(connection)
    assert [(row[0], row[1]) for row in rows] == [(e, r) for e in ("Na", "K") for r in RATIOS]
    for _, ratio, value, error, outcome, _ in rows[:-1]:
        assert (value, error, outcome) == (
            pytest.approx(ratio), pytest.approx(ratio / 100), "ok",
        )  # fmt: skip
    assert rows[-1][4:] == ("no_solution", "too thin")
    assert [row[2] for row in stored(connection, "bulk_modulus")][:5] == pytest.approx(
        [9.0, 8.0, 11.0, 9.0, 8.0]
    )


def test_a_run_an_element_with_its_share_and_what_it_read(connection):
    solved = planted(connection, "Na", "K")
    store_solved(connection, solved)
    names = [row[0] for row in connection.execute("DESCRIBE run").fetchall()]
    runs = [
        dict(zip(names, row, strict=True))
        for row in connection.execute("SELECT * FROM run ORDER BY element").fetchall()
    ]
    # 3 of 6 states each, of 6 seconds; the last state, of K, failed.
    assert [run["element"] for run in runs] == ["K", "Na"]
    assert [run["seconds"] for run in runs] == [3.0, 3.0]
    assert [run["states"] for run in runs] == [3, 3]
    assert [run["failed"] for run in runs] == [1, 0]
    ((radius, unit, source),) = connection.execute(
        "SELECT value, unit, source FROM run_input WHERE run = ? AND name = 'R_M'", [runs[1]["id"]]
    ).fetchall()
    assert (radius, unit, source) == (2.085, "bohr", "soma1978")


def test_a_state_stored_again_is_the_same_with_the_new_run(connection):
    store_solved(connection, planted(connection, "Na"))
    store_solved(connection, planted(connection, "Na", shift=5.0))
    count = "SELECT (SELECT count(*) FROM state), (SELECT count(*) FROM run)"
    assert connection.execute(count).fetchall() == [(3, 2)]
    assert [row[2] for row in stored(connection)][:2] == pytest.approx([5.9, 5.8])
    # The results of the old run are kept.
    old = connection.execute("SELECT count(*) FROM result WHERE run = 1 AND term = 'total' "
                             "AND property = 'pressure'").fetchall()  # fmt: skip
    assert old == [(3,)]


def test_one_state_is_said_in_every_way_once(connection):
    volume = 0.9 * 254.732
    for state in ({"volume_ratio": 0.9}, {"volume": volume}, {"volume_ratio": 0.9}):
        store_solved(connection, planted(connection, "Na", **state))
    ((anchor, where),) = connection.execute("SELECT anchor, volume FROM state").fetchall()
    ways = anchor.split("; ")
    assert len(ways) == 2
    assert "volume_ratio=" in ways[0]
    assert "volume=" in ways[1]
    assert where == pytest.approx(volume, rel=1e-12)


@pytest.mark.parametrize(
    ("fault", "words"),
    [("twice", "stands there twice"), ("run", "no run or state"), ("state", "no run or state")],
)
def test_a_result_that_keys_would_refuse_is_not_written(connection, monkeypatch, fault, words):
    whole = write._write_states

    def spoilt(*given):
        ids, left = whole(*given)
        ids[1] = ids[0] if fault == "twice" else 10**6 if fault == "state" else ids[1]
        if fault == "run":
            given[2][1] = 10**6
        return ids, left

    monkeypatch.setattr(write, "_write_states", spoilt)
    with pytest.raises(InternalError, match=words):
        store_solved(connection, planted(connection, "Na"))
    assert connection.execute("SELECT count(*) FROM result").fetchall() == [(0,)]


def test_a_property_declared_twice_is_not_written(connection, monkeypatch):
    solved = planted(connection, "Na")
    monkeypatch.setattr(solved, "scalar_keys", lambda: [("pressure", "total")] * 2)
    with pytest.raises(InternalError, match="stands there twice"):
        store_solved(connection, solved)


def counted(connection):
    """Return the counts that are kept by run, and what a scan of everything counts."""
    kept = connection.execute("FROM run_count ORDER BY run").fetchall()
    filters = ", ".join(f"count(*) FILTER (WHERE r.outcome = '{name}')" for name in OUTCOMES)
    scanned = connection.execute(
        f"SELECT s.run, count(DISTINCT s.id), count(*), {filters} FROM state s "
        "JOIN result r ON r.run = s.run AND r.state = s.id GROUP BY s.run ORDER BY s.run"
    ).fetchall()
    return kept, scanned


@pytest.mark.parametrize("seed", range(4))
def test_counts_by_run_are_those_of_a_scan_whatever_was_stored(connection, seed):
    """States are stored, stored again, said anew and moved by another reference, at random."""
    random = np.random.default_rng(seed)
    superseded = retired = 0
    for _ in range(12):
        if random.random() < 0.4:
            connection.execute(
                "UPDATE parameter SET value = value * ? WHERE theory = 'ha' "
                "AND name = 'reference_volume' AND element = 'Na'",
                [1 + 0.01 * random.random()],
            )
        elements = random.permutation(["Na", "K", "Rb"])[: random.integers(1, 4)]
        ratios = [RATIOS[i] for i in random.permutation(3)[: random.integers(1, 4)]]
        before = connection.execute("SELECT count(*) FROM state WHERE run IS NULL").fetchall()[0]
        store_solved(connection, planted(connection, *elements.tolist(), volume_ratio=ratios))
        kept, scanned = counted(connection)
        assert kept == scanned
        after = connection.execute("SELECT count(*) FROM state WHERE run IS NULL").fetchall()[0]
        retired += after > before
        superseded += len(kept) < connection.execute("SELECT count(*) FROM run").fetchall()[0][0]
    assert superseded
    assert retired


def test_a_state_that_left_is_seen_in_the_counts(connection, monkeypatch):
    """The count of the run that lost it is what the test above rests on."""
    store_solved(connection, planted(connection, "Na"))
    whole = write.recount
    monkeypatch.setattr(
        write, "recount", lambda *given, **how: whole(*given, **how) if how else None
    )
    store_solved(connection, planted(connection, "Na", volume_ratio=0.9))
    kept, scanned = counted(connection)
    assert kept != scanned


def test_what_aborts_a_transaction_is_what_is_told():
    """Such as a disk that is full: it was hidden by the refusal of what came behind it."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE number (a INTEGER)").execute("BEGIN")
        with (
            pytest.raises(duckdb.ConversionException),
            write._registered(connection, "batch", {"a": np.array([1])}),
        ):
            connection.execute("INSERT INTO number SELECT 'x' || a FROM batch")
