"""``metaleos models``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.completion import complete_model
from metaleos.terminal.options import Db, Format, OutputFormat
from metaleos.terminal.output import ask

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
    ask(db, form, lambda catalog: catalog.models(model))
