"""What stands beside a result: the paper's printed value, the observed and the reference ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from metaleos.catalog.states.variables import SAME
from metaleos.catalog.store.select import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from metaleos.catalog.text.record import Quoted, State

_QUOTED = ("value", "unit", "printed", "printed_unit", "source", "locator")
PUBLISHED = (*_QUOTED, "reading", "reading_kind", "reading_reason", "reading_basis")
OBSERVED = (
    *_QUOTED, "uncertainty", "temperature", "phase", "material", "evidence", "carrier",
    "uncertainty_kind", "state", "choice", "choice_reason",
)  # fmt: skip
REFERENCE = (*_QUOTED, "structure", "method", "carrier")
"""What is said of a value beside a result, as the JSON promise fixes it."""

_PLACE = ("at_reference", "temperature", "volume", "density")
_BEST = "o.element, o.property, o.rank, o.rowid"
_Facts = dict[tuple[Any, ...], list[tuple[Any, ...]]]


class Place(NamedTuple):
    """Where a result holds; or a published value, which says only what its paper does."""

    is_reference: bool
    temperature: float | None  # [K]
    volume: float | None  # [bohr3/atom]
    density: float | None  # [g/cm3]

    def has(self, published: Place) -> bool:
        """Return whether a published value holds here."""
        if published.is_reference or published[1:] == (None, None, None):
            return self.is_reference
        for ours, theirs in zip(self[1:], published[1:], strict=True):
            if theirs is not None and (
                ours is None or abs(ours - theirs) > SAME * max(abs(theirs), 1e-30)
            ):
                return False
        return True


def place_of(state: Mapping[str, Any], is_reference: bool) -> Place:
    """Return the place of a result from its state variables."""
    return Place(is_reference, state.get("temperature"), state.get("volume"), state["density"])


class Beside:
    """Published and observed values of some elements, ready to be set beside results."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, elements: Sequence[str]) -> None:
        self._connection, self._elements = connection, list(elements)
        self._published = self._facts("published", "model, o.property, o.term", _PLACE, "o.rowid")
        self._observed = self._facts("observation", "property")
        self._reference = self._facts("reference", "property, o.structure", order="o.rowid")
        self._constants: _Facts | None = None

    def _facts(self, table: str, keys: str, more: Sequence[str] = (), order: str = _BEST) -> _Facts:
        """Return the values of a table of facts by element and `keys`."""
        said = {"published": PUBLISHED, "reference": REFERENCE}.get(table, OBSERVED)
        names = (*said, *more)
        elsewhere = {"unit": "q.unit", "reading_basis": "coalesce(c.reading_basis, '')"}
        columns = ", ".join(elsewhere.get(name, f"o.{name}") for name in names)
        cell = "LEFT JOIN cell c ON c.id = o.cell " if "reading_basis" in names else ""
        rows = self._connection.execute(
            f"SELECT o.element, o.{keys}, {columns} FROM {table} o "
            f"JOIN property q ON q.name = o.property {cell}"
            f"WHERE o.value IS NOT NULL AND list_contains(?, o.element) ORDER BY {order}",
            [self._elements],
        ).fetchall()
        return grouped(rows, 2 + keys.count(","))

    def quoted(
        self, label: Sequence[str], place: Place, state: State
    ) -> tuple[list[Quoted], list[Quoted], list[Quoted]]:
        """Return what was printed for a result at this place, observed, and computed elsewhere.

        `label` is its element, model, convention, property and term. Values of other theories are
        those of its crystal structure.
        """
        element, model, _, name, term = label
        rows: list[tuple[Any, ...]] = []
        for word in dict.fromkeys((model, model.partition("/")[0])):
            rows += self._published.get((element, word, name, term), ())
        # Where it holds stands behind what it is.
        published = [
            dict(zip(PUBLISHED, row, strict=False))
            for row in rows
            if place.has(Place(*row[len(PUBLISHED) :]))
        ]
        if not place.is_reference or term != "total":
            return published, [], []
        structure = state.get("structure", {}).get("value", "")
        reference = _values(self._reference.get((element, name, structure), ()), REFERENCE)
        return published, self.observed(element, name, term), reference

    def observed(self, element: str, name: str, term: str) -> list[Quoted]:
        """Return the observed values of a property, the preferred first."""
        return _values(self._observed.get((element, name), ())) if term == "total" else []

    def measured(self, element: str, name: str) -> list[Quoted]:
        """Return the measured values and tabulated constants, the preferred first."""
        if self._constants is None:
            self._constants = self._facts("constant", "property")
        constants = self._constants.get((element, name), ())
        return [*self.observed(element, name, "total"), *_values(constants)]


def _values(rows: Iterable[tuple[Any, ...]], names: Sequence[str] = OBSERVED) -> list[Quoted]:
    return [dict(zip(names, row, strict=True)) for row in rows]
