"""Which checks a model has to pass: what follows from its declaration, for any model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.verify.structure import declared_sums

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.protocol import Convention, Model


def unmet(model: Model, convention: Convention, checks: Iterable[Check]) -> list[str]:
    """Return what a model fails, and which of the checks that it owes is never passed."""
    integrity = [check for check in checks if check.kind == "integrity"]
    failed = [f"{check.name}: {check.detail}" for check in integrity if check.grade == "fail"]
    passed = {check.name for check in integrity if check.grade == "pass"}
    return failed + sorted(owed(model, convention) - passed)


def owed(model: Model, convention: Convention) -> set[str]:
    """Return the names of the checks that a model must pass at least once."""
    names = {"declared values are given", "same value in any batch"}
    if any(not variable.choices for variable in model.state_variables):
        names.add("a meaningless state is refused")
    scalars = {y.property: y for y in model.yields if not y.curve and not y.on_request}
    for name, item in scalars.items():
        for text in declared_sums(item.terms, item.sums):
            names.add(f"{name}: {text.partition('=')[0].strip()} = sum of terms")
    if convention != "standard":  # `printed` keeps each paper's own constants
        return names
    variables = {variable.name for variable in model.state_variables}
    if "volume" in variables and {"pressure", "free_energy"} <= scalars.keys():
        names.add("P = -dF/dV")
    if {"volume", "temperature"} <= variables and {"entropy", "free_energy"} <= scalars.keys():
        names.add("S = -dF/dT")
    if "volume" in variables and {"pressure", "bulk_modulus"} <= scalars.keys():
        names.add("B = -V dP/dV")
    return names - model.inconsistencies.keys()
