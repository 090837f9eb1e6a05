"""A verdict for every printed cell: agrees, explained, disagrees, or no result at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from itertools import product
from math import isfinite
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.compare.cells import Cell, cells_of, citation_keys
from metaleos.catalog.compare.verdict_values import (
    Digits,
    Ours,
    Wanted,
    printed_digits,
    solve_cells,
)
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.select import by
from metaleos.errors import UsageError
from metaleos.ingest.papers import paper_of
from metaleos.units import convert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import duckdb

    from metaleos.catalog.states.selection import Selection

VERDICTS = ("agrees", "explained", "disagrees", "input", "observed", "not_modelled")

_BASES = {"identity": "an identity", "solver": "our solver"}
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
        The number that the string says, and our reading where it should say another one.
    reading_kind, reading_basis, reading_reason : str
        Of the reading; one of basis ``identity`` or ``solver`` counts for nothing in a verdict.
    standard, as_printed : float or None
        Ours in the two conventions.
    deviation, deviation_percent : float or None
        Ours (``printed``, else ``standard``) less the printed number, or a reading of the page.
    tolerance : float or None
        Rounding of the cell, and half a last digit of every printed input through the solver.
    reproduced : bool
        Whether either convention lies within the tolerance of the number or of its correction.
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
    reading_kind: str
    reading_basis: str
    reading_reason: str
    standard: float | None = None
    as_printed: float | None = None
    deviation: float | None = None
    deviation_percent: float | None = None
    tolerance: float | None = None
    reproduced: bool = False
    verdict: str = ""
    kind: str = ""
    reason: str = ""


class Printed(NamedTuple):
    """Printed cells, and what is read to solve for them: the catalog is free meanwhile."""

    cells: list[Cell]
    digits: Digits
    facts: Facts


def printed(
    connection: duckdb.DuckDBPyConnection,
    paper: str = "all",
    solvers: Collection[str] | None = None,
) -> Printed:
    """Return the printed cells of a paper, in the order of its tables.

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
    if not isinstance(paper, str):
        raise UsageError(f"paper {paper!r} is no name", "give its citation key, or 'all'")
    cells = cells_of(connection, citation_keys(connection, paper))
    if solvers is not None:
        cells = [cell for cell in cells if cell.solver in solvers]
    return Printed(cells, printed_digits(connection), Facts(connection))


def verdicts(connection: duckdb.DuckDBPyConnection, *chosen: Any) -> list[Verdict]:
    """Return one verdict for every printed cell; `chosen` as for `printed`."""
    return judged(printed(connection, *chosen))


def judged(there: Printed) -> list[Verdict]:
    """Return one verdict for every printed cell."""
    cells = there.cells
    wanted = [
        Wanted(cell.facts["cell"], model, cell.element, cell.name, cell.facts["term"], cell.place)
        for cell in cells
        if (model := cell.solver) and cell.place is not None
    ]
    ours = solve_cells(there.digits, there.facts, wanted)
    keys = [cell.facts["cell"] for cell in cells]
    return [
        judge(cell, ours["standard"].get(key), ours["printed"].get(key))
        for cell, key in zip(cells, keys, strict=True)
    ]


def _no_result(cell: Cell, ours: tuple[Ours | None, ...]) -> tuple[str, str]:
    """Return verdict and reason of a cell that is no result of ours; nothing where it is one."""
    if cell.role == "observation":
        return "observed", "measured, quoted by the paper"
    if cell.role == "state":
        return "input", "says where the other cells hold"
    if not any(ours):
        if cell.role == "parameter":
            return "input", "read by the model"
        return "not_modelled", f"no solver of ours yields {cell.name} of {cell.model}"
    if all(one is None or one.circular for one in ours):
        return "input", "our value is computed from this very number"
    return "", ""


