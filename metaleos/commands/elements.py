"""``metaleos elements``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.completion import complete_element
from metaleos.terminal.options import Db, Format, OutputFormat, Property
from metaleos.terminal.output import ask

Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ELEMENT]...",
        help="Symbol, name, Z, group or range.",
        autocompletion=complete_element,
    ),
]
Sources = Annotated[
    bool, typer.Option("--sources", help="Every constant and observed value, all sources ranked.")
]

Coverage = Annotated[
    bool, typer.Option("--coverage", help="Sources of each measured property; why there is none.")
]


def run(
    element: Names = None,
    property: Property = None,  # the option's name
    sources: Sources = False,  # a flag
    coverage: Coverage = False,  # a flag
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""List elements with their constants and the models that cover them.

    \b
    metaleos elements
    metaleos elements Na --sources
    metaleos elements Na,K --sources --property density
    metaleos elements --coverage
    """
    ask(
        db,
        form,
        lambda catalog: catalog.elements(element, property, sources=sources, coverage=coverage),
    )
