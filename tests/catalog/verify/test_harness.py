"""The harness passes an ideal gas, and tells of what is spoilt or raises."""

from __future__ import annotations

from dataclasses import replace

from metaleos.catalog.verify.harness import verify_model
from tests.catalog.verify.gas import MODEL, GasFacts


def failed(model=MODEL, convention="standard"):
    checks = list(verify_model(model, convention, GasFacts()))
    assert checks
    return {(check.kind, check.name) for check in checks if check.grade == "fail"}


def raises(batch):
    raise ValueError("no such thing")


def test_an_ideal_gas_passes():
    assert failed() == set()


def test_a_spoilt_pressure_is_a_fault_of_integrity_in_standard_alone(spoil):
    spoil("pressure")
    assert ("integrity", "P = -dF/dV") in failed()
    assert failed(convention="printed") == set()


def test_a_known_fault_is_booked_as_the_paper_s(spoil):
    spoil("entropy")
    known = {"F = E - T S": "Eq. 3", "S = -dF/dT": "Eq. 3"}
    assert failed(replace(MODEL, inconsistencies=known)) == {("paper", name) for name in known}


def test_a_solver_that_raises_is_one_failed_check():
    assert failed(replace(MODEL, solver=f"{__name__}:raises")) == {("integrity", "sample")}
