"""Golden values by the plain routes of `benchmarks.plain.golden`: minutes, and nothing is read.

The sums are those of doubles: elsewhere the last digits differ, within a value's accuracy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def build(inputs: Path, package: Path) -> None:
    """Write ``ingest/data/golden/states.csv`` and ``values.csv`` below `package`."""
    del inputs  # each route quotes what it starts from
    routes = import_module("benchmarks.plain.golden.write")
    routes.write((task() for task in routes.tasks()), package / "ingest/data/golden")
