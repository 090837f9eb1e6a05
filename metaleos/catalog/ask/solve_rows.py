"""Rows of what was solved and not stored, in the same shape as stored results."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.ask.beside import Beside, place_of
from metaleos.catalog.text.record import Record, State, state_of
from metaleos.solvers.registry import properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from metaleos.catalog.solve.solving import Solved


def solved_records(connection: duckdb.DuckDBPyConnection, batches: list[Solved]) -> list[Record]:
    """Return one row per state, property and term, states in the order they were asked for."""
    elements = list(dict.fromkeys(str(e) for solved in batches for e in solved.table.element))
    beside = Beside(connection, elements)
    return [record for solved in batches for record in _records(solved, beside)]


def _records(solved: Solved, beside: Beside) -> Iterator[Record]:
    model, table = solved.model, solved.table
    units = {name: item.unit for name, item in properties().items()}
    columns = [
        (name, term, values.tolist(), errors.tolist(), outcome, reason)
        for name, term, values, errors, outcome, reason in solved.scalars()
    ]
    names = ",".join(table.variables)
    listed: dict[str, list[Any]] = {
        name: column.tolist() for name, column in table.variables.items()
    }
    listed["compression"], listed["density"] = table.compression.tolist(), table.density.tolist()
    for i in range(len(table)):
        here = {name: _or_none(column[i]) for name, column in listed.items()}
        here["volume_ratio"] = 1.0 / here["compression"] if here["compression"] else None
        place = place_of(here, bool(table.is_reference[i]))
        state = state_of(names, here)
        label = (str(table.element[i]), model.name, solved.convention)
        for name, term, values, errors, outcome, reason in columns:
            yield Record(
                *label, name, term, _or_none(values[i]), units[name], state, _or_none(errors[i]),
                str(outcome[i]), str(reason[i]), *beside.quoted((*label, name, term), place),
                source=model.source,
            )  # fmt: skip
        yield from _curve_records(solved, i, label, state)


def _curve_records(
    solved: Solved, i: int, label: tuple[str, str, str], state: State
) -> Iterator[Record]:
    outcome, reason = str(solved.solution.outcome[i]), str(solved.solution.reason[i])
    ok = outcome == "ok"
    for (name, term), curve in solved.solution.curves.items():
        if name not in solved.properties:
            continue
        missing = solved.solution.missing.get(name)
        why = reason or (missing is not None and missing[i]) or "no value at this point"
        unit = properties()[name].unit
        points = curve.points if curve.points.ndim == 1 else curve.points[i]
        for j, point in enumerate(np.asarray(points, dtype=float).tolist()):
            value = _or_none(float(curve.values[i, j])) if ok else None
            error = _or_none(float(curve.errors[i, j])) if ok else None
            yield Record(
                *label, name, term, value, unit,
                {**state, curve.variable: {"value": point, "unit": curve.unit}}, error,
                "no_solution" if ok and value is None else outcome,
                reason if value is not None else why,
                source=solved.model.source,
            )  # fmt: skip


def _or_none(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value
