"""Lists of what is known by name: nothing is lost, the preferred comes first."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.ask.lists import (
    element_facts,
    list_elements,
    list_models,
    list_properties,
    list_sources,
)
from metaleos.errors import UnknownNameError


@pytest.fixture(scope="module")
def opened(session_small):
    with duckdb.connect(session_small, read_only=True) as connection:
        yield connection


def test_models_count_their_elements_and_states(opened):
    (row,) = list_models(opened, "tfdw").rows()
    # Perrot's 15 states of Al and the references of Na and Fe, in two conventions.
    assert (row["elements"], row["states"]) == (3, 2 * (15 + 1 + 1))
    (row,) = list_models(opened, "ha/h").rows()
    assert (row["elements"], row["states"]) == (0, 0)
    assert "pressure" in row["properties"]
    assert "pair_potential" in row["curves"]
    assert "pair_potential" not in row["properties"]


def test_a_theory_is_its_default_and_the_others_are_named(opened):
    answer = list_models(opened, "nud")
    assert [row["model"] for row in answer] == ["nud/exact"]
    assert answer.notices[0] == "other variants: nud/linear"
    assert len(list_models(opened, "nud/exact").notices) == len(answer.notices) - 1
    assert {"nud/exact", "nud/linear"} < {row["model"] for row in list_models(opened)}


def test_where_a_model_ends_is_listed_and_told_of_those_that_are_named(opened):
    answer = list_models(opened, "ha/vs")
    (row,) = answer.rows()
    assert row["ranges"][0].startswith("r_s from 0.9 to 6.6 bohr: ")
    assert answer.notices == [f"ha/vs: {text}" for text in row["ranges"]]
    every = list_models(opened)
    assert every.notices == []
    assert all(row["ranges"] for row in every)


def test_elements_in_order_of_their_number(opened):
    rows = list_elements(opened, "Fe,Na,U").rows()
    assert [(row["z"], row["symbol"]) for row in rows] == [(11, "Na"), (26, "Fe"), (92, "U")]
    assert rows[0]["models"] == ["ha/al", "ha/vs", "nud/exact", "tf/exact", "tfdw"]
    assert [row["models_count"] for row in rows] == [5, 3, 0]
    assert rows[2]["models"] == []
    assert rows[0]["atomic_mass_u"] == pytest.approx(22.98976928)


def test_facts_of_elements_the_preferred_first(opened):
    rows = element_facts(opened, "Na", "density,bulk_modulus").rows()
    shown = [(row["property"], row["value"]) for row in rows]
    assert shown[:8] == [
        *(("density", value) for value in (0.97, 0.971, 0.9666, 0.968)),
        *(("bulk_modulus", value) for value in (7.9, 7.6, 6.8, 6.3)),
    ]
    facts = "(SELECT element FROM constant UNION ALL SELECT element FROM observation)"
    ((count,),) = opened.execute(f"SELECT count(*) FROM {facts} WHERE element = 'Fe'").fetchall()
    assert len(element_facts(opened, "Fe")) == count


def test_properties_say_who_yields_and_who_observes(opened):
    yielded, seen = list_properties(opened, "pressure,hugoniot_c0").rows()
    if yielded["property"] != "pressure":
        yielded, seen = seen, yielded
    assert {"ha/vs", "tfdw"} <= set(yielded["models"])
    assert {"total", "madelung", "homogeneous"} <= set(yielded["terms"])
    assert {"perrot1979", "soma1978"} <= set(yielded["published_by"])
    assert (seen["unit"], seen["models"]) == ("km/s", [])
    assert "meyers1994" in seen["observed_by"]


def test_sources_count_every_fact_once(opened):
    rows = {row["key"]: row for row in list_sources(opened)}
    tables = ("constant", "observation", "reference", "parameter", "published")
    whole = sum(
        opened.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0] for table in tables
    )
    assert sum(row["facts"] for row in rows.values()) == whole
    assert [row["key"] for row in list_sources(opened, "PERROT1979,soma1978")] == [
        "perrot1979", "soma1978",
    ]  # fmt: skip
    with pytest.raises(UnknownNameError, match="did you mean soma1978"):
        list_sources(opened, "soma78")
