"""What our solvers say where a paper printed a number, and what the printed inputs leave open.

Every printed input is moved by half a unit of its last digit, up and down; all those states of a
model are solved in one batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite, nan
from typing import TYPE_CHECKING

from metaleos.catalog.solve.bench import Bench, Point
from metaleos.catalog.states.request import StateRequest, at_place
from metaleos.catalog.states.table import element_states
from metaleos.errors import SolveError
from metaleos.ingest.papers import paper_of
from metaleos.solvers.protocol import RefusedError
from metaleos.solvers.registry import models
from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.catalog.compare.cells import Place
    from metaleos.catalog.store.facts import Facts
    from metaleos.solvers.protocol import Convention

HALF = 0.5


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
        What half a last digit of the printed inputs can change, inputs added up.
    circular : bool
        Whether the value changes with the cell's own number, which was read as an input.
    """

    value: float = nan
    spread: float = 0.0
    circular: bool = False
    outcome: str = ""
    reason: str = ""
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Digit:
    """A printed input of one element: its name, half a last digit, and its cell."""

    name: str
    half: float
    unit: str
    cell: str


def solve_cells(
    connection: duckdb.DuckDBPyConnection, facts: Facts, wanted: list[Wanted]
) -> dict[Convention, dict[str, Ours]]:
    """Solve every wanted cell in both conventions.

    Returns
    -------
    dict of str to dict of str to Ours
        By convention and cell.
    """
    digits = _printed_digits(connection)
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
    digits: dict[tuple[str, str, str], list[_Digit]],
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
        for digit in _digits_of(bench, digits, element):
            if only is not None and digit.cell not in only:
                continue
            for sign in (1.0, -1.0):
                moved = _with_input(bench, point, place, digit.name, sign * digit.half)
                if moved is not None:
                    rows.append((digit.name, digit.cell, len(points)))
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
        ours.spread = sum(ours.parts.values())
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


def _digits_of(
    bench: Bench, digits: dict[tuple[str, str, str], list[_Digit]], element: str
) -> Iterable[_Digit]:
    theory, variant = bench.model.theory, bench.model.variant
    units = {item.name: item.unit for item in bench.model.inputs if item.kind == "parameter"}
    for key in ((theory, variant, element), (theory, "*", element)):
        for digit in digits.get(key, ()):
            if digit.name in units:
                half = digit.half * conversion_factor(digit.unit, units[digit.name])
                yield _Digit(digit.name, half, units[digit.name], digit.cell)


def _printed_digits(
    connection: duckdb.DuckDBPyConnection,
) -> dict[tuple[str, str, str], list[_Digit]]:
    found: dict[tuple[str, str, str], list[_Digit]] = {}
    for source, theory, variant, element, name, step, cell, unit in connection.execute(
        "SELECT c.source, p.theory, p.variant, p.element, p.name, c.step, c.id, p.unit "
        "FROM parameter p JOIN cell c ON c.id = p.cell WHERE c.step > 0 ORDER BY p.rowid"
    ).fetchall():
        if name not in paper_of(source).exact_inputs:
            digit = _Digit(name, HALF * step, unit, cell)
            found.setdefault((theory, variant, element), []).append(digit)
    return found
