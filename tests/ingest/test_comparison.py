"""Bands of facts, and by how much a value leaves one."""

import pytest

from metaleos.ingest.comparison import Comparison, Fact, between, shipped_facts, within

FACT = Fact("facts/a.csv:1", "Na", "density", 0.97, "crc95")


def test_how_far_beyond_its_band_a_value_lies_is_told_in_steps():
    fact = FACT
    steps = [Comparison("", fact, x, 1.0, 2.0, "").beyond for x in (1.0, 2.0, 2.5, 4.5, 2000.0, -1)]
    assert steps == [0, 0, 1, 5, 1000, 2]
    assert Comparison("", fact, 2.0, 1.0, 1.0, "").beyond == 1000


def test_a_part_of_the_expected_value_and_a_band():
    one = within("second source", FACT, 0.97, -1.0, 0.1, "in crc80")
    assert (one.low, one.high) == pytest.approx((-1.1, -0.9))
    assert one.text == "density 0.97: 0.97 against -1 in crc80"
    assert between("rule", FACT, 3.0, 1.0, 2.0).beyond == 1
    assert between("rule", FACT, 2.0, 1.0, 2.0).beyond == 0


def test_every_shipped_fact_says_where_it_stands():
    facts = shipped_facts()
    assert len({fact.place for fact in facts}) == len(facts) > 3000
    assert all(fact.line["unit"] and fact.rank >= 1 for fact in facts)
