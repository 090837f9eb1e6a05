"""Scores of made-up points: what counts, and on which elements models are ranked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metaleos.catalog.compare.scores import Point, headings, scores
from metaleos.catalog.text.record import Deviation, Record


def point(element, model, percent, *, outcome="ok", inside=True, within=None, measured=True):
    record = Record(
        element, model, "standard", "bulk_modulus", "total", 1.0, "GPa", {}, None, outcome, ""
    )
    against = Deviation(
        None if percent is None else percent / 10, percent, None, within,
        comparable=percent is not None, in_domain=inside, published_deviation_percent=None,
        reason="",
    )  # fmt: skip
    return Point(replace(record, observed=[{"value": 1.0}] if measured else []), against)


def test_each_reason_not_to_count_has_its_column():
    (row,) = scores(
        [
            point("Li", "a", 4.0, within=True),
            point("Na", "a", -2.0, within=False),
            point("K", "a", None, outcome="failed"),
            point("Rb", "a", None),
            point("Cs", "a", None, measured=False),
            point("Al", "a", 900.0, inside=False),
        ],
        {"a": ["Li", "Na", "K", "Rb", "Cs", "Al", "Fr"]},
    )
    counted = ("n", "of", "failed", "incomparable", "unmeasured", "missing", "outside")
    assert [row[name] for name in counted] == [2, 5, 1, 1, 1, 0, 1]
    assert (row["mean_percent"], row["mean_absolute_percent"]) == (1.0, 3.0)
    assert row["rms_percent"] == pytest.approx(10**0.5)
    assert (row["worst_percent"], row["worst_element"]) == (4.0, "Li")
    assert (row["within"], row["within_of"]) == (1, 2)
    assert row["outside_mean_absolute_percent"] == 900.0


def test_an_element_of_the_domain_without_a_result_is_missing():
    points = [point("Li", "a", 4.0), point("Na", "b", 1.0)]
    rows = {row["model"]: row for row in scores(points, {"a": ["Li", "Na"]})}
    assert (rows["a"]["n"], rows["a"]["of"], rows["a"]["missing"]) == (1, 2, 1)
    assert (rows["b"]["n"], rows["b"]["of"], rows["b"]["missing"]) == (1, 1, 0)


def test_the_rank_is_of_the_shared_elements_and_not_of_each_models_own():
    # alone b is nearer: it has no Li; on Na and K a is
    points = [
        point("Li", "a", 60.0), point("Na", "a", 1.0), point("K", "a", 1.0),
        point("Na", "b", 2.0), point("K", "b", 2.0),
    ]  # fmt: skip
    rows = {row["model"]: row for row in scores(points, {})}
    assert rows["a"]["mean_absolute_percent"] > rows["b"]["mean_absolute_percent"]
    assert [(rows[m]["rank"], rows[m]["rank_n"]) for m in "ab"] == [(1, 2), (2, 2)]
    assert rows["a"]["rank_mean_absolute_percent"] == 1.0


def test_a_model_of_few_elements_does_not_shrink_the_table_of_many():
    points = [point(e, m, 1.0 + ord(m) % 3) for m in "abc" for e in ("Li", "Na", "K")]
    points.append(point("Na", "d", 0.1))
    rows = {row["model"]: row for row in scores(points, {})}
    assert rows["d"]["rank"] is None
    assert {rows[m]["rank_n"] for m in "abc"} == {3}


def test_one_model_alone_has_no_rank():
    (row,) = scores([point("Li", "a", 4.0)], {})
    assert (row["rank"], row["rank_n"]) == (None, None)


def test_columns_in_which_nothing_stands_are_left_out_for_people():
    rows = scores([point("Li", "a", 4.0)], {})
    shown = headings(rows)
    assert {"n", "of", "mean_absolute_percent"} <= set(shown)
    assert not {"failed", "within", "rank", "convention", "outside"} & set(shown)
