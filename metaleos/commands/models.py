"""``metaleos models``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.catalog.lists import list_models
from metaleos.commands.completion import complete_model
from metaleos.commands.options import Db, Format, OutputFormat
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[MODEL]...", help="Model, theory or variant.", autocompletion=complete_model
    ),
]


def run(model: Names = None, form: OutputFormat = Format.TABLE, db: Db = None) -> None:
    r"""List the models: what they are, what they cover and yield.

    \b
    metaleos models
    metaleos models ha --format json
    """
    with catalog_at(db) as catalog, catalog.reading() as connection:
        records = list_models(connection, model)
    headings = {
        "model": "model", "title": "title", "elements": "elements", "states": "states",
        "source": "source",
    }  # fmt: skip
    show_records(records, form, "metaleos.models/1", headings=headings)
