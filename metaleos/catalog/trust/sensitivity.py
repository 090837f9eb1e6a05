"""How a result answers to its inputs: d(property)/d(input), by a checked difference.

The derivative is that of what ``solve --set`` would print: a state said relative to the model's
reference moves with a reference that depends on the input.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.solved import solved_records
from metaleos.catalog.solve.selecting import chosen_models, covered
from metaleos.catalog.solve.solving import solve_table
from metaleos.catalog.states.table import element_states
from metaleos.catalog.text.record import BESIDE
from metaleos.catalog.text.rows import flat_row
from metaleos.errors import SolveError, UsageError
from metaleos.solvers.registry import properties

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from metaleos.catalog.ask.beside import Beside
    from metaleos.catalog.solve.solving import Options, Solved
    from metaleos.catalog.states.request import StateRequest
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention, Model

STEP = 1e-3
"""Relative step of the wider difference; the narrower one is half of it."""
AGREE = 1e-2
"""The narrower and the wider difference must agree so closely, or there is no derivative."""


def sensitivities(facts: Facts, beside: Beside, selection: Selection, options: Options) -> Answer:
    """Return one row per state, property, term and input that the solver read.

    Central differences at two steps, extrapolated to step zero. Their disagreement and the
    error estimates of the values make the error estimate; where the two disagree by more than
    `AGREE` beyond it (a flag, a count, a kink), the outcome is ``not_converged``.

    Raises
    ------
    SolveError
        If no model covers any of the elements.
    UsageError
        If a property is a curve, or yielded by none of the models.
    """
    chosen = chosen_models(selection, options, facts)
    if not selection.elements:
        raise UsageError("sensitivities need an element", "for example --element Na")
    units = {name: item.unit for name, item in properties().items()}
    rows: list[dict[str, Any]] = []
    reasons: list[str] = []
    wanted = {model.name: _scalars(model, options.properties) for model in chosen}
    able = [model for model in chosen if wanted[model.name] or not options.properties]
    for model, convention, elements in covered(able, selection, selection.elements, facts, reasons):
        its = replace(options, properties=wanted[model.name])
        for element in elements:
            solve = partial(_solved, model, convention, element, selection.request, its)
            rows += _element_rows(beside, solve, facts, units)
    if not rows:
        raise SolveError(reasons[0] if reasons else f"{chosen[0].name} yields no such scalar")
    return Answer(
        "metaleos.sensitivity/1", rows, headings=_headings(rows),
        all_failed=all(row["outcome"] != "ok" for row in rows),
    )  # fmt: skip


_FIXED = ("property", "term", "input", "value", "unit", "relative", "error_estimate")


def _headings(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the columns for people: labels and state variables only where they differ."""
    flat = [flat_row(row) for row in rows]
    left_out = {"outcome", "reason", "input_value", "input_unit", *BESIDE, *_FIXED}
    varied = [
        name
        for name in flat[0]
        if name not in left_out and len({row.get(name) for row in flat}) > 1
    ]
    headings = {name: name for name in (*varied, *_FIXED)}
    headings |= {"value": "d(property)/d(input)", "error_estimate": "+-"}
    if any(row["reason"] for row in rows):
        headings["reason"] = "reason"
    return headings


def _scalars(model: Model, properties: frozenset[str]) -> frozenset[str]:
    curves = sorted(y.property for y in model.yields if y.curve and y.property in properties)
    if curves:
        raise UsageError(f"{curves[0]} is a curve", "sensitivities are of scalar properties")
    return frozenset(name for name in properties if model.yields_property(name))


def _solved(
    model: Model,
    convention: Convention,
    element: str,
    request: StateRequest,
    options: Options,
    facts: Facts,
) -> Solved:
    table = element_states(model, element, convention, facts, request)
    return solve_table(model, convention, table, facts, options)


_Solve = Callable[["Facts"], "Solved"]
"""Solves the same request under other inputs."""


