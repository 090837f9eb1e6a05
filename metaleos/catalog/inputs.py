"""What a model reads about an element: the catalog's best value for every declared input."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING

from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from metaleos.solvers.protocol import Convention, Input, Model


@dataclass(frozen=True, slots=True)
class InputValue:
    """One input with where it comes from; the value is NaN where the catalog has none."""

    name: str
    kind: str
    value: float
    unit: str
    source: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class _Parameter:
    variant: str
    element: str
    convention: str
    value: float
    unit: str
    source: str
    locator: str

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        return (self.element != "*", self.variant != "*", self.convention != "*")


class Facts:
    """All facts that solvers may read, fetched once from an open catalog.

    Parameters
    ----------
    connection : DuckDBPyConnection
    changes : mapping of str to float
        What-if values by input name, in the input's unit; they replace what the catalog says.
    elements : list of str
        Symbols of the only elements whose facts are wanted; without it all.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        changes: Mapping[str, float] | None = None,
        *,
        elements: list[str] | None = None,
    ) -> None:
        self.changes = dict(changes or {})
        self._parameters: dict[tuple[str, str], list[_Parameter]] = {}
        # A user's parameter stands before a shipped one that is as specific.
        for theory, name, *rest in connection.execute(
            "SELECT theory, name, variant, element, convention, value, unit, source, locator "
            "FROM parameter WHERE ? OR list_contains(?, element) "
            "ORDER BY NOT starts_with(id, 'user:'), id",
            [elements is None, ["*", *(elements or [])]],
        ).fetchall():
            self._parameters.setdefault((theory, name), []).append(_Parameter(*rest))
        self._constants = _best(connection, "constant", elements)
        self._observations = _best(connection, "observation", elements)
        self.symbols = [
            symbol
            for (symbol,) in connection.execute("SELECT symbol FROM element ORDER BY z").fetchall()
        ]
        self._numbers = dict(connection.execute("SELECT symbol, z FROM element").fetchall())

    def changed(self, changes: Mapping[str, float]) -> Facts:
        """Return the same facts with other what-if values."""
        other = copy(self)
        other.changes = dict(changes)
        return other

    def value(self, model: Model, item: Input, element: str, convention: Convention) -> InputValue:
        """Return the value of one declared input, in the unit that the model wants."""
        return self.best(
            model.theory, model.variant, element, convention, item.name, item.kind, item.unit
        )

    def best(
        self,
        theory: str,
        variant: str,
        element: str,
        convention: str,
        name: str,
        kind: str,
        unit: str,
    ) -> InputValue:
        """Return today's value of input `name` of a model, in `unit`.

        Parameters are looked up most specific first; constants and observations by rank.
        """
        found = self._find(theory, variant, element, convention, name, kind, unit)
        if name in self.changes:
            return InputValue(name, kind, self.changes[name], unit, "what-if")
        return found

    def _find(
        self,
        theory: str,
        variant: str,
        element: str,
        convention: str,
        name: str,
        kind: str,
        unit: str,
    ) -> InputValue:
        if kind == "constant" and name == "Z":
            return InputValue("Z", kind, float(self._numbers[element]), "1", "element")
        if kind == "parameter":
            fitting = [
                row
                for row in self._parameters.get((theory, name), ())
                if row.element in {element, "*"}
                and row.variant in {variant, "*"}
                and row.convention in {convention, "*"}
            ]
            if fitting:
                best = max(fitting, key=lambda row: row.specificity)
                value = best.value * conversion_factor(best.unit, unit)
                return InputValue(name, kind, value, unit, best.source, best.locator)
        else:
            table = self._constants if kind == "constant" else self._observations
            row = table.get((element, name))
            if row is not None:
                value, own, source, locator = row
                value *= conversion_factor(own, unit)
                return InputValue(name, kind, value, unit, source, locator)
        return InputValue(name, kind, nan, unit, "")

    def inputs(self, model: Model, element: str, convention: Convention) -> dict[str, InputValue]:
        """Return every declared input of a model for an element."""
        return {item.name: self.value(model, item, element, convention) for item in model.inputs}

    def missing(self, model: Model, element: str, convention: Convention) -> list[str]:
        """Return the names of required inputs that the catalog lacks."""
        return [
            item.name
            for item in model.inputs
            if item.required
            and self.value(model, item, element, convention).value
            != self.value(  # NaN
                model, item, element, convention
            ).value
        ]

    def covered(
        self, model: Model, convention: Convention, elements: Iterable[str] | None = None
    ) -> list[str]:
        """Return the elements that have every required input of `model`."""
        wanted = self.symbols if elements is None else elements
        return [symbol for symbol in wanted if not self.missing(model, symbol, convention)]


def _best(
    connection: duckdb.DuckDBPyConnection, table: str, elements: list[str] | None
) -> dict[tuple[str, str], tuple[float, str, str, str]]:
    # Rank decides; at equal rank the solid (or no phase) stands before the liquid.
    rows = connection.execute(
        f"SELECT f.element, f.property, f.value, p.unit, f.source, f.locator FROM {table} f "
        "JOIN property p ON p.name = f.property "
        "WHERE f.value IS NOT NULL AND (? OR list_contains(?, f.element)) "
        "ORDER BY f.rank DESC, (f.phase = 'liquid') DESC, f.phase DESC, "
        "starts_with(f.id, 'user:'), f.id DESC",
        [elements is None, elements or []],
    ).fetchall()
    return {(row[0], row[1]): (row[2], row[3], row[4], row[5]) for row in rows}
