"""A verdict for every printed cell: agrees, explained, disagrees, or no result at all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isfinite, nan
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.compare.verdict_values import Ours, Place, Wanted, reachable, solve_cells
from metaleos.catalog.store.facts import Facts
from metaleos.errors import UnknownNameError, UsageError
from metaleos.ingest.papers import paper_of
from metaleos.ingest.papers.paper import ROUNDED
from metaleos.units import convert

if TYPE_CHECKING:
    from collections.abc import Collection

    import duckdb

    from metaleos.catalog.states.selection import Selection

VERDICTS = ("agrees", "explained", "disagrees", "input", "observed", "not_modelled")

_CONVENTION_KINDS = ("convention", "constants")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One printed cell beside our values, in its printed unit.

    Parameters
    ----------
    cell, source, table_no, line, element, model, label, quantity, property, term, state, unit
        Which cell.
    printed : str
        As it stands.
    parsed, reading : float or None
        The number that the string says, and the corrected reading where there is one.
    standard, as_printed : float or None
        Ours in the two conventions.
    deviation, deviation_percent : float or None
        Ours (``printed``, else ``standard``) less the number (the corrected reading first).
    tolerance : float or None
        Rounding of the cell, and half a last digit of every printed input through the solver.
    reproduced : bool
        Whether either convention lies within the tolerance of the string or of its correction.
    verdict : str
        One of `VERDICTS`.
    kind, reason : str
        Why, where it is explained or disagrees.
    """

    cell: str
    source: str
    table_no: str
    line: int
    element: str
    model: str
    label: str
    quantity: str
    property: str
    term: str
    state: str
    printed: str
    unit: str
    parsed: float | None
    reading: float | None
    standard: float | None = None
    as_printed: float | None = None
    deviation: float | None = None
    deviation_percent: float | None = None
    tolerance: float | None = None
    reproduced: bool = False
    verdict: str = ""
    kind: str = ""
    reason: str = ""

    def row(self) -> dict[str, Any]:
        """Return the verdict as a plain record."""
        return asdict(self)


@dataclass(frozen=True)
class _Cell:
    """A cell with what the catalog made of it."""

    facts: dict[str, Any]
    role: str
    step: float
    model: str
    element: str
    name: str
    value: float | None
    place: Place | None
    reasons: list[tuple[str, str]]

    @property
    def number(self) -> float | None:
        """The corrected reading, else what the string says."""
        reading: float | None = self.facts["reading"]
        return self.facts["parsed"] if reading is None else reading


