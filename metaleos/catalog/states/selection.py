"""What a request is about and how its rows are shown: resolved once, then handed on whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.request import StateRequest, state_request
from metaleos.catalog.states.variables import SAME, variables
from metaleos.catalog.states.where import Condition, parse_where
from metaleos.catalog.store.names import KnownNames, Names, conventions
from metaleos.errors import UsageError
from metaleos.solvers.protocol import CONVENTIONS
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from metaleos.solvers.protocol import Model


@dataclass(frozen=True)
class Asked:
    """A selection in the words of whoever asks: names, conditions and states as typed.

    Parameters
    ----------
    element, model, property, convention : str, int or list
        Symbol, name, Z, group or range of elements; model, theory or variant; name or symbol of a
        property; ``standard`` or ``printed``.
    where : str or list of str
        Conditions on totals (`metaleos.catalog.states.where`).
    state : mapping
        State options by name, as `metaleos.catalog.states.request.state_request` reads them.
    everything : bool
        All states, variants and conventions that are stored.
    totals : bool
        Properties as a whole, without their terms.
    same : str
        ``density``: all models are solved at the density of the first.
    """

    element: Names = None
    model: Names = None
    property: Names = None
    convention: Names = None
    where: str | Iterable[str] | None = None
    state: Mapping[str, Any] = field(default_factory=dict)
    everything: bool = False
    totals: bool = False
    same: str | None = None


@dataclass(frozen=True)
class Selection:
    """What a request is about, with its names resolved.

    Parameters
    ----------
    elements, models, properties, conventions : tuple of str
        Empty means all that there are.
    request : StateRequest
        Only these states; without one each model's reference state.
    condition : Condition
        What the totals of a state must satisfy.
    everything : bool
        All states, variants and conventions that are stored.
    totals : bool
        Properties as a whole, without their terms.
    same_density : bool
        Whether all models are solved at the density of the first.
    names_models : bool
        Whether models were named, or those without a name were taken.
    """

    elements: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()
    request: StateRequest = field(default_factory=StateRequest)
    condition: Condition = field(default_factory=Condition)
    everything: bool = False
    totals: bool = False
    same_density: bool = False
    names_models: bool = False

    def declared(self) -> list[Model]:
        """Return its models, or all that there are.

        Raises
        ------
        UsageError
            If one is no longer declared.
        """
        for name in self.models:
            if name not in models():
                raise UsageError(f"{name} is no longer declared", "its stored rows can be queried")
        return [models()[name] for name in self.models or models()]

    def filters(self, alias: str) -> tuple[str, list[Any]]:
        """Return a clause on element, model and convention of table `alias`, and its values."""
        clauses, values = ["true"], []
        for column, names in (
            ("element", self.elements),
            ("model", self.models),
            ("convention", self.conventions),
        ):
            if names:
                clauses.append(f"list_contains(?, {alias}.{column})")
                values.append(list(names))
        return " AND ".join(clauses), values

    def at_states(self) -> tuple[list[str], list[Any]]:
        """Return the clauses over table ``state`` s for the states asked for, and their values."""
        clauses: list[str] = []
        values: list[Any] = []
        for name, wanted in self.request.given.items():
            variable = variables()[name]
            if variable.is_word:
                clauses.append(f"list_contains(?, {variable.column})")
                values.append(list(wanted))
                continue
            near = [f"abs({variable.column} - ?) <= ?" for _ in wanted]
            clauses.append(f"({' OR '.join(near)})")
            for number in wanted:
                values += [number, SAME * max(abs(number), 1e-12)]
        return clauses, values


def resolve(
    connection: duckdb.DuckDBPyConnection, asked: Asked, *, unnamed: str = "defaults"
) -> Selection:
    """Resolve the names of a request.

    Parameters
    ----------
    connection : DuckDBPyConnection
        The catalog whose names count, beside those that the code declares.
    unnamed : {"defaults", "all"}
        What no model and no convention mean: every theory's default variant in ``standard``, or
        whatever there is.

    Raises
    ------
    UnknownNameError, UsageError, QuantityError, UnitError
    """
    known = KnownNames(connection)
    every = asked.everything
    whatever = unnamed == "all" or every
    elements = tuple(known.elements(asked.element))
    names: list[str] = []
    if asked.model is not None or not whatever:
        names = [item.name for item in known.select_models(asked.model, every=every)]
    which: tuple[str, ...] = ()
    if asked.convention is not None or not whatever:
        which = tuple(conventions(asked.convention))
    return Selection(
        elements=elements,
        models=tuple(names),
        properties=tuple(known.properties(asked.property)),
        conventions=which or CONVENTIONS,
        request=state_request(**asked.state),
        condition=parse_where(asked.where, known.units if asked.where else {}),
        everything=every,
        totals=asked.totals,
        same_density=_same(asked.same),
        names_models=asked.model is not None,
    )


def _same(word: str | None) -> bool:
    if word is not None and str(word).strip().casefold() != "density":
        raise UsageError(f"--same {word!r} is nothing that models can share", "valid: density")
    return word is not None


@dataclass(frozen=True)
class Output:
    """How rows are shown.

    Parameters
    ----------
    units : str or mapping
        ``"pressure=Mbar,energy=Ry"``: a property, or a kind of quantity.
    columns : str or list of str
        ``"+source,-state"`` changes the usual columns; a plain list names them all.
    sort : str
        Columns by priority, ``-`` before a name for descending.
    limit : int
        Most rows kept.

    Raises
    ------
    UsageError
        If one of them is of another type.
    """

    units: str | Mapping[str, str] | None = None
    columns: str | Iterable[str] | None = None
    sort: str | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no such thing at all."""
        is_count = isinstance(self.limit, int) and not isinstance(self.limit, bool)
        if self.limit is not None and not is_count:
            raise UsageError(f"limit {self.limit!r} is no number of rows", "give 0 or more")
        if self.limit is not None and self.limit < 0:
            raise UsageError(f"--limit {self.limit} is negative", "give 0 or more")
        if self.sort is not None and not isinstance(self.sort, str):
            raise UsageError(f"sort {self.sort!r} is no text", "for example 'element,-value'")
        texts = self.columns if isinstance(self.columns, (list, tuple)) else ()
        if not (self.columns is None or isinstance(self.columns, (str, list, tuple))) or not all(
            isinstance(item, str) for item in texts
        ):
            raise UsageError(f"columns {self.columns!r} are no names", "for example '+source'")
        if not (self.units is None or isinstance(self.units, str) or hasattr(self.units, "items")):
            raise UsageError(f"units {self.units!r} are no units", "for example 'pressure=Mbar'")

    def __bool__(self) -> bool:
        """Return whether anything is asked for."""
        return bool(self.units or self.columns or self.sort) or self.limit is not None
