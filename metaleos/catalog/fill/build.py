"""Build a catalog from the text facts: into a new file that then takes the old one's place."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from metaleos.catalog.fill.filling import Filled, fill, whole_jobs, worthwhile
from metaleos.catalog.fill.judging import store_verdicts
from metaleos.catalog.solve.executor import Job, processes
from metaleos.catalog.states.plan import planned
from metaleos.catalog.states.selection import resolve
from metaleos.catalog.store.building import building_alone
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile, transaction, unheard
from metaleos.catalog.store.load import all_rows, load_rows
from metaleos.catalog.store.location import set_aside
from metaleos.catalog.store.outputs import replacing
from metaleos.catalog.store.own import own_path, saved_own
from metaleos.catalog.store.owner import STORAGE
from metaleos.catalog.store.refusals import SCHEMA_VERSION, refusal
from metaleos.catalog.store.user_data import take_in
from metaleos.catalog.verify.run import store_claims
from metaleos.errors import FactError, NewerError, OlderError
from metaleos.ingest.rows import MetaRow
from metaleos.progress import Progress, silent
from metaleos.solvers.registry import models
from metaleos.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from metaleos.catalog.states.selection import Asked

_LOADED, _PLANNED, _FILLED = 0.12, 0.25, 0.95
"""Where in the progress facts are loaded, states planned and results filled in: about in time."""
_LONG_SECONDS = 1.0


def build(
    path: Path,
    progress: Progress = silent,
    notice: Callable[[str], None] = unheard,
    *,
    solve: bool = True,
) -> Filled:
    """Build the catalog at `path` from nothing; what is there already is left as it is.

    Nobody sees a half-built file: it is made beside the target under another name. Where somebody
    else is building it, theirs is awaited.

    Parameters
    ----------
    progress : Progress
        Told of every step.
    notice : callable
        Told what is built, or who is waited for, and why your own data could not be taken in.
    solve : bool
        Whether to fill in the default results.

    Raises
    ------
    CatalogError
        If the folder cannot be written, or is full.
    """
    done = Filled()
    with building_alone(path, notice):
        if not path.exists():
            done = _make(CatalogFile(path, progress, notice), solve=solve)
    progress("done", 1.0)
    return done


def renew(file: CatalogFile) -> None:
    """Keep a catalog of another schema under another name, and build a new one in its place.

    Your own data goes by way of the csv beside it, which counts as it stands where there is one.

    Raises
    ------
    CatalogError
        If what the catalog holds of yours cannot be read; it is then left as it is.
    """
    path, said = file.path, ""
    with building_alone(path, file.notice):
        try:
            if path.exists():
                with file.reading():
                    return  # somebody else renewed it meanwhile
        except (OlderError, NewerError) as error:
            is_whole = saved_own(file)
            kept = set_aside(path)
            said = f"{error.message}: kept as {kept}; "
            if not is_whole:
                again = f"metaleos ingest --from-catalog {kept} --db {path}"
                file.notice(f"{own_path(path)} holds other data than {kept}; to add that: {again}")
        _make(file, said)
    file.progress("done", 1.0)


def _make(file: CatalogFile, said: str = "", *, solve: bool = True) -> Filled:
    path, own = file.path, own_path(file.path)
    yours = f" with your own data in {own}" if own.exists() else ""
    file.notice(f"{said}building the catalog {path}{yours}")
    with replacing(path) as draft:
        done = _build(draft, own, file, solve=solve)
        # A log without its file would be read as the new one's.
        path.with_name(path.name + ".wal").unlink(missing_ok=True)
    return done


def _build(draft: Path, own: Path, file: CatalogFile, *, solve: bool) -> Filled:
    done = Filled()
    try:
        with duckdb.connect(draft, config=STORAGE) as connection:
            file.progress("facts", 0.0)
            _load_facts(connection, file.progress)
            if own.exists():
                _take_in(connection, own, file)
            if solve:
                facts = Facts(connection)
                done = _fill_in(connection, facts, file.progress)
                file.progress("claims of the papers", _FILLED)
                with transaction(connection):
                    store_claims(connection, facts)
                file.progress("verdicts on printed cells", _FILLED)
                store_verdicts(connection)
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise (refusal(file.path, error) or error) from None
    finally:
        draft.with_name(draft.name + ".wal").unlink(missing_ok=True)
    return done


def check_plan(asked: Asked) -> None:
    """Refuse a selection that no catalog could be filled with, before there is one.

    Raises
    ------
    UsageError, SolveError
    """
    with duckdb.connect() as connection:
        _load_facts(connection)
        selection = resolve(connection, asked, unnamed="all")
        for _ in planned(connection, Facts(connection), selection):
            pass


def _load_facts(connection: duckdb.DuckDBPyConnection, progress: Progress = silent) -> None:
    create_schema(connection)

    def told(table: str, part: float) -> None:
        progress(f"facts: {table}", _LOADED * part)

    with transaction(connection):
        load_rows(connection, all_rows(), progress=told)
        load_rows(connection, _stamps())


def _take_in(connection: duckdb.DuckDBPyConnection, own: Path, file: CatalogFile) -> None:
    try:
        with transaction(connection):
            take_in(connection, own)
    except FactError as error:
        text = f"your own data is not in the new catalog: {error}; then: metaleos ingest {own}"
        file.notice(text)


def _fill_in(connection: duckdb.DuckDBPyConnection, facts: Facts, progress: Progress) -> Filled:
    """Solve and store the default results.

    Batches are whole, and stored in one order: a catalog built twice has the same numbers to the
    last bit, and the same ids. What takes long comes last, so that it is solved beside the rest.
    """
    jobs, tables = list[Job](), sum(len(model.conventions) for model in models().values())
    for number, (model, convention, table) in enumerate(planned(connection, facts)):
        jobs += whole_jobs(model, convention, table, facts)
        part = min((number + 1) / tables, 1.0)
        progress(f"states of {model.name}", _LOADED + (_PLANNED - _LOADED) * part)
    jobs.sort(key=lambda job: job.seconds >= _LONG_SECONDS)
    return fill(
        partial(transaction, connection),
        jobs,
        facts,
        processes(worthwhile(jobs)),
        lambda step, part: progress(step, _PLANNED + (_FILLED - _PLANNED) * part),
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
