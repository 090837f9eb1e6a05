"""Derivatives of the free energy of an ideal gas are its pressure, entropy and bulk modulus."""

from __future__ import annotations

import pytest

from metaleos.catalog.verify.differentiated import by_temperature, by_volume
from tests.catalog.verify.gas import graded


def test_an_ideal_gas_keeps_them_all():
    assert graded(by_volume) == {"P = -dF/dV": {"pass"}, "B = -V dP/dV": {"pass"}}
    assert graded(by_temperature) == {
        name: {"pass"} for name in ("S = -dF/dT", "C_V = dE/dT", "(dP/dT)_V", "gamma = V (dP/dE)_V")
    }


@pytest.mark.parametrize(
    ("family", "name", "caught"),
    [
        (by_volume, "free_energy", {"P = -dF/dV"}),
        (by_volume, "bulk_modulus", {"B = -V dP/dV"}),
        (by_volume, "pressure", {"P = -dF/dV", "B = -V dP/dV"}),
        (by_temperature, "entropy", {"S = -dF/dT"}),
        (by_temperature, "heat_capacity", {"C_V = dE/dT"}),
        (by_temperature, "thermal_pressure_coefficient", {"(dP/dT)_V"}),
        (by_temperature, "grueneisen_parameter", {"gamma = V (dP/dE)_V"}),
    ],
)
def test_one_per_cent_is_caught_where_it_is(spoil, family, name, caught):
    spoil(name)
    assert {check for check, grades in graded(family).items() if "fail" in grades} == caught
