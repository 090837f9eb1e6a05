"""``metaleos recompute``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.terminal.options import Db, Format, ModelSelection, OutputFormat, Workers
from metaleos.terminal.output import show_rows
from metaleos.terminal.progress import catalog_at, notice

Every = Annotated[bool, typer.Option("--all", "-a", help="What is fresh too.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only tell what would be solved, and expected seconds.")
]


def run(
    *,
    selection: ModelSelection,
    every: Every = False,
    dry_run: DryRun = False,
    workers: Workers = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Renew the results whose inputs, settings or revision have changed.

    Batches are committed as they are done: an interrupted call is simply repeated.

    \b
    metaleos recompute
    metaleos recompute --dry-run
    metaleos recompute --all --model tf --workers 2
    """
    with catalog_at(db) as catalog:
        done = catalog.recompute(
            **selection.arguments(), all_states=every, dry_run=dry_run, workers=workers
        )
    for text in done.blocked:
        notice(f"not renewed: {text}")
    more = {
        name: getattr(done, name)
        for name in (
            "states", "solved", "failed", "results", "seconds", "expected_seconds", "blocked",
            "workers", "verdicts",
        )
    }  # fmt: skip
    headings = {
        "model": "model", "convention": "convention", "elements": "elements", "states": "states",
        "expected_seconds": "expected [s]", "why": "why",
    }  # fmt: skip
    show_rows(done.plan, form, "metaleos.recompute/1", headings=headings, dry_run=dry_run, **more)
    if done.verdicts:
        notice(f"{done.verdicts} stale verdicts on printed cells renewed")
    if not done.plan:
        notice("nothing is stale" if not every else "nothing is stored for this selection")
    elif dry_run:
        notice(f"{done.states} states, expected {done.expected_seconds:.3g} s; nothing was solved")
    else:
        notice(
            f"{done.solved} states solved ({done.failed} without a value), {done.results} results "
            f"stored, {done.seconds:.3g} s"
            + (f" in {done.workers} processes" if done.workers > 1 else "")
        )
