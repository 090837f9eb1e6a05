"""Rows of what was solved: in the order asked for, with their own state, value and outcome."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from metaleos.catalog.ask.beside import Beside
from metaleos.catalog.ask.solved import solved_records
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.solve.solving import Options, solve_table
from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.table import element_states
from metaleos.catalog.store.facts import Facts
from metaleos.solvers.protocol import Curve, Solution
from metaleos.solvers.registry import models

TOTAL = ("bulk_modulus", "total")


def words(*items):
    return np.array(items, dtype=object)


@pytest.fixture(scope="module")
def planted(session_facts):
    """Return the records of a solution that is planted, at volume ratios 0.9, 1 and 0.8."""
    model = models()["ha/vs"]
    with duckdb.connect(session_facts, read_only=True) as connection:
        facts = Facts(connection)
        request = state_request(volume_ratio=[0.9, 1.0, 0.8])
        table = element_states(model, "Na", "standard", facts, request)
        solved = solve_table(model, "standard", table, facts, Options(frozenset({TOTAL[0]})))

        def call(solution, *properties):
            wanted = frozenset(properties or TOTAL[:1])
            batch = replace(solved, solution=solution, properties=wanted)
            return solved_records(Beside(connection, ["Na"]), [batch])

        yield call


def test_states_in_order_with_value_error_and_reason(planted):
    rows = planted(
        Solution(
            values={TOTAL: np.array([9.0, 7.0, np.nan])},
            errors={TOTAL: np.array([0.1, np.inf, np.nan])},
            outcome=words("ok", "ok", "no_solution"),
            reason=words("", "", "too dense"),
        )
    )
    rows = [row for row in rows if row.term == "total"]
    ratios = [row.state["volume_ratio"]["value"] for row in rows]
    assert ratios == pytest.approx([0.9, 1.0, 0.8], rel=1e-12)
    # Soma's volume of Na is 254.732 bohr3.
    volumes = [row.state["volume"]["value"] for row in rows]
    assert volumes == pytest.approx([229.2588, 254.732, 203.7856], rel=1e-12)
    assert [(row.value, row.error_estimate) for row in rows] == [
        (9.0, 0.1), (7.0, None), (None, None),
    ]  # fmt: skip
    assert [(row.outcome, row.reason) for row in rows] == [
        ("ok", ""), ("ok", ""), ("no_solution", "too dense"),
    ]  # fmt: skip
    assert {(row.unit, row.source, row.run) for row in rows} == {("GPa", "soma1978", None)}


def test_what_stands_beside_belongs_to_the_reference_state(planted):
    solution = Solution(
        values={TOTAL: np.ones(3)}, errors={}, outcome=words("ok", "ok", "ok"),
        reason=words("", "", ""),
    )  # fmt: skip
    rows = [row for row in planted(solution) if row.term == "total"]
    assert [bool(row.observed) for row in rows] == [False, True, False]
    assert [bool(row.published) for row in rows] == [False, True, False]


def test_observed_values_belong_to_the_reference_state(session_facts):
    compressed = Catalog(session_facts).solve("Na", "ha/h", "bulk_modulus", volume_ratio=0.9).rows()
    assert all(not row["observed"] for row in compressed)


@pytest.mark.parametrize("own", [False, True])
def test_a_curve_has_one_row_a_point_each_with_its_abscissa(planted, own):
    points = np.array([5.0, 6.0])
    values = np.array([[1.0, 2.0], [3.0, np.nan], [5.0, 6.0]])
    curve = Curve(
        variable="distance", unit="bohr",
        points=points + np.array([[0.0], [10.0], [20.0]]) if own else points,
        values=values, errors=values / 10,
    )  # fmt: skip
    rows = planted(
        Solution(
            values={}, errors={}, outcome=words("ok", "ok", "no_solution"),
            reason=words("", "", "too dense"),
            missing={"pair_potential": words("", "no root", "")},
            curves={("pair_potential", "total"): curve, ("phonon_frequency", "100_l"): curve},
        ),
        "pair_potential",
    )  # fmt: skip
    shift = 10.0 if own else 0.0
    places = [(row.state["distance"]["value"], row.value, row.error_estimate) for row in rows]
    assert places == [
        (5.0, 1.0, 0.1), (6.0, 2.0, 0.2),
        (5.0 + shift, 3.0, 0.3), (6.0 + shift, None, None),
        (5.0 + 2 * shift, None, None), (6.0 + 2 * shift, None, None),
    ]  # fmt: skip
    assert [row.outcome for row in rows] == ["ok"] * 3 + ["no_solution"] * 3
    assert [row.reason for row in rows] == ["", "", "", "no root", *["too dense"] * 2]
    assert {row.property for row in rows} == {"pair_potential"}
