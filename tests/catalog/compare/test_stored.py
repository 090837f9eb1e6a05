"""Stored verdicts: what a catalog is built with, and what makes them stale."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.compare import stored as module
from metaleos.catalog.compare.stored import stored
from metaleos.catalog.compare.verdicts import verdicts
from metaleos.ingest.papers import paper_of

NA = "soma1978:VI:Na:ha/vs:E2"


def ask(path, paper="all"):
    with duckdb.connect(path, read_only=True) as connection:
        return stored(connection, paper)


def edit(path, statement):
    with duckdb.connect(path) as connection:
        connection.execute(statement)


def test_every_verdict_of_a_new_catalog_is_stored_and_fresh(session_catalog):
    found = ask(session_catalog)
    with duckdb.connect(session_catalog, read_only=True) as connection:
        assert found.verdicts == verdicts(connection)
        runs = connection.execute(
            "SELECT v.cell FROM v_verdicts v LEFT JOIN run s ON s.id = v.standard_run "
            "LEFT JOIN run p ON p.id = v.printed_run "
            "WHERE v.standard IS NOT NULL AND (s.convention IS DISTINCT FROM 'standard' "
            "OR p.convention IS DISTINCT FROM 'printed' OR s.element <> p.element)"
        ).fetchall()
    assert runs == []
    assert (found.stale, found.notices) == ({}, [])


def test_what_ingredients_do_is_there_and_stale_where_an_input_moved(built_catalog):
    catalog = Catalog(built_catalog)
    effects = catalog.sql(
        "SELECT model, ingredient, stale, moved FROM v_ingredients WHERE element = 'Na'"
    ).rows()
    assert {"form_factor_grid", "pressure_unit"} <= {row["ingredient"] for row in effects}
    assert not any(row["stale"] for row in effects)
    assert any(row["moved"] for row in effects)
    edit(built_catalog, "UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    assert catalog.recompute().verdicts > 0
    stale = catalog.sql("SELECT DISTINCT element, model FROM v_ingredients WHERE stale").rows()
    assert stale == [{"element": "Na", "model": "ha/vs"}]
    (notice,) = ask(built_catalog).notices
    assert notice.startswith("what the ingredients of `printed` do is stale")
    assert "Na ha/vs" in notice


def test_comparing_a_paper_solves_nothing(session_catalog, monkeypatch):
    monkeypatch.setattr("metaleos.catalog.compare.verdict_values.Bench", None)
    found = Catalog(session_catalog).compare(paper="soma1978")
    assert len(found) == 786


def test_a_catalog_without_verdicts_has_none_stored(session_facts):
    assert ask(session_facts) is None
    assert len(Catalog(session_facts).compare(paper="latter1955")) == 132


@pytest.mark.parametrize(
    ("statement", "why", "cells"),
    [
        ("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'", "R_M", "%:Na:ha/vs:%"),
        (f"UPDATE cell SET printed = '-.0146', parsed = -.0146 WHERE id = '{NA}'", "cell", NA),
        (f"INSERT INTO erratum SELECT 'x', '{NA}', 'unknown', 'a doubt'", "cell", NA),
    ],
)
def test_what_a_verdict_rests_on_makes_it_stale(built_catalog, statement, why, cells):
    edit(built_catalog, statement)
    found = ask(built_catalog)
    with duckdb.connect(built_catalog, read_only=True) as connection:
        asked = "SELECT cell FROM v_verdicts WHERE cell LIKE ? AND standard_run IS NOT NULL"
        expected = {cell for (cell,) in connection.execute(asked, [cells]).fetchall()}
    assert expected
    assert set(found.stale) == expected
    assert all(why in text for text in found.stale.values())
    assert Catalog(built_catalog).status()["stale_verdicts"] == len(expected)
    assert Catalog(built_catalog).status("Cs")["stale_verdicts"] == 0
    notice = found.notices[0]
    assert notice.startswith(f"{len(expected)} of 1547 verdicts are stale")


def test_another_revision_of_the_rules_makes_every_verdict_stale(session_catalog, monkeypatch):
    monkeypatch.setattr(module, "REVISION", 99)
    assert len(ask(session_catalog).stale) == 1547


def test_another_rounding_of_the_paper_makes_its_column_stale(session_catalog, monkeypatch):
    monkeypatch.setitem(paper_of("soma1978").roundings, "B1", paper_of("soma1978").roundings["E2"])
    found = ask(session_catalog)
    assert {item.quantity for item in found.verdicts if item.cell in found.stale} == {"B1"}


def test_another_effect_of_an_ingredient_makes_its_cell_stale(session_catalog, monkeypatch):
    monkeypatch.setitem(module.shipped_moves(), NA, [("rydberg", 1.0, 2.0)])
    assert set(ask(session_catalog).stale) == {NA}