def citation_keys(connection: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """Return the sources that a paper's name means; ``all`` for all of them.

    Raises
    ------
    UnknownNameError
    """
    known = [
        key
        for (key,) in connection.execute("SELECT DISTINCT source FROM cell ORDER BY 1").fetchall()
    ]
    wanted = name.casefold()
    if wanted == "all":
        return known
    found = [key for key in known if key == wanted or key.startswith(wanted)]
    if len(found) != 1:
        raise UnknownNameError("paper", name, [*known, "all"], f"(valid: {', '.join(known)}, all)")
    return found


def verdicts(
    connection: duckdb.DuckDBPyConnection,
    paper: str = "all",
    solvers: Collection[str] | None = None,
) -> list[Verdict]:
    """Return one verdict for every printed cell of a paper, in the order of its tables.

    Parameters
    ----------
    connection : DuckDBPyConnection
    paper : str
        Its citation key, or ``all``.
    solvers : collection of str, optional
        Only cells that one of these models of ours yields; nothing else is solved.

    Raises
    ------
    UnknownNameError
        If the catalog holds no cells of such a paper.
    """
    cells = _cells(connection, citation_keys(connection, paper))
    if solvers is not None:
        cells = [cell for cell in cells if _solver_of(cell) in solvers]
    wanted = [
        Wanted(cell.facts["cell"], model, cell.element, cell.name, cell.facts["term"], place)
        for cell in cells
        if (model := _solver_of(cell)) and (place := cell.place) is not None
    ]
    ours = solve_cells(connection, Facts(connection), wanted)
    return [
        judge(cell, ours["standard"].get(key), ours["printed"].get(key))
        for cell in cells
        for key in (cell.facts["cell"],)
    ]


def _solver_of(cell: _Cell) -> str:
    if cell.role in {"observation", "state"} or cell.place is None:
        return ""
    return reachable(cell.model, cell.name, cell.facts["term"])


def judge(cell: _Cell, standard: Ours | None, as_printed: Ours | None) -> Verdict:
    """Return the verdict on one cell from our values in the two conventions."""
    if cell.role == "observation":
        return Verdict(**cell.facts, verdict="observed", reason="measured, quoted by the paper")
    if cell.role == "state":
        return Verdict(**cell.facts, verdict="input", reason="says where the other cells hold")
    if standard is None and as_printed is None:
        if cell.role == "parameter":
            return Verdict(**cell.facts, verdict="input", reason="read by the model")
        text = f"no solver of ours yields {cell.name} of {cell.model}"
        return Verdict(**cell.facts, verdict="not_modelled", reason=text)
    usable = [ours for ours in (standard, as_printed) if ours is not None and not ours.circular]
    if not usable:
        text = "our value is computed from this very number"
        return Verdict(**cell.facts, verdict="input", reason=text)
    scale = _scale(cell)
    numbers = {
        "standard": _in_unit(standard, scale),
        "as_printed": _in_unit(as_printed, scale),
    }
    room = paper_of(cell.facts["source"]).room(cell.facts["quantity"], cell.step)
    tolerance = room + (as_printed.spread if as_printed else 0.0) / abs(scale)
    best = numbers["as_printed"] if numbers["as_printed"] is not None else numbers["standard"]
    deviation = None if best is None or cell.number is None else best - cell.number
    percent = (
        100.0 * deviation / abs(cell.number) if deviation is not None and cell.number else None
    )
    verdict, kind, reason = _grade(cell, numbers, tolerance, usable)
    return Verdict(
        **cell.facts,
        standard=numbers["standard"],
        as_printed=numbers["as_printed"],
        deviation=deviation,
        deviation_percent=percent,
        tolerance=tolerance,
        reproduced=any(
            _near(ours, target, tolerance)
            for ours in numbers.values()
            for target in (cell.facts["parsed"], cell.facts["reading"])
        ),
        verdict=verdict,
        kind=kind,
        reason=reason,
    )


def _grade(
    cell: _Cell, numbers: dict[str, float | None], tolerance: float, usable: list[Ours]
) -> tuple[str, str, str]:
    """Return verdict, kind and reason of a cell that is a result."""
    parsed, reading = cell.facts["parsed"], cell.facts["reading"]
    standard, as_printed = numbers["standard"], numbers["as_printed"]
    if parsed is None:
        return _without_number(cell, usable)
    if _near(standard, parsed, tolerance):
        return "agrees", "", ""
    stated = dict(cell.reasons)
    if _near(as_printed, parsed, tolerance):
        kind = next((k for k in _CONVENTION_KINDS if k in stated), "convention")
        text = "the convention `printed` reproduces it, `standard` differs"
        return "explained", kind, f"{text}; {stated[kind]}" if kind in stated else text
    corrected = _near(standard, reading, tolerance) or _near(as_printed, reading, tolerance)
    for kind in ("misprint", "scan"):
        if kind not in stated:
            continue
        if corrected or (kind == "misprint" and reading is None):
            return "explained", kind, stated[kind]
        if reading is not None and _mostly(numbers, parsed, reading):
            return "explained", kind, f"{stated[kind]}; the corrected number still differs a little"
    modelled = (
        standard is not None and as_printed is not None and abs(standard - as_printed) > tolerance
    )
    for kind in _CONVENTION_KINDS:
        if kind in stated and not modelled:
            return "explained", kind, stated[kind]
    return "disagrees", "unknown", _doubt(cell, stated, usable, modelled=modelled)


EXPLAINS = 0.9
"""A correction that removes this part of a difference explains it; the rest is said."""


def _mostly(numbers: dict[str, float | None], parsed: float, reading: float) -> bool:
    return any(
        abs(ours - reading) <= (1.0 - EXPLAINS) * abs(ours - parsed)
        for ours in numbers.values()
        if ours is not None
    )


def _doubt(cell: _Cell, stated: dict[str, str], usable: list[Ours], *, modelled: bool) -> str:
    parts = []
    if not any(isfinite(ours.value) for ours in usable):
        parts.append(f"we have no value: {usable[-1].reason or usable[-1].outcome}")
    if modelled and any(kind in stated for kind in _CONVENTION_KINDS):
        parts.append("`printed` follows the stated convention and still differs")
    if cell.facts["reading"] is not None and {"misprint", "scan"} & set(stated):
        parts.append("differs from the corrected reading too")
    parts += [text for kind, text in stated.items() if kind != "scan"]
    return "; ".join(parts) or "cause unknown"


def _without_number(cell: _Cell, usable: list[Ours]) -> tuple[str, str, str]:
    """Return the verdict on a cell where no number stands."""
    scan = next((text for kind, text in cell.reasons if kind == "scan"), "")
    if scan:
        return "explained", "scan", scan
    none = not isfinite(usable[-1].value)
    if none:
        return "agrees", "", f"no solution, here as there: {usable[-1].reason}"
    return "disagrees", "unknown", "the paper gives no value; ours has a solution"


def _near(ours: float | None, target: float | None, tolerance: float) -> bool:
    # one part in 1e9 for decimal numbers that binary ones miss at the edge
    if ours is None or target is None:
        return False
    return abs(ours - target) <= tolerance * (1.0 + 1e-9) + 1e-14 * abs(target)


def _scale(cell: _Cell) -> float:
    """Return the storage unit's value of one printed unit."""
    if cell.value is not None and cell.number:
        return cell.value / cell.number
    from metaleos.solvers.registry import properties  # only for zeros

    return float(convert(1.0, cell.facts["unit"], properties()[cell.name].unit))


def _in_unit(ours: Ours | None, scale: float) -> float | None:
    if ours is None or ours.circular or not isfinite(ours.value):
        return None
    return ours.value / scale


_SELECT = """
SELECT c.id, c.source, c.table_no, c.line, coalesce(c.element, ''), c.model, c.label, c.quantity,
       c.property, c.term, c.state, c.printed, c.unit, c.parsed, c.reading, c.role, c.step,
       p.model, p.element, p.property, p.value, p.at_reference, p.temperature, p.volume, p.density
FROM cell c LEFT JOIN published p ON p.cell = c.id
WHERE list_contains(?, c.source) ORDER BY c.source, c.line
"""
_NAMES = (
    "cell", "source", "table_no", "line", "element", "model", "label", "quantity", "property",
    "term", "state", "printed", "unit", "parsed", "reading",
)  # fmt: skip


def _cells(connection: duckdb.DuckDBPyConnection, sources: list[str]) -> list[_Cell]:
    reasons: dict[str, list[tuple[str, str]]] = {}
    for cell, kind, text in connection.execute(
        "SELECT cell, kind, explanation FROM erratum ORDER BY rowid"
    ).fetchall():
        reasons.setdefault(cell, []).append((kind, text))
    rows = connection.execute(_SELECT, [sources]).fetchall()
    steps = _state_steps(rows)
    found = []
    for row in rows:
        facts = dict(zip(_NAMES, row[:15], strict=True))
        role, step, model, element, name, value, at_reference, *where = row[15:]
        place = None
        if model is not None:
            moved = steps.get((facts["source"], facts["label"]), {})
            temperature, volume, density = where
            place = Place(
                at_reference=bool(at_reference),
                temperature=temperature,
                volume=volume,
                density=density,
                temperature_step=moved.get("temperature", 0.0),
                volume_step=moved.get("volume", 0.0),
            )
        found.append(
            _Cell(
                facts,
                role,
                step,
                model or facts["model"],
                element or facts["element"],
                name or facts["property"],
                value,
                place,
                reasons.get(facts["cell"], []),
            )
        )
    return found


def _state_steps(rows: list[tuple[Any, ...]]) -> dict[tuple[str, str], dict[str, float]]:
    """Return half a last digit of printed state variables, by source and row of a table."""
    steps: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        facts, role, step = dict(zip(_NAMES, row[:15], strict=True)), row[15], row[16]
        if role != "state":
            continue
        own = steps.setdefault((facts["source"], facts["label"]), {})
        own |= paper_of(facts["source"]).state_steps(facts, ROUNDED * step)
    return steps


def summary(found: list[Verdict]) -> list[dict[str, Any]]:
    """Return counts and deviations by source, table, model and property, with ranks.

    `n` of `cells` are results with a number on both sides; mean, median and max are of the
    absolute deviations in the printed unit; rank 1 is the model with the least median among the
    models of the same table, property and unit.
    """
    groups: dict[tuple[str, ...], list[Verdict]] = {}
    for item in found:
        key = (item.source, item.table_no, item.model, item.property, item.unit)
        groups.setdefault(key, []).append(item)
    rows = [_group(key, members) for key, members in groups.items()]
    for row in rows:
        rivals = sorted(
            other["median"]
            for other in rows
            if other["median"] is not None
            and all(other[k] == row[k] for k in ("source", "table_no", "property", "unit"))
        )
        row["rank"] = None if row["median"] is None else rivals.index(row["median"]) + 1
    return rows


def _group(key: tuple[str, ...], members: list[Verdict]) -> dict[str, Any]:
    sizes = sorted(abs(item.deviation) for item in members if item.deviation is not None)
    percents = sorted(
        abs(item.deviation_percent) for item in members if item.deviation_percent is not None
    )
    row: dict[str, Any] = dict(
        zip(("source", "table_no", "model", "property", "unit"), key, strict=True)
    )
    row["cells"] = len(members)
    row["n"] = len(sizes)
    row |= {name: sum(item.verdict == name for item in members) for name in VERDICTS}
    row["reproduced"] = sum(item.reproduced for item in members)
    row["mean"] = sum(sizes) / len(sizes) if sizes else None
    row["median"] = _median(sizes) if sizes else None
    row["max"] = sizes[-1] if sizes else None
    row["median_percent"] = _median(percents) if percents else None
    return row


def _median(ordered: list[float]) -> float:
    if not ordered:
        return nan
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else 0.5 * (ordered[middle - 1] + ordered[middle])


def selected_verdicts(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[Verdict]:
    """Solve every printed cell and return the verdicts of a selection."""
    return of_selection(verdicts(connection), selection)


def of_selection(found: list[Verdict], selection: Selection) -> list[Verdict]:
    """Return the verdicts of a selection; a cell headed by a theory belongs to its variants."""
    names = {part for name in selection.models for part in (name, name.partition("/")[0])}
    return [
        item
        for item in found
        if (not selection.elements or item.element in selection.elements)
        and (not selection.properties or item.property in selection.properties)
        and (not selection.names_models or item.model in names)
    ]


_TABLES = {
    "source": "paper", "table_no": "table", "model": "model", "property": "property",
    "cells": "cells", "n": "n", "agrees": "agrees", "explained": "expl.", "disagrees": "disagr.",
    "reproduced": "reprod.", "mean": "mean", "median": "median", "max": "max", "unit": "unit",
    "rank": "rank",
}  # fmt: skip
_CELLS = {
    "source": "paper", "table_no": "table", "element": "element", "model": "model",
    "quantity": "quantity", "printed": "printed", "standard": "standard", "as_printed": "printed'",
    "unit": "unit", "verdict": "verdict", "kind": "kind", "reason": "reason",
}  # fmt: skip


def compare_paper(
    connection: duckdb.DuckDBPyConnection,
    paper: str,
    selection: Selection,
    *,
    verdict: str | None = None,
    summarised: bool = False,
) -> Answer:
    """Return the printed cells of a paper beside ours, or their counts by table.

    Parameters
    ----------
    connection : DuckDBPyConnection
    paper : str
        Its citation key, or ``all``.
    selection : Selection
        Its elements, models and properties.
    verdict : str
        Only cells of this verdict.
    summarised : bool
        Whether the rows are those of ``summary``: one a table, model and property.

    Raises
    ------
    UnknownNameError, UsageError
    """
    if selection.request:
        raise UsageError("--paper takes no state and no convention", "both are compared")
    if not isinstance(paper, str):
        raise UsageError(f"paper {paper!r} is no name", "give its citation key, or 'all'")
    if verdict is not None and verdict not in VERDICTS:
        raise UsageError(f"unknown verdict {verdict!r}", f"valid: {', '.join(VERDICTS)}")
    found = of_selection(verdicts(connection, paper), selection)
    tables = summary(found)
    counts = {name: sum(item.verdict == name for item in found) for name in VERDICTS}
    text = ", ".join(f"{count} {name}" for name, count in counts.items())
    notice = f"{len(found)} cells: {text}"
    if summarised:
        return Answer(
            "metaleos.compare.paper.summary/1", tables, notices=[notice], headings=_TABLES,
            extra={"counts": counts},
        )  # fmt: skip
    rows = [item.row() for item in found if verdict is None or item.verdict == verdict]
    return Answer(
        "metaleos.compare.paper/1", rows, notices=[notice], headings=_CELLS,
        extra={"summary": tables, "counts": counts},
    )  # fmt: skip
