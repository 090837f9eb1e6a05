"""Quantities as people type them: ``"10 eV"``, ``"0,10,50 eV"``, ``"1:100:21:log eV"``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import exp, isfinite, log

from metaleos.constants import BOLTZMANN_EV_K
from metaleos.errors import QuantityError, UnitError
from metaleos.units import conversion_factor, examples, parse_unit

MAX_VALUES = 2_000_000
"""The longest list one quantity may expand to."""

_SPLIT = re.compile(
    r"^\s*(?P<numbers>[-+0-9.eE,:\s]*?(?::log|:lin)?)\s*(?P<unit>[A-Za-zÅ%µ(1].*)?$"
)
_UNIT_START = re.compile(r"(?<![0-9.])[A-Za-zÅ%µ]|(?<=[0-9.])\s*(?![eE][-+]?\d)[A-Za-zÅ%µ]|\s1/")


def parse_values(value: object, unit: str, name: str) -> list[float]:
    """Read one value, a list or a range of quantity `name`, and return it in `unit`.

    Parameters
    ----------
    value : str, float, or iterable of either
        Text carries its unit; bare numbers are taken in `unit` when they come from Python, and
        must be pure numbers (or zero) when they come as text.
    unit : str
        Unit of the returned numbers. For ``"K"`` an energy is read as kT.
    name : str
        The option, for messages.

    Raises
    ------
    QuantityError, UnitError
        If it is not a number, not finite, has no or a wrong unit, or is too long.
    """
    if isinstance(value, str):
        return _parse_text(value, unit, name)
    if isinstance(value, Iterable):
        items = list(value)
        if any(isinstance(item, Iterable) and not isinstance(item, str) for item in items):
            raise QuantityError(f"{name}: a list in a list", "give one list of numbers or texts")
        values = [number for item in items for number in parse_values(item, unit, name)]
        if not values:
            raise QuantityError(f"{name} is empty", f"give a number in {unit}")
        return values
    return [finite_number(value, name)]


def finite_number(value: object, name: str) -> float:
    """Return `value`, a bare number of whatever unit, as a float; `name` is for messages.

    Raises
    ------
    QuantityError
        If it is not a number, true or false, or not finite.
    """
    if isinstance(value, bool):
        raise QuantityError(f"{name}: {value!r} is not a number")
    try:
        number = float(value)  # type: ignore[arg-type]  # checked just here
    except (TypeError, ValueError):
        raise QuantityError(f"{name}: {value!r} is not a number", "for example 2.1") from None
    except OverflowError:
        raise QuantityError(f"{name}: the number is too large", "give a finite number") from None
    return _finite(number, name)


def number_or_text(text: str) -> int | float | str:
    """Return the number that a text is, whole where it can be, or the text."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _parse_text(text: str, unit: str, name: str) -> list[float]:
    numbers, given = split_unit(text)
    if not numbers:
        raise QuantityError(
            f"{name} {text!r} has no number", f"write for example {example(unit)!r}"
        )
    values = _expand(numbers, name)
    if not given:
        if unit == "1" or not any(values):
            return values
        raise UnitError(f"{name} {text!r} has no unit", f"write for example {example(unit)!r}")
    factor = _factor(given, unit, name)
    return [_finite(number * factor, name) for number in values]


def split_unit(text: str) -> tuple[str, str]:
    """Split ``"1:100:21:log eV"`` into its numbers and its unit."""
    body = text.strip()
    marked = re.search(r":(log|lin)\b", body)
    start = marked.end() if marked else 0
    match = _UNIT_START.search(body, start)
    if match is None:
        return body, ""
    return body[: match.start()].strip(), body[match.start() :].strip()


def unit_factor(given: str, unit: str) -> float:
    """Return what one of `given` is in `unit`; for ``"K"`` an energy is read as kT.

    Raises
    ------
    UnitError
    """
    if unit == "K" and parse_unit(given).dimension == parse_unit("eV").dimension:
        return conversion_factor(given, "eV") / BOLTZMANN_EV_K
    return conversion_factor(given, unit)


def _factor(given: str, unit: str, name: str) -> float:
    try:
        return unit_factor(given, unit)
    except UnitError as error:
        valid = f"valid: {examples(unit)}"
        hint = error.hint if valid in error.hint else f"{error.hint} ({valid})"
        raise UnitError(f"{name}: {error.message}", hint) from None


def _expand(numbers: str, name: str) -> list[float]:
    values: list[float] = []
    for part in numbers.split(","):
        if ":" in part:
            values.extend(_range(part.strip(), name))
        else:
            values.append(_number(part, name))
        if len(values) > MAX_VALUES:
            raise QuantityError(f"{name} has more than {MAX_VALUES} values", "split the request")
    return values


def _range(text: str, name: str) -> list[float]:
    parts = text.split(":")
    spacing = parts.pop() if parts[-1] in {"log", "lin"} else "lin"
    if len(parts) != 3:
        raise QuantityError(
            f"{name}: {text!r} is not a range", "write first:last:count or first:last:count:log"
        )
    first, last = _number(parts[0], name), _number(parts[1], name)
    try:
        count = int(parts[2])
    except ValueError:
        raise QuantityError(f"{name}: {parts[2]!r} is not a count of points") from None
    if not 2 <= count <= MAX_VALUES:
        raise QuantityError(f"{name}: a range of {count} points", f"valid: 2 to {MAX_VALUES}")
    if spacing == "log":
        if first <= 0.0 or last <= 0.0:
            raise QuantityError(f"{name}: a logarithmic range needs positive ends", f"got {text!r}")
        step = log(last / first) / (count - 1)
        inner = [first * exp(i * step) for i in range(1, count - 1)]
    else:
        inner = [first + (last - first) * i / (count - 1) for i in range(1, count - 1)]
    return [first, *inner, last]


def _number(text: str, name: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise QuantityError(
            f"{name}: {text.strip()!r} is not a number", "decimal point, no decimal comma"
        ) from None
    return _finite(number, name)


def _finite(number: float, name: str) -> float:
    if not isfinite(number):
        raise QuantityError(f"{name}: {number} is not finite", "give a finite number")
    return number


def example(unit: str) -> str:
    """Return an example quantity in `unit`."""
    shown = {"K": "300 K", "bohr3/atom": "120 bohr3", "g/cm3": "2.7 g/cm3"}
    return shown.get(unit, "0.9" if unit == "1" else f"1 {unit}")
