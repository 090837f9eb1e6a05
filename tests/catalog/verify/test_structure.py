"""Sums of terms, values without a reason, states that must be refused."""

from __future__ import annotations

from metaleos.catalog.verify import structure
from tests.catalog.verify.gas import graded


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
