"""Models beside experiment: what is compared with what, and why not; counts, nothing dropped."""

from __future__ import annotations

import math

import pytest

import metaleos
from metaleos.errors import UnknownNameError

ALKALI = "Li,Na,K,Rb,Cs"


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return metaleos.open(session_catalog)


def test_ours_published_and_observed_stand_side_by_side(catalog):
    found = catalog.compare("Na", "ha/vs", "bulk_modulus")
    (row,) = found.rows()
    assert row["published"][0]["value"] == pytest.approx(6.99)
    first = row["observed"][0]
    assert (first["value"], first["state"][:15]) == (7.9, "low temperature")
    assert row["deviation"] == pytest.approx(row["value"] - first["value"])
    assert row["deviation_percent"] == pytest.approx(100 * row["deviation"] / first["value"])
    assert row["published_deviation_percent"] == pytest.approx(100 * (6.99 - 7.9) / 7.9)
    assert {source["key"] for source in found.sources} >= {"soma1978", first["source"]}


def test_rows_of_query_with_what_a_comparison_says(catalog):
    (row,) = catalog.compare("Na", "ha/vs", "bulk_modulus").rows()
    (plain,) = [r for r in catalog.query("Na", "ha/vs", "bulk_modulus") if r["term"] == "total"]
    more = set(row) - set(plain)
    assert more == {
        "deviation", "deviation_percent", "deviation_sigma", "within", "comparable", "in_domain",
        "published_deviation_percent",
    }  # fmt: skip
    assert {name: row[name] for name in plain} == plain


def test_energies_of_other_electrons_are_not_compared(catalog):
    found = catalog.compare("Na", "ha/vs,tf,tfdw", "total_energy")
    rows = {row["model"]: row for row in found.rows()}
    assert rows["ha/vs"]["comparable"] is True
    assert abs(rows["ha/vs"]["deviation_percent"]) < 2
    for name in ("tf/exact", "tfdw"):
        row = rows[name]
        assert (row["comparable"], row["deviation"], row["within"]) == (False, None, None)
        assert row["reason"] == "ours counts all electrons, the measured value valence electrons"
    scores = {row["model"]: (row["n"], row["incomparable"]) for row in found["summary"]}
    assert scores["ha/vs"] == (1, 0)
    assert scores["tf/exact"][0] == scores["tfdw"][0] == 0


def test_what_lies_outside_the_domain_is_shown_apart(catalog):
    found = catalog.compare("Na,Al", "tf,tfdw", "bulk_modulus")
    rows = {(row["element"], row["model"]): row for row in found.rows()}
    tf = rows["Al", "tf/exact"]
    assert (tf["comparable"], tf["in_domain"]) == (True, False)
    assert "dense or hot matter" in tf["reason"]
    # validity is 0 where the functional fails: Na at normal density, not Al
    assert rows["Na", "tfdw"]["in_domain"] is False
    assert "validity is 0" in rows["Na", "tfdw"]["reason"]
    assert rows["Al", "tfdw"]["in_domain"] is True
    scores = {row["model"]: row for row in found["summary"]}
    assert (scores["tf/exact"]["n"], scores["tf/exact"]["of"], scores["tf/exact"]["outside"]) == (
        0, 0, 2,
    )  # fmt: skip
    assert scores["tf/exact"]["mean_absolute_percent"] is None
    assert scores["tf/exact"]["outside_mean_absolute_percent"] > 100
    assert (scores["tfdw"]["n"], scores["tfdw"]["of"], scores["tfdw"]["outside"]) == (1, 1, 1)


def test_scores_count_over_the_domain(catalog):
    found = catalog.compare(None, "ha/bkk,ha/ho,ha/vs", "bulk_modulus")
    counts = {row["model"]: (row["n"], row["of"], row["missing"]) for row in found["summary"]}
    assert counts == {"ha/bkk": (2, 2, 0), "ha/ho": (4, 4, 0), "ha/vs": (5, 5, 0)}


