"""What a model reads about an element: the catalog's best value for every declared input."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from math import isnan, nan
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
        numbers = connection.execute("SELECT symbol, z FROM element ORDER BY z").fetchall()
        self._numbers: dict[str, int] = dict(numbers)
        self.symbols = list(self._numbers)

    def changed(self, changes: Mapping[str, float]) -> Facts:
        """Return the same facts with other what-if values."""
        other = copy(self)
        other.changes = dict(changes)
        return other

    def value(self, model: Model, item: Input, element: str, convention: Convention) -> InputValue:
        """Return the value of one declared input, in the unit that the model wants.

        Parameters are looked up most specific first; constants and observations by rank.
        """
        if item.name in self.changes:
            return InputValue(item.name, item.kind, self.changes[item.name], item.unit, "what-if")
        if item.kind == "constant" and item.name == "Z":
            return InputValue("Z", item.kind, float(self._numbers[element]), "1", "element")
        if item.kind == "parameter":
            row = self._parameter(model, item.name, element, convention)
        else:
            table = self._constants if item.kind == "constant" else self._observations
            row = table.get((element, item.name))
        if row is None:
            return InputValue(item.name, item.kind, nan, item.unit, "")
        value, own, source, locator = row
        value *= conversion_factor(own, item.unit)
        return InputValue(item.name, item.kind, value, item.unit, source, locator)

    def _parameter(
        self, model: Model, name: str, element: str, convention: Convention
    ) -> tuple[float, str, str, str] | None:
        fitting = [
            row
            for row in self._parameters.get((model.theory, name), ())
            if row.element in {element, "*"}
            and row.variant in {model.variant, "*"}
            and row.convention in {convention, "*"}
        ]
        best = max(fitting, key=lambda row: row.specificity, default=None)
        return (best.value, best.unit, best.source, best.locator) if best else None

    def inputs(self, model: Model, element: str, convention: Convention) -> dict[str, InputValue]:
        """Return every declared input of a model for an element."""
        return {item.name: self.value(model, item, element, convention) for item in model.inputs}

    def missing(self, model: Model, element: str, convention: Convention) -> list[str]:
        """Return the names of required inputs that the catalog lacks."""
        values = self.inputs(model, element, convention)
        return [
            item.name for item in model.inputs if item.required and isnan(values[item.name].value)
        ]

    def lack(self, model: Model, element: str, convention: Convention) -> str:
        """Return which required inputs of an element the catalog lacks, in words; or nothing."""
        missing = self.missing(model, element, convention)
        return f"{model.name} lacks {', '.join(missing)} of {element}" if missing else ""

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
