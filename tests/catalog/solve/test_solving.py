"""One batch: refusals are outcomes, faults are raised, what was read is known."""

from __future__ import annotations

import pytest

from metaleos.catalog.solve import solving
from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.table import element_states
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.protocol import RefusedError
from metaleos.solvers.registry import models


@pytest.fixture(scope="module")
def facts(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        return Facts(connection)


def broken(error):
    def load_solver(self):
        def solve(batch):
            raise error

        return solve

    return load_solver


def test_a_solver_that_refuses_is_an_outcome(facts, monkeypatch):
    model = models()["ha/h"]
    table = element_states(model, "Na", "standard", facts, state_request())
    refusal = RefusedError("nothing to divide", "no_solution")
    monkeypatch.setattr(type(model), "load_solver", broken(refusal))
    solved = solving.solve_table(model, "standard", table, facts)
    assert list(solved.solution.outcome) == ["no_solution"]
    assert solved.solution.reason[0] == "nothing to divide"


@pytest.mark.parametrize("error", [ZeroDivisionError("by zero"), KeyError("R_M")])
def test_a_solver_that_breaks_is_raised(facts, monkeypatch, error):
    model = models()["ha/h"]
    table = element_states(model, "Na", "standard", facts, state_request())
    monkeypatch.setattr(type(model), "load_solver", broken(error))
    with pytest.raises(type(error)) as caught:
        solving.solve_table(model, "standard", table, facts)
    assert caught.value is error


def test_inputs_read_are_those_the_solver_touched(facts):
    model = models()["tf/exact"]
    table = element_states(model, "Fe", "standard", facts, state_request())
    solved = solving.solve_table(
        model, "standard", table, facts, solving.Options(frozenset({"pressure"}))
    )
    # The density says where the reference state is; the cohesive energy was not asked for.
    assert {"Z", "density", "atomic_mass"} <= set(solved.inputs["Fe"])
    assert "cohesive_energy" not in solved.inputs["Fe"]
