"""``metaleos properties``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.completion import complete_property
from metaleos.terminal.options import Db, Format, OutputFormat
from metaleos.terminal.output import show, show_rows
from metaleos.terminal.progress import catalog_at

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
    with catalog_at(db) as catalog:
        answer = catalog.properties(name)
    if not name or form is not Format.TABLE:
        show(answer, form)
        return
    for row in answer.rows():  # one named property: all that is known of it, downwards
        lines = [{"": key.replace("_", " "), " ": value} for key, value in row.items() if value]
        show_rows(lines, form, answer.schema)
