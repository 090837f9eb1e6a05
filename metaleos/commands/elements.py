"""``metaleos elements``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.catalog.lists import element_facts, list_elements
from metaleos.commands.completion import complete_element
from metaleos.commands.options import Db, Format, OutputFormat, Property
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ELEMENT]...", help="Symbol, name or Z.", autocompletion=complete_element
    ),
]
Sources = Annotated[
    bool, typer.Option("--sources", help="Every constant and observed value, all sources ranked.")
]


def run(
    element: Names = None,
    property: Property = None,  # the option's name
    sources: Sources = False,  # a flag
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""List elements with their constants and the models that cover them.

    \b
    metaleos elements
    metaleos elements Na --sources
    metaleos elements Na,K --sources --property density
    """
    with catalog_at(db) as catalog, catalog.reading() as connection:
        if sources or property:
            records = element_facts(connection, element, property)
            headings = {
                "element": "element", "property": "property", "value": "value", "unit": "unit",
                "text": "text", "temperature_k": "T [K]", "phase": "phase", "rank": "rank",
                "source": "source", "status": "status",
            }  # fmt: skip
        else:
            records = list_elements(connection, element)
            headings = {
                "z": "Z", "symbol": "symbol", "name": "name", "structure": "structure",
                "atomic_mass_u": "mass [u]", "density_g_cm3": "density [g/cm3]",
                "melting_temperature_k": "melting [K]", "models": "models",
            }  # fmt: skip
            for record in records if form is Format.TABLE else []:
                record["models"] = len(record["models"] or [])
    show_records(records, form, "metaleos.elements/1", headings=headings)
