"""Rows of a statement by their columns, in groups, and counted."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.store.select import count, dicts, grouped


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute("CREATE TABLE t AS SELECT i AS n, i % 2 AS odd FROM range(5) r(i)")
        yield opened


def test_rows_by_their_columns(connection):
    found = dicts(connection, "SELECT n, n * n AS square FROM t WHERE n > ? ORDER BY n", (2,))
    assert found == [{"n": 3, "square": 9}, {"n": 4, "square": 16}]
    assert dicts(connection, "SELECT n FROM t WHERE n > 9") == []


def test_groups_keep_the_order_of_keys_and_rows():
    rows = [("b", 1, 7), ("a", 1, 8), ("b", 1, 9), ("b", 2, 1)]
    assert grouped(rows, 1) == {("b",): [(1, 7), (1, 9), (2, 1)], ("a",): [(1, 8)]}
    assert list(grouped(rows, 2)) == [("b", 1), ("a", 1), ("b", 2)]
    assert grouped([], 1) == {}


def test_a_count_is_a_number(connection):
    assert count(connection, "FROM t") == 5
    assert count(connection, "FROM t WHERE odd = ?", [1]) == 2
