"""Build a catalog from the text facts: into a new file that then takes the old one's place."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.fill.filling import fill, transaction, whole_jobs, worthwhile
from metaleos.catalog.solve.executor import processes
from metaleos.catalog.states.plan import default_plan
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.load import Loaded, all_rows, load_rows
from metaleos.catalog.store.owner import STORAGE
from metaleos.catalog.store.refusals import SCHEMA_VERSION
from metaleos.catalog.verify.run import store_claims
from metaleos.errors import CatalogError
from metaleos.ingest.rows import MetaRow
from metaleos.progress import Progress, silent
from metaleos.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

_FILLED = 0.99
"""The part of the progress at which the default results are filled in."""
_LONG_SECONDS = 1.0


def build(path: Path, progress: Progress = silent, *, solve: bool = True) -> Loaded:
    """Build the catalog at `path` from nothing, replacing what is there.

    Nobody sees a half-built file: it is made beside the target under another name.

    Parameters
    ----------
    path : Path
    progress : Progress
        Told of every step.
    solve : bool
        Whether to fill in the default results.

    Raises
    ------
    CatalogError
        If the folder cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.building")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        connection = duckdb.connect(draft, config=STORAGE)
    except (OSError, duckdb.IOException) as error:
        raise CatalogError(
            f"{path.parent} cannot be written: {error}", "choose another --db"
        ) from None
    try:
        progress("facts", 0.0)
        create_schema(connection)
        with transaction(connection):
            loaded = load_rows(connection, all_rows(), complete=True)
            load_rows(connection, _stamps())
        if solve:
            facts = Facts(connection)
            _fill_in(connection, facts, progress)
            progress("claims of the papers", _FILLED)
            with transaction(connection):
                store_claims(connection, facts)
        connection.execute("CHECKPOINT")
        connection.close()
        draft.replace(path)
    finally:
        connection.close()
        draft.unlink(missing_ok=True)
        draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
    progress("done", 1.0)
    return loaded


def _fill_in(connection: duckdb.DuckDBPyConnection, facts: Facts, progress: Progress) -> None:
    """Solve and store the default results.

    Batches are whole, and stored in one order: a catalog built twice has the same numbers to the
    last bit, and the same ids. What takes long comes last, so that it is solved beside the rest.
    """
    jobs = [
        job
        for model, convention, table in default_plan(connection, facts)
        for job in whole_jobs(model, convention, table, facts)
    ]
    jobs.sort(key=lambda job: job.seconds >= _LONG_SECONDS)
    fill(
        partial(transaction, connection),
        jobs,
        facts,
        processes(worthwhile(jobs)),
        lambda step, part: progress(step, _FILLED * part),
        in_order=True,
    )


def create_schema(connection: duckdb.DuckDBPyConnection) -> None:
    """Create all tables and views of ``schema.sql``."""
    connection.execute((files("metaleos") / "schema.sql").read_text(encoding="utf-8"))


def _stamps() -> list[MetaRow]:
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return [
        MetaRow(key="schema_version", value=SCHEMA_VERSION),
        MetaRow(key="built_by", value=f"metaleos {__version__}"),
        MetaRow(key="built_at", value=now.isoformat()),
    ]
