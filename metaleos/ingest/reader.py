"""Where the shipped fact files lie, and the reader of their lines."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from metaleos.textfacts import Line, optional_float, read_lines

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["Line", "optional_float", "read_lines", "shipped"]


def shipped(*parts: str) -> Traversable:
    """Return a shipped fact file or folder, by its path under ``ingest/data``."""
    path: Traversable = files("metaleos.ingest") / "data"
    for part in parts:
        path = path / part
    return path
