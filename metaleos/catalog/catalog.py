"""The catalog as Python sees it: open, ask, solve, compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.answer import Answer
from metaleos.catalog.connection import WAIT_SECONDS, reading, writing
from metaleos.catalog.location import catalog_path
from metaleos.catalog.names import KnownNames, ModelName, Names, conventions
from metaleos.catalog.progress import Progress, silent
from metaleos.catalog.query import citations, nearest_states, query, sources_of
from metaleos.catalog.request import state_request
from metaleos.catalog.stale_hint import stale_notice
from metaleos.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager

    import duckdb

    from metaleos.catalog.computing import Computed
    from metaleos.catalog.inputs import Facts
    from metaleos.catalog.solving import Solved
    from metaleos.solvers.protocol import Convention


class Catalog:
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
        **state
            ``temperature="10 eV"``, ``compression=[0.1, 1]`` ...

        Raises
        ------
        UnknownNameError, QuantityError, UnitError, LockedError, CatalogError
        """
        request = state_request(**state)
        with self.reading() as connection:
            answer = query(
                connection,
                element=element,
                model=model,
                property=property,
                convention=convention,
                request=request,
                every=every,
            )
            if not answer.records:
                known = KnownNames(connection)
                names = known.elements(element), known.select_models(model, every=every)
                answer.notices += self._nothing(connection, *names)
            answer.notices += stale_notice(connection, answer.run_ids())
        return answer

    def _nothing(
        self,
        connection: duckdb.DuckDBPyConnection,
        elements: list[str],
        models: list[ModelName],
    ) -> list[str]:
        near = nearest_states(connection, elements, models)
        if near:
            first = near[0].split(" ")
            return [
                f"nothing stored for this selection; nearest: {'; '.join(near)}",
                f"to solve it: metaleos solve --element {first[0]} --model {first[1]} with the same options",
            ]
        shown = ", ".join(model.name for model in models[:4])
        covered = connection.execute(
            "SELECT string_agg(symbol, ', ' ORDER BY z) FROM (SELECT DISTINCT e.symbol, e.z FROM state s "
            "JOIN element e ON e.symbol = s.element WHERE list_contains(?, s.model))",
            [[model.name for model in models]],
        ).fetchall()[0][0]
        return [
            f"{shown} does not cover {', '.join(elements)}; it covers {covered or 'no element'}"
        ]

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
        **state
            ``temperature="1:100:21 eV"``, ``volume_ratio=0.9`` ...

        Raises
        ------
        UnknownNameError, UsageError, SolveError
        """
        from metaleos.catalog.solve_rows import solved_records  # noqa: PLC0415  # needs numpy

        with self.reading() as connection:
            batches = list(
                self._solved(
                    connection, model, element, property, convention, settings, set, points, state
                )
            )
            records = solved_records(connection, batches)
            answer = Answer("metaleos.solve/1", records, sources_of(connection, records))
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
    ) -> Iterator[Solved]:
        from metaleos.catalog.inputs import Facts  # noqa: PLC0415
        from metaleos.catalog.selecting import solve_selection  # noqa: PLC0415  # needs numpy

        known = KnownNames(connection)
        if not (chosen := known.select_models(model)) or model is None:
            raise UsageError("solve needs a model", "see `metaleos models`")
        if not (elements := known.elements(element)):
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

    def sources(self, keys: list[str] | None = None) -> list[dict[str, Any]]:
        """Return citations: those of `keys`, or all."""
        with self.reading() as connection:
            if keys is None:
                keys = [
                    k
                    for (k,) in connection.execute("SELECT key FROM source ORDER BY key").fetchall()
                ]
            return citations(connection, keys)


def open_catalog(db: str | os.PathLike[str] | None = None, **options: Any) -> Catalog:
    """Return the catalog at `db`, building it first if it does not exist."""
    return Catalog(db, **options).ensure()
