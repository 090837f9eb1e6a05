"""A hot gas of Z particles an atom has P V = Z kT; another factor is caught."""

from __future__ import annotations

from metaleos.catalog.verify.limits import hot
from tests.catalog.verify.gas import graded


def test_the_hot_limit_of_an_ideal_gas():
    assert graded(hot) == {"P V -> Z kT": {"pass"}}


def test_a_pressure_that_is_too_high_is_caught(spoil):
    spoil("pressure")
    assert graded(hot) == {"P V -> Z kT": {"fail"}}
