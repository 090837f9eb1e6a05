"""``metaleos compute``."""

from __future__ import annotations

from metaleos.terminal.options import Db, Format, OutputFormat, StateSelection, Workers
from metaleos.terminal.output import show_rows
from metaleos.terminal.progress import catalog_at


def run(
    *,
    selection: StateSelection,
    workers: Workers = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Solve and store: what the default catalog lacks, or the states given.

    What is stored and fresh is skipped, so an interrupted call is simply repeated.
    A file named by --db that does not exist is made: the default catalog, or of a
    selection the facts and just that.

    \b
    metaleos compute
    metaleos compute --db metals.duckdb
    metaleos compute -e Al -m tfdw --temperature "1:20:20 eV" --compression 0.5,2
    """
    with catalog_at(db, ensure=db is None, create=True) as catalog:
        done = catalog.compute(**selection.arguments(), workers=workers)
    record = {
        "solved": done.solved,
        "failed": done.failed,
        "already fresh": done.fresh,
        "results stored": done.results,
        "seconds": done.seconds,
    }
    show_rows([record], form, "metaleos.compute/1")
