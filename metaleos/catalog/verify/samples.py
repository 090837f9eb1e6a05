"""Which elements and states the harness looks at: chosen from the declaration alone."""

from __future__ import annotations

from itertools import product
from math import isfinite
from typing import TYPE_CHECKING, Any

from metaleos.catalog.solve.bench import Point
from metaleos.catalog.verify.check import Subject
from metaleos.units import behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.solve.bench import Bench, Values
    from metaleos.solvers.protocol import StateVariable

HOT_KELVIN = (5e4, 5e5)
"""Temperatures beside a reference at T = 0: kT of about 4 and 43 eV."""


def spread(names: Sequence[str], count: int = 3) -> list[str]:
    """Return `count` of `names`, evenly spread, first and last among them."""
    if len(names) <= count or count < 2:  # first and last need two
        return list(names)[:count]
    last = len(names) - 1
    return [names[round(i * last / (count - 1))] for i in range(count)]


def sample(bench: Bench, elements: Sequence[str]) -> list[Point]:
    """Return reference states and their neighbourhood, as a grid over every state variable."""
    points = []
    for element in elements:
        reference = bench.reference(element)
        axes = {v.name: _axis(v, reference[v.name]) for v in bench.model.state_variables}
        grid = product(*axes.values())
        points += [Point(element, dict(zip(axes, values, strict=True))) for values in grid]
    return points


def _axis(variable: StateVariable, reference: Any) -> tuple[Any, ...]:
    if variable.choices:
        return variable.choices
    value = float(reference)
    if variable.name == "axial_ratio":  # c/a is no thermodynamic variable: ideal is enough
        return (value,)
    if variable.name == "temperature":
        return (value, *HOT_KELVIN) if value == 0.0 else (value, 1.2 * value)
    if variable.minimum is not None and variable.maximum is not None:
        low = variable.minimum
        return (value, low + 0.5 * (value - low))
    return (value, 0.85 * value)


def firsts(at: Values) -> list[int]:
    """Return the row of the first point of every element."""
    elements = [point.element for point in at.points]
    return [elements.index(element) for element in dict.fromkeys(elements)]


def subject(at: Values, row: int) -> Subject:
    """Return what a check of one row is about."""
    bench, point = at.bench, at.points[row]
    return Subject(bench.model.name, bench.convention, point.element, in_words(bench, point))


def in_words(bench: Bench, point: Point) -> str:
    """Return a state in words: ``T = 0 K, V = 265.1 bohr3/atom``."""
    parts = []
    for variable in bench.model.state_variables:
        value = point.state[variable.name]
        if variable.choices:
            parts.append(str(value))
        elif isfinite(float(value)):
            parts.append(f"{variable.name} {float(value):.6g}{behind(variable.unit)}")
    return ", ".join(parts)
