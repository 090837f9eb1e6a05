"""A small catalog with several states of a few metals, for questions over states."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from metaleos.catalog.catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def session_grid(once: Callable[..., Path], session_facts: Path) -> Path:
    """A catalog with Na and K of ha and Al of tfdw at several states; read it only."""

    def make(path: Path) -> None:
        shutil.copy(session_facts, path)
        catalog = Catalog(path)
        catalog.compute("Na,K", "ha/vs,ha/h")
        catalog.compute("Na,K", "ha/vs", convention="standard", volume_ratio="0.7:1.2:6")
        catalog.compute("Al", "tfdw", convention="standard", temperature="1,10 eV", compression=1)

    return once("grid.duckdb", make)
