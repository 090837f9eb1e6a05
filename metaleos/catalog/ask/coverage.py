"""What is measured of the elements, and what is not, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.store.names import KnownNames, Names

if TYPE_CHECKING:
    import duckdb

GOAL = {
    "density": "rho", "cohesive_energy": "E_coh", "bulk_modulus": "B",
    "bulk_modulus_derivative": "B'", "thermal_expansion": "alpha", "debye_temperature": "Theta",
    "heat_capacity_isobaric": "C_P", "elastic_constant_c44": "C44", "melting_temperature": "T_m",
    "fusion_enthalpy": "H_m", "density_liquid_melting": "rho_m", "entropy_liquid_melting": "S_liq",
}  # fmt: skip
"""What every metal should have, with the headings of its columns."""
_ROWS = """
SELECT element, property, sources, reason FROM v_coverage
WHERE (? OR list_contains(?, element)) AND list_contains(?, property) ORDER BY z, property
"""


def coverage(
    connection: duckdb.DuckDBPyConnection, element: Names = None, property: Names = None
) -> Answer:
    """Return by element how many sources there are of each property, and why there is none.

    Without `property` those of `GOAL`.
    """
    known = KnownNames(connection)
    elements, named = known.elements(element), known.properties(property)
    asked = named or list(GOAL)
    found: dict[str, dict[str, Any]] = {}
    filled = 0
    for symbol, name, sources, reason in connection.execute(
        _ROWS, [not elements, elements, asked]
    ).fetchall():
        row = found.setdefault(symbol, {"element": symbol} | dict.fromkeys(asked) | {"missing": {}})
        if sources:
            row[name] = sources
            filled += 1
        else:
            row["missing"][name] = reason
    notices = [f"numbers of sources; {filled} of {len(found) * len(asked)} cells have one"]
    if elements or named:
        notices += _reasons(found)
    headings = {"element": "element"} | {name: GOAL.get(name, name) for name in asked}
    return Answer("metaleos.coverage/1", list(found.values()), notices=notices, headings=headings)


def _reasons(found: dict[str, dict[str, Any]]) -> list[str]:
    """Return why cells are empty, a line for each property and reason."""
    why: dict[tuple[str, str], list[str]] = {}
    for symbol, row in found.items():
        for name, reason in row["missing"].items():
            why.setdefault((name, reason or "not looked for"), []).append(symbol)
    return [f"{name} of {' '.join(members)}: {reason}" for (name, reason), members in why.items()]
