"""Conditions on totals: ``bulk_modulus > 5 GPa``, ``1 GPa < pressure < 5 GPa``.

A condition keeps whole groups: all rows of an element, model, convention and state whose total
satisfies it. What a user types becomes names of known properties and bound numbers; none of it
enters a statement as text.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import numbers
from metaleos.errors import QuantityError, UsageError
from metaleos.properties import property_named
from metaleos.quantity import example, parse_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_SAME = 1e-9
_SPLIT_OPERATORS = re.compile(r"(<=|>=|==|!=|<>|=<|=>|<|>|=|≤|≥|≠)")
_AND = re.compile(r"\s+and\s+|\s*&&?\s*", re.IGNORECASE)
_OR = re.compile(r"\s+or\s+|\|", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w \-']*")
_SPELLINGS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "=<": "<=", "≥": ">=", "=>": ">="}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": lambda a, b: abs(a - b) <= _SAME * abs(b),
    "!=": lambda a, b: abs(a - b) > _SAME * abs(b),
}
_HOW = "write for example 'bulk_modulus > 5 GPa' or '1 GPa < pressure < 5 GPa'"


@dataclass(frozen=True)
class Bound:
    """One side of a comparison: an operator and a number in the storage unit."""

    sign: str
    number: float

    def holds(self, value: float) -> bool:
        """Return whether `value` satisfies it."""
        return _TESTS[self.sign](value, self.number)

    def sql(self, column: str) -> tuple[str, list[Any]]:
        """Return it as an expression on `column` with its parameters."""
        if self.sign in {"=", "!="}:
            relation = "<=" if self.sign == "=" else ">"
            return f"abs({column} - ?) {relation} ?", [self.number, _SAME * abs(self.number)]
        return f"{column} {self.sign} ?", [self.number]


@dataclass(frozen=True)
class Comparison:
    """What is asked of one quantity; a chained range has two bounds."""

    name: str
    bounds: tuple[Bound, ...]

    @property
    def is_state(self) -> bool:
        """Whether it is asked of the state and not of a property's total."""
        return self.name in numbers()

    def holds(self, value: float | None) -> bool:
        """Return whether `value` satisfies every bound; what has no value satisfies none."""
        return value is not None and all(bound.holds(value) for bound in self.bounds)

    def sql(self) -> tuple[str, list[Any]]:
        """Return a clause over the alias s (state), with parameters."""
        column = numbers()[self.name].column if self.is_state else "w.value"
        parts = [bound.sql(column) for bound in self.bounds]
        clause = " AND ".join(text for text, _ in parts)
        values = [number for _, numbers in parts for number in numbers]
        if self.is_state:
            return f"({clause})", values
        inner = "w.run = s.run AND w.state = s.id AND w.property = ? AND w.term = 'total'"
        return f"EXISTS (SELECT 1 FROM result w WHERE {inner} AND {clause})", [self.name, *values]


@dataclass(frozen=True)
class Condition:
    """All comparisons of a request; a group must satisfy every one."""

    comparisons: tuple[Comparison, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is asked."""
        return bool(self.comparisons)

    @property
    def names_state(self) -> bool:
        """Whether anything is asked of the state itself."""
        return any(comparison.is_state for comparison in self.comparisons)

    @property
    def properties(self) -> list[str]:
        """The properties whose totals are asked about."""
        return list(dict.fromkeys(c.name for c in self.comparisons if not c.is_state))

    def sql(self) -> tuple[str, list[Any]]:
        """Return one clause and its parameters, for a query over state s."""
        parts = [comparison.sql() for comparison in self.comparisons]
        clause = " AND ".join(text for text, _ in parts) or "true"
        return clause, [value for _, values in parts for value in values]


def parse_where(texts: str | Iterable[str] | None, units: Mapping[str, str]) -> Condition:
    """Read conditions; several, joined by ``and`` or given apart, must all hold.

    Parameters
    ----------
    texts : str or iterable of str
        ``"bulk_modulus > 5 GPa"``, ``"1 GPa < pressure < 5 GPa and temperature > 1 eV"``.
    units : mapping of str to str
        Storage unit of every known property.

    Raises
    ------
    UsageError
        If it is no comparison of one property with quantities.
    UnknownNameError
        If the property is unknown; the nearest are named.
    UnitError, QuantityError
        If a quantity lacks its unit, or has one of another dimension.
    """
    if not (texts is None or isinstance(texts, (str, list, tuple))):
        raise UsageError(f"where {texts!r} is no condition", _HOW)
    given = [texts] if isinstance(texts, str) else list(texts or ())
    for text in given:
        if not isinstance(text, str):
            raise UsageError(f"where {text!r} is no condition", _HOW)
    return Condition(
        tuple(
            _comparison(part.strip(), units)
            for text in given
            for part in _AND.split(_without_or(text))
        )
    )


def _without_or(text: str) -> str:
    if _OR.search(text):
        raise UsageError(
            f"--where {text!r}: conditions cannot be joined by 'or'",
            "ask twice, or join them by 'and'",
        )
    return text


def _comparison(text: str, units: Mapping[str, str]) -> Comparison:
    pieces = _SPLIT_OPERATORS.split(text)
    operands = [piece.strip() for piece in pieces[::2]]
    signs = [_SPELLINGS.get(sign, sign) for sign in pieces[1::2]]
    if len(operands) not in {2, 3} or not all(operands):
        raise UsageError(f"--where {text!r} is not a condition", _HOW)
    places = [i for i, operand in enumerate(operands) if _NAME.fullmatch(operand)]
    if len(places) != 1:
        what = "names no property" if not places else "compares two names"
        raise UsageError(f"--where {text!r} {what}", _HOW)
    name = _known(operands[places[0]], units)
    unit = numbers()[name].unit if name in numbers() else units[name]
    if len(operands) == 2:
        place = places[0]
        sign = signs[0] if place == 0 else _MIRRORED[signs[0]]
        return Comparison(name, (Bound(sign, _number(operands[1 - place], unit, name)),))
    if places != [1] or {signs[0][0], signs[1][0]} not in ({"<"}, {">"}):
        raise UsageError(f"--where {text!r} is not a range", _HOW)
    first = Bound(_MIRRORED[signs[0]], _number(operands[0], unit, name))
    last = Bound(signs[1], _number(operands[2], unit, name))
    low, high = (first, last) if signs[0][0] == "<" else (last, first)
    if low.number > high.number:
        raise UsageError(f"--where {text!r}: no value is in this range", "its ends are exchanged")
    return Comparison(name, (first, last))


def _known(text: str, units: Mapping[str, str]) -> str:
    word = text.strip()
    for name, variable in numbers().items():
        if word == variable.symbol or re.sub(r"[\s\-]+", "_", word.casefold()) == name:
            return name
    return property_named(word, units, more=numbers())


def _number(text: str, unit: str, name: str) -> float:
    values = parse_values(text, unit, f"--where {name}")
    if len(values) != 1:
        raise QuantityError(
            f"--where {name}: {text!r} is not one number", f"write for example {example(unit)!r}"
        )
    return values[0]
