"""Random states that a user can ask for: every one has an answer or a reason, and no warning."""

from __future__ import annotations

from collections import Counter
from time import process_time

import duckdb
import numpy as np
import pytest

from metaleos.catalog.solve.bench import Bench
from metaleos.catalog.store.facts import Facts
from metaleos.quantity import parse_values
from metaleos.solvers.protocol import OUTCOMES, Range
from metaleos.solvers.registry import inside
from metaleos.solvers.rows import Outcomes
from tests.solvers import legal

JOBS = [(name, word) for name, model in inside().items() for word in model.conventions]
BATCH = 250
LONGEST = 60.0  # seconds of CPU time for a batch: a hundred times what is usual


@pytest.fixture(scope="module")
def facts(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        yield Facts(connection)


def outcomes(bench, count, seed):
    """Solve random states and return how many ended how; warnings are errors in all tests."""
    found = Counter()
    points = legal.points(bench, count, seed)
    for start in range(0, count, BATCH):
        part = points[start : start + BATCH]
        began = process_time()
        values = bench.solve(part, legal.scalars(bench.model))
        assert process_time() - began < LONGEST
        assert list(legal.faults(values, part)) == []
        found.update(values.outcome.tolist())
    assert set(found) <= set(OUTCOMES) - {"failed"}
    return found


def test_the_states_are_what_the_parser_accepts():
    for number in legal.ODD:
        assert parse_values(f"{number!r} bohr3", "bohr3/atom", "volume") == [number]


@pytest.mark.parametrize(("name", "convention"), JOBS)
def test_a_few_random_states_have_an_answer_or_a_reason(name, convention, facts):
    count = 25 if name.startswith("ha/") else 60
    found = outcomes(Bench(inside()[name], convention, facts), count, seed=1)
    assert found["ok"] >= 1
    assert found["out_of_range"] >= 4


@pytest.mark.slow
@pytest.mark.parametrize(("name", "convention"), JOBS)
def test_random_states_have_an_answer_or_a_reason(name, convention, facts):
    count = 1000 if name.startswith(("ha/", "wh/")) else 5000  # of each convention
    found = outcomes(Bench(inside()[name], convention, facts), count, seed=2)
    tried = count - found["out_of_range"] - found["invalid_input"]
    print(name, convention, dict(found))  # pytest -s: the figures
    assert found["not_converged"] < (0.005 if name == "tfdw" else 0.01) * tried


@pytest.mark.parametrize("name", inside())
def test_every_model_says_where_it_ends(name):
    model = inside()[name]
    assert model.ranges
    for item in model.ranges:
        assert item.low < item.high
        assert str(item) == f"{str(item).partition(':')[0]}: {item.reason}"


def test_outside_a_range_is_refused_with_the_reason():
    ends = (Range(name="x", unit="bohr", low=1.0, high=2.0, reason="it is so"),)
    outcomes = Outcomes.of(5)
    outcomes.refuse(np.array([4]), "invalid_input", "no number")
    outcomes.confine(ends, {"x": np.array([1.0, 2.0, 2.5, np.nan, np.nan])})
    assert outcomes.outcome.tolist() == ["ok", "ok", *["out_of_range"] * 2, "invalid_input"]
    assert outcomes.reason[2] == "2.5 is outside x from 1 to 2 bohr: it is so"


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("ha/h", {"structure": "bcc", "axial_ratio": 1.6, "volume": 250.0 / 1e120}),
        ("ha/vs", {"structure": "bcc", "axial_ratio": 1.6, "volume": 2.0}),
        ("nud/exact", {"theta": 0.5, "volume": 1e-300}),
        ("nud/linear", {"theta": 1.01, "volume": 250.0}),
        ("tf/exact", {"temperature": 1e-300, "volume": 250.0}),
        ("tfd", {"temperature": 0.0, "volume": 1e7}),
        ("tfdw", {"temperature": 1e9, "volume": 250.0}),
    ],
)
def test_what_no_metal_is_has_no_value(name, state, facts):
    bench = Bench(inside()[name], "standard", facts)
    values = bench.solve([legal.Point("Na", state)], legal.scalars(inside()[name]))
    assert values.outcome[0] == "out_of_range"
    assert any(str(values.solution.reason[0]).endswith(str(item)) for item in bench.model.ranges)
    assert all(np.isnan(column[0]) for column in values.solution.values.values())
