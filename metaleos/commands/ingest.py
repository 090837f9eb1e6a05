"""``metaleos ingest``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.commands.options import Db, Format, OutputFormat
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at, notice
from metaleos.errors import UsageError

File = Annotated[
    str | None,
    typer.Argument(
        metavar="[FILE]",
        help="A csv: element, property, value, unit, source. Without one: the shipped facts.",
    ),
]
Remove = Annotated[
    str | None, typer.Option("--remove", metavar="SOURCE", help="Take your own source back out.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]


def run(
    file: File = None,
    remove: Remove = None,
    dry_run: DryRun = False,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Add your own data, or bring in the shipped facts again.

    The csv has the columns element, property, value, unit and source, and any of
    uncertainty, temperature, phase, model (then a published value), term, volume,
    density, structure, state, locator, note, citation. A value may carry its
    uncertainty: 20.1797(6). One bad line, and nothing is stored.

    \b
    metaleos ingest my.csv --dry-run
    metaleos ingest my.csv
    metaleos ingest --remove mylab2026
    metaleos ingest
    """
    if file is not None and remove is not None:
        raise UsageError("a file and --remove exclude each other", "give one of them")
    with catalog_at(db) as catalog:
        if remove is not None:
            done = catalog.remove(remove, dry_run=dry_run)
        else:
            done = catalog.ingest(file, dry_run=dry_run)
    show_records(
        done.rows(),
        form,
        "metaleos.ingest/1",
        what=done.what,
        lines=done.lines,
        new_sources=done.new_sources,
        dry_run=done.dry_run,
    )
    if dry_run:
        notice("dry run: nothing was stored")
    elif not done.is_change:
        notice(f"{done.what}: nothing to change")
    for key in done.new_sources[:5]:
        undo = "" if dry_run else f"; undo with: metaleos ingest --remove {key!r}"
        notice(f"new source {key!r}{undo}")
