"""The catalog file as it is handed on: its path, its wait and its notices reach the opening."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from metaleos.catalog.store import file as module
from metaleos.catalog.store.file import CatalogFile
from metaleos.errors import CatalogError


def test_what_is_written_is_read(facts_catalog):
    file = CatalogFile(facts_catalog)
    with file.writing() as connection:
        connection.execute("INSERT INTO meta VALUES ('mine', 'x')")
    with file.reading() as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'mine'").fetchall() == [
            ("x",)
        ]


@pytest.mark.parametrize("name", ["reading", "writing"])
def test_wait_and_notice_are_handed_on(monkeypatch, tmp_path, name):
    told = []
    monkeypatch.setattr(module, name, lambda *path, **options: nullcontext((*path, options)))
    file = CatalogFile(tmp_path / "a.duckdb", notice=told.append, wait=0.25)
    with getattr(file, name)() as opened:
        assert opened == (tmp_path / "a.duckdb", {"wait": 0.25, "notice": told.append})


def test_reading_makes_no_file(tmp_path):
    file = CatalogFile(tmp_path / "none.duckdb")
    with pytest.raises(CatalogError), file.reading():
        pass
    assert list(tmp_path.iterdir()) == []
