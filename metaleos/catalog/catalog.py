"""The catalog as Python sees it: open, ask, solve, compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.answer import Answer
from metaleos.catalog.connection import WAIT_SECONDS, reading, writing
from metaleos.catalog.location import catalog_path
from metaleos.catalog.names import KnownNames, Names, conventions
from metaleos.catalog.nothing import nothing_found
from metaleos.catalog.provenance import Provenance
from metaleos.catalog.query import citations, query, sources_of
from metaleos.catalog.request import state_request
from metaleos.catalog.stale_hint import stale_notice
from metaleos.errors import UsageError
from metaleos.progress import Progress, silent

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    import duckdb

    from metaleos.catalog.computing import Computed
    from metaleos.catalog.solving import Solved
    from metaleos.catalog.user_data import Ingested
    from metaleos.catalog.where import Condition


class Catalog(Provenance):
    """A catalog file, opened only for the length of each question.

    Parameters
    ----------
    db : path, optional
        The file; else ``METALEOS_DB``, else the platform's data folder. A missing file is built.
    progress : callable
        Told of the progress of long work.
    notice : callable
        Told what a person should know while waiting.
    wait : float
        Longest wait for another process that holds the file [s].
    """

    def __init__(
        self,
        db: str | os.PathLike[str] | None = None,
        *,
        progress: Progress = silent,
        notice: Callable[[str], None] | None = None,
        wait: float = WAIT_SECONDS,
    ) -> None:
        self.path = catalog_path(db)
        self._progress = progress
        self._notice = notice or (lambda _: None)
        self._wait = wait

    def ensure(self) -> Catalog:
        """Build the catalog if its file is missing."""
        if not self.path.exists():
            from metaleos.catalog.build import build  # noqa: PLC0415  # needs the solvers

            self._notice(f"building the catalog {self.path}")
            build(self.path, self._progress)
        return self

    def reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file read-only, for a ``with`` block."""
        self.ensure()
        return reading(self.path, wait=self._wait, notice=self._notice)

    def writing(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file for one transaction, for a ``with`` block."""
        self.ensure()
        return writing(self.path, wait=self._wait, notice=self._notice)

    def query(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,  # noqa: A002  # the project's word
        *,
        convention: Names = None,
        every: bool = False,
        where: str | Iterable[str] | None = None,
        units: str | Mapping[str, str] | None = None,
        columns: str | Iterable[str] | None = None,
        sort: str | None = None,
        limit: int | None = None,
        **state: Any,
    ) -> Answer:
        """Return stored results beside published and observed values.

        Parameters
        ----------
        element, model, property : str, int or list
            Symbol, name or Z; model, theory or variant; property name. Comma lists are fine.
        convention : str
            ``standard`` (default) or ``printed``.
        every : bool
            All states, variants and conventions that are stored.
        where : str or iterable of str
            Conditions on totals: ``"1 GPa < pressure < 5 GPa"``; see `metaleos.catalog.where`.
        units, columns, sort, limit
            How the rows are shown; see `metaleos.catalog.shaping.shape`.
        **state
            ``temperature="10 eV"``, ``compression=[0.1, 1]`` ...

        Raises
        ------
        UnknownNameError, QuantityError, UnitError, LockedError, CatalogError
        """
        request = state_request(**state)
        with self.reading() as connection:
            condition = _condition(connection, where)
            answer = query(
                connection,
                element=element,
                model=model,
                property=property,
                convention=convention,
                request=request,
                every=every,
                condition=condition,
            )
            if not answer.records and condition:
                answer.notices.append("no stored state of this selection satisfies the condition")
            elif not answer.records:
                known = KnownNames(connection)
                names = known.elements(element), known.select_models(model, every=every)
                answer.notices += nothing_found(
                    connection, *names, request, known.properties(property)
                )
            answer = _shaped(connection, answer, units, columns, sort, limit)
            answer.notices += stale_notice(connection, answer.run_ids())
        return answer

    def solve(
        self,
        model: Names,
        element: Names,
        property: Names = None,  # noqa: A002  # the project's word
        *,
        convention: Names = None,
        settings: Mapping[str, float | int | str | bool] | None = None,
        set: Mapping[str, float] | None = None,  # noqa: A002  # the command's word
        points: Mapping[str, Any] | None = None,
        where: str | Iterable[str] | None = None,
        units: str | Mapping[str, str] | None = None,
        columns: str | Iterable[str] | None = None,
        sort: str | None = None,
        limit: int | None = None,
        input: str | os.PathLike[str] | None = None,  # noqa: A002  # the command's word
        **state: Any,
    ) -> Answer:
        """Solve any state of a model; nothing is stored.

        Parameters
        ----------
        model, element, property, convention
            As for `query`. Without `property` every scalar the model yields; curves by name.
        settings : mapping
            Numerical settings of the model to change.
        set : mapping
            What-if values of inputs, by name, in the input's unit.
        points : mapping
            Abscissae of curves by name.
        where, units, columns, sort, limit
            As for `query`.
        input : path
            A csv of states, one column per state variable; see `metaleos.catalog.states_file`.
        **state
            ``temperature="1:100:21 eV"``, ``volume_ratio=0.9`` ...

        Raises
        ------
        UnknownNameError, UsageError, SolveError
        """
        from metaleos.catalog.solve_rows import solved_records  # noqa: PLC0415  # needs numpy

        with self.reading() as connection:
            condition = _condition(connection, where)
            wanted = KnownNames(connection).properties(property)
            also = [name for name in condition.properties if wanted and name not in wanted]
            batches = list(
                self._solved(
                    connection, model, element, [*wanted, *also], convention, settings, set,
                    points, state, input,
                )
            )  # fmt: skip
            records = solved_records(connection, batches)
            if condition:
                records = [row for row in condition.keep(records) if row["property"] not in also]
            answer = Answer("metaleos.solve/1", records, sources_of(connection, records))
            if condition and not records:
                answer.notices.append("no solved state satisfies the condition")
            answer = _shaped(connection, answer, units, columns, sort, limit)
        answer.all_failed = bool(records) and all(
            (solved.solution.outcome != "ok").all() for solved in batches
        )
        return answer

    def _solved(
        self,
        connection: duckdb.DuckDBPyConnection,
        model: Names,
        element: Names,
        property: Names,  # noqa: A002  # the project's word
        convention: Names,
        settings: Mapping[str, float | int | str | bool] | None,
        changes: Mapping[str, float] | None,
        points: Mapping[str, Any] | None,
        state: Mapping[str, Any],
        path: str | os.PathLike[str] | None,
    ) -> Iterator[Solved]:
        from metaleos.catalog.inputs import Facts  # noqa: PLC0415
        from metaleos.catalog.selecting import solve_selection  # noqa: PLC0415  # needs numpy

        known = KnownNames(connection)
        if not (chosen := known.select_models(model)) or model is None:
            raise UsageError("solve needs a model", "see `metaleos models`")
        elements = known.elements(element)
        if path is not None:
            from metaleos.catalog.states_file import solve_file  # noqa: PLC0415  # only with a file

            return solve_file(
                path,
                Facts(connection, changes),
                known,
                [item.name for item in chosen],
                elements,
                conventions(convention),
                state,
                properties=frozenset(known.properties(property)),
                settings=settings or {},
                points=points or {},
            )
        if not elements:
            raise UsageError("solve needs an element", "for example --element Na")
        return solve_selection(
            Facts(connection, changes),
            [item.name for item in chosen],
            elements,
            conventions(convention),
            state_request(**state),
            properties=frozenset(known.properties(property)),
            settings=settings or {},
            points=points or {},
        )

    def compute(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        **state: Any,
    ) -> Computed:
        """Fill the catalog: the default states of a selection, or the states given.

        What is stored and fresh is skipped, so an interrupted call can be repeated.

        Raises
        ------
        UnknownNameError, UsageError, SolveError, LockedError
        """
        from metaleos.catalog.computing import compute_catalog  # noqa: PLC0415  # needs numpy

        with self.reading() as connection:
            known = KnownNames(connection)
            models = [item.name for item in known.select_models(model, every=not model)]
            elements = known.elements(element)
            which = conventions(convention) if convention else ["standard", "printed"]
        return compute_catalog(
            self, models, elements, which, state_request(**state), self._progress
        )

    def ingest(
        self, file: str | os.PathLike[str] | None = None, *, dry_run: bool = False
    ) -> Ingested:
        """Add your own data from a csv file; without one, bring in the shipped facts again.

        Everything or nothing is stored; `dry_run` only says what would change.

        Raises
        ------
        FactError
            With file, line, column and a hint.
        """
        from metaleos.catalog.user_data import ingest_file, ingest_shipped  # noqa: PLC0415  # seldom

        if file is None:
            return ingest_shipped(self, dry_run=dry_run)
        return ingest_file(self, file, dry_run=dry_run)

    def remove(self, source: str, *, dry_run: bool = False) -> Ingested:
        """Take your own data of one source back out.

        Raises
        ------
        UnknownNameError, UsageError
        """
        from metaleos.catalog.user_data import remove_source  # noqa: PLC0415  # seldom

        return remove_source(self, source, dry_run=dry_run)

    def sql(
        self, statement: str, params: Mapping[str, Any] | None = None, *, seconds: float = 60.0
    ) -> Answer:
        """Run one SELECT of yours over the views v_*, contained; ``$name`` takes `params`.

        Raises
        ------
        SqlError, SqlLimitError
        """
        from metaleos.catalog.sql import run_sql  # noqa: PLC0415  # only with SQL

        self.ensure()
        return run_sql(
            self.path, statement, params, seconds=seconds, wait=self._wait, notice=self._notice
        )

    def export(
        self, table: str, path: str | os.PathLike[str], form: str | None = None
    ) -> dict[str, int]:
        """Write a public table to a file, or ``all`` to a folder; return rows by file.

        Raises
        ------
        UnknownNameError, UsageError, CatalogError
        """
        from metaleos.catalog.export import export_tables  # noqa: PLC0415  # seldom

        with self.reading() as connection:
            return export_tables(connection, table, path, form)

    def sources(self, keys: list[str] | None = None) -> list[dict[str, Any]]:
        """Return citations: those of `keys`, or all."""
        with self.reading() as connection:
            if keys is None:
                keys = [
                    k
                    for (k,) in connection.execute("SELECT key FROM source ORDER BY key").fetchall()
                ]
            return citations(connection, keys)


def _condition(
    connection: duckdb.DuckDBPyConnection, where: str | Iterable[str] | None
) -> Condition:
    from metaleos.catalog.where import parse_where  # noqa: PLC0415  # cheap, but seldom needed

    return parse_where(where, KnownNames(connection).units if where else {})


def _shaped(
    connection: duckdb.DuckDBPyConnection,
    answer: Answer,
    units: str | Mapping[str, str] | None,
    columns: str | Iterable[str] | None,
    sort: str | None,
    limit: int | None,
) -> Answer:
    if not (units or columns or sort) and limit is None:
        return answer
    from metaleos.catalog.shaping import shape  # noqa: PLC0415  # only where it is asked for

    papers = dict(connection.execute("SELECT name, source FROM model").fetchall())
    return shape(answer, units=units, columns=columns, sort=sort, limit=limit, papers=papers)


def open_catalog(db: str | os.PathLike[str] | None = None, **options: Any) -> Catalog:
    """Return the catalog at `db`, building it first if it does not exist."""
    return Catalog(db, **options).ensure()
