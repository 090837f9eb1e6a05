"""Where the catalog file is: the option, the environment, the platform's folder."""

from __future__ import annotations

import pytest

from metaleos.catalog.store.location import catalog_path
from metaleos.errors import UsageError


def test_location(monkeypatch, tmp_path):
    monkeypatch.setenv("METALEOS_DB", str(tmp_path / "a.duckdb"))
    assert catalog_path() == tmp_path / "a.duckdb"
    assert catalog_path(tmp_path / "b.duckdb") == tmp_path / "b.duckdb"
    monkeypatch.delenv("METALEOS_DB")
    assert catalog_path().name == "catalog.duckdb"


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert catalog_path("~/metals.duckdb") == tmp_path / "metals.duckdb"
    monkeypatch.setenv("METALEOS_DB", "~/other.duckdb")
    assert catalog_path() == tmp_path / "other.duckdb"


def test_an_empty_variable_names_no_file(monkeypatch):
    monkeypatch.setenv("METALEOS_DB", "")
    path = catalog_path()
    assert (path.parent.name, path.name) == ("metaleos", "catalog.duckdb")
    assert path.is_absolute()


@pytest.mark.parametrize("path", ["", 5, True, ["a.duckdb"]])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(UsageError, match="is no path"):
        catalog_path(path)
