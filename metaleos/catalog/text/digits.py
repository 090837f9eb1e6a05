"""Numbers for people: no more digits than their error justifies."""

from __future__ import annotations

import re
from math import floor, isfinite, log10

_MOST = 8
_LEAST = 3
_WITHOUT_ERROR = 6


def show_number(value: float | None, error: float | None = None) -> str:
    """Return `value` with the digits that its error estimate `error` justifies.

    At least three significant digits and at most eight; six where no error is known; ``0`` where
    the value is less than a thousandth of its error.
    """
    if value is None:
        return "-"
    if not isfinite(value):
        return str(value)
    if error and abs(value) < 1e-3 * error:
        return "0"
    return show_digits(value, shown_digits(value, error))


def shown_digits(value: float, error: float | None) -> int:
    """Return how many digits of a finite `value` its error estimate justifies."""
    digits = _WITHOUT_ERROR
    if value and error:
        digits = floor(log10(abs(value))) - floor(log10(error)) + 1
    elif value and error == 0.0:
        digits = _MOST
    return min(max(digits, _LEAST), _MOST)


def show_percent(value: float, uncertain: float) -> str:
    """Return a percentage with its sign; no digit stands far below how `uncertain` it is [%].

    At most one decimal, two where it is below 1 %; one digit at least.
    """
    most = 1 if abs(value) >= 1.0 else 2
    decimals = max(min(most, -floor(log10(uncertain))), 0) if uncertain > 0.0 else most
    text = f"{value:+.{decimals}f}"
    if float(text) or not value:
        return text if value else "0"
    return f"{value:+.{max(-floor(log10(abs(value))), 0)}f}"


def last_digit(value: float, printed: str) -> float:
    """Return one unit of the last digit of a printed number, in the unit of its `value`."""
    return 0.0 if not value else 10.0 ** (floor(log10(abs(value))) + 1 - printed_digits(printed))


def show_error(error: float | None) -> str:
    """Return an error estimate with two significant digits."""
    return "" if error is None else show_digits(error, 2)


def show_digits(value: float, digits: int) -> str:
    """Return `value` with `digits` significant digits, without an exponent where it reads well."""
    if value == 0:
        return "0"
    power = floor(log10(abs(value)))
    if -3 <= power < 7:
        return f"{value:.{max(digits - 1 - power, 0)}f}"
    return f"{value:.{digits - 1}e}"


def printed_digits(printed: str) -> int:
    """Return the number of significant digits of a printed string, at least one."""
    longest = max(re.findall(r"[\d.]+", printed.replace(",", ".")), key=len, default="")
    return len(longest.replace(".", "").lstrip("0")) or 1
