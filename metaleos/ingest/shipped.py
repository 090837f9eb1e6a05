"""All text facts that the package ships, as validated rows, parents first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from metaleos.catalog.declared import STAMP, registry_stamp
from metaleos.catalog.rows import ErratumRow, MetaRow, ModelRow, ModelYieldRow, PropertyRow
from metaleos.ingest.bibliography import shipped_sources
from metaleos.ingest.constants import shipped_constants, shipped_elements, shipped_observations
from metaleos.ingest.papers import cell_id, shipped_cells
from metaleos.ingest.parameters import shipped_parameters
from metaleos.ingest.reader import read_lines, shipped
from metaleos.solvers.properties import properties
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.rows import Row


def shipped_rows() -> Iterator[Row]:
    """Yield every shipped fact, and the declarations of properties and models."""
    yield from shipped_elements()
    yield from shipped_sources()
    for item in properties().values():
        yield PropertyRow(
            name=item.name, symbol=item.symbol, unit=item.unit, description=item.description
        )
    yield from _declared_models()
    yield from shipped_constants()
    yield from shipped_observations()
    yield from shipped_parameters()
    yield from shipped_cells()
    yield from _errata()


def _declared_models() -> Iterator[Row]:
    yield MetaRow(key=STAMP, value=registry_stamp())
    for model in models().values():
        yield ModelRow(
            name=model.name,
            theory=model.theory,
            variant=model.variant,
            title=model.title,
            revision=model.revision,
            source=model.source,
            is_default=model.is_default,
            has_solver=True,
            settings=json.dumps(dict(model.settings), sort_keys=True),
        )
        position = 0
        for item in model.yields:
            for term in item.terms:
                yield ModelYieldRow(
                    model=model.name,
                    property=item.property,
                    term=term,
                    curve=item.curve,
                    position=position,
                )
                position += 1


def _errata() -> Iterator[Row]:
    names = ("source", "table", "element", "model", "quantity", "printed", "kind", "explanation")
    for line in read_lines(shipped("errata.csv"), names):
        fields = line.fields
        yield ErratumRow.model_validate(
            {
                "id": f"errata.csv:{line.number}",
                "cell": cell_id(fields),
                "kind": fields["kind"],
                "explanation": fields["explanation"],
            }
        )