def judge(cell: Cell, standard: Ours | None, as_printed: Ours | None) -> Verdict:
    """Return the verdict on one cell from our values in the two conventions."""
    verdict, reason = _no_result(cell, (standard, as_printed))
    if verdict:
        return Verdict(**cell.facts, verdict=verdict, reason=reason)
    usable = [ours for ours in (standard, as_printed) if ours is not None and not ours.circular]
    scale = _scale(cell)
    numbers = {"standard": _in_unit(standard, scale), "as_printed": _in_unit(as_printed, scale)}
    room = paper_of(cell.facts["source"]).room(cell.facts["quantity"], cell.step)
    tolerance = room + (as_printed.spread if as_printed else 0.0) / abs(scale)
    best = numbers["as_printed"] if numbers["as_printed"] is not None else numbers["standard"]
    deviation = None if best is None or cell.number is None else best - cell.number
    percent = (
        100.0 * deviation / abs(cell.number) if deviation is not None and cell.number else None
    )
    targets = (cell.said, cell.corrected)
    reproduced = any(_near(*both, tolerance) for both in product(numbers.values(), targets))
    verdict, kind, reason = _grade(cell, numbers, tolerance, usable)
    return Verdict(
        **cell.facts, standard=numbers["standard"], as_printed=numbers["as_printed"],
        deviation=deviation, deviation_percent=percent,
        tolerance=tolerance, reproduced=reproduced, verdict=verdict, kind=kind, reason=reason,
    )  # fmt: skip


def _grade(
    cell: Cell, numbers: dict[str, float | None], tolerance: float, usable: list[Ours]
) -> tuple[str, str, str]:
    """Return verdict, kind and reason of a cell that is a result."""
    said, corrected = cell.said, cell.corrected
    standard, as_printed = numbers["standard"], numbers["as_printed"]
    if said is None:
        return _without_number(cell, usable)
    if _near(standard, said, tolerance):
        return "agrees", "", ""
    stated = dict(cell.reasons)
    if _near(as_printed, said, tolerance):
        kind = next((k for k in _CONVENTION_KINDS if k in stated), "convention")
        text = "the convention `printed` reproduces it, `standard` differs"
        return "explained", kind, f"{text}; {stated[kind]}" if kind in stated else text
    if corrected is not None:
        reason = cell.facts["reading_reason"]
        if _near(standard, corrected, tolerance) or _near(as_printed, corrected, tolerance):
            return "explained", "misprint", reason
        if _mostly(numbers, said, corrected):
            return "explained", "misprint", f"{reason}; the corrected number still differs a little"
    modelled = (
        standard is not None and as_printed is not None and abs(standard - as_printed) > tolerance
    )
    for kind in _CONVENTION_KINDS:
        if kind in stated and not modelled:
            return "explained", kind, stated[kind]
    return "disagrees", "unknown", _doubt(cell, stated, usable, modelled=modelled)


EXPLAINS = 0.9
"""A correction that removes this part of a difference explains it; the rest is said."""


def _mostly(numbers: dict[str, float | None], said: float, corrected: float) -> bool:
    return any(
        abs(ours - corrected) <= (1.0 - EXPLAINS) * abs(ours - said)
        for ours in numbers.values()
        if ours is not None
    )


def _doubt(cell: Cell, stated: dict[str, str], usable: list[Ours], *, modelled: bool) -> str:
    parts = []
    if not any(isfinite(ours.value) for ours in usable):
        parts.append(f"we have no value: {usable[-1].reason or usable[-1].outcome}")
    if modelled and any(kind in stated for kind in _CONVENTION_KINDS):
        parts.append("`printed` follows the stated convention and still differs")
    if cell.corrected is not None:
        parts.append("differs from the corrected number too")
    elif cell.facts["reading"] not in (None, cell.said):
        parts.append(f"its reading rests on {_BASES[cell.facts['reading_basis']]} alone")
    told = (cell.facts["reading_reason"], "")
    parts += [text for kind, text in stated.items() if kind != "scan" and text not in told]
    return "; ".join(parts) or "cause unknown"


def _without_number(cell: Cell, usable: list[Ours]) -> tuple[str, str, str]:
    """Return the verdict on a cell where no number stands."""
    scan = next((text for kind, text in cell.reasons if kind == "scan"), "")
    if scan:
        return "explained", "scan", scan
    if not isfinite(usable[-1].value):
        return "agrees", "", f"no solution, here as there: {usable[-1].reason}"
    return "disagrees", "unknown", "the paper gives no value; ours has a solution"