def test_every_place_of_the_domain_is_accounted_for(catalog):
    for row in catalog.compare(None, "ha,wh,tf,tfd,tfdw")["summary"]:
        parts = ("n", "failed", "incomparable", "unmeasured", "missing")
        assert sum(row[name] for name in parts) == row["of"], row
        assert row["within"] <= row["within_of"] <= row["n"]


def test_summary_has_the_statistics_of_its_points(catalog):
    found = catalog.compare(None, "ha/vs", "cohesive_energy")
    (row,) = found["summary"]
    mine = {r["element"]: r["deviation_percent"] for r in found.rows()}
    worst = max(mine, key=lambda name: abs(mine[name]))
    assert (row["worst_element"], row["worst_percent"]) == (worst, mine[worst])
    values = sorted(mine.values())
    assert row["mean_percent"] == pytest.approx(sum(values) / 5)
    assert row["median_percent"] == values[2]
    assert row["mean_absolute_percent"] == pytest.approx(sum(map(abs, values)) / 5)
    assert row["rms_percent"] == pytest.approx(math.sqrt(sum(v * v for v in values) / 5))


def test_models_are_ranked_on_the_elements_that_they_share(catalog):
    found = catalog.compare(None, "ha", "cohesive_energy")
    scores = {row["model"]: row for row in found["summary"]}
    ranked = [row["model"] for row in found["summary"] if row["rank"]]
    assert ranked[0] == "ha/sstl"
    assert {scores[name]["rank_n"] for name in ranked} == {5}
    # two and four metals: their means are of other metals
    assert scores["ha/bkk"]["rank"] is scores["ha/ho"]["rank"] is None
    means = [scores[name]["mean_absolute_percent"] for name in ranked]
    assert means == sorted(means)


def test_the_nearest_all_and_a_source(catalog):
    (nearest,) = catalog.compare("K", "ha/vs", "bulk_modulus", observed="nearest")
    assert nearest["observed"][0]["value"] == 3.66
    (one,) = catalog.compare("K", "ha/vs", "bulk_modulus", observed="potassium1981")
    assert one["observed"][0]["source"] == "potassium1981"
    error = one["error_estimate"]
    assert one["deviation_sigma"] == pytest.approx(
        one["deviation"] / math.hypot(one["observed"][0]["uncertainty"], error)
    )
    every = catalog.compare("K", "ha/vs", "bulk_modulus", observed="all").rows()
    measured = catalog.query("K", "ha/vs", "bulk_modulus")[0]["observed"]
    assert sorted(r["observed"][0]["value"] for r in every) == sorted(m["value"] for m in measured)
    for row in every:
        (only,) = row["observed"]
        assert row["deviation"] == pytest.approx(row["value"] - only["value"])
    with pytest.raises(UnknownNameError, match="potassium1981"):
        catalog.compare("K", "ha/vs", "bulk_modulus", observed="potassium1982")


def test_a_source_that_has_no_value_is_a_row_with_its_reason(catalog):
    (row,) = catalog.compare("K", "ha/vs", "cohesive_energy", observed="potassium1981")
    assert (row["comparable"], row["deviation"]) == (False, None)
    assert row["reason"] == "nothing by potassium1981"


def test_away_from_the_reference_nothing_is_measured(catalog):
    row = catalog.compare(
        "Al", "tfdw", "bulk_modulus", all_states=True, temperature="10 eV", compression=1
    )[0]
    assert row["comparable"] is False
    assert "116045 K" in row["reason"]
    assert row["observed"]


def test_units_order_and_limit(catalog):
    plain = catalog.compare(ALKALI, "ha/vs", "bulk_modulus")
    mbar = catalog.compare(
        ALKALI, "ha/vs", "bulk_modulus", units="pressure=Mbar", sort="-deviation", limit=2
    )
    assert len(mbar) == 2
    largest = sorted(plain, key=lambda row: -row["deviation"])[:2]
    for shown, row in zip(mbar, largest, strict=True):
        assert shown["element"] == row["element"]
        assert shown["deviation"] == pytest.approx(row["deviation"] / 100)
        assert shown["deviation_percent"] == row["deviation_percent"]


