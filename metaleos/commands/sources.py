"""``metaleos sources``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.catalog.lists import list_sources
from metaleos.commands.options import Db, Format, OutputFormat
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at

Names = Annotated[list[str] | None, typer.Argument(metavar="[KEY]...", help="Citation key.")]


def run(key: Names = None, form: OutputFormat = Format.TABLE, db: Db = None) -> None:
    r"""List the sources, and how many facts rest on each.

    \b
    metaleos sources
    metaleos sources soma1978 --format json
    """
    with catalog_at(db) as catalog, catalog.reading() as connection:
        records = list_sources(connection, key)
    headings = {
        "key": "key",
        "authors": "authors",
        "year": "year",
        "title": "title",
        "facts": "facts",
    }
    show_records(records, form, "metaleos.sources/1", headings=headings)
