"""A model on the bench: each point with its own state and inputs, in its own row."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.catalog.solve.bench import Bench, Point, Values
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.protocol import Solution
from metaleos.solvers.registry import models


@pytest.fixture(scope="module")
def bench(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        return Bench(models()["ha/vs"], "standard", Facts(connection))


def words(*items):
    return np.array(items, dtype=object)


def test_values_of_failed_states_are_nothing_and_errors_positive(bench):
    solution = Solution(
        values={("pressure", "total"): np.array([1.0, 2.0, np.nan])},
        errors={("pressure", "total"): np.array([-0.5, 0.25, 0.0])},
        outcome=words("ok", "no_solution", "ok"),
        reason=words("", "too thin", ""),
        missing={"pressure": words("at other states", "", "no root")},
    )
    values = Values(bench, [Point("Na", {})] * 3, solution)
    np.testing.assert_array_equal(values.value("pressure"), [1.0, np.nan, np.nan])
    np.testing.assert_array_equal(values.error("pressure"), [0.5, 0.25, 0.0])
    assert np.isnan(values.value("pressure", "madelung")).tolist() == [True] * 3
    assert [values.why(row, "pressure") for row in range(3)] == ["", "too thin", "no root"]
    assert values.why(2, "entropy") == ""


def test_every_point_keeps_its_row_its_state_and_its_inputs(bench):
    base = Point("Na", bench.reference("Na"))
    points = [
        base,
        Point("Na", base.state, {"R_M": 2.5}),
        base.moved(volume=200.0),
        Point("K", bench.reference("K")),
    ]
    batch = bench.batch(points, ["pressure"], {"lattice_cutoff": 12.0})
    # Soma, Table II: Na 2.085 bohr.
    assert batch.inputs["R_M"][:3].tolist() == [2.085, 2.5, 2.085]
    assert batch.inputs["R_M"][3] == bench.inputs("K")["R_M"] != 2.085
    assert batch.states["volume"][:3].tolist() == [254.732, 254.732, 200.0]
    assert batch.states["structure"].tolist() == ["bcc"] * 4
    assert batch.properties == {"pressure"}
    assert batch.settings["lattice_cutoff"] == 12.0
    assert bench.model.settings["lattice_cutoff"] == 24.0
    assert base.state["volume"] == 254.732


def test_the_reference_follows_the_changed_inputs(bench):
    assert bench.reference("Na")["volume"] == 254.732
    assert bench.reference("Na", {"reference_volume": 200.0})["volume"] == 200.0
    assert bench.inputs("Na")["reference_volume"] == 254.732


def test_pressure_is_minus_the_slope_of_the_energy(bench):
    # Over one batch: what is solved at V - h, V, V + h comes back in this order.
    volume, step = 200.0, 1.0
    point = Point("Na", bench.reference("Na"))
    points = [point.moved(volume=volume + shift) for shift in (-step, 0.0, step)]
    values = bench.solve(points, ["total_energy", "pressure"])
    low, _, high = values.value("total_energy").tolist()
    # 1 eV/bohr3 is 160.2176634 / 0.529177^3 GPa.
    slope = -(high - low) / (2 * step) * 160.2176634 / 0.529177210544**3
    assert values.value("pressure")[1] == pytest.approx(slope, rel=1e-3)
    assert values.value("pressure")[0] > values.value("pressure")[2]


def test_what_it_covers_and_yields(bench):
    assert bench.elements() == ["Li", "Na", "K", "Rb", "Cs"]
    assert bench.yields("pressure", "bulk_modulus")
    assert not bench.yields("pressure", "entropy")
    assert not bench.yields("pair_potential")  # a curve
