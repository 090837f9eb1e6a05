"""Numbers as people write them in tables, read by SQL expressions over whole columns."""

from __future__ import annotations

import re

from metaleos.errors import UnitError
from metaleos.units import parse_unit

UNSIGNED = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_VALUE = rf"^\s*([+-]?{UNSIGNED})\(([0-9]+)\)\s*(?:[eE]([+-]?[0-9]+))?\s*$"


def plain(column: str) -> str:
    """Return the expression of a plain number, NULL where the text is none."""
    # A cast would read 1_000 as 1000.
    return f"CASE WHEN contains({column}, '_') THEN NULL ELSE TRY_CAST({column} AS DOUBLE) END"


def parts(column: str) -> str:
    """Return the expression of number, uncertain digits and exponent of ``20.1797(6)e3``."""
    return f"regexp_extract({column}, '{_VALUE}', ['m', 'u', 'e'])"


VALUE_OF_PARTS = "TRY_CAST(nullif(p.m, '') || 'e' || coalesce(nullif(p.e, ''), '0') AS DOUBLE)"
"""The number of `parts` called p."""

_DECIMALS = "(CASE WHEN contains(p.m, '.') THEN length(p.m) - instr(p.m, '.') ELSE 0 END)"
UNCERTAINTY_OF_PARTS = (
    "TRY_CAST(nullif(p.u, '') || 'e' || "
    f"(coalesce(TRY_CAST(nullif(p.e, '') AS INTEGER), 0) - {_DECIMALS}) AS DOUBLE)"
)
"""The uncertainty of `parts` called p: its digits stand under the last ones of the number."""

_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+(\(\d+\))?([eE][+-]?\d+)?$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(,\d{3}){2,}(\.\d*)?$|^[+-]?\d{1,3}(,\d{3})+\.\d*$")
_ONE = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE = re.compile(rf"^{_ONE}\s*(?:-|–|—|\.\.\.?|…|:|to|~)\s*{_ONE}$")
_PLUS_MINUS = re.compile(rf"^({_ONE})\s*(?:±|\+/-|\+-)\s*({_ONE})$")
_UNIT_BEHIND = re.compile(rf"^({_ONE})\s*([A-Za-zÅ%µ].*)$")


def _is_unit(text: str) -> bool:
    try:
        parse_unit(text)
    except UnitError:
        return False
    return True


def why_not_a_number(text: str) -> tuple[str, str]:
    """Return what is wrong with a text that should be a number, and a hint."""
    shown = text.strip()
    if _THOUSANDS.match(shown):
        return "has separators of thousands", f"write {shown.replace(',', '')}"
    if _DECIMAL_COMMA.match(shown):
        return "has a decimal comma", f"write {shown.replace(',', '.')}"
    if _RANGE.match(shown):
        return "is a range", "give one value, and its uncertainty in the column uncertainty"
    if match := _PLUS_MINUS.match(shown):
        return (
            "holds two numbers",
            f"write {match.group(1)} and {match.group(2)} in the column uncertainty",
        )
    if shown.casefold().lstrip("+-") in {"nan", "inf", "infinity"}:
        return "is not finite", "leave out lines that have no value"
    if not shown:
        return "is empty", "leave out lines that have no value"
    if shown[0] in "<>~≈≤≥":
        return "is a bound", "only values can be kept"
    if shown[0] in "−–":  # other signs that look like a minus
        return "does not begin with a hyphen-minus", f"write -{shown[1:]}"
    if (match := _UNIT_BEHIND.match(shown)) and _is_unit(match.group(2)):
        return "holds a unit", f"write {match.group(1)} here and {match.group(2)} as unit"
    return "is not a number", "write 6.3, 1.2e5 or 20.1797(6)"
