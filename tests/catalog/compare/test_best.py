"""Which model to trust: by its record in the group of the element."""

from __future__ import annotations

import pytest

import metaleos
from metaleos.errors import UsageError


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return metaleos.open(session_catalog)


def test_models_by_their_record_in_the_group(catalog):
    found = catalog.compare("K", None, "bulk_modulus", best=True)
    rows = found.rows()
    scores = catalog.compare("alkali", "ha", "bulk_modulus")["summary"]
    ranked = [row["model"] for row in rows if row["rank"]]
    assert ranked == [row["model"] for row in scores if row["rank"]]
    first = rows[0]
    assert (first["n"], first["mean_absolute_percent"]) == (
        scores[0]["n"], scores[0]["mean_absolute_percent"],
    )  # fmt: skip
    (notice,) = found.notices
    assert notice.startswith("bulk_modulus of K, over the alkali group: on 5 elements ha/mho")


def test_the_record_elsewhere_is_without_the_element(catalog):
    rows = {row["model"]: row for row in catalog.compare("K", None, "B", best=True)}
    points = catalog.compare("alkali", "ha/vs", "B").rows()
    others = [abs(row["deviation_percent"]) for row in points if row["element"] != "K"]
    assert rows["ha/vs"]["others_mean_absolute_percent"] == pytest.approx(sum(others) / 4)
    (here,) = [row["deviation_percent"] for row in points if row["element"] == "K"]
    assert rows["ha/vs"]["deviation_percent"] == here


def test_too_few_points_and_what_lies_outside_are_said(catalog):
    rows = {row["model"]: row for row in catalog.compare("K", None, "B", best=True)}
    assert rows["ha/bkk"]["note"] == "too few: 2"
    assert rows["ha/bkk"]["rank"] is None
    assert "validity is 0" in rows["tfdw"]["note"]
    assert rows["tfdw"]["n"] == 0


def test_only_models_that_answer_here(catalog):
    models = {row["model"] for row in catalog.compare("Al", None, "B", best=True)}
    assert models == {"tf/exact", "tfd", "tfdw"}
    found = catalog.compare("Al", None, "packing_fraction", best=True)
    assert found.rows() == []
    assert "no model has both" in found.notices[0]


def test_elements_and_properties_are_needed(catalog):
    with pytest.raises(UsageError, match="elements and properties"):
        catalog.compare("K", best=True)


def test_a_nearest_that_is_far_off_is_no_choice(catalog):
    (told,) = catalog.compare("Fe", property="bulk_modulus", best=True).notices
    assert told.endswith("; none is near")
    (near,) = catalog.compare("K", property="bulk_modulus", best=True).notices
    assert "none is near" not in near