def _near(ours: float | None, target: float | None, tolerance: float) -> bool:
    # one part in 1e9 for decimal numbers that binary ones miss at the edge
    if ours is None or target is None:
        return False
    return abs(ours - target) <= tolerance * (1.0 + 1e-9) + 1e-14 * abs(target)


def _scale(cell: Cell) -> float:
    """Return the storage unit's value of one printed unit."""
    if cell.value is not None and cell.facts["parsed"]:
        return float(cell.value / cell.facts["parsed"])
    from metaleos.solvers.registry import properties  # only for zeros

    return float(convert(1.0, cell.facts["unit"], properties()[cell.name].unit))


def _in_unit(ours: Ours | None, scale: float) -> float | None:
    if ours is None or ours.circular or not isfinite(ours.value):
        return None
    return ours.value / scale


GROUP = ("source", "table_no", "model", "property", "unit")
"""What the rows of a summary are about."""


def summary(found: list[Verdict]) -> list[dict[str, Any]]:
    """Return counts and deviations by source, table, model and property, with ranks.

    `n` of `cells` are results with a number on both sides; mean, median and max are of the
    absolute deviations in the printed unit; rank 1 is the model with the least median among the
    models of the same table, property and unit.
    """
    rows = [_group(key, members) for key, members in by(found, attrgetter(*GROUP)).items()]
    for row in rows:
        rivals = sorted(
            other["median"]
            for other in rows
            if other["median"] is not None
            and all(other[k] == row[k] for k in ("source", "table_no", "property", "unit"))
        )
        row["rank"] = None if row["median"] is None else rivals.index(row["median"]) + 1
    return rows


def _counts(found: Iterable[Verdict]) -> dict[str, int]:
    """Return how many cells have each verdict."""
    counted = Counter(item.verdict for item in found)
    return {name: counted[name] for name in VERDICTS}


def _group(key: tuple[str, ...], members: list[Verdict]) -> dict[str, Any]:
    sizes = [abs(item.deviation) for item in members if item.deviation is not None]
    percents = [i.deviation_percent for i in members if i.deviation_percent is not None]
    return {
        **dict(zip(GROUP, key, strict=True)),
        "cells": len(members),
        "n": len(sizes),
        **_counts(members),
        "reproduced": sum(item.reproduced for item in members),
        "mean": sum(sorted(sizes)) / len(sizes) if sizes else None,
        "median": median(sizes) if sizes else None,
        "max": max(sizes, default=None),
        "median_percent": median(map(abs, percents)) if percents else None,
    }


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
    there: Printed,
    selection: Selection,
    *,
    verdict: str | None = None,
    summarised: bool = False,
) -> Answer:
    """Return the printed cells of a paper beside ours, or their counts by table.

    Parameters
    ----------
    there : Printed
    selection : Selection
        Its elements, models and properties.
    verdict : str
        Only cells of this verdict.
    summarised : bool
        Whether the rows are those of ``summary``: one a table, model and property.

    Raises
    ------
    UsageError
    """
    if selection.request:
        raise UsageError("--paper takes no state and no convention", "both are compared")
    if verdict is not None and verdict not in VERDICTS:
        raise UsageError(f"unknown verdict {verdict!r}", f"valid: {', '.join(VERDICTS)}")
    found = of_selection(judged(there), selection)
    tables = summary(found)
    counts = _counts(found)
    text = ", ".join(f"{count} {name}" for name, count in counts.items())
    notice = f"{len(found)} cells: {text}"
    if summarised:
        return Answer(
            "metaleos.compare.paper.summary/1", tables, notices=[notice], headings=_TABLES,
            extra={"counts": counts},
        )  # fmt: skip
    rows = [asdict(item) for item in found if verdict is None or item.verdict == verdict]
    return Answer(
        "metaleos.compare.paper/1", rows, notices=[notice], headings=_CELLS,
        extra={"summary": tables, "counts": counts},
    )  # fmt: skip
