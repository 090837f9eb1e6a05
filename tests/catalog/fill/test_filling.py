"""The loop that fills: committed as it comes, whatever interrupts it."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np
import pytest

from metaleos.catalog.fill import filling
from metaleos.catalog.fill.filling import bounded, fill, worthwhile
from metaleos.catalog.solve.executor import Job
from metaleos.catalog.states.table import StateTable
from metaleos.solvers.registry import models

MODEL = models()["nud/linear"]


def job(count, seconds=0.0):
    column = np.arange(count, dtype=float)
    return Job(
        MODEL,
        "standard",
        StateTable(
            element=np.full(count, "Na", dtype=object),
            variables={"theta": column},
            density=column,
            compression=column,
            is_reference=column == 0,
            anchor=np.full(count, "", dtype=object),
            reads={},
        ),
        seconds,
    )


def solution(item):
    outcome = np.full(len(item.table), "ok", dtype=object)
    outcome[0] = "no_solution"
    return SimpleNamespace(
        table=item.table, seconds=0.5, solution=SimpleNamespace(outcome=outcome), job=item
    )


class Store:
    """What stands in for a catalog: the states of each commit."""

    def __init__(self):
        self.commits = []
        self.within = lambda: None

    @contextmanager
    def writing(self):
        self.open = []
        yield self
        self.within()
        self.commits.append(self.open)


@pytest.fixture
def store(monkeypatch):
    def store_solved(connection, solved):
        connection.open.append(len(solved.table))
        return 10

    monkeypatch.setattr(filling, "store_solved", store_solved)
    return Store()


def executor(order, then=None):
    def solve(jobs, facts):
        for number in order:
            yield number, solution(jobs[number])
        if then is not None:
            raise then

    return solve


JOBS = [job(1), job(2), job(3)]


def test_everything_is_stored_and_summed(store):
    told = []
    done = fill(store.writing, JOBS, None, executor([0, 1, 2]), lambda *item: told.append(item))
    assert (done.solved, done.failed, done.results, done.seconds) == (6, 3, 30, 1.5)
    assert store.commits == [[1, 2, 3]]
    name = f"{MODEL.name} standard"
    assert told == [(name, 1 / 6), (name, 3 / 6), (name, 1.0)]


def test_nothing_to_do_opens_nothing(store):
    assert fill(store.writing, [], None).solved == 0
    assert store.commits == []


def test_batches_are_committed_as_they_come(store, monkeypatch):
    monkeypatch.setattr(filling, "COMMIT_SECONDS", -1.0)
    fill(store.writing, JOBS, None, executor([2, 0, 1]))
    assert store.commits == [[3], [1], [2]]


def test_in_order_they_wait_for_those_before(store):
    fill(store.writing, JOBS, None, executor([2, 0, 1]), in_order=True)
    assert store.commits == [[1, 2, 3]]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_what_was_solved_before_the_end_is_kept(store, error):
    with pytest.raises(error):
        fill(store.writing, JOBS, None, executor([0, 1], error()))
    assert store.commits == [[1, 2]]


def test_a_refused_commit_is_not_tried_again(store):
    tried = []

    @contextmanager
    def refusing():
        tried.append(1)
        raise OSError("in use")
        yield

    with pytest.raises(OSError, match="in use"):
        fill(refusing, JOBS, None, executor([0, 1, 2]))
    assert tried == [1]


def test_a_commit_ends_before_an_interruption_is_answered(store, monkeypatch):
    monkeypatch.setattr(filling, "COMMIT_SECONDS", -1.0)
    store.within = lambda: os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        fill(store.writing, JOBS, None, executor([0, 1, 2]))
    assert store.commits == [[1]]


def test_long_jobs_are_cut_in_parts_that_together_are_the_whole():
    long, slow, short = job(45_000, 1.0), job(10, 9.0), job(10, 3.0)
    parts = bounded([long, slow, short])
    assert [len(part.table) for part in parts] == [15_000] * 3 + [4, 3, 3] + [10]
    assert parts[-1] is short
    whole = np.concatenate([part.table.density for part in parts[:3]])
    np.testing.assert_array_equal(whole, long.table.density)
    assert sum(part.seconds for part in parts) == pytest.approx(13.0)
    # A state that takes longer than a batch may is a batch of its own.
    assert [len(part.table) for part in bounded([job(2, 100.0)])] == [1, 1]


def test_processes_are_used_where_they_pay(monkeypatch):
    monkeypatch.setattr(filling, "cores", lambda: 4)
    light, heavy = [job(1, 0.1)] * 9, [job(1, 1.0)] * 5
    assert worthwhile(light) == 1
    assert worthwhile(heavy) == 3
    assert worthwhile(heavy * 9) == 4
    assert worthwhile(light, 2) == 2
    assert worthwhile(light[:1], 8) == 1
    assert worthwhile([], 8) == worthwhile([]) == 1
