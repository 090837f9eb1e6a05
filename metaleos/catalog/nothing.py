"""What to say when a valid selection finds nothing: the nearest states, and how to solve it."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

from metaleos.catalog.request import UNITS, VOLUME_WORDS, StateRequest

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.names import ModelName

_STORED = """
SELECT s.element, s.model, s.structure, s.temperature, s.compression, s.density, s.volume, s.theta,
       s.variables
FROM state s JOIN current_run c ON c.state = s.id
WHERE (? OR list_contains(?, s.element)) AND list_contains(?, s.model)
ORDER BY s.is_reference DESC, s.id
"""
_COVERED = """
SELECT string_agg(symbol, ', ' ORDER BY z) FROM (
    SELECT DISTINCT e.symbol, e.z FROM state s JOIN element e ON e.symbol = s.element
    WHERE list_contains(?, s.model))
"""
_YIELDED = """
SELECT DISTINCT property, model FROM model_yield
WHERE list_contains(?, property) AND list_contains(?, model)
"""
_NAMES = ("structure", "temperature", "compression", "density", "volume", "theta")
_ROOM_TEMPERATURE = 300.0
_SHOWN = {
    "temperature": "T = {:.6g} K",
    "compression": "compression {:.6g}",
    "theta": "theta {:.6g}",
}


def nothing_found(
    connection: duckdb.DuckDBPyConnection,
    elements: list[str],
    models: list[ModelName],
    request: StateRequest,
    properties: list[str],
) -> list[str]:
    """Return the notices for an empty answer: nearest stored states and the solve command.

    Where solving cannot help either (the model has no such state variable or property), that.
    """
    names = [model.name for model in models]
    rows = connection.execute(_STORED, [not elements, elements, names]).fetchall()
    if not rows:
        covered = connection.execute(_COVERED, [names]).fetchall()[0][0] or "no element"
        shown = ", ".join(names[:4]) + (" ..." if len(names) > 4 else "")
        return [f"{shown}: no state of {', '.join(elements)} is stored; covered: {covered}"]
    never = _never(connection, rows, request, properties)
    if never:
        return never
    states = [(row[0], row[1], dict(zip(_NAMES, row[2:-1], strict=True))) for row in rows]
    states.sort(key=lambda item: _distance(item[2], request))
    places = dict.fromkeys(f"{element} {model} at {_described(s)}" for element, model, s in states)
    near = "; ".join(list(places)[:3])
    command = _solve_command(states[0][0], states[0][1], request, properties)
    return [f"nothing is stored for this selection; nearest: {near}", f"to solve it: {command}"]


def _never(
    connection: duckdb.DuckDBPyConnection,
    rows: list[tuple[Any, ...]],
    request: StateRequest,
    properties: list[str],
) -> list[str]:
    """Return why no model of the selection can answer; nothing where one can."""
    reasons: dict[str, list[str]] = {}
    yielded = set(connection.execute(_YIELDED, [properties, [r[1] for r in rows]]).fetchall())
    for model, variables in dict.fromkeys((row[1], row[-1]) for row in rows):
        known = [name for name in variables.split(",") if name]
        accepted = {*known, *(VOLUME_WORDS if "volume" in known else ())}
        strange = [name for name in request.given if name not in accepted]
        if strange:
            what = f"no state variable {strange[0]!r} (there is: {', '.join(known)})"
        elif properties and not any((name, model) in yielded for name in properties):
            theory = model.partition("/")[0]
            what = f"no property {', '.join(properties)} (see `metaleos models {theory}`)"
        else:
            return []
        reasons.setdefault(what, []).append(model)
    return [f"{', '.join(members)}: {what}" for what, members in reasons.items()]


def _distance(state: dict[str, Any], request: StateRequest) -> float:
    total = 0.0
    for name, wanted in request.given.items():
        stored = state.get("compression" if name == "volume_ratio" else name)
        if name == "structure":
            total += 0.0 if stored in wanted else 10.0
            continue
        targets = [1.0 / value for value in wanted] if name == "volume_ratio" else wanted
        floor = _ROOM_TEMPERATURE if name == "temperature" else 0.0
        total += min((_apart(stored, value, floor) for value in targets), default=0.0)
    return total


def _apart(stored: float | None, wanted: float, floor: float) -> float:
    # Ratios count, above a floor: 5 K is near to 0 K, not to 1000 K.
    if stored is None:
        return 100.0
    low, high = sorted((stored + floor, wanted + floor))
    return log(high / low) if low > 0.0 else (0.0 if low == high else 50.0)


def _described(state: dict[str, Any]) -> str:
    parts = [state["structure"]] if state["structure"] else []
    parts += [text.format(state[n]) for n, text in _SHOWN.items() if state[n] is not None]
    return ", ".join(parts)


def _solve_command(element: str, model: str, request: StateRequest, properties: list[str]) -> str:
    words = [f"metaleos solve --element {element} --model {model}"]
    if properties:
        words.append(f"--property {','.join(properties)}")
    for name, values in request.given.items():
        option = f"--{name.replace('_', '-')}"
        if name == "structure":
            words.append(f"{option} {','.join(values)}")
            continue
        numbers = ",".join(f"{value:.10g}" for value in values)
        unit = UNITS[name]
        words.append(f"{option} {numbers}" if unit == "1" else f'{option} "{numbers} {unit}"')
    return " ".join(words)
