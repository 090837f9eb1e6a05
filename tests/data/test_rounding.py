"""How the papers rounded is what their columns show."""

from __future__ import annotations

import duckdb
import pytest

from data.rounding import Sides, sides
from metaleos.catalog.compare.verdicts import verdicts
from metaleos.ingest.papers import paper_of, papers
from metaleos.ingest.papers.paper import EITHER, ROUNDED, TRUNCATED


@pytest.mark.parametrize(
    ("only_round", "only_truncate", "room"),
    [(7, 0, ROUNDED), (0, 7, ROUNDED), (8, 2, ROUNDED), (7, 3, EITHER), (2, 8, TRUNCATED),
     (3, 7, EITHER)],
)  # fmt: skip
def test_what_a_column_shows(only_round, only_truncate, room):
    assert Sides(20, 1, only_round, 2, only_truncate).room == room


def test_what_is_declared_is_what_the_columns_show(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        steps = dict(connection.execute("SELECT id, step FROM cell").fetchall())
        shown = sides(verdicts(connection), steps)
    assert {source for source, _ in shown} == set(papers())
    for (source, quantity), counts in shown.items():
        assert paper_of(source).roundings.get(quantity, ROUNDED) == counts.room, (source, counts)
    assert shown["soma1978", "E2"].only_round == 0