def test_a_query_shows_deviations_where_they_are_asked_for(catalog):
    found = catalog.query("Na", "ha/vs", "bulk_modulus", columns="+deviation_percent")
    (row,) = catalog.compare("Na", "ha/vs", "bulk_modulus").rows()
    assert found.flat()[0]["deviation_percent"] == row["deviation_percent"]
    assert "deviation" not in catalog.query("Na", "ha/vs", "bulk_modulus").flat()[0]


def test_sql_has_the_numbers_of_compare(catalog):
    names = ("deviation", "deviation_percent", "deviation_sigma", "within", "comparable",
             "in_domain", "reason", "published_deviation_percent")  # fmt: skip
    found = catalog.compare(None, "ha,wh,tf,tfd,tfdw", convention="standard,printed")
    rows = catalog.sql("FROM v_comparison WHERE model NOT LIKE 'nud%'").rows()
    key = ("element", "model", "convention", "property")
    there = {tuple(row[k] for k in key): row for row in rows}
    mine = [row for row in found if row["observed"] or row["published"]]
    assert len(mine) > 1000
    for row in mine:
        other = there[tuple(row[k] for k in key)]
        assert {name: row[name] for name in names} == {name: other[name] for name in names}
        assert (row["observed"] or [{"value": None}])[0]["value"] == other["observed"]
        assert (row["published"] or [{"value": None}])[0]["value"] == other["published"]


def test_sql_has_the_scores_of_compare(catalog):
    found = catalog.compare(None, "ha,wh,tf,tfd,tfdw", convention="standard,printed")["summary"]
    rows = catalog.sql("FROM v_scores").rows()
    there = {(row["property"], row["model"], row["convention"]): row for row in rows}
    assert len(found) > 40
    for row in found:
        other = there[row["property"], row["model"], row["convention"]]
        for name, value in other.items():
            close = pytest.approx(value) if isinstance(value, float) else value
            assert row[name] == close, (name, row)


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


def test_a_pivot_has_a_column_for_each_model(catalog):
    found = catalog.compare("alkali", "ha", "B")
    by_model = found.pivot("model")
    rows = {row["element"]: row for row in by_model}
    for row in found:
        assert rows[row["element"]][row["model"]] == row["deviation_percent"]
    assert rows["Cs"]["ha/bkk"] is None
    values = catalog.compare("alkali", "ha", "B", pivot="element", columns="value").rows()
    assert {tuple(row) for row in values} == {("model", "Li", "Na", "K", "Rb", "Cs")}
    with pytest.raises(metaleos.errors.UsageError, match="model, element, property"):
        found.pivot("convention")


def test_a_summary_is_rows_that_can_be_ordered_and_cut(catalog):
    found = catalog.compare(
        None, "ha", "B", summary=True, sort="-rms_percent", limit=2, columns="model,rms_percent"
    )
    scores = catalog.compare(None, "ha", "B").summary().rows()
    worst = sorted(scores, key=lambda row: -row["rms_percent"])[:2]
    assert found.rows() == [{k: row[k] for k in ("model", "rms_percent")} for row in worst]
    with pytest.raises(UnknownNameError, match="rms_percent"):
        catalog.compare(None, "ha", "B", summary=True, sort="rms")


def test_units_reach_the_scores(catalog):
    plain = catalog.compare(None, "ha/vs", "B")["summary"][0]
    mbar = catalog.compare(None, "ha/vs", "B", units="pressure=Mbar")["summary"][0]
    assert mbar["mean_deviation"] == pytest.approx(plain["mean_deviation"] / 100)
    assert mbar["mean_percent"] == pytest.approx(plain["mean_percent"])


def test_an_export_has_no_empty_column_of_deviations(catalog, tmp_path):
    with pytest.raises(metaleos.errors.UsageError, match="no deviations"):
        catalog.export(None, tmp_path / "x.csv", element="Na", columns="+deviation")
