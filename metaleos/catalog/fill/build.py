"""Build a catalog from the text facts: into a new file that then takes the old one's place."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.fill.filling import fill, transaction, whole_jobs, worthwhile
from metaleos.catalog.solve.executor import processes
from metaleos.catalog.states.plan import default_plan
from metaleos.catalog.store.building import building_alone
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import unheard
from metaleos.catalog.store.load import Loaded, all_rows, load_rows
from metaleos.catalog.store.outputs import replacing
from metaleos.catalog.store.owner import STORAGE
from metaleos.catalog.store.refusals import SCHEMA_VERSION, refusal
from metaleos.catalog.verify.run import store_claims
from metaleos.ingest.rows import MetaRow
from metaleos.progress import Progress, silent
from metaleos.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FILLED = 0.99
"""The part of the progress at which the default results are filled in."""
_LONG_SECONDS = 1.0


def build(
    path: Path,
    progress: Progress = silent,
    notice: Callable[[str], None] = unheard,
    *,
    solve: bool = True,
) -> Loaded:
    """Build the catalog at `path` from nothing; what is there already is left as it is.

    Nobody sees a half-built file: it is made beside the target under another name. Where somebody
    else is building it, theirs is awaited.

    Parameters
    ----------
    path : Path
    progress : Progress
        Told of every step.
    notice : callable
        Told what is built, or who is waited for.
    solve : bool
        Whether to fill in the default results.

    Raises
    ------
    CatalogError
        If the folder cannot be written, or is full.
    """
    loaded = Loaded()
    with building_alone(path, notice):
        if not path.exists():
            notice(f"building the catalog {path}")
            with replacing(path) as draft:
                loaded = _build(draft, progress, solve=solve)
                # A log without its file would be read as the new one's.
                path.with_name(path.name + ".wal").unlink(missing_ok=True)
    progress("done", 1.0)
    return loaded


def _build(draft: Path, progress: Progress, *, solve: bool) -> Loaded:
    try:
        with duckdb.connect(draft, config=STORAGE) as connection:
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
    except duckdb.Error as error:
        raise (refusal(draft, error) or error) from None
    finally:
        draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
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
