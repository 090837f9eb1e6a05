"""What names mean: resolved once, filters that lose no name, output that is checked."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.selection import Asked, Output, Selection, resolve
from metaleos.errors import UsageError

STATES = "(VALUES ('bcc', 2e2), ('fcc', 200.00001), ('bcc', 201.0)) s(structure, volume)"


@pytest.fixture
def resolved(session_facts):
    def call(*names, unnamed="defaults", **more):
        with duckdb.connect(session_facts, read_only=True) as connection:
            return resolve(connection, Asked(*names, **more), unnamed=unnamed)

    return call


def test_names_are_resolved_each_in_its_place(resolved):
    found = resolved("11,k", "VS,wh/h", "Bulk-Modulus", "printed", state={"volume_ratio": 0.9})
    assert found.elements == ("Na", "K")
    assert sorted(found.models) == ["ha/vs", "wh/h", "wh/vs"]
    assert found.properties == ("bulk_modulus",)
    assert found.conventions == ("printed",)
    assert found.request.get("volume_ratio") == (0.9,)
    assert found.names_models


def test_without_a_name_defaults_or_whatever_there_is(resolved):
    plain = resolved("Na")
    assert {"tf/exact", "nud/exact", "ha/vs"} <= set(plain.models)
    assert not {"tf/uniform", "nud/linear"} & set(plain.models)
    assert plain.conventions == ("standard",)
    assert not plain.names_models
    for found in (resolved("Na", unnamed="all"), resolved("Na", everything=True)):
        assert set(found.conventions) == {"standard", "printed"}
    assert resolved("Na", unnamed="all").models == ()


def test_filters_keep_what_belongs_to_it():
    some = Selection(elements=("Na", "K"), models=("ha/vs",), conventions=("printed",))
    rows = [
        ("Na", "ha/vs", "printed"), ("K", "ha/vs", "printed"), ("Al", "ha/vs", "printed"),
        ("Na", "ha/h", "printed"), ("Na", "ha/vs", "standard"),
    ]  # fmt: skip
    wanted = rows[:2]
    clause, values = some.filters("x")
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (element TEXT, model TEXT, convention TEXT)")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        assert connection.execute(f"SELECT * FROM t x WHERE {clause}", values).fetchall() == wanted
        clause, values = Selection().filters("x")
        assert len(connection.execute(f"SELECT * FROM t x WHERE {clause}", values).fetchall()) == 5


def test_a_stored_state_is_found_within_one_in_a_million():
    def found(**state):
        clauses, values = Selection(request=state_request(**state)).at_states()
        where = " AND ".join(clauses)
        return duckdb.execute(f"SELECT volume FROM {STATES} WHERE {where}", values).fetchall()

    # 200.00001 is off by 5e-8, 201 by 5e-3; 200.001 is off by 5e-6 from both of the first.
    assert found(volume=200.0) == [(200.0,), (200.00001,)]
    assert found(volume=200.001) == []
    assert found(volume=[200.0, 201.0], structure="bcc") == [(200.0,), (201.0,)]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"limit": -1}, "is negative"),
        ({"limit": True}, "is no number of rows"),
        ({"limit": 2.0}, "is no number of rows"),
        ({"sort": ["element"]}, "is no text"),
        ({"columns": ["value", 3]}, "are no names"),
        ({"units": 3}, "are no units"),
    ],
)
def test_output_of_another_type_is_refused(options, told):
    with pytest.raises(UsageError, match=told):
        Output(**options)


def test_no_rows_are_asked_for_too():
    assert Output(limit=0)
    assert not Output()


def test_selections_are_frozen():
    with pytest.raises(AttributeError):
        Selection().elements = ("Na",)
