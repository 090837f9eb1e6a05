"""``metaleos report``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from metaleos.terminal.options import Db, Selection
from metaleos.terminal.progress import catalog_at, notice

File = Annotated[
    str | None,
    typer.Option("--output", "-o", help="A name ending in .md or .html; else Markdown on stdout."),
]
Cells = Annotated[
    bool,
    typer.Option("--cells", help="Count verdicts on printed cells; list those that differ."),
]


def run(
    *,
    selection: Selection,
    output: File = None,
    cells: Cells = False,  # a flag
    db: Db = None,
) -> None:
    r"""Write a report: models beside experiment and what their papers printed.

    For each property a sentence, the scores and a table; what has no value, the sources.

    \b
    metaleos report -m ha -p bulk_modulus,cohesive_energy
    metaleos report -m ha -o alkali.html
    metaleos report -m wh --convention printed --cells -o liquids.md
    """
    if output is not None:
        from metaleos.catalog.show.report import FORMATS  # when called
        from metaleos.catalog.store.outputs import output_path

        output_path(output, FORMATS)
    with catalog_at(db) as catalog:
        made = catalog.report(**selection.arguments(), cells=cells)
    if output is None:
        sys.stdout.write(made.markdown())
    else:
        notice(f"wrote {made.write(output)}")
    for text in made.notices:
        notice(text)
