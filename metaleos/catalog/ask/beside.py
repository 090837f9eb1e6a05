"""What stands beside a result: the paper's printed value and the observed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

SAME = 1e-6
"""Relative difference below which two states are the same place."""


class Beside:
    """Published and observed values of some elements, ready to be set beside results.

    Parameters
    ----------
    connection : DuckDBPyConnection
    elements : sequence of str
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, elements: Sequence[str]) -> None:
        self._published: dict[tuple[str, str, str, str], list[tuple[Any, ...]]] = {}
        for element, model, name, term, *rest in connection.execute(
            "SELECT p.element, p.model, p.property, p.term, p.value, q.unit, p.printed, "
            "p.printed_unit, p.source, p.locator, "
            "p.at_reference, p.temperature, p.volume, p.density "
            "FROM published p JOIN property q ON q.name = p.property "
            "WHERE p.value IS NOT NULL AND list_contains(?, p.element) ORDER BY p.rowid",
            [list(elements)],
        ).fetchall():
            self._published.setdefault((element, model, name, term), []).append(tuple(rest))
        self._observed = _facts(connection, "observation", elements)
        self._constants: dict[tuple[str, str], list[dict[str, Any]]] | None = None
        self._connection, self._elements = connection, elements

    def published(
        self, element: str, model: str, name: str, term: str, state: PlaceOf
    ) -> list[dict[str, Any]]:
        """Return what papers printed for this model, property, term and state."""
        theory = model.partition("/")[0]
        rows = self._published.get((element, model, name, term), [])
        if theory != model:
            rows = rows + self._published.get((element, theory, name, term), [])
        return [_value(*row[:6]) for row in rows if state.matches(*row[6:])]

    def observed(self, element: str, name: str, term: str) -> list[dict[str, Any]]:
        """Return the observed values of a property, the preferred first."""
        return self._observed.get((element, name), []) if term == "total" else []

    def measured(self, element: str, name: str) -> list[dict[str, Any]]:
        """Return the measured values and tabulated constants, the preferred first."""
        if self._constants is None:
            self._constants = _facts(self._connection, "constant", self._elements)
        return [*self.observed(element, name, "total"), *self._constants.get((element, name), [])]


def _facts(
    connection: duckdb.DuckDBPyConnection, table: str, elements: Sequence[str]
) -> dict[tuple[str, str], list[dict[str, Any]]]:
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for element, name, *rest in connection.execute(
        "SELECT o.element, o.property, o.value, q.unit, o.printed, o.printed_unit, o.source, "
        f"o.locator FROM {table} o JOIN property q ON q.name = o.property "
        "WHERE o.value IS NOT NULL AND list_contains(?, o.element) "
        "ORDER BY o.element, o.property, o.rank, o.rowid",
        [list(elements)],
    ).fetchall():
        found.setdefault((element, name), []).append(_value(*rest))
    return found


def _value(
    value: float, unit: str, printed: str, printed_unit: str, source: str, locator: str
) -> dict[str, Any]:
    return {
        "value": value,
        "unit": unit,
        "printed": printed,
        "printed_unit": printed_unit,
        "source": source,
        "locator": locator,
    }


class PlaceOf:
    """The place of a result, for matching published values."""

    __slots__ = ("density", "is_reference", "temperature", "volume")

    def __init__(
        self,
        *,
        is_reference: bool,
        temperature: float | None,
        volume: float | None,
        density: float | None,
    ) -> None:
        self.is_reference = is_reference
        self.temperature = temperature
        self.volume = volume
        self.density = density

    def matches(
        self,
        at_reference: bool,  # a column, passed by position
        temperature: float | None,
        volume: float | None,
        density: float | None,
    ) -> bool:
        """Return whether a published value holds here."""
        if at_reference:
            return self.is_reference
        if temperature is None and volume is None and density is None:
            return self.is_reference
        pairs = (
            (temperature, self.temperature),
            (volume, self.volume),
            (density, self.density),
        )
        return all(
            theirs is None
            or (ours is not None and abs(ours - theirs) <= SAME * max(abs(theirs), 1e-30))
            for theirs, ours in pairs
        )
