"""Solving without storing."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.states.table import DENSITY_FACTOR
from metaleos.errors import QuantityError, UsageError


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return Catalog(session_catalog)


def totals(answer, name):
    return [r for r in answer if (r["property"], r["term"]) == (name, "total")]


def test_four_ways_to_say_one_volume(catalog):
    volume = 0.8 * 254.732
    mass = 22.98976928
    ways = (
        {"volume": volume},
        {"volume_ratio": 0.8},
        {"compression": 1 / 0.8},
        {"density": DENSITY_FACTOR * mass / volume},
    )
    values = [totals(catalog.solve("Na", "ha/h", "pressure", **way), "pressure")[0] for way in ways]
    # 1e-6: the tabulated mass has more digits than the one written here.
    assert [v["value"] for v in values] == pytest.approx([values[0]["value"]] * 4, rel=1e-6)
    assert [v["state"]["volume_ratio"]["value"] for v in values] == pytest.approx(
        [0.8] * 4, rel=1e-6
    )


def test_lists_form_a_grid_in_order(catalog):
    answer = catalog.solve("Al", "tf", "pressure", temperature=[1e4, 2e4], compression=[1, 2, 3])
    rows = totals(answer, "pressure")
    seen = [(r["state"]["temperature"]["value"], r["state"]["compression"]["value"]) for r in rows]
    wanted = [(t, c) for t in (1e4, 2e4) for c in (1, 2, 3)]
    assert np.allclose(seen, wanted, rtol=1e-12)


def test_several_models_and_elements_keep_their_own_reference(catalog):
    rows = totals(catalog.solve("Al,Cu", "tf,tfd", "pressure"), "pressure")
    assert [(r["model"], r["element"]) for r in rows] == [
        ("tf/exact", "Al"), ("tf/exact", "Cu"), ("tfd", "Al"), ("tfd", "Cu"),
    ]  # fmt: skip
    density = {(r["model"], r["element"]): r["state"]["density"]["value"] for r in rows}
    assert density["tfd", "Al"] == pytest.approx(2.7847, rel=1e-9)
    assert density["tf/exact", "Al"] == pytest.approx(2.7, rel=5e-3)


def test_what_if_changes_the_value_and_stores_nothing(catalog, session_catalog):
    before = session_catalog.read_bytes()
    plain = totals(catalog.solve("Na", "ha/vs", "pressure"), "pressure")[0]["value"]
    changed = totals(catalog.solve("Na", "ha/vs", "pressure", what_if={"R_M": 2.1}), "pressure")[0]
    assert changed["value"] != pytest.approx(plain, rel=1e-3)
    assert session_catalog.read_bytes() == before


def test_a_what_if_value_that_nothing_reads_is_said(catalog):
    # W_d is an input of wh/vs, which does not cover Na.
    answer = catalog.solve("Na", "vs", "pressure", what_if={"W_d": 1.0, "R_M": 2.1})
    assert answer.notices == ["no model that was solved reads W_d: nothing changes by it"]
    assert catalog.solve("Na", "vs", "pressure", what_if={"R_M": 2.1}).notices == []


def test_curves_only_by_name(catalog):
    answer = catalog.solve("Na", "ha/vs", "pair_potential")
    assert len(answer) > 50
    distances = [row["state"]["distance"] for row in answer]
    assert {d["unit"] for d in distances} == {"bohr"}
    assert "pair_potential" not in {row["property"] for row in catalog.solve("Na", "ha/vs")}


def test_unknown_setting(catalog):
    with pytest.raises(UsageError, match="lattice_cutoff"):
        catalog.solve("Na", "ha/vs", settings={"cutoff": 3.0})


def test_too_many_states(catalog):
    with pytest.raises(QuantityError, match="at most"):
        catalog.solve("Al", "tf", temperature="1:2:2000 eV", compression="1:2:2000")
