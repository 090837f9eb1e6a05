"""Rows of what was solved and not stored, in the same shape as stored results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.beside import Beside, PlaceOf
from metaleos.catalog.query import state_cells
from metaleos.properties import properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from metaleos.catalog.solving import Solved


def solved_records(
    connection: duckdb.DuckDBPyConnection, batches: list[Solved]
) -> list[dict[str, Any]]:
    """Return one row per state, property and term, states in the order they were asked for."""
    elements = list(dict.fromkeys(str(e) for solved in batches for e in solved.table.element))
    beside = Beside(connection, elements)
    units = {name: item.unit for name, item in properties().items()}
    return [record for solved in batches for record in _records(solved, beside, units)]


def _records(solved: Solved, beside: Beside, units: dict[str, str]) -> Iterator[dict[str, Any]]:
    table = solved.table
    columns = [
        (name, term, values.tolist(), errors.tolist(), outcome, reason)
        for name, term, values, errors, outcome, reason in solved.scalars()
    ]
    variables = ",".join(table.variables)
    listed = {name: column.tolist() for name, column in table.variables.items()}
    compression, density = table.compression.tolist(), table.density.tolist()
    for i in range(len(table)):
        place = _place(listed, i, density[i], bool(table.is_reference[i]))
        state = state_cells(variables, _state_values(listed, i, compression[i], density[i]))
        base = {
            "element": str(table.element[i]),
            "model": solved.model.name,
            "convention": solved.convention,
        }
        for name, term, values, errors, outcome, reason in columns:
            yield {
                **base,
                "property": name,
                "term": term,
                "value": _or_none(values[i]),
                "unit": units[name],
                "state": state,
                "error_estimate": _or_none(errors[i]),
                "outcome": str(outcome[i]),
                "reason": str(reason[i]),
                "published": beside.published(base["element"], base["model"], name, term, place),
                "observed": (
                    beside.observed(base["element"], name, term) if place.is_reference else []
                ),
            }
        yield from _curve_records(solved, i, base, state, units)


def _curve_records(
    solved: Solved, i: int, base: dict[str, Any], state: dict[str, Any], units: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for (name, term), curve in solved.solution.curves.items():
        if name not in solved.properties:
            continue
        points = curve.points if curve.points.ndim == 1 else curve.points[i]
        ok = solved.solution.outcome[i] == "ok"
        for j, point in enumerate(np.asarray(points, dtype=float).tolist()):
            value = _or_none(float(curve.values[i, j]))
            yield {
                **base,
                "property": name,
                "term": term,
                "value": value if ok else None,
                "unit": units[name],
                "state": {**state, curve.variable: {"value": point, "unit": curve.unit}},
                "error_estimate": _or_none(float(curve.errors[i, j])) if ok else None,
                "outcome": str(solved.solution.outcome[i])
                if not ok or value is not None
                else "no_solution",
                "reason": str(solved.solution.reason[i])
                or ("" if value is not None else "no value at this point"),
                "published": [],
                "observed": [],
            }


def _place(listed: dict[str, list[Any]], i: int, density: float, is_reference: bool) -> PlaceOf:
    return PlaceOf(
        is_reference=is_reference,
        temperature=listed["temperature"][i] if "temperature" in listed else None,
        volume=listed["volume"][i] if "volume" in listed else None,
        density=_or_none(density),
    )


def _state_values(
    listed: dict[str, list[Any]], i: int, compression: float, density: float
) -> list[Any]:
    def get(name: str) -> Any:
        return listed[name][i] if name in listed else None

    ratio = 1.0 / compression if compression > 0 else None
    return [
        get("structure"), get("temperature"), get("volume"), ratio, _or_none(compression),
        _or_none(density), get("axial_ratio"), get("theta"),
    ]  # fmt: skip


def _or_none(value: float) -> float | None:
    return value if np.isfinite(value) else None
