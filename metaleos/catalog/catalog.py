"""The catalog as Python sees it: every command is a method, with the same words.

Each method resolves what is asked for once and calls one function.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.query import ask, parts
from metaleos.catalog.ask.shaping import shape
from metaleos.catalog.solve.staleness import stale_notice
from metaleos.catalog.states.selection import Asked, Output, resolve
from metaleos.catalog.store.file import WAIT_SECONDS, CatalogFile, unheard
from metaleos.catalog.store.location import as_path, catalog_path
from metaleos.catalog.store.names import Names, split_names
from metaleos.catalog.text.columns import wants_deviation
from metaleos.errors import CatalogError, LockedError, UsageError
from metaleos.progress import Progress, silent
from metaleos.quantity import finite_number

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from metaleos.catalog.ask.items import Element, Model, Property, Source
    from metaleos.catalog.compare.stored import Stored
    from metaleos.catalog.fill.compute import Computed
    from metaleos.catalog.fill.filling import Filled
    from metaleos.catalog.fill.recompute import Recomputed
    from metaleos.catalog.show.plot import Picture
    from metaleos.catalog.show.report import Report
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.store.merge import Ingested
    from metaleos.catalog.trust.explain import Explanations
    from metaleos.ingest.lints import LintWarning

_RENAMED = {"every": "all_states", "set": "what_if", "input": "states_file", "form": "format"}
"""Keywords of version 0.1 and what they are called now."""


def _renamed(state: dict[str, Any], name: str, value: Any) -> Any:
    """Return the value of keyword `name`, also where it was given by its word of version 0.1."""
    for old, new in _RENAMED.items():
        if new == name and old in state:
            warnings.warn(f"{old}= is {new}= now", DeprecationWarning, stacklevel=3)
            return state.pop(old)
    return value


def _nothing_else(keywords: Mapping[str, Any]) -> None:
    if keywords:
        raise UsageError(f"unknown keyword {next(iter(keywords))!r}", "see the help of the method")


def _renew(file: CatalogFile) -> None:
    from metaleos.catalog.fill.build import renew  # needs the solvers

    renew(file)


class Catalog:
    """A catalog file, opened only for the length of each question.

    Keywords mean the same everywhere:

    element, model, property, convention
        A name, a comma list or a list of names; without them every element, the default model of
        each theory, every property, ``standard``; to fill, renew or verify, all that there are.
    **state
        State options: ``temperature="10 eV"``, ``compression=[0.1, 1]``, ``theta="0:1:5"`` ...
    all_states : bool
        All states, variants and conventions that are stored.
    totals : bool
        Properties as a whole, without their terms.
    same : str
        ``density``: all models are solved at the density of the first, for each element.
    where : str or list of str
        Conditions on totals: ``"1 GPa < pressure < 5 GPa"``; see
        `metaleos.catalog.states.where`.
    units, columns, sort, limit
        How the rows are shown; see `metaleos.catalog.states.selection.Output`.
    workers : int or None
        Processes; None means as many of the cores as the expected work is worth.

    Parameters
    ----------
    db : path, optional
        The file, which must exist; else ``METALEOS_DB``, else the platform's data folder, where a
        missing one is built and one of another schema version is kept as ``NAME.old``.
    create : bool
        Whether a missing `db` is built.
    progress : callable
        Told of the progress of long work.
    notice : callable
        Told what a person should know while waiting.
    wait : float
        Longest wait for another process that holds the file [s].

    Raises
    ------
    UnknownNameError
        By every method that takes names, where one is unknown.
    UsageError
        By every method, where what is asked for is no question that it answers.
    QuantityError, UnitError
        Where state options, `where` or `units` are taken and cannot be read.
    LockedError, CatalogError
        By every method but `lint`, where the file cannot be used.
    """

    def __init__(
        self,
        db: str | os.PathLike[str] | None = None,
        *,
        create: bool = False,
        progress: Progress = silent,
        notice: Callable[[str], None] = unheard,
        wait: float = WAIT_SECONDS,
    ) -> None:
        renew = _renew if db is None else None
        longest = finite_number(wait, "wait")
        self._file = CatalogFile(catalog_path(db), progress, notice, longest, renew)
        self._is_named = db is not None
        self._may_build = create or not self._is_named
        self._exists()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    def _exists(self) -> bool:
        if self.path.exists():
            return True
        if self._may_build:
            return False
        from shlex import quote  # only on an error

        raise CatalogError(
            f"{self.path} does not exist",
            f"`metaleos compute --db {quote(str(self.path))}` builds it, in Python create=True",
        )

    def ensure(self) -> Catalog:
        """Build the catalog if its file is missing."""
        if not self._exists():
            self._build()
        return self

    def _build(self, *, solve: bool = True) -> Filled:
        from metaleos.catalog.fill.build import build  # needs the solvers

        file = self._file
        return build(file.path, file.progress, file.notice, solve=solve)

    @property
    def file(self) -> CatalogFile:
        """The file, built if it was missing."""
        self.ensure()
        return self._file

    @property
    def declared_file(self) -> CatalogFile:
        """The file, its tables the image of what the code and installed packages declare."""
        from metaleos.catalog.store.declarations import image_is_current  # not in query
        from metaleos.solvers.registry import faults

        file = self.file
        for text in faults():
            file.notice(f"left out: {text}")
        with file.reading() as connection:
            current = image_is_current(connection)
        if not current:
            from metaleos.catalog.store.load import declare  # rows take 0.4 s to import

            try:
                with file.writing() as connection:
                    declare(connection)
            except (LockedError, CatalogError) as error:
                file.notice(f"declarations of today are not in the tables yet: {error}")
        return file

    @contextmanager
    def _resolved(
        self, asked: Asked, *, unnamed: str = "defaults", declared: bool = True
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, Selection]]:
        """Yield a connection and what `asked` means; `declared` where tables must be current."""
        with (self.declared_file if declared else self.file).reading() as connection:
            yield connection, resolve(connection, asked, unnamed=unnamed)

    @contextmanager
    def _stored(self, asked: Asked) -> Iterator[tuple[duckdb.DuckDBPyConnection, Answer]]:
        """Yield a connection and the stored rows that `asked` means."""
        with self._resolved(asked, declared=False) as (connection, selection):
            yield connection, ask(connection, selection, Output())

    def _verdicts(self, asked: Asked, paper: str = "all") -> tuple[Stored, Selection]:
        """Return the verdicts on a paper's cells, stored or judged now, and what `asked` means."""
        from metaleos.catalog.compare.stored import Stored, stored  # seldom

        with self._resolved(asked) as (connection, selection):
            found = stored(connection, paper)
            if found is not None:
                return found, selection
            from metaleos.catalog.compare.verdicts import judged, printed  # needs numpy

            there = printed(connection, paper)
        return Stored(judged(there), there.counts), selection

    # Asking ---------------------------------------------------------------------------------

    def query(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        all_states: bool = False,
        totals: bool = False,
        same: str | None = None,
        where: str | Iterable[str] | None = None,
        units: str | Mapping[str, str] | None = None,
        columns: str | Iterable[str] | None = None,
        sort: str | None = None,
        limit: int | None = None,
        **state: Any,
    ) -> Answer:
        """Return stored results beside published and observed values.

        Parameters: see the class.
        """
        every = _renamed(state, "all_states", all_states)
        if same is not None:  # such states are seldom stored
            if model is None or every:
                what = "solves states: it takes no --all" if every else "needs models"
                raise UsageError(f"--same {what}", "the first model gives the density")
            found = self.solve(
                element, model, property, convention=convention, totals=totals, same=same,
                where=where, units=units, columns=columns, sort=sort, limit=limit, **state,
            )  # fmt: skip
            now = "solved now, at the density of the first model; nothing is stored"
            return replace(found, schema="metaleos.query/2", notices=[*found.notices, now])
        asked = Asked(element, model, property, convention, where, state, every, totals)
        output = Output(units, columns, sort, limit)
        with self._resolved(asked, declared=False) as (connection, selection):
            if not wants_deviation(columns, sort):
                return ask(connection, selection, output)
            from metaleos.catalog.compare.deviations import with_deviations  # seldom

            return shape(with_deviations(connection, ask(connection, selection, Output())), output)

    def overview(self) -> list[str]:
        """Return in a few lines what there is and how to ask."""
        from metaleos.catalog.ask.overview import overview  # only where nothing is asked

        with self.file.reading() as connection:
            return overview(connection)

    def solve(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        settings: Mapping[str, float | int | str | bool] | None = None,
        what_if: Mapping[str, float] | None = None,
        points: Mapping[str, Any] | None = None,
        states_file: str | os.PathLike[str] | None = None,
        totals: bool = False,
        same: str | None = None,
        where: str | Iterable[str] | None = None,
        units: str | Mapping[str, str] | None = None,
        columns: str | Iterable[str] | None = None,
        sort: str | None = None,
        limit: int | None = None,
        **state: Any,
    ) -> Answer:
        """Solve any state of a model; nothing is stored.

        Without `property` every scalar that the model yields; curves by name.

        Parameters
        ----------
        settings : mapping
            Numerical settings of the model to change.
        what_if : mapping
            Values of inputs, by name, in the input's unit.
        points : mapping
            Abscissae of curves by name.
        states_file : path
            A csv of states, one column per state variable; see
            `metaleos.catalog.solve.states_file`.

        Raises
        ------
        UnknownNameError, UsageError, QuantityError, UnitError, SolveError, FactError
        """
        from metaleos.catalog.ask.solved import read, solved  # needs numpy
        from metaleos.catalog.solve.solving import Options

        changes = _renamed(state, "what_if", what_if)
        path = _renamed(state, "states_file", states_file)
        asked = Asked(element, model, property, convention, where, state, totals=totals, same=same)
        output = Output(units, columns, sort, limit)
        with self._resolved(asked) as (connection, selection):
            there = read(connection, changes)
        options = Options(frozenset(selection.properties), settings or {}, points or {})
        return shape(solved(there, selection, options, path), output)

    def sensitivity(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        settings: Mapping[str, float | int | str | bool] | None = None,
        what_if: Mapping[str, float] | None = None,
        **state: Any,
    ) -> Answer:
        """Return d(property)/d(input) for every input that the solver reads; nothing is stored.

        Parameters as for `solve`; see `metaleos.catalog.trust.sensitivity.sensitivities`.

        Raises
        ------
        UnknownNameError, UsageError, SolveError
        """
        from metaleos.catalog.ask.beside import Beside
        from metaleos.catalog.solve.solving import Options
        from metaleos.catalog.store.facts import Facts
        from metaleos.catalog.trust.sensitivity import sensitivities  # needs numpy

        changes = _renamed(state, "what_if", what_if)
        asked = Asked(element, model, property, convention, state=state)
        with self._resolved(asked) as (connection, selection):
            facts, beside = Facts(connection, changes), Beside(connection, [])
        options = Options(frozenset(selection.properties), settings or {})
        return sensitivities(facts, beside, selection, options)

    def compare(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        observed: str = "recommended",
        settings: Mapping[str, float | int | str | bool] | None = None,
        paper: str | None = None,
        verdict: str | None = None,
        summary: bool = False,
        best: bool = False,
        pivot: str | None = None,
        all_states: bool = False,
        where: str | Iterable[str] | None = None,
        units: str | Mapping[str, str] | None = None,
        columns: str | Iterable[str] | None = None,
        sort: str | None = None,
        limit: int | None = None,
        **state: Any,
    ) -> Answer:
        """Set models beside experiment; or with `paper` every printed cell beside ours.

        Parameters
        ----------
        observed : str
            Which measured value: ``recommended``, ``nearest`` in temperature, ``all``, or the
            citation key of a source.
        settings : mapping
            Of curves, which are solved now: ``initial_pressure="zero"``.
        paper : str
            Citation key of a paper, or ``all``: a verdict for every printed cell.
        verdict : str
            With `paper`: only cells of this verdict.
        summary : bool
            Only scores by model and property.
        best : bool
            The models by their record for each property in the group of each element.
        pivot : {"model", "element", "property"}
            What becomes columns; the cells are deviations [%], or the column that is asked for.
        """
        every = _renamed(state, "all_states", all_states)
        asked = Asked(element, model, property, convention, where, state, every)
        output = Output(units, columns, sort, limit)
        if paper is not None:
            from metaleos.catalog.compare.counted import compare_paper  # seldom

            if convention is not None:
                raise UsageError("--paper takes no state and no convention", "both are compared")
            judged, selection = self._verdicts(asked, paper)
            return compare_paper(judged, selection, verdict=verdict, summarised=summary)
        if verdict is not None:
            raise UsageError("--verdict needs --paper", "for example --paper all")
        if best:
            from metaleos.catalog.compare.best import best as by_record  # seldom

            with self.declared_file.reading() as connection:
                return shape(by_record(connection, asked), output)
        from metaleos.catalog.compare.deviations import Comparison, compare  # seldom

        found: Comparison
        with self._resolved(asked) as (connection, selection):
            curves = any(name.startswith("shock_") for name in selection.properties)
            if curves:
                from metaleos.catalog.compare.curves import compare_shocks, shocks  # needs numpy

                taken = shocks(connection, asked, selection)
            else:
                found = compare(connection, ask(connection, selection, Output()), observed, units)
        if curves:
            found = shape(compare_shocks(taken, settings), Output(units))
        elif settings:
            raise UsageError("settings are of what is solved", "compare shock_velocity with them")
        if pivot is not None:
            cell = columns if isinstance(columns, str) else "deviation_percent"
            return shape(found.pivot(pivot, cell), Output(sort=sort, limit=limit))
        if summary:
            return shape(found.summary(), replace(output, units=None))
        return shape(found, output)

    def sql(
        self, statement: str, params: Mapping[str, Any] | None = None, *, seconds: float = 60.0
    ) -> Answer:
        """Run one SELECT of yours over the views v_*, contained; ``$name`` takes `params`.

        Raises
        ------
        SqlError, SqlLimitError
        """
        from metaleos.catalog.ask.sql import run_sql  # only with SQL

        return run_sql(self.file, statement, params, seconds=seconds)

    # What there is --------------------------------------------------------------------------

    def models(self, model: Names = None) -> Answer:
        """Return the models, with what they cover and yield."""
        from metaleos.catalog.ask.lists import list_models  # seldom

        with self.declared_file.reading() as connection:
            return list_models(connection, model)

    def elements(
        self,
        element: Names = None,
        property: Names = None,
        *,
        sources: bool = False,
        coverage: bool = False,
    ) -> Answer:
        """Return elements with their preferred constants and the models that cover them.

        With `sources` or a property every constant and observed value, all sources ranked; with
        `coverage` how many sources there are of each property, and why there is none.
        """
        if coverage:
            from metaleos.catalog.ask.coverage import coverage as covered  # seldom

            with self.file.reading() as connection:
                return covered(connection, element, property)
        from metaleos.catalog.ask.lists import element_facts, list_elements  # seldom

        with self.file.reading() as connection:
            if sources or property is not None:
                return element_facts(connection, element, property)
            return list_elements(connection, element)

    def properties(self, property: Names = None) -> Answer:
        """Return quantities: unit, meaning, which models yield and which sources observe them."""
        from metaleos.catalog.ask.lists import list_properties  # seldom

        with self.declared_file.reading() as connection:
            return list_properties(connection, property)

    def sources(self, key: Names = None) -> Answer:
        """Return citations, with how many facts rest on each."""
        from metaleos.catalog.ask.lists import list_sources  # seldom

        with self.file.reading() as connection:
            return list_sources(connection, key)

    # Where numbers come from ----------------------------------------------------------------

    # One of these, typed; `property` comes after all that use the decorator.

    def element(self, name: str) -> Element:
        """Return one element of `elements`, typed; UsageError if `name` means none or several."""
        from metaleos.catalog.ask.items import Element, only  # SQLModel takes 0.4 s to import

        return only(self.elements(name), Element)

    def model(self, name: str) -> Model:
        """Return one model of `models`, typed; errors as for `element`."""
        from metaleos.catalog.ask.items import Model, only

        return only(self.models(name), Model)

    def property(self, name: str) -> Property:
        """Return one property of `properties`, typed; errors as for `element`."""
        from metaleos.catalog.ask.items import Property, only

        return only(self.properties(name), Property)

    def source(self, key: str) -> Source:
        """Return one source of `sources`, typed; errors as for `element`."""
        from metaleos.catalog.ask.items import Source, only

        return only(self.sources(key), Source)

    def status(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        why: bool = False,
    ) -> Answer:
        """Return what the catalog holds, how much of it is stale, and `why`.

        See `metaleos.catalog.trust.status.status`; beside it ``stale_verdicts`` of the selection.
        """
        from metaleos.catalog.compare.counted import of_selection
        from metaleos.catalog.compare.stored import stored
        from metaleos.catalog.trust.status import status  # seldom

        asked = Asked(element, model, convention=convention)
        with self._resolved(asked, unnamed="all") as (connection, selection):
            found = status(connection, self.path, selection, why=why)
            judged = stored(connection)
        mine = of_selection(judged.verdicts, selection) if judged else []
        stale = judged.stale if judged else {}
        found.extra["stale_verdicts"] = sum(item.cell in stale for item in mine)
        return found

    def explain(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        all_states: bool = False,
        **state: Any,
    ) -> Explanations:
        """Return how stored numbers came about, one explanation per state.

        Parameters as for `query`; see `metaleos.catalog.trust.explain.explain`.
        """
        from metaleos.catalog.trust.explain import explain  # seldom

        every = _renamed(state, "all_states", all_states)
        asked = Asked(element, model, property, convention, state=state, everything=every)
        with self._stored(asked) as (connection, answer):
            return explain(connection, answer)

    def script(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        all_states: bool = False,
        **state: Any,
    ) -> str:
        """Return a Python script that recomputes one stored number without the catalog.

        Raises
        ------
        UsageError
            If the selection has more or less than one property at one state.
        """
        from metaleos.catalog.trust.explain_script import script  # seldom

        every = _renamed(state, "all_states", all_states)
        asked = Asked(element, model, property, convention, state=state, everything=every)
        with self._stored(asked) as (connection, answer):
            return script(connection, answer)

    def cite(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        all_states: bool = False,
        where: str | Iterable[str] | None = None,
        **state: Any,
    ) -> Answer:
        """Return the sources behind the rows that `query` shows for the same selection.

        Each with its BibTeX entry under ``bibtex``; see `metaleos.catalog.trust.cite`.
        """
        from metaleos.catalog.trust.cite import cite  # needs the solvers

        every = _renamed(state, "all_states", all_states)
        asked = Asked(element, model, property, convention, where, state, every)
        with self._stored(asked) as (connection, answer):
            return cite(connection, answer)

    def diff(
        self,
        old: str | os.PathLike[str] | int,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        tolerance: float = 0.0,
        limit: int | None = None,
    ) -> Answer:
        """Return every value that differs from another catalog file, or from an earlier run.

        See `metaleos.catalog.trust.diff.diff`.
        """
        from metaleos.catalog.trust.diff import diff  # seldom

        output = Output(limit=limit)
        with self.file.reading(alone=True) as connection:  # another file may be attached
            selection = resolve(connection, Asked(element, model, property), unnamed="all")
            found = diff(connection, str(old), selection, tolerance)
        rows = found.rows()[: output.limit]
        count = len(found)
        shown = f"; {len(rows)} shown (--limit)" if len(rows) < count else ""
        notice = f"{count} values differ{shown}" if count else "no value differs"
        return replace(found, records=rows, notices=[*found.notices, notice])

    # Filling and renewing -------------------------------------------------------------------

    def compute(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        workers: int | None = None,
        **state: Any,
    ) -> Computed:
        """Fill the catalog: the default states of a selection, or the states given.

        What is stored and fresh is skipped, so an interrupted call can be repeated.

        Raises
        ------
        UnknownNameError, UsageError, SolveError, LockedError
        """
        from metaleos.catalog.fill.compute import Computed, compute  # needs numpy

        asked = Asked(element, model, convention=convention, state=state)
        if self._is_named and not self._exists():
            from metaleos.catalog.fill.build import check_plan

            is_whole = asked == Asked()
            if not is_whole:
                check_plan(asked)
            built = self._build(solve=is_whole)
            if built.solved:  # else somebody else built it, or there is more to do
                return Computed(**asdict(built))
        with self.declared_file.reading() as connection:
            selection = resolve(connection, asked, unnamed="all")
        return compute(self.file, selection, workers=workers)

    def recompute(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        all_states: bool = False,
        dry_run: bool = False,
        workers: int | None = None,
        **renamed: Any,
    ) -> Recomputed:
        """Renew stale results; with `all_states` the fresh ones of the selection too.

        With `dry_run` only the plan is made.
        """
        from metaleos.catalog.fill.recompute import recompute  # needs numpy

        every = _renamed(renamed, "all_states", all_states)
        _nothing_else(renamed)
        asked = Asked(element, model, convention=convention)
        with self.declared_file.reading() as connection:
            selection = resolve(connection, asked, unnamed="all")
        return recompute(
            self.file, replace(selection, everything=every), dry_run=dry_run, workers=workers
        )

    def verify(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        kind: Names = None,
        store: bool = True,
        show: str = "summary",
        deep: bool = False,
    ) -> Answer:
        """Run every check that applies to a selection, and store the outcomes.

        See `metaleos.catalog.verify.run.verify`.
        """
        from metaleos.catalog.verify.run import verify  # needs numpy

        asked = Asked(element, model, convention=convention)
        with self.declared_file.reading() as connection:
            selection = resolve(connection, asked, unnamed="all")
        return verify(self.file, selection, kind, store=store, show=show, deep=deep)

    # Your own data --------------------------------------------------------------------------

    def ingest(
        self,
        file: str | os.PathLike[str] | None = None,
        *,
        from_catalog: str | os.PathLike[str] | None = None,
        dry_run: bool = False,
    ) -> Ingested:
        """Add your own data from a csv file; without one, bring in the shipped facts again.

        Everything or nothing is stored; `dry_run` only says what would change. `from_catalog`
        names another catalog, of this or an earlier schema version, whose own data is added.

        Raises
        ------
        FactError
            With file, line, column and a hint.
        """
        from metaleos.catalog.store.user_data import ingest_catalog, ingest_file

        if from_catalog is not None:
            if file is not None:
                raise UsageError("a file and from_catalog exclude each other", "give one of them")
            return ingest_catalog(self._file, from_catalog, self.ensure, dry_run=dry_run)
        if file is None:
            from metaleos.catalog.store.load import ingest_shipped  # rows take 0.4 s to import

            return ingest_shipped(self.file, dry_run=dry_run)
        return ingest_file(self.file, file, dry_run=dry_run)

    def remove(self, source: str, *, dry_run: bool = False) -> Ingested:
        """Take your own data of one source back out."""
        from metaleos.catalog.store.user_data import remove_source  # seldom

        return remove_source(self.file, source, dry_run=dry_run)

    def doubts(self) -> list[LintWarning]:
        """Return which of your own values look wrong beside the catalog's preferred source."""
        from metaleos.catalog.trust.user_lints import user_warnings  # seldom

        with self.file.reading() as connection:
            return user_warnings(connection)

    def lint(self) -> Answer:
        """Return what looks doubtful in the shipped tables; nothing is stored."""
        from metaleos.ingest.lints import lint_facts, lint_papers  # seldom

        rows = [
            {"lint": item.lint, "cell": item.cell, "warning": item.message}
            for item in (*lint_papers(), *lint_facts())
        ]
        return Answer("metaleos.lint/1", rows)

    # What leaves ----------------------------------------------------------------------------

    def report(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        cells: bool = False,
        **state: Any,
    ) -> Report:
        """Return a report: models beside experiment and what their papers printed.

        Parameters
        ----------
        cells : bool
            Whether the verdicts on the printed cells of the selection are counted and those that
            differ without a known cause listed.
        """
        from metaleos.catalog.compare.deviations import compare  # seldom
        from metaleos.catalog.show.report import report

        asked = Asked(element, model, property, convention, state=state)
        with self._resolved(asked) as (connection, selection):
            found = compare(connection, ask(connection, selection, Output()))
            meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        counted = None
        if cells:
            from metaleos.catalog.compare.counted import of_selection

            judged, selection = self._verdicts(asked)
            counted = of_selection(judged.verdicts, selection)
            found.notices.extend(judged.notices)
        parts = (selection.elements, split_names(model), selection.properties)
        title = "; ".join(", ".join(part) for part in parts if part) or "all stored models"
        title = f"{title} ({', '.join(selection.conventions)})"
        built = f"catalog built by {meta.get('built_by')} at {meta.get('built_at')} UTC"
        return report(found, title, built, counted)

    def plot(
        self,
        output: str | os.PathLike[str],
        element: Names = None,
        model: Names = None,
        property: Names = None,
        *,
        convention: Names = None,
        x: str | None = None,
        terms: bool = False,
        linear: bool = False,
        units: str | Mapping[str, str] | None = None,
        **state: Any,
    ) -> Picture:
        """Draw at most six properties over the state variable that varies, and write the picture.

        States that are given are solved, else what is stored is drawn; curves are always solved.

        Parameters
        ----------
        output : path
            A file whose name ends in ``.png``, ``.svg`` or ``.pdf``.
        x : str
            The state variable of the abscissa; without it the one with the most values.
        terms : bool
            Whether the terms are drawn beside the whole.
        linear : bool
            Whether axes stay linear where values span orders of magnitude.

        Raises
        ------
        UsageError, MetaleosError
            If nothing varies, the name of the file has another ending, or matplotlib is missing.
        """
        from metaleos.catalog.ask.drawn import to_draw  # seldom
        from metaleos.catalog.show.plot import checked_output, picture_of
        from metaleos.catalog.show.plot_drawing import draw  # matplotlib, only here

        path = checked_output(output)
        asked = Asked(element, model, property, convention, state=state)
        how = Output(units)
        with self._resolved(asked) as (connection, selection):
            drawn = to_draw(connection, selection, how)
        lines, beside = drawn()
        given = selection.request.given
        picture = picture_of(lines, beside, selection.properties, given, x=x, terms=terms)
        draw(picture, path, linear=linear)
        return picture

    def export(
        self,
        table: str | None,
        path: str | os.PathLike[str],
        format: str | None = None,
        **asked: Any,
    ) -> dict[str, int]:
        """Write a public table to a file, or ``all`` to a folder; return rows by file.

        Without a table the rows that `query` gives for the same keywords, never held all at once.
        """
        from metaleos.catalog.show.export import export_answers, export_tables  # seldom

        chosen = _renamed(asked, "format", format)
        if table is not None:
            _nothing_else(asked)
            with self.file.reading() as connection:
                return export_tables(connection, table, path, chosen)
        if wants_deviation(asked.get("columns"), asked.get("sort")):
            raise UsageError(
                "an export has no deviations", "compare --format csv, or the table comparison"
            )
        every = asked.pop("all_states", False)
        shown = Output(*[asked.pop(name, None) for name in ("units", "columns", "sort", "limit")])
        names = ("element", "model", "property", "convention", "where")
        given = {name: asked.pop(name, None) for name in names}
        question = Asked(**given, state=asked, everything=every)
        with self.file.reading() as connection:
            answers = parts(connection, resolve(connection, question), shown)
            told = export_answers(answers, as_path(path, "output"), chosen, shown)
            rows, notices, runs = told
            notices += stale_notice(connection, runs)
        for text in notices:
            self._file.notice(text)
        return {str(path): rows}


def open_catalog(db: str | os.PathLike[str] | None = None, **options: Any) -> Catalog:
    """Return the catalog at `db`, built if it is missing where that is allowed; see `Catalog`."""
    return Catalog(db, **options).ensure()
