"""What does not exist at a state: in the default catalog, neither failed nor missing."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.store.file import CatalogFile

NOWHERE = {
    "reduced_potential_origin": "temperature_k = 0",
    "reduced_potential_boundary": "temperature_k = 0",
    "grueneisen_parameter": "temperature_k = 0",
}
"""Where a property does not exist, of solved states."""


@pytest.fixture(scope="module")
def connection(session_catalog):
    with CatalogFile(session_catalog).reading() as opened:
        yield opened


@pytest.mark.parametrize("name", NOWHERE)
def test_undefined_is_just_where_it_cannot_be(connection, name):
    rows = connection.execute(
        f"SELECT outcome = 'undefined', {NOWHERE[name]}, count(*) FROM v_results "
        "WHERE property = ? AND outcome IN ('ok', 'undefined') GROUP BY ALL ORDER BY ALL", [name]
    ).fetchall()  # fmt: skip
    assert [row[:2] for row in rows] == [(False, False), (True, True)]
    assert all(row[2] > 50 for row in rows)


def test_what_lacks_an_input_is_no_matter_of_the_state(connection):
    rows = connection.execute(
        "SELECT DISTINCT outcome FROM v_results WHERE reason LIKE '%no cohesive energy%'"
    ).fetchall()
    assert rows == [("invalid_input",)]


def test_roots_that_a_fit_does_not_have(connection):
    rows = connection.execute(
        "SELECT DISTINCT term FROM v_results WHERE property = 'model_radius' "
        "AND outcome = 'undefined'"
    ).fetchall()
    assert rows == [("root_3",)]


def test_status_counts_it_neither_as_failed_nor_as_missing(session_catalog):
    rows = Catalog(session_catalog).status(model="tf/uniform").rows()
    assert sum(row["undefined"] for row in rows) > 300
    assert [row["coverage"] for row in rows] == [1.0, 1.0]
