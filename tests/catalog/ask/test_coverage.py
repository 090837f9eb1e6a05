"""What is measured of the elements: counts are those of the facts, an empty cell has its reason."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.ask.coverage import GOAL, coverage
from metaleos.errors import UnknownNameError


@pytest.fixture(scope="module")
def opened(session_small):
    with duckdb.connect(session_small, read_only=True) as connection:
        yield connection


def test_a_cell_counts_sources_and_is_empty_where_there_is_none(opened):
    facts = """SELECT element, property, count(DISTINCT source)
               FROM (SELECT element, property, source FROM observation
                     UNION ALL SELECT element, property, source FROM constant) GROUP BY ALL"""
    counts = {(element, name): n for element, name, n in opened.execute(facts).fetchall()}
    rows = coverage(opened).rows()
    assert len(rows) == 92
    for row in rows:
        for name in GOAL:
            assert row[name] == counts.get((row["element"], name))
            assert (name in row["missing"]) == (row[name] is None)


def test_a_reason_of_an_element_stands_before_that_of_all_others(opened):
    found = coverage(opened, ["Pd", "Tc"], ["bulk_modulus_derivative"])
    palladium, technetium = (row["missing"]["bulk_modulus_derivative"] for row in
                             sorted(found.rows(), key=lambda row: row["element"]))  # fmt: skip
    assert "does not say whose" in palladium
    assert technetium.startswith("no isotherm")
    assert any("of Pd: " in line for line in found.notices)
    assert "0 of 2 cells" in found.notices[0]


def test_an_unknown_property_is_refused(opened):
    with pytest.raises(UnknownNameError):
        coverage(opened, None, ["bulk_modulos"])
