"""``metaleos sources``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.options import Db, Format, OutputFormat
from metaleos.terminal.output import show
from metaleos.terminal.progress import catalog_at

Names = Annotated[list[str] | None, typer.Argument(metavar="[KEY]...", help="Citation key.")]


def run(key: Names = None, form: OutputFormat = Format.TABLE, db: Db = None) -> None:
    r"""List the sources, and how many facts rest on each.

    \b
    metaleos sources
    metaleos sources soma1978 --format json
    """
    with catalog_at(db) as catalog:
        answer = catalog.sources(key)
    show(answer, form)
