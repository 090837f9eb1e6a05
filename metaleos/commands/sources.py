"""``metaleos sources``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.completion import complete_source
from metaleos.terminal.options import Db, Format, OutputFormat
from metaleos.terminal.output import ask

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[KEY]...", help="Citation key.", autocompletion=complete_source),
]


def run(key: Names = None, form: OutputFormat = Format.TABLE, db: Db = None) -> None:
    r"""List the sources, and how many facts rest on each, of which evidence.

    \b
    metaleos sources
    metaleos sources soma1978 --format json
    """
    ask(db, form, lambda catalog: catalog.sources(key))
