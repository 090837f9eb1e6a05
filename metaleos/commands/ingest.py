"""``metaleos ingest``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from metaleos.errors import UsageError
from metaleos.terminal.options import Db, Format, OutputFormat
from metaleos.terminal.output import show, show_rows
from metaleos.terminal.progress import catalog_at, notice

if TYPE_CHECKING:
    from metaleos.catalog.catalog import Catalog

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
FromCatalog = Annotated[
    str | None,
    typer.Option(metavar="OLD", help="Add your own data of another catalog, e.g. an older one."),
]
Lint = Annotated[
    bool,
    typer.Option("--lint", help="Warn of doubtful cells in the shipped tables; store nothing."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
_MOST_WARNINGS = 10


def run(
    file: File = None,
    remove: Remove = None,
    from_catalog: FromCatalog = None,
    dry_run: DryRun = False,
    lint: Lint = False,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Add your own data, or bring in the shipped facts again.

    The csv has the columns element, property, value, unit and source, and any of
    uncertainty, uncertainty_kind, temperature, phase, material, evidence, model (then
    a published value), term, volume, density, structure, state, locator, note,
    citation. A value may carry its uncertainty: 20.1797(6). One bad line, and
    nothing is stored.

    \b
    metaleos ingest my.csv --dry-run
    metaleos ingest my.csv
    metaleos ingest --remove mylab2026
    metaleos ingest --from-catalog catalog.duckdb.old
    metaleos ingest
    metaleos ingest --lint
    """
    if lint:
        with catalog_at(db, ensure=False) as catalog:
            show(catalog.lint(), form)
        return
    if sum(given is not None for given in (file, remove, from_catalog)) > 1:
        raise UsageError("a file, --remove and --from-catalog exclude each other", "give one")
    takes = from_catalog is not None
    with catalog_at(db, ensure=not takes, create=takes and not dry_run) as catalog:
        if remove is not None:
            done = catalog.remove(remove, dry_run=dry_run)
        else:
            done = catalog.ingest(file, from_catalog=from_catalog, dry_run=dry_run)
        if done.lines and not dry_run:
            _warn(catalog)
    show_rows(
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
        empty = from_catalog is not None and not done.lines
        notice(f"{done.what}: {'it holds no data of yours' if empty else 'nothing to change'}")
    for key in done.new_sources[:5]:
        undo = "" if dry_run else f"; undo with: metaleos ingest --remove {key!r}"
        notice(f"new source {key!r}{undo}")


def _warn(catalog: Catalog) -> None:
    """Say on stderr which of the user's values another source contradicts."""
    found = catalog.doubts()
    for warning in found[:_MOST_WARNINGS]:
        notice(f"warning ({warning.lint}): {warning.cell}: {warning.message}")
    if len(found) > _MOST_WARNINGS:
        notice(f"... and {len(found) - _MOST_WARNINGS} more warnings")