def _element_rows(
    beside: Beside, solve: _Solve, facts: Facts, units: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    centre = solve(facts)
    base = _columns(centre)
    records = solved_records(beside, [centre])[:: len(base)]
    (inputs,) = centre.inputs.values()
    for name, item in inputs.items():
        if not np.isfinite(item.value) or item.value == 0.0:
            continue  # nothing to vary: absent, or a flag that is off
        moved = _moved(solve, facts, name, item.value)
        for key, (values, errors, outcome, reason) in base.items():
            for i, first in enumerate(records):
                row = {
                    "element": first.element, "model": first.model, "convention": first.convention,
                    "property": key[0], "term": key[1], "input": name, "input_value": item.value,
                    "input_unit": item.unit, "unit": derivative_unit(units[key[0]], item.unit),
                    "state": first.state,
                }  # fmt: skip
                if outcome[i] != "ok":
                    found = _none(str(outcome[i]), str(reason[i]))
                elif moved is None:
                    found = _none("failed", f"no state where {name} is varied")
                else:
                    found = _derivative(
                        {factor: float(part[key][0][i]) for factor, part in moved.items()},
                        item.value * STEP, float(errors[i]), name,
                        next((str(r) for part in moved.values() if (r := part[key][3][i])), ""),
                    )  # fmt: skip
                value, here = found["value"], float(values[i])
                found["relative"] = (
                    None if value is None or not here else value * item.value / here + 0.0
                )
                yield {**row, **found, **{kind: [] for kind in BESIDE}}


def _moved(
    solve: _Solve, facts: Facts, name: str, value: float
) -> dict[float, dict[tuple[str, str], _Column]] | None:
    """Return the columns with input `name` varied, by steps; None where no state is left."""
    try:
        return {
            factor: _columns(
                solve(facts.changed({**facts.changes, name: value * (1.0 + STEP * factor)}))
            )
            for factor in (-1.0, -0.5, 0.5, 1.0)
        }
    except SolveError:
        return None


_Column = tuple[Any, Any, Any, Any]


def _columns(solved: Solved) -> dict[tuple[str, str], _Column]:
    return {(name, term): column for name, term, *column in solved.scalars()}  # type: ignore[misc]  # four arrays follow


def _derivative(
    values: Mapping[float, float], step: float, error: float, name: str, why: str
) -> dict[str, Any]:
    """Return the extrapolated central difference of values at -1, -1/2, 1/2 and 1 steps."""
    if not all(np.isfinite(value) for value in values.values()):
        return _none("no_solution", f"no value where {name} is varied by {STEP:g} of itself: {why}")
    wide = (values[1.0] - values[-1.0]) / (2 * step)
    narrow = (values[0.5] - values[-0.5]) / step
    value = (4 * narrow - wide) / 3
    # The estimates of neighbouring values share most of their error: rounding of the values
    # themselves is what a difference cannot lose.
    size = max(abs(number) for number in values.values())
    rounding = 4e-16 * size / abs(step)
    spread = abs(narrow - wide) / 3
    if abs(narrow - wide) > AGREE * abs(value) + rounding + error / abs(step) * 1e-3:
        return _none(
            "not_converged", f"differences at {STEP:g} and {STEP / 2:g} of {name} disagree"
        )
    return {"value": value, "error_estimate": spread + rounding, "outcome": "ok", "reason": ""}


def _none(outcome: str, reason: str) -> dict[str, Any]:
    return {"value": None, "error_estimate": None, "outcome": outcome, "reason": reason}


def derivative_unit(unit: str, by: str) -> str:
    """Return the unit of a derivative: ``GPa/bohr``, ``eV/atom/(bohr3/atom)``."""
    if by == "1":
        return unit
    simple = by.replace("_", "").isalnum() and not by[0].isdigit()
    return f"{unit}/{by}" if simple else f"{unit}/({by})"
