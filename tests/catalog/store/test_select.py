"""Rows of a statement by their columns, in groups, and counted."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.select import count, dicts, grouped, new_ids


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


def test_no_number_of_a_row_is_given_twice(facts_catalog):
    def take(table, count):
        with CatalogFile(facts_catalog).writing() as connection:
            return new_ids(connection, table, count)

    given = [take("state", 100_000), take("state", 2), take("state", 1)]
    assert given == [1, 100_001, 100_003]
    assert [take("run", 1), take("run", 1)] == [1, 2]
    assert take("model_check", 0) == 0
