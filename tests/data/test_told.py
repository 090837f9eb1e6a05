"""The pages say what is counted, and a count that moved is noticed."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from data.told import PAGES, TOP, page, told
from metaleos.catalog.compare.counted import counted
from metaleos.catalog.compare.stored import Stored
from metaleos.catalog.compare.verdicts import judged, printed


@pytest.fixture(scope="module")
def today(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        there = printed(connection)
        steps = dict(connection.execute("SELECT id, step FROM cell").fetchall())
    return Stored(judged(there), there.counts), steps


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_is_counted(name, today):
    text = (TOP / name).read_text(encoding="utf-8")
    assert "<!-- told: " in text
    assert page(text, *today) == text


def test_a_verdict_that_moved_changes_the_pages(today):
    found, steps = today
    at = next(n for n, item in enumerate(found.verdicts) if item.verdict == "disagrees")
    other = list(found.verdicts)
    other[at] = replace(other[at], verdict="reproduced")
    text = (TOP / "README.md").read_text(encoding="utf-8")
    assert page(text, replace(found, verdicts=other), steps) != text


def test_the_unpleasant_ones_come_first(today):
    found, steps = today
    counts = counted(found.verdicts)
    text = told("all", found, steps)
    order = [text.index(f" {counts[name]} ") for name in ("disagrees", "described", "fitted")]
    assert order == sorted(order)
    assert order[-1] < text.index(f"{counts['reproduced']} are reproduced")


def test_cells_within_a_room_are_counted(today):
    assert told("bretonnet1990 wh eta within 1", *today) == "81 of 81 within 1"
    assert told("bretonnet1990 wh eta within 0", *today) == "0 of 81 within 0"


def test_what_has_no_cells_is_refused(today):
    with pytest.raises(ValueError, match="no printed cells"):
        told("soma1978 ha Q", *today)
