"""``metaleos elements``: constants, and every source of a fact."""

from __future__ import annotations


def test_names_in_any_spelling_one_row_each(run):
    body = run("elements", "sodium,19", "11", "--format", "json").json
    assert body["schema"] == "metaleos.elements/2"
    sodium, potassium = body["rows"]
    assert (sodium["symbol"], potassium["symbol"]) == ("Na", "K")
    assert (sodium["z"], sodium["density_g_cm3"]) == (11, 0.97)
    assert sodium["models_count"] == len(sodium["models"]) > 10


def test_the_table(run):
    ran = run("elements", "Na")
    assert ran.out.splitlines()[0].startswith(" Z  symbol  name")
    assert len(ran.out.splitlines()) == 3
    assert len(run("elements", "-f", "csv").out.splitlines()) == 1 + 92


def test_all_sources_of_a_property_ranked(run):
    rows = run("elements", "Na", "--sources", "--property", "density", "-f", "json").json["rows"]
    assert {row["property"] for row in rows} == {"density"}
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["source"] for row in rows}) == len(rows) > 2
