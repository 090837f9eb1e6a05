"""A model against golden values, which slow programs outside the package made on other routes.

They are kept with the inputs they hold for, so that a fact that changes moves nothing here: what
fails is the solver (docs/decisions/0011-golden-values-and-baseline.md).
"""

from __future__ import annotations

from functools import cache
from math import nan
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from metaleos.catalog.solve.bench import Point
from metaleos.catalog.verify.check import BOUND
from metaleos.catalog.verify.samples import subject
from metaleos.ingest.reader import read_lines, shipped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from metaleos.catalog.solve.bench import Bench
    from metaleos.catalog.verify.check import Check


class State(NamedTuple):
    """One state with its inputs, by whom it was computed, and property, term, value, accuracy."""

    point: Point
    origin: str
    values: list[tuple[str, str, float, float]]


@cache
def states() -> dict[tuple[str, str], list[State]]:
    """Return the golden states, by model and convention."""
    found: dict[tuple[str, str], list[State]] = {}
    by_number: dict[str, State] = {}
    for line in read_lines(shipped("golden", "states.csv"), ("state", "variables", "inputs")):
        row = line.fields
        point = Point(row["element"], _pairs(row["variables"]), _pairs(row["inputs"]))
        state = by_number[row["state"]] = State(point, row["origin"], [])
        found.setdefault((row["model"], row["convention"]), []).append(state)
    for line in read_lines(shipped("golden", "values.csv"), ("state", "property", "value")):
        row = line.fields
        by_number[row["state"]].values.append(
            (row["property"], row["term"], float(row["value"]), float(row["accuracy"]))
        )
    return found


def _pairs(text: str) -> dict[str, Any]:
    pairs = (pair.split("=") for pair in text.split(";"))
    return {name: value if name == "structure" else float(value) for name, value in pairs}


def golden(bench: Bench, elements: Collection[str] | None) -> Iterator[Check]:
    """Hold every golden value within the larger of its error and the solver's, which is bounded.

    A wider estimate says what another reading of a table would give; the golden value has the same.
    """
    chosen = [
        state
        for state in states().get((bench.model.name, bench.convention), ())
        if elements is None or state.point.element in elements
    ]
    if not chosen:
        return
    bare = dict.fromkeys((item.name for item in bench.model.inputs), nan)
    points = [Point(p.element, p.state, {**bare, **p.inputs}) for p, *_ in chosen]
    solved = bench.solve(points, sorted({value[0] for state in chosen for value in state.values}))
    for row, state in enumerate(chosen):
        about = subject(solved, row)
        largest: dict[str, float] = {}
        for name, _, value, _ in state.values:
            largest[name] = max(largest.get(name, 0.0), abs(value))
        for name, term, value, accuracy in state.values:
            room = np.fmin(solved.error(name, term)[row], BOUND * largest[name])
            yield about.judged(
                f"golden value: {name}",
                float(solved.value(name, term)[row]),
                value,
                float(max(accuracy, room)),
                f"{term}, {state.origin} {solved.why(row, name)}",
                sharp=accuracy,
                largest=largest[name],
            )
