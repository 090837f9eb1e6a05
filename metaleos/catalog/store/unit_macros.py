"""Units inside SQL: macros that read and convert units as `metaleos.units` does, without Python.

They are temporary, so they work in a read-only, contained connection, and they import no numpy,
which a registered Python function would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.units import parse_unit, unit_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

# A unit is a product of names with powers: 'dyn/cm2', 'J mol-1 K-1', '1e11 dyn/cm2'.
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_PART = r"(/?)\s*(a0|[A-Za-zÅ%]+|1)(?:\^|\*\*)?([+-]?[0-9]+)?"
_CODE = (1, 64, 64**2, 64**3, 64**4)


def _entries(units: list[str]) -> tuple[list[str], list[str]]:
    sizes, codes = [], []
    for text in units:
        unit = parse_unit(text)
        code = sum(a * b for a, b in zip(unit.dimension, _CODE, strict=True))
        quoted = text.replace("'", "''")
        sizes.append(f"'{quoted}': {unit.factor!r}::DOUBLE")
        codes.append(f"'{quoted}': {code}")
    return sizes, codes


def _macros(stored: Iterable[str]) -> list[str]:
    sizes, codes = _entries([*unit_names(), "1"])
    whole_sizes, whole_codes = _entries(list(stored))
    known = "error('unknown unit ' || chr(39) || text || chr(39))"
    name = f"regexp_extract(part, '{_PART}', 2)"
    power = (
        f"(CASE WHEN starts_with(part, '/') THEN -1 ELSE 1 END * "
        f"coalesce(TRY_CAST(regexp_extract(part, '{_PART}', 3) AS INTEGER), 1))"
    )
    number = f"regexp_extract(trim(text), '{_NUMBER}')"
    bodies = {
        # Whole units that occur often are looked up, the others taken apart.
        "_whole_sizes()": f"MAP {{{', '.join(whole_sizes)}}}",
        "_whole_codes()": f"MAP {{{', '.join(whole_codes)}}}",
        "_unit_sizes()": f"MAP {{{', '.join(sizes)}}}",
        "_unit_codes()": f"MAP {{{', '.join(codes)}}}",
        # The number in front, if there is one; a lone 1 as in 1/bohr is a name.
        "_unit_number(text)": f"CASE WHEN {number} <> '1' THEN {number} ELSE '' END",
        "_unit_rest(text)": "replace(replace(trim(substr(trim(text), "
        "length(_unit_number(text)) + 1)), 'µs', 'us'), '·', '*')",
        "_unit_parts(text)": "CASE WHEN regexp_full_match(_unit_rest(text), "
        f"'[ *]*({_PART}[ *]*)*') THEN regexp_extract_all(_unit_rest(text), '{_PART}') "
        f"ELSE {known} END",
        "_unit_size(text)": "coalesce(_whole_sizes()[text], "
        "coalesce(TRY_CAST(nullif(_unit_number(text), '') AS DOUBLE), 1) * "
        "coalesce(list_product(list_transform(_unit_parts(text), lambda part: "
        f"pow(coalesce(_unit_sizes()[{name}], {known}), {power}))), 1))",
        "_unit_code(text)": "coalesce(_whole_codes()[text], list_sum(list_transform("
        f"_unit_parts(text), lambda part: coalesce(_unit_codes()[{name}], {known}) * {power})), 0)",
        "same_dimension(unit, other)": "_unit_code(unit) = _unit_code(other)",
        "unit_factor(unit, target)": "CASE WHEN unit = target THEN 1.0 "
        "WHEN _unit_code(unit) = _unit_code(target) THEN _unit_size(unit) / _unit_size(target) END",
        "to_unit(value, unit, target)": "CASE WHEN unit IS NULL OR target IS NULL THEN NULL ELSE "
        "value * coalesce(unit_factor(unit, target), "
        "error('cannot convert ' || unit || ' to ' || target)) END",
    }
    return [f"CREATE TEMP MACRO {head} AS {body}" for head, body in bodies.items()]


def define_unit_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the macros in a connection, for as long as it is open.

    For people: ``to_unit(value, unit, target)`` is the value converted,
    ``unit_factor(unit, target)`` the number that converts (NULL where nothing does),
    ``same_dimension(unit, other)`` whether both measure the same.
    """
    stored = [
        unit for (unit,) in connection.execute("SELECT DISTINCT unit FROM property").fetchall()
    ]
    for statement in _macros(stored):
        connection.execute(statement)
