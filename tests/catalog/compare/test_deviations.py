"""Models beside experiment: deviations, counts, nothing dropped."""

from __future__ import annotations

import pytest

import metaleos


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return metaleos.open(session_catalog)


def test_ours_published_and_observed_stand_side_by_side(catalog):
    found = catalog.compare("Na", "ha/vs", "bulk_modulus")
    (row,) = found.rows()
    assert row["published"] == pytest.approx(6.99)
    assert row["observed"] > 6.0
    assert row["deviation"] == pytest.approx(row["value"] - row["observed"])
    assert row["deviation_percent"] == pytest.approx(100 * row["deviation"] / row["observed"])
    assert {source["key"] for source in found.sources} >= {"soma1978", row["observed_source"]}


def test_missing_models_are_counted(catalog):
    # bkk has parameters for two of the five metals
    found = catalog.compare("Li,Na,K,Rb,Cs", "ha/bkk,ha/vs", "bulk_modulus")
    counts = {row["model"]: (row["n"], row["of"], row["missing"]) for row in found["summary"]}
    assert counts == {"ha/bkk": (2, 5, 3), "ha/vs": (5, 5, 0)}


def test_summary_names_the_worst(catalog):
    found = catalog.compare(None, "ha/vs", "cohesive_energy")
    (row,) = found["summary"]
    mine = {r["element"]: r["deviation_percent"] for r in found.rows()}
    worst = max(mine, key=lambda name: abs(mine[name]))
    assert (row["worst_element"], row["worst_percent"]) == (worst, mine[worst])
    assert row["mean_percent"] == pytest.approx(sum(mine.values()) / len(mine))


def test_failed_states_stay_in_the_rows(catalog):
    found = catalog.compare(None, "wh/iu", "core_radius")
    failed = [row for row in found.rows() if row["value"] is None]
    # Eq. 14 gives R_c^2 < 0 with the d-band pressure of the printed d
    assert [row["element"] for row in failed] == ["Ir", "Pt"]
    assert all("R_c^2" in row["reason"] for row in failed)


def test_nothing_to_compare_with_says_so(catalog):
    found = catalog.compare("Na", "nud", "redistribution_energy")
    assert found.rows() == []
    assert found.notices
