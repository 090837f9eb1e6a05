"""Staged rows come into their table once; what is told is what was done."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.store.merge import Ingested, merge


@pytest.fixture
def connection():
    with duckdb.connect() as opened:
        opened.execute("CREATE TABLE t (id VARCHAR PRIMARY KEY, a DOUBLE, b VARCHAR, kept VARCHAR)")
        opened.execute("INSERT INTO t VALUES ('x', 1, 'one', 'x'), ('y', NULL, 'two', 'y')")
        opened.execute(
            "CREATE TEMP TABLE stage AS FROM (VALUES ('y', NULL, 'two', 'other'), "
            "('x', 2, 'one', 'other'), ('z', 3, NULL, 'new')) s(id, a, b, kept)"
        )
        yield opened


COLUMNS = ("id", "a", "b", "kept")


def test_new_rows_are_added_and_only_what_may_change_does(connection):
    done = Ingested()
    merge(connection, "t", COLUMNS, ("a", "b"), done)
    assert (done.added, done.changed, done.left) == ({"t": 1}, {"t": 1}, {"t": 1})
    assert connection.execute("FROM t ORDER BY id").fetchall() == [
        ("x", 2.0, "one", "x"), ("y", None, "two", "y"), ("z", 3.0, None, "new"),
    ]  # fmt: skip
    assert done.is_change
    assert done.rows() == [{"table": "t", "added": 1, "changed": 1, "removed": 0, "left": 1}]


def test_a_dry_run_counts_and_stores_nothing(connection):
    done = Ingested(dry_run=True)
    before = connection.execute("FROM t").fetchall()
    merge(connection, "t", COLUMNS, ("a", "b"), done)
    assert (done.added, done.changed, done.left) == ({"t": 1}, {"t": 1}, {"t": 1})
    assert connection.execute("FROM t").fetchall() == before


def test_keys_of_several_columns(connection):
    connection.execute("CREATE TABLE u AS FROM (VALUES ('a', 'p', 1), ('a', 'q', 2)) r(x, y, n)")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stage AS FROM (VALUES ('a', 'q', 5), ('b', 'p', 6)) s(x,y,n)"
    )
    done = Ingested()
    merge(connection, "u", ("x", "y", "n"), ("n",), done, keys=("x", "y"))
    assert (done.added, done.changed, done.left) == ({"u": 1}, {"u": 1}, {"u": 0})
    assert connection.execute("FROM u ORDER BY ALL").fetchall() == [
        ("a", "p", 1), ("a", "q", 5), ("b", "p", 6),
    ]  # fmt: skip
