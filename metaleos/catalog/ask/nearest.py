"""What to say when a valid selection finds nothing: the nearest states, and how to solve it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import VOLUME_WORDS, variables
from metaleos.catalog.store.select import by
from metaleos.solvers.registry import models
from metaleos.units import behind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from metaleos.catalog.states.request import StateRequest
    from metaleos.catalog.states.selection import Selection
    from metaleos.solvers.protocol import Model

_STORED = """
SELECT s.element, s.model, {state} FROM state s
WHERE s.run IS NOT NULL AND {where} AND list_contains(?, s.model)
ORDER BY {distance}s.is_reference DESC, s.id LIMIT {most}
"""
_MOST_STORED = 50  # of which three places that differ are shown
_COVERED = """
SELECT string_agg(symbol, ', ' ORDER BY z) FROM (
    SELECT DISTINCT e.symbol, e.z FROM state s JOIN element e ON e.symbol = s.element
    WHERE list_contains(?, s.model))
"""
_ROOM_TEMPERATURE = 300.0
# Ratios count, above a floor: 5 K is near to 0 K, not to 1000 K.
_APART = """CASE WHEN {stored} IS NULL THEN 100.0 ELSE list_min(list_transform(?::DOUBLE[],
lambda w: CASE WHEN least({stored}, w) + {floor} > 0.0
THEN ln((greatest({stored}, w) + {floor}) / (least({stored}, w) + {floor}))
WHEN {stored} = w THEN 0.0 ELSE 50.0 END)) END"""


def nothing_found(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[str]:
    """Return the notices for an empty answer: nearest stored states and the solve command.

    Where solving cannot help either (the model has no such state variable or property), that.
    Only a model that can answer is proposed.
    """
    chosen = [models()[name] for name in selection.models if name in models()]
    able = [model for model in chosen if not _cannot(model, selection)]
    if not able:
        return _never(chosen, selection)
    clause, values = selection.filters("s")
    known = variables()
    state = ", ".join(item.column for item in known.values())
    distance, wanted = _distance(selection.request)
    rows = connection.execute(
        _STORED.format(state=state, where=clause, distance=distance, most=_MOST_STORED),
        [*values, [model.name for model in able], *wanted],
    ).fetchall()
    states = [(row[0], row[1], dict(zip(known, row[2:], strict=True))) for row in rows]
    if not states:
        return _not_stored(connection, selection, able)
    places = dict.fromkeys(f"{element} {name} at {_described(s)}" for element, name, s in states)
    near = "; ".join(list(places)[:3])
    element, name, _ = states[0]
    return [
        f"nothing is stored for this selection; nearest: {near}",
        f"to solve it: {_solve_command(element, name, selection)}",
    ]


def _not_stored(
    connection: duckdb.DuckDBPyConnection, selection: Selection, able: Sequence[Model]
) -> list[str]:
    names = [model.name for model in able]
    shown = ", ".join(names[:4]) + (" ..." if len(names) > 4 else "")
    covered = connection.execute(_COVERED, [names]).fetchall()[0][0]
    what = f"no state of {', '.join(selection.elements)}" if selection.elements else "no state"
    if not covered:
        first = selection.elements[0] if selection.elements else "ELEMENT"
        return [
            f"{shown}: {what} is stored yet",
            f"to store it: metaleos compute --model {names[0]}; "
            f"to solve it: {_solve_command(first, names[0], selection)}",
        ]
    return [f"{shown}: {what} is stored; covered: {covered}"]


def _cannot(model: Model, selection: Selection) -> str:
    """Return why a model cannot answer; nothing where it can."""
    known = [item.name for item in model.state_variables]
    accepted = {*known, *(VOLUME_WORDS if "volume" in known else ())}
    strange = [name for name in selection.request.given if name not in accepted]
    if strange:
        return f"no state variable {strange[0]!r} (there is: {', '.join(known)})"
    wanted = selection.properties
    if wanted and not any(model.yields_property(name) for name in wanted):
        return f"no property {', '.join(wanted)} (see `metaleos models {model.theory}`)"
    return ""


def _never(chosen: Sequence[Model], selection: Selection) -> list[str]:
    if not chosen:
        return ["nothing is stored for this selection"]
    if not selection.names_models and selection.properties:
        names = ", ".join(selection.properties)
        wanted = selection.properties
        yielding = [m.name for m in models().values() if any(map(m.yields_property, wanted))]
        if not yielding:
            where = f" of {', '.join(selection.elements)}" if selection.elements else ""
            return [
                f"no model yields {names}, and no measured value{where} is known "
                f"(see `metaleos properties {names}`)"
            ]
        if not any(name in {model.name for model in chosen} for name in yielding):
            return [f"{names} is yielded by {', '.join(yielding)}: name one with --model"]
    reasons = by(chosen, lambda model: _cannot(model, selection))
    return [f"{', '.join(m.name for m in some)}: {what}" for what, some in reasons.items()]


def _distance(request: StateRequest) -> tuple[str, list[Any]]:
    """Return how far a state is from those asked for, to order by, and the values of that."""
    terms, values = list[str](), list[Any]()
    for name, wanted in request.given.items():
        item = variables()[name]
        if item.is_word:
            terms.append(f"CASE WHEN list_contains(?, {item.column}) THEN 0.0 ELSE 10.0 END")
        else:
            floor = _ROOM_TEMPERATURE if name == "temperature" else 0.0
            terms.append(_APART.format(stored=item.column, floor=floor))
        values.append(list(wanted))
    return f"{' + '.join(terms)}, " if terms else "", values


def _described(state: Mapping[str, Any]) -> str:
    parts = []
    for name, item in variables().items():
        value = state[name]
        meant = not item.structures or state["structure"] in item.structures
        if value in {None, ""} or not meant or (item.says_volume and name != "compression"):
            continue
        if item.is_word:
            parts.append(str(value))
            continue
        shown = item.name if item.symbol == item.name or item.unit == "1" else f"{item.symbol} ="
        parts.append(f"{shown} {value:.6g}{behind(item.unit)}")
    return ", ".join(parts)


def _solve_command(element: str, model: str, selection: Selection) -> str:
    words = [f"metaleos solve --element {element} --model {model}"]
    if selection.properties:
        words.append(f"--property {','.join(selection.properties)}")
    for name, values in selection.request.given.items():
        item = variables()[name]
        if item.is_word:
            words.append(f"{item.option} {','.join(values)}")
            continue
        numbers = ",".join(f"{value:.10g}" for value in values)
        shown = f"{numbers}" if item.unit == "1" else f'"{numbers} {item.unit}"'
        words.append(f"{item.option} {shown}")
    return " ".join(words)
