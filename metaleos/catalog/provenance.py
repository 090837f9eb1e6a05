"""Questions about where numbers come from: status, recompute, diff, explain, cite, sensitivity."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from metaleos.catalog.names import KnownNames, Names, conventions
from metaleos.catalog.request import state_request
from metaleos.errors import UsageError

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    import duckdb

    from metaleos.catalog.answer import Answer
    from metaleos.catalog.recompute import Recomputed
    from metaleos.progress import Progress


class Provenance(ABC):
    """The part of a catalog that tells how its numbers came about, and renews them."""

    path: Path
    _progress: Progress

    @abstractmethod
    def reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file read-only, for a ``with`` block."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Open the file for one transaction, for a ``with`` block."""

    @abstractmethod
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
        """Return stored results beside published and observed values."""

    def status(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        why: bool = False,
    ) -> dict[str, Any]:
        """Return what the catalog holds, how much of it is stale, and `why`.

        See `metaleos.catalog.status.status`.
        """
        from metaleos.catalog.status import status  # noqa: PLC0415  # needs the registry

        with self.reading() as connection:
            elements, models, which = self._chosen(connection, element, model, convention)
            return status(
                connection, self.path, elements=elements, names=models, which=which, why=why
            )

    def recompute(
        self,
        element: Names = None,
        model: Names = None,
        *,
        convention: Names = None,
        every: bool = False,
        dry_run: bool = False,
        workers: int | None = 1,
    ) -> Recomputed:
        """Renew stale results; with `every` the fresh ones of the selection too.

        Parameters
        ----------
        element, model, convention
            As for `query`; without them all.
        every, dry_run : bool
        workers : int or None
            Processes. More than one needs a script with a main guard; None means one a core
            where the expected work is worth it.

        Raises
        ------
        UnknownNameError, UsageError, LockedError
        """
        from metaleos.catalog.recompute import recompute  # noqa: PLC0415  # needs numpy

        with self.reading() as connection:
            elements, models, which = self._chosen(connection, element, model, convention)
        return recompute(
            self,
            elements=elements,
            names=models,
            which=which,
            every=every,
            dry_run=dry_run,
            workers=workers,
            progress=self._progress,
        )

    def diff(
        self,
        old: str | os.PathLike[str] | int,
        element: Names = None,
        model: Names = None,
        property: Names = None,  # noqa: A002  # the project's word
        *,
        tolerance: float = 0.0,
    ) -> list[dict[str, Any]]:
        """Return every value that differs from another catalog file, or from an earlier run.

        See `metaleos.catalog.diff.differences`.
        """
        from metaleos.catalog.diff import differences  # noqa: PLC0415  # only for diff

        if tolerance < 0 or tolerance != tolerance:  # noqa: PLR0124  # NaN
            raise UsageError(f"tolerance {tolerance:g} is no relative difference", "0 or more")
        with self.reading() as connection:
            elements, models, _ = self._chosen(connection, element, model, None)
            wanted = KnownNames(connection).properties(property)
            return differences(
                connection, str(old),
                elements=elements, models=models, properties=wanted, tolerance=tolerance,
            )  # fmt: skip

    def explain(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,  # noqa: A002  # the project's word
        **selection: Any,
    ) -> list[dict[str, Any]]:
        """Return how stored numbers came about, one explanation per state.

        Parameters as for `query`; see `metaleos.catalog.explain.explanations`.
        """
        from metaleos.catalog.explain import explanations  # noqa: PLC0415  # only for explain

        answer = self.query(element, model, property, **selection)
        with self.reading() as connection:
            return explanations(connection, answer)

    def script(
        self,
        element: Names,
        model: Names,
        property: Names,  # noqa: A002  # the project's word
        **selection: Any,
    ) -> str:
        """Return a Python script that recomputes one stored number without the catalog.

        Raises
        ------
        UsageError
            If the selection has more or less than one property at one state.
        """
        from metaleos.catalog.explain_script import script  # noqa: PLC0415  # only for explain

        answer = self.query(element, model, property, **selection)
        with self.reading() as connection:
            return script(connection, answer)

    def cite(
        self,
        element: Names = None,
        model: Names = None,
        property: Names = None,  # noqa: A002  # the project's word
        **selection: Any,
    ) -> list[dict[str, Any]]:
        """Return the sources behind the rows that `query` shows for the same selection.

        Each with its BibTeX entry under ``bibtex``; see `metaleos.catalog.cite`.
        """
        from metaleos.catalog.cite import cited_keys, cited_sources  # noqa: PLC0415

        answer = self.query(element, model, property, **selection)
        with self.reading() as connection:
            return cited_sources(connection, cited_keys(connection, answer))

    def sensitivity(
        self,
        model: Names,
        element: Names,
        property: Names = None,  # noqa: A002  # the project's word
        *,
        convention: Names = None,
        settings: Mapping[str, float | int | str | bool] | None = None,
        set: Mapping[str, float] | None = None,  # noqa: A002  # the command's word
        **state: Any,
    ) -> Answer:
        """Return d(property)/d(input) for every input that the solver reads; nothing is stored.

        Parameters as for `solve`; see `metaleos.catalog.sensitivity.sensitivities`.

        Raises
        ------
        UnknownNameError, UsageError, SolveError
        """
        from metaleos.catalog.answer import Answer  # noqa: PLC0415
        from metaleos.catalog.sensitivity import sensitivities  # noqa: PLC0415  # needs numpy

        with self.reading() as connection:
            known = KnownNames(connection)
            models = [item.name for item in known.select_models(model)]
            elements = known.elements(element)
            if not models or model is None:
                raise UsageError("sensitivities need a model", "see `metaleos models`")
            if not elements:
                raise UsageError("sensitivities need an element", "for example --element Na")
            rows = sensitivities(
                connection, models, elements, conventions(convention), state_request(**state),
                properties=frozenset(known.properties(property)), settings=settings, changes=set,
            )  # fmt: skip
        answer = Answer("metaleos.sensitivity/1", rows)
        answer.all_failed = all(row["outcome"] != "ok" for row in rows)
        return answer

    @staticmethod
    def _chosen(
        connection: duckdb.DuckDBPyConnection, element: Names, model: Names, convention: Names
    ) -> tuple[list[str], list[str], list[str]]:
        known = KnownNames(connection)
        models = [item.name for item in known.select_models(model, every=True)] if model else []
        return known.elements(element), models, conventions(convention) if convention else []
