"""``metaleos diff``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from metaleos.terminal.options import Db, Element, Format, Limit, Model, OutputFormat, Property
from metaleos.terminal.output import ask

Old = Annotated[
    str, typer.Argument(metavar="OLD", help="Another catalog file, or the number of a run.")
]
Tolerance = Annotated[
    float, typer.Option(min=0.0, help="Relative difference up to which values are the same.")
]


def run(
    old: Old,
    element: Element = None,
    model: Model = None,
    property: Property = None,  # the option's name
    tolerance: Tolerance = 0.0,
    limit: Limit = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Name every value that differs from another catalog or an earlier run, with the cause.

    \b
    metaleos diff last-week.duckdb
    metaleos diff last-week.duckdb --model ha --tolerance 1e-9
    metaleos diff 17 --format csv
    """
    asked: dict[str, Any] = {"tolerance": tolerance, "limit": limit}
    ask(db, form, lambda catalog: catalog.diff(old, element, model, property, **asked))
