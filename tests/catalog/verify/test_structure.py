"""Sums of terms, values without a reason, states that must be refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from metaleos.catalog.verify import structure
from tests.catalog.verify.gas import MODEL, POINTS, bench, graded


def test_meaningless_states_of_the_gas_are_refused():
    assert graded(structure.bad_states) == {"a meaningless state is refused": {"pass"}}


def test_a_value_that_is_lost_needs_a_reason(spoil):
    assert graded(structure.given) == {"declared values are given": {"pass"}}
    spoil("pressure", float("nan"))
    assert graded(structure.given) == {"declared values are given": {"fail"}}


def test_a_new_term_must_be_declared_or_add_up():
    assert structure.declared_sums(("total", "a", "b"), ()) == ["total = a + b"]
    assert structure.declared_sums(("total", "a", "b"), ("total = a",)) == ["total = a"]
    assert structure.declared_sums(("(110)", "(200)"), ("none",)) == []
    assert structure.declared_sums(("total",), ()) == []


def test_settings_are_refined_at_one_state_an_element_and_deep_at_all(monkeypatch):
    setting = bench()
    setting.model = replace(MODEL, settings={"mesh": 100})
    at, seen = setting.solve(POINTS), []
    monkeypatch.setattr(setting, "solve", lambda points, **_: seen.append(points) or at)
    for deep in (False, True):
        with suppress(IndexError, ValueError):  # the answer is that of all states
            list(structure.refinement(at, deep=deep))
    assert seen == [POINTS[:1], POINTS]


@pytest.mark.parametrize("family", [structure.batch_independence, structure.refinement])
def test_a_wide_estimate_hides_no_value_that_hangs_on_batch_or_mesh(monkeypatch, family):
    setting = bench()
    setting.model = replace(MODEL, settings={"mesh": 100})
    at = setting.solve(POINTS)
    again = setting.solve

    def unsure(*of, **how):  # each value by a tenth of itself, its estimate by as much
        found = again(*of, **how)
        for key, value in found.solution.values.items():
            found.solution.values[key] = 1.1 * value
            found.solution.errors[key] = 0.2 * np.abs(value)
        return found

    assert {check.grade for check in family(at)} == {"pass"}
    monkeypatch.setattr(setting, "solve", unsure)
    assert "fail" in {check.grade for check in family(at)}
