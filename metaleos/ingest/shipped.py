"""All text facts that the package ships, as validated rows, parents first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.ingest.bibliography import shipped_sources
from metaleos.ingest.constants import (
    shipped_absences,
    shipped_constants,
    shipped_elements,
    shipped_observations,
    shipped_references,
)
from metaleos.ingest.papers import cell_id
from metaleos.ingest.papers.cells import shipped_cells
from metaleos.ingest.parameters import shipped_parameters
from metaleos.ingest.reader import read_lines, shipped
from metaleos.ingest.rows import ErratumRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.ingest.rows import Row


def shipped_rows() -> Iterator[Row]:
    """Yield every shipped fact; properties and models are declared in code."""
    yield from shipped_elements()
    yield from shipped_sources()
    yield from shipped_constants()
    yield from shipped_observations()
    yield from shipped_references()
    yield from shipped_absences()
    yield from shipped_parameters()
    yield from shipped_cells()
    yield from _errata()


def _errata() -> Iterator[Row]:
    names = ("source", "table", "element", "model", "quantity", "printed", "kind", "explanation")
    for line in read_lines(shipped("errata.csv"), names):
        fields = line.fields
        why = {name: fields[name] for name in ("kind", "explanation")}
        identity = {"id": f"errata.csv:{line.number}", "cell": cell_id(fields)}
        yield ErratumRow.model_validate(identity | why)
