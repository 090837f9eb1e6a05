"""What our solvers say where a paper printed a number, and what the printed inputs leave open.

Every printed input is moved by half a unit of its last digit, up and down; all those states of a
model are solved in one batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot, isfinite, nan
from typing import TYPE_CHECKING

from metaleos.catalog.solve.bench import Bench, Point
from metaleos.catalog.states.request import StateRequest, at_place
from metaleos.catalog.states.table import element_states
from metaleos.errors import SolveError
from metaleos.solvers.protocol import RefusedError
from metaleos.solvers.registry import models
from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.compare.cells import Digits, Place
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention


@dataclass(frozen=True)
class Wanted:
    """One value to solve for: a printed cell's model, place and property."""

    cell: str
    model: str
    element: str
    property: str
    term: str
    place: Place


@dataclass
class Ours:
    """Our value of a cell in one convention (storage unit).

    Parameters
    ----------
    value : float
        NaN where there is none; then `reason` says why.
    spread : float
        What half a last digit of the printed inputs can change: of each input the larger side,
        in quadrature, since the digits that were lost of one input know nothing of another's.
    circular : bool
        Whether the value changes with the cell's own number, which was read as an input.
    """

    value: float = nan
    spread: float = 0.0
    circular: bool = False
    outcome: str = ""
    reason: str = ""
    parts: dict[str, float] = field(default_factory=dict)


def solve_cells(
    digits: Digits, facts: Facts, wanted: list[Wanted]
) -> dict[Convention, dict[str, Ours]]:
    """Solve every wanted cell in both conventions.

    Returns
    -------
    dict of str to dict of str to Ours
        By convention and cell.
    """
    results = {item.cell for item in wanted}
    found: dict[Convention, dict[str, Ours]] = {"standard": {}, "printed": {}}
    for name in dict.fromkeys(item.model for item in wanted):
        model = models()[name]
        mine = [item for item in wanted if item.model == name]
        for convention in model.conventions:
            bench = Bench(model, convention, facts)
            # `standard` needs no spread of its own, only to know which inputs are results
            only = None if convention == "printed" else results
            found[convention] |= _solve(bench, facts, mine, digits, only)
    return found


def _solve(
    bench: Bench,
    facts: Facts,
    wanted: list[Wanted],
    digits: Digits,
    only: set[str] | None,
) -> dict[str, Ours]:
    places = list(dict.fromkeys((item.element, item.place) for item in wanted))
    points: list[Point] = []
    moves: dict[tuple[str, Place], list[tuple[str, str, int]]] = {}
    base: dict[tuple[str, Place], int] = {}
    refused: dict[tuple[str, Place], str] = {}
    for element, place in places:
        try:
            point = _base(bench, facts, element, place)
        except SolveError as error:
            refused[element, place] = str(error)
            continue
        base[element, place] = len(points)
        points.append(point)
        rows = moves.setdefault((element, place), [])
        for name, half, cell in _digits_of(bench, digits, element):
            for change in (half, -half) if only is None or cell in only else ():
                moved = _with_input(bench, point, place, name, change)
                if moved is not None:
                    rows.append((name, cell, len(points)))
                    points.append(moved)
        for name, step in (("temperature", place.temperature_step), ("volume", place.volume_step)):
            for sign in (1.0, -1.0) if step and only is None else ():
                rows.append((name, "", len(points)))
                points.append(point.moved(**{name: float(point.state[name]) + sign * step}))
    properties = sorted({item.property for item in wanted})
    values = bench.solve(points, properties) if points else None
    found = {}
    for item in wanted:
        key = (item.element, item.place)
        if values is None or key in refused:
            found[item.cell] = Ours(outcome="invalid_input", reason=refused.get(key, "no state"))
            continue
        column, row = values.value(item.property, item.term), base[key]
        ours = Ours(
            value=float(column[row]),
            outcome=str(values.outcome[row]),
            reason=values.why(row, item.property),
        )
        for name, cell, other in moves[key]:
            change = abs(float(column[other]) - ours.value)
            if not isfinite(change):
                continue
            ours.parts[name] = max(ours.parts.get(name, 0.0), change)
            if cell == item.cell and change > 1e-12 * abs(ours.value):
                ours.circular = True
        ours.spread = hypot(*ours.parts.values())
        found[item.cell] = ours
    return found


def _base(bench: Bench, facts: Facts, element: str, place: Place) -> Point:
    request = StateRequest()
    if not place.at_reference:
        request = at_place(
            temperature=place.temperature, volume=place.volume, density=place.density
        )
    if lack := facts.lack(bench.model, element, bench.convention):
        raise SolveError(lack)
    table = element_states(bench.model, element, bench.convention, facts, request)
    return Point(element, {name: column[0] for name, column in table.variables.items()})


def _with_input(bench: Bench, point: Point, place: Place, name: str, change: float) -> Point | None:
    value = bench.inputs(point.element)[name]
    if not isfinite(value):
        return None
    inputs = {name: value + change}
    try:
        state = bench.reference(point.element, inputs) if place.at_reference else point.state
    except RefusedError:
        return None
    return Point(point.element, state, inputs)


def _digits_of(bench: Bench, digits: Digits, element: str) -> Iterator[tuple[str, float, str]]:
    """Yield name, half a last digit in the input's unit, and cell of the printed inputs."""
    theory, variant = bench.model.theory, bench.model.variant
    units = {item.name: item.unit for item in bench.model.inputs if item.kind == "parameter"}
    for key in ((theory, variant, element), (theory, "*", element)):
        for name, half, unit, cell in digits.get(key, ()):
            if name in units:
                yield name, half * conversion_factor(unit, units[name]), cell
