"""``metaleos properties``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.catalog.lists import list_properties
from metaleos.commands.completion import complete_property
from metaleos.commands.options import Db, Format, OutputFormat
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PROPERTY]...", help="Property name.", autocompletion=complete_property
    ),
]


def run(name: Names = None, form: OutputFormat = Format.TABLE, db: Db = None) -> None:
    r"""Define quantities: unit, meaning, which models yield and which sources observe them.

    \b
    metaleos properties
    metaleos properties bulk_modulus
    """
    with catalog_at(db) as catalog, catalog.reading() as connection:
        records = list_properties(connection, name)
    if name and form is Format.TABLE:
        for record in records:
            lines = [
                {"": key.replace("_", " "), " ": value} for key, value in record.items() if value
            ]
            show_records(lines, form, "metaleos.properties/1")
        return
    headings = {
        "property": "property", "symbol": "symbol", "unit": "unit", "description": "description",
    }  # fmt: skip
    show_records(records, form, "metaleos.properties/1", headings=headings)
