"""Fixtures: one catalog built per session, copied for tests that write."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.build import build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def session_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A default catalog, built once; read it only."""
    path = tmp_path_factory.mktemp("catalog") / "session.duckdb"
    build(path)
    return path


@pytest.fixture
def built_catalog(session_catalog: Path, tmp_path: Path) -> Path:
    """A copy of the default catalog that a test may change."""
    path = tmp_path / "copy.duckdb"
    shutil.copy(session_catalog, path)
    return path


@pytest.fixture(scope="session")
def session_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog with all facts and no results, built once; read it only."""
    path = tmp_path_factory.mktemp("facts") / "facts.duckdb"
    build(path, solve=False)
    return path


@pytest.fixture
def facts_catalog(session_facts: Path, tmp_path: Path) -> Path:
    """A copy of the catalog with all facts and no results, that a test may change."""
    path = tmp_path / "facts.duckdb"
    shutil.copy(session_facts, path)
    return path


@pytest.fixture
def fresh_db(tmp_path: Path) -> Path:
    """A path where no catalog is yet."""
    return tmp_path / "fresh.duckdb"


@pytest.fixture(scope="session")
def session_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog with all facts and a few results of every kind of input; read it only."""
    path = tmp_path_factory.mktemp("catalog") / "small.duckdb"
    build(path, solve=False)
    catalog = Catalog(path)
    for model in ("ha/vs", "ha/al", "wh/vs", "nud/exact", "tfdw", "tf/exact"):
        catalog.compute(["Na", "Al", "Fe"], model)
    return path


@pytest.fixture
def small_catalog(session_small: Path, tmp_path: Path) -> Path:
    """A copy of the small catalog that a test may change."""
    path = tmp_path / "small.duckdb"
    shutil.copy(session_small, path)
    return path
