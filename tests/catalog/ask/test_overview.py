"""What there is, in a few lines: its numbers are those of the tables."""

from __future__ import annotations

from metaleos.catalog.ask.overview import overview
from metaleos.catalog.store.file import CatalogFile


def test_the_numbers_are_counted(session_catalog):
    with CatalogFile(session_catalog).reading() as connection:
        said = " ".join(overview(connection)).replace(",", "")
        for statement in (
            "SELECT count(*) FROM v_results",
            "SELECT count(*) FROM v_states WHERE is_reference",
            "SELECT count(DISTINCT model) FROM v_results",
            "SELECT count(*) FROM published",
        ):
            (number,) = connection.execute(statement).fetchall()[0]
            assert f" {number} " in said


def test_a_catalog_of_facts_alone(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        assert "0 results" in " ".join(overview(connection))
