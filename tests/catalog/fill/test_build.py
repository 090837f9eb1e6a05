"""Building, re-ingesting and opening the catalog file."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.build import build
from metaleos.catalog.store.connection import open_file, reading, writing
from metaleos.catalog.store.load import all_rows, load_rows
from metaleos.catalog.store.location import catalog_path
from metaleos.errors import CatalogError, LockedError


def test_every_cell_of_every_paper_is_stored_as_printed(session_catalog):
    with reading(session_catalog) as connection:
        stored = dict(connection.execute("SELECT source, count(*) FROM cell GROUP BY 1").fetchall())
        roles = connection.execute(
            "SELECT count(*) FROM cell c WHERE role = 'parameter' "
            "AND coalesce(reading, parsed) IS NOT NULL "
            "AND NOT EXISTS (FROM parameter p WHERE p.cell = c.id)"
        ).fetchall()[0][0]
        lost = connection.execute(
            "SELECT count(*) FROM cell c WHERE role = 'published' AND NOT EXISTS "
            "(FROM published p WHERE p.cell = c.id)"
        ).fetchall()[0][0]
    assert stored == {
        "soma1978": 786, "bretonnet1990": 359, "latter1955": 132, "perrot1979": 270,
    }  # fmt: skip
    assert roles == 0
    assert lost == 0


def test_a_cell_keeps_string_unit_digits_reading_and_reason(session_catalog):
    with reading(session_catalog) as connection:
        row = connection.execute(
            "SELECT printed, unit, digits, step, parsed, reading, why FROM v_cells "
            "WHERE source = 'soma1978' AND table_no = 'IV' AND element = 'K' AND model = 'ha/mho' "
            "AND quantity = 'E_coh'"
        ).fetchall()[0]
    assert row[:6] == ("1.121", "eV", 4, pytest.approx(0.001), 1.121, 0.942)
    assert "0.942" in row[6]


def test_loading_again_changes_nothing(facts_catalog):
    with writing(facts_catalog) as connection:
        done = load_rows(connection, all_rows(), complete=True)
    assert not done.is_change
    assert done.unchanged["cell"] == 1547


def test_loading_repairs_what_was_edited_and_removes_what_is_not_shipped(facts_catalog):
    with writing(facts_catalog) as connection:
        connection.execute("UPDATE parameter SET value = 9 WHERE id = 'ha/vs/Na/*/R_M'")
        connection.execute(
            "INSERT INTO parameter BY NAME SELECT * REPLACE ('ha/vs/Na/*/R_X' AS id) "
            "FROM parameter WHERE id = 'ha/vs/Na/*/R_M'"
        )
        connection.execute(
            "INSERT INTO observation BY NAME "
            "SELECT * REPLACE ('user:mine' AS id) FROM observation LIMIT 1"
        )
    with writing(facts_catalog) as connection:
        done = load_rows(connection, all_rows(), complete=True)
        value = connection.execute(
            "SELECT value FROM parameter WHERE id = 'ha/vs/Na/*/R_M'"
        ).fetchall()[0][0]
        mine = connection.execute(
            "SELECT count(*) FROM observation WHERE id = 'user:mine'"
        ).fetchall()
    assert (done.changed["parameter"], done.removed["parameter"], value) == (1, 1, 2.085)
    assert mine == [(1,)], "a user's own fact was removed"


def test_an_error_rolls_everything_back(facts_catalog):
    def edit_and_fail() -> None:
        with writing(facts_catalog) as connection:
            connection.execute("UPDATE parameter SET value = 9")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        edit_and_fail()
    with reading(facts_catalog) as connection:
        assert (
            connection.execute("SELECT count(*) FROM parameter WHERE value = 9").fetchall()[0][0]
            < 5
        )


def test_missing_catalog_builds_itself_and_leaves_no_draft(fresh_db, monkeypatch):
    steps = []
    Catalog(fresh_db, progress=lambda step, fraction: steps.append((step, fraction))).ensure()
    assert steps[0][1] == 0.0
    assert steps[-1] == ("done", 1.0)
    assert [path.name for path in fresh_db.parent.iterdir()] == [fresh_db.name]


def test_interrupted_build_leaves_nothing(fresh_db):
    def stop(step: str, fraction: float) -> None:
        if fraction > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(fresh_db, stop)
    assert list(fresh_db.parent.iterdir()) == []


def test_location(monkeypatch, tmp_path):
    monkeypatch.setenv("METALEOS_DB", str(tmp_path / "a.duckdb"))
    assert catalog_path() == tmp_path / "a.duckdb"
    assert catalog_path(tmp_path / "b.duckdb") == tmp_path / "b.duckdb"
    monkeypatch.delenv("METALEOS_DB")
    assert catalog_path().name == "catalog.duckdb"
    with pytest.raises(CatalogError, match="is a folder"):
        catalog_path(tmp_path)


def test_not_a_catalog(tmp_path):
    text = tmp_path / "text.duckdb"
    text.write_text("element,value\n" * 999)
    with pytest.raises(CatalogError, match="cannot be opened"):
        open_file(text, read_only=True)
    other = tmp_path / "other.duckdb"
    duckdb.connect(other).close()
    with pytest.raises(CatalogError, match="no metaleos catalog"), reading(other):
        pass


def test_truncated_file_is_one_clear_error(facts_catalog):
    with facts_catalog.open("r+b") as stream:
        stream.truncate(40_000)
    with pytest.raises(CatalogError), reading(facts_catalog) as connection:
        connection.execute("SELECT count(*) FROM cell").fetchall()


def test_locked_by_another_process_names_the_holder(facts_catalog):
    script = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); "
        "print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(facts_catalog)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout.readline() == "open\n"
        notices = []
        with pytest.raises(LockedError, match=f"process {holder.pid}") as caught:
            open_file(facts_catalog, read_only=True, wait=0.1, notice=notices.append)
        holder.stdin.close()
    assert caught.value.exit_code == 5
    assert len(notices) == 1


def test_a_changed_declaration_is_updated_although_results_refer_to_it(built_catalog):
    with writing(built_catalog) as connection:
        connection.execute("UPDATE model SET revision = 0, title = 'old' WHERE name = 'tfd'")
    with writing(built_catalog) as connection:
        done = load_rows(connection, all_rows(), complete=True)
        title = connection.execute("SELECT title FROM model WHERE name = 'tfd'").fetchall()[0][0]
    assert done.changed["model"] == 1
    assert title.startswith("Thomas-Fermi-Dirac")


def test_a_refused_change_is_one_clear_error_and_stores_nothing(facts_catalog):
    def break_a_rule() -> None:
        with writing(facts_catalog) as connection:
            connection.execute("UPDATE parameter SET value = 9")
            connection.execute("INSERT INTO element VALUES (200, 'X', 'nothing')")

    with pytest.raises(CatalogError, match="refused the change"):
        break_a_rule()
    with reading(facts_catalog) as connection:
        left = connection.execute("SELECT count(*) FROM parameter WHERE value <> 9").fetchall()
    assert left[0][0] > 100


def test_a_new_catalog_holds_the_claims_of_the_papers(session_catalog):
    with reading(session_catalog) as connection:
        graded = dict(
            connection.execute(
                "SELECT model, count(*) FROM v_checks WHERE kind = 'claim' GROUP BY 1"
            ).fetchall()
        )
        details = connection.execute("SELECT detail FROM v_checks WHERE kind = 'claim'").fetchall()
    assert graded == {"nud/exact": 5, "nud/linear": 5, "wh/iu": 8}
    assert all(len(detail) > 40 for (detail,) in details)


def test_the_file_is_written_so_that_older_duckdb_opens_it(session_catalog):
    with reading(session_catalog) as connection:
        tags = connection.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchall()[0][0]
        blocks = connection.execute("SELECT block_size FROM pragma_database_size()").fetchall()
    assert tags["storage_version"] == "v1.0.0+"
    assert blocks == [(65536,)]
