"""``metaleos diff``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.commands.options import Db, Element, Format, Limit, Model, OutputFormat, Property
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at, notice

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
    with catalog_at(db) as catalog:
        rows = catalog.diff(old, element, model, property, tolerance=tolerance)
    headings = {
        "element": "element", "model": "model", "convention": "convention", "state": "state",
        "property": "property", "term": "term", "old": "old", "new": "new", "unit": "unit",
        "percent": "%", "cause": "cause",
    }  # fmt: skip
    show_records(rows[:limit], form, "metaleos.diff/1", headings=headings, differences=len(rows))
    shown = "" if limit is None or limit >= len(rows) else f"; {limit} shown (--limit)"
    notice(f"{len(rows)} values differ{shown}" if rows else "no value differs")
