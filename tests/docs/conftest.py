"""Run the examples of the documentation on a catalog of their own."""

from __future__ import annotations

import shutil

import pytest

from tests.running import ran


@pytest.fixture(scope="session")
def docs_catalog(session_catalog, tmp_path_factory):
    """A copy of the default catalog that examples may change."""
    path = tmp_path_factory.mktemp("docs") / "catalog.duckdb"
    shutil.copy(session_catalog, path)
    return path


@pytest.fixture
def run(capsys, monkeypatch, docs_catalog, tmp_path):
    """Run ``metaleos`` as a reader of the documentation would, piped."""
    monkeypatch.setenv("METALEOS_DB", str(docs_catalog))
    monkeypatch.chdir(tmp_path)
    return lambda arguments: ran(capsys, *arguments)
