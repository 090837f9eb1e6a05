"""The harness of `metaleos verify` over the whole registry: a later model cannot escape it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from metaleos.catalog.solve.bench import Bench
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.verify import baseline
from metaleos.catalog.verify.harness import verify_model
from metaleos.catalog.verify.samples import sample, spread
from metaleos.solvers.registry import models
from tests.consistency.expected import unmet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.protocol import Solution

JOBS = [(name, convention) for name, model in models().items() for convention in model.conventions]


CELLS = ("paper", "printed")
"""Kind and convention of printed cells in the baseline: held in tests/catalog/compare."""


@pytest.fixture(scope="module")
def facts(session_facts: Path) -> Facts:
    import duckdb

    with duckdb.connect(session_facts, read_only=True) as connection:
        return Facts(connection)


@pytest.fixture(scope="module")
def checked(facts: Facts) -> Callable[[str, str], list[Check]]:
    """Every check of a model, as `metaleos verify` runs them; once a module."""
    return cache(lambda name, convention: list(verify_model(models()[name], convention, facts)))


@pytest.mark.parametrize(("name", "convention"), JOBS)
def test_model_is_consistent_and_nothing_moved_from_the_baseline(name, convention, checked):
    checks = checked(name, convention)
    assert unmet(models()[name], convention, checks) == []
    known = models()[name].inconsistencies
    for check_name in known:  # a fault of the paper that is gone must leave the declaration
        mine = [check for check in checks if check.name == check_name]
        assert convention != "standard" or any(check.grade == "fail" for check in mine), check_name
    stored = {
        key: outcome
        for key, outcome in baseline.stored().items()
        if key[1:3] == (name, convention) and (key[0], convention) != CELLS
    }
    assert baseline.moves(stored, baseline.outcomes(checks, [])) == []


def test_the_baseline_names_no_model_that_is_gone():
    of_models = {key[1:3] for key in baseline.stored() if key[0] != "fact"}
    assert of_models == set(JOBS)


def test_identities_apply_by_what_a_model_yields(checked):
    names = {
        name: {c.name for c in checked(name, "standard")}
        for name in ("tf/exact", "tfd", "wh/iu", "nud/exact", "ha/al")
    }
    for name in ("tf/exact", "tfd", "wh/iu"):
        assert "P = -dF/dV" in names[name]
        assert any(check.startswith("S = -dF/dT") for check in names[name])
    assert {"P = -dE/dV", "P = -dE/dV (second_order)", "B = -V dP/dV"} <= names["ha/al"]
    assert "pressure ~ Z^10/3" in names["tf/exact"]
    assert "pressure ~ Z^10/3" not in names["tfd"]  # exchange breaks the scaling
    assert "P = -dDeltaU/dV" in names["nud/exact"]


def broken(model, key, change):
    """Return a model whose solver returns a spoilt property."""
    path = f"{__name__}:{SPOILT}"
    global_solver[SPOILT] = (model.load_solver(), key, change)
    return replace(model, solver=path)


SPOILT = "spoilt_solver"
global_solver: dict = {}


def spoilt_solver(batch) -> Solution:
    solver, key, change = global_solver[SPOILT]
    solution = solver(batch)
    if key in solution.values:
        solution.values[key] = change(solution.values[key])
    return solution


@pytest.mark.parametrize(
    ("name", "key", "change", "caught"),
    [
        ("tf/exact", ("pressure", "total"), lambda p: 1.0001 * p, "P = -dF/dV"),
        ("tf/exact", ("entropy", "total"), lambda s: 1.001 * s, "S = -dF/dT"),
        ("tf/exact", ("total_energy", "total"), lambda e: e - 1e-3, "E = K + U"),
        ("tfdw", ("bulk_modulus", "total"), lambda b: 1.01 * b, "B = -V dP/dV"),
        ("tfd", ("kinetic_energy", "homogeneous"), lambda k: 1.001 * k, "sum of terms"),
        ("ha/al", ("pressure", "madelung"), lambda p: 1.01 * p, "P = -dE/dV (madelung)"),
        ("ha/al", ("elastic_constant_c11", "total"), lambda c: 1.1 * c, "C' = (C11 - C12)/2"),
        ("wh/iu", ("packing_fraction", "total"), lambda e: 1.001 * e, "eta = (pi/6) sigma^3/V"),
        (
            "nud/exact",
            ("redistribution_energy_dtheta", "total"),
            lambda d: -d,
            "dDeltaU/dTheta",
        ),
    ],
)
def test_a_spoilt_property_is_caught(name, key, change, caught, facts):
    model = broken(models()[name], key, change)
    failed = {c.name for c in verify_model(model, "standard", facts) if c.grade == "fail"}
    assert any(caught in found for found in failed), failed


def test_a_solver_that_raises_is_a_failed_check(facts):
    def raises(_):
        msg = "no such thing"
        raise ValueError(msg)

    model = broken(models()["nud/exact"], ("redistribution_energy", "total"), raises)
    checks = list(verify_model(model, "standard", facts))
    # Once on the samples, once on the golden states.
    assert [check.grade for check in checks] == ["fail", "fail"]
    assert all("no such thing" in check.detail for check in checks)


def test_a_missing_value_needs_a_reason(facts):
    model = broken(models()["tfd"], ("pressure", "total"), lambda p: np.full_like(p, np.nan))
    failed = [c for c in verify_model(model, "standard", facts) if c.grade == "fail"]
    assert any("pressure" in c.detail and "no reason" in c.detail for c in failed)


def test_samples_cover_every_state_variable(facts):
    for model in models().values():
        bench = Bench(model, "standard", facts)
        points = sample(bench, spread(bench.elements(), 1))
        for variable in model.state_variables:
            seen = {point.state[variable.name] for point in points}
            assert len(seen) >= 2 or variable.name == "axial_ratio", (model.name, variable.name)
