"""Batches by the inputs that elements have: no row is lost, none is solved twice."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from metaleos.catalog.fill.filling import whole_jobs
from metaleos.catalog.states.table import StateTable
from metaleos.catalog.store.facts import InputValue
from metaleos.solvers.registry import models


class Planted:
    """Facts of which only one optional input differs."""

    def __init__(self, **second):
        self.second = second

    def inputs(self, model, element, convention):
        values = {"first": 1.0, "second": self.second[element]}
        return {n: InputValue(n, "constant", v, "1", "") for n, v in values.items()}


@pytest.fixture
def table():
    element = np.array(["Na", "Al", "Fe", "Na", "Al"], dtype=object)
    volume = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    return StateTable(
        element=element, variables={"volume": volume}, density=volume, compression=volume,
        is_reference=volume > 9, anchor=element, reads={},
    )  # fmt: skip


def parts(table, **second):
    found = whole_jobs(models()["ha/vs"], "standard", table, Planted(**second))
    return {tuple(job.table.variables["volume"].tolist()) for job in found}, len(found)


def test_elements_that_lack_an_input_are_solved_apart(table):
    assert parts(table, Na=7.0, Al=nan, Fe=8.0) == ({(1.0, 3.0, 4.0), (2.0, 5.0)}, 2)
    assert parts(table, Na=nan, Al=nan, Fe=8.0) == ({(1.0, 2.0, 4.0, 5.0), (3.0,)}, 2)


def test_elements_with_the_same_inputs_stay_together(table):
    whole = {(1.0, 2.0, 3.0, 4.0, 5.0)}
    # Other values, zero among them, are no other inputs.
    assert parts(table, Na=7.0, Al=0.0, Fe=8.0) == (whole, 1)
    assert parts(table, Na=nan, Al=nan, Fe=nan) == (whole, 1)
