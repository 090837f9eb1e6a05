"""Loading rows: what is new is added, what differs changed, what is gone removed."""

from __future__ import annotations

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.load import all_rows, load_rows
from metaleos.ingest.rows import SourceRow


def test_loading_again_changes_nothing(facts_catalog):
    with CatalogFile(facts_catalog).writing() as connection:
        done = load_rows(connection, all_rows(), complete=True)
    assert not done.is_change
    assert done.left["cell"] == 1547


def test_loading_repairs_what_was_edited_and_removes_what_is_not_shipped(facts_catalog):
    with CatalogFile(facts_catalog).writing() as connection:
        connection.execute("UPDATE parameter SET value = 9 WHERE id = 'ha/vs/Na/*/R_M'")
        connection.execute(
            "INSERT INTO parameter BY NAME SELECT * REPLACE ('ha/vs/Na/*/R_X' AS id) "
            "FROM parameter WHERE id = 'ha/vs/Na/*/R_M'"
        )
        connection.execute(
            "INSERT INTO observation BY NAME "
            "SELECT * REPLACE ('user:mine' AS id) FROM observation LIMIT 1"
        )
    with CatalogFile(facts_catalog).writing() as connection:
        done = load_rows(connection, all_rows(), complete=True)
        value = connection.execute(
            "SELECT value FROM parameter WHERE id = 'ha/vs/Na/*/R_M'"
        ).fetchall()[0][0]
        mine = connection.execute(
            "SELECT count(*) FROM observation WHERE id = 'user:mine'"
        ).fetchall()
    assert (done.changed["parameter"], done.removed["parameter"], value) == (1, 1, 2.085)
    assert mine == [(1,)], "a user's own fact was removed"


def test_a_changed_declaration_is_updated_although_results_refer_to_it(built_catalog):
    with CatalogFile(built_catalog).writing() as connection:
        connection.execute("UPDATE model SET revision = 0, title = 'old' WHERE name = 'tfd'")
    with CatalogFile(built_catalog).writing() as connection:
        done = load_rows(connection, all_rows(), complete=True)
        title = connection.execute("SELECT title FROM model WHERE name = 'tfd'").fetchall()[0][0]
    assert done.changed["model"] == 1
    assert title.startswith("Thomas-Fermi-Dirac")


def source(key, title):
    empty = dict.fromkeys(("kind", "authors", "year", "journal", "doi", "note", "bibtex"), "")
    return SourceRow(key=key, origin="shipped", title=title, **empty)


def test_rows_are_counted_as_added_changed_and_left(facts_catalog):
    with CatalogFile(facts_catalog).writing() as connection:
        load_rows(connection, [source("a", "A"), source("b", "B")])
        done = load_rows(connection, [source("a", "A"), source("b", "other"), source("c", "C")])
        titles = connection.execute(
            "SELECT key, title FROM source WHERE key IN ('a', 'b', 'c') ORDER BY key"
        ).fetchall()
    assert (done.added, done.changed, done.left) == (
        {"source": 1}, {"source": 1}, {"source": 1},
    )  # fmt: skip
    assert titles == [("a", "A"), ("b", "other"), ("c", "C")]


def test_without_all_rows_nothing_is_removed(facts_catalog):
    with CatalogFile(facts_catalog).writing() as connection:
        before = connection.execute("SELECT count(*) FROM parameter").fetchall()
        done = load_rows(connection, [source("a", "A")])
        assert connection.execute("SELECT count(*) FROM parameter").fetchall() == before
    assert done.removed == {}
    assert done.is_change


def test_parents_may_come_after_their_children(facts_catalog):
    rows = list(all_rows())
    with CatalogFile(facts_catalog).writing() as connection:
        before = connection.execute("SELECT count(*) FROM erratum").fetchall()[0][0]
        connection.execute("DELETE FROM erratum")
        done = load_rows(connection, reversed(rows), complete=True)
    assert done.added["erratum"] == before > 0
