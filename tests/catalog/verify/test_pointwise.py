"""Identities of one state hold for an ideal gas, and fail for a spoilt one."""

from __future__ import annotations

import pytest

from metaleos.catalog.verify.pointwise import pointwise
from tests.catalog.verify.gas import graded


def test_an_ideal_gas_keeps_them_all():
    found = graded(pointwise)
    assert {"F = E - T S", "E = K + U", "virial: 3 P V = 2 K + U", "gamma = V (dP/dT)/C_V"} <= (
        found.keys()
    )
    assert set.union(*found.values()) == {"pass"}


@pytest.mark.parametrize(
    ("name", "caught"),
    [
        ("entropy", {"F = E - T S"}),
        ("pressure", {"virial: 3 P V = 2 K + U"}),
        ("heat_capacity", {"gamma = V (dP/dT)/C_V"}),
        ("total_energy", {"F = E - T S", "E = K + U"}),
    ],
)
def test_one_per_cent_is_caught_where_it_is(spoil, name, caught):
    spoil(name)
    assert {check for check, grades in graded(pointwise).items() if "fail" in grades} == caught
