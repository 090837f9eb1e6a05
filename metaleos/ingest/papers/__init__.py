"""The papers: one file each, found and not listed.

A paper joins by existing: a file of this folder that is named by its citation key and holds a
``PAPER``. What a paper may say of itself, and its default, is in `paper`; how its table becomes
rows of the catalog, in `cells`. Finding them imports no row types, so it is cheap.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from metaleos.errors import FactError
from metaleos.ingest.papers.paper import Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

_YEAR = "[0-9]" * 4


@cache
def papers() -> dict[str, Paper]:
    """Return every paper by its citation key, in the order that the papers give themselves.

    Raises
    ------
    FactError
        If a file that is named as a paper holds no ``PAPER``, or one of another key.
    """
    found = []
    for name in sorted({path.stem for at in __path__ for path in Path(at).glob(f"*{_YEAR}*.py")}):
        paper = getattr(import_module(f"{__name__}.{name}"), "PAPER", None)
        if not isinstance(paper, Paper) or paper.key != name:
            raise FactError(f"ingest/papers/{name}.py: no PAPER whose key is {name!r}")
        found.append(paper)
    return {paper.key: paper for paper in sorted(found, key=lambda item: (item.order, item.key))}


def paper_of(source: str) -> Paper:
    """Return the paper of a citation key; one of defaults where no file describes it."""
    return papers().get(source) or Paper(key=source, file=source)


def cell_id(cell: Mapping[str, str]) -> str:
    """Return the key of a cell, as its paper forms it."""
    return paper_of(cell["source"]).cell_key(cell)
