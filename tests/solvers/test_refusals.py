"""What a model cannot answer is an outcome, a refusal or a usage error: never another exception."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from metaleos.catalog.store.facts import Facts
from metaleos.errors import UsageError
from metaleos.solvers.protocol import OUTCOMES, Batch, RefusedError
from metaleos.solvers.registry import inside

BAD = (0.0, -1.0, np.nan, np.inf, 5e-324, 1e150)
JOBS = [(name, convention) for name, m in inside().items() for convention in m.conventions]
ELEMENTS = {"ha": "K", "wh": "Fe", "tf": "Al", "tfd": "Al", "tfdw": "Al", "nud": "Na"}


@pytest.fixture(scope="module")
def facts(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        yield Facts(connection)


def batch(facts, name, convention="standard", changes=({},), **more):
    """One row for each of the changes of state variables or inputs."""
    model = inside()[name]
    element = ELEMENTS.get(model.theory) or facts.covered(model, convention)[0]
    inputs = {key: item.value for key, item in facts.inputs(model, element, convention).items()}
    state = model.load_reference()(inputs, convention)
    rows = [{**inputs, **state, **change} for change in changes]
    return Batch(
        model=model,
        states={
            v.name: np.array([row[v.name] for row in rows], dtype=object if v.choices else float)
            for v in model.state_variables
        },
        inputs={i.name: np.array([row[i.name] for row in rows], float) for i in model.inputs},
        convention=convention,
        properties=frozenset(more.get("properties", ())),
        settings={**model.settings, **more.get("settings", {})},
        points=more.get("points", {}),
    )


@pytest.mark.filterwarnings("ignore")  # numpy may warn of what it is given here
@pytest.mark.parametrize(("name", "convention"), JOBS)
def test_absurd_rows_are_outcomes_and_leave_the_others_alone(name, convention, facts):
    model = inside()[name]
    numbers = [v.name for v in model.state_variables if not v.choices]
    keys = [*numbers, *(item.name for item in model.inputs)]
    changes = [{}, *({key: bad} for key in keys for bad in BAD), {}]
    solution = model.load_solver()(batch(facts, name, convention, changes))
    assert set(solution.outcome) <= OUTCOMES.keys()
    assert "failed" not in solution.outcome
    assert solution.outcome[[0, -1]].tolist() == ["ok", "ok"]
    assert all(solution.reason[solution.outcome != "ok"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", inside())
def test_rows_that_cannot_be_tried_at_all(name, facts):
    """Nothing of a batch is left to solve."""
    model = inside()[name]
    changes = [{v.name: np.nan for v in model.state_variables if not v.choices}]
    solution = model.load_solver()(batch(facts, name, changes=changes))
    assert solution.outcome[0] in {"invalid_input", "out_of_range"}


@pytest.mark.parametrize(("name", "convention"), JOBS)
def test_a_reference_state_is_given_or_refused(name, convention, facts):
    model = inside()[name]
    element = facts.covered(model, convention)[0]
    inputs = {key: item.value for key, item in facts.inputs(model, element, convention).items()}
    for key in inputs:
        for bad in BAD:
            found, refused = answer(model, {**inputs, key: bad}, convention)
            if refused is None:
                assert set(found) == {v.name for v in model.state_variables}
            else:
                assert refused.outcome in OUTCOMES
                assert refused.reason


def answer(model, inputs, convention):
    try:
        return model.load_reference()(inputs, convention), None
    except RefusedError as refused:
        return {}, refused


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("ha/h", {"parameters": "mine"}),
        ("ha/h", {"lattice_cutoff": 2.0}),
        ("ha/h", {"lattice_cutoff": 1e9}),
        ("ha/h", {"third_order_cutoff": 0.5}),
        ("ha/h", {"third_order_cutoff": -1.0}),
        ("ha/h", {"third_order_screening": "none"}),
        ("wh/iu", {"distribution": "hnc"}),
        ("wh/iu", {"pair_cutoff": "far"}),
        ("tfd", {"ions": "debye"}),
        ("tfdw", {"initial_pressure": "none"}),
    ],
)
def test_what_a_setting_does_not_take_is_a_usage_error(name, settings, facts):
    with pytest.raises(UsageError):
        inside()[name].load_solver()(batch(facts, name, settings=settings))


@pytest.mark.parametrize(
    ("name", "curve", "points"),
    [
        ("ha/h", "pair_potential", [0.0, 1.0]),
        ("ha/h", "pair_potential", []),
        ("ha/h", "pair_potential", [1e300]),
        ("ha/h", "phonon_frequency", [np.nan]),
        ("wh/h", "pair_potential", [np.inf]),
        ("wh/h", "structure_factor", [-1.0]),
    ],
)
def test_points_that_are_none_are_a_usage_error(name, curve, points, facts):
    axis = inside()[name].yields_property(curve).curve
    asked = batch(facts, name, properties=(curve,), points={axis: np.array(points)})
    with pytest.raises(UsageError, match=axis):
        inside()[name].load_solver()(asked)


@pytest.mark.parametrize("number", ["energy", "pressure", "bulk_modulus"])
def test_one_ratio_can_be_asked_for_alone(number, facts):
    name = f"third_order_ratio_{number}"
    every = inside()["ha/vs"].load_solver()(batch(facts, "ha/vs"))
    alone = inside()["ha/vs"].load_solver()(batch(facts, "ha/vs", properties=(name,)))
    assert alone.outcome[0] == "ok"
    assert alone.values[name, "total"] == pytest.approx(every.values[name, "total"], rel=1e-12)
