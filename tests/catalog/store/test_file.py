"""The catalog file: who holds it, all of a change or nothing."""

from __future__ import annotations

import subprocess
import sys

import duckdb
import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.errors import CatalogError, LockedError


def test_an_error_rolls_everything_back(facts_catalog):
    def edit_and_fail() -> None:
        with CatalogFile(facts_catalog).writing() as connection:
            connection.execute("UPDATE parameter SET value = 9")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        edit_and_fail()
    with CatalogFile(facts_catalog).reading() as connection:
        assert (
            connection.execute("SELECT count(*) FROM parameter WHERE value = 9").fetchall()[0][0]
            < 5
        )


@pytest.mark.parametrize("name", ["reading", "writing"])
def test_locked_by_another_process_names_the_holder(facts_catalog, name):
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
        with (
            pytest.raises(LockedError, match=f"process {holder.pid}") as caught,
            getattr(CatalogFile(facts_catalog, notice=notices.append, wait=1.0), name)(),
        ):
            pass
        holder.stdin.close()
    assert caught.value.exit_code == 5
    assert len(notices) == 1


def test_a_refused_change_is_one_clear_error_and_stores_nothing(facts_catalog):
    def break_a_rule() -> None:
        with CatalogFile(facts_catalog).writing() as connection:
            connection.execute("UPDATE parameter SET value = 9")
            connection.execute("INSERT INTO element VALUES (200, 'X', 'nothing')")

    with pytest.raises(CatalogError, match="refused the change"):
        break_a_rule()
    with CatalogFile(facts_catalog).reading() as connection:
        left = connection.execute("SELECT count(*) FROM parameter WHERE value <> 9").fetchall()
    assert left[0][0] > 100


def test_a_change_is_kept_and_reading_changes_nothing(facts_catalog):
    with CatalogFile(facts_catalog).writing() as connection:
        connection.execute("UPDATE meta SET value = 'someone' WHERE key = 'built_by'")
    with CatalogFile(facts_catalog).reading() as connection:
        kept = connection.execute("SELECT value FROM meta WHERE key = 'built_by'").fetchall()
        with pytest.raises(duckdb.InvalidInputException, match="read-only"):
            connection.execute("DELETE FROM meta")
    assert kept == [("someone",)]


def test_reading_makes_no_file(tmp_path):
    file = CatalogFile(tmp_path / "none.duckdb")
    with pytest.raises(CatalogError), file.reading():
        pass
    assert list(tmp_path.iterdir()) == []
