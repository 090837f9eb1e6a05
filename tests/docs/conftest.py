"""Run the examples of the documentation on a catalog of their own."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

import pytest

from metaleos.cli import main


@dataclass
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


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

    def call(arguments: list[str]) -> Ran:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        captured = capsys.readouterr()
        return Ran(left.value.code, captured.out, captured.err)

    return call
