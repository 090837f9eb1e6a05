"""Verdicts counted: by table, by paper, and as the answer of ``compare --paper``."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.compare.causes import Numbers, inferred_numbers
from metaleos.catalog.compare.cells import reachable
from metaleos.catalog.compare.rules import RESULTS, VERDICTS
from metaleos.catalog.store.select import by
from metaleos.errors import UsageError
from metaleos.ingest.papers import paper_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metaleos.catalog.compare.cells import Verdict
    from metaleos.catalog.compare.stored import Stored
    from metaleos.catalog.states.selection import Selection

WORST_FIRST = (*reversed(RESULTS), *VERDICTS[len(RESULTS) :])
"""The verdicts in the order in which totals are told."""

GROUP = ("source", "table_no", "model", "property", "unit")
"""What the rows of a summary are about."""
_TABLE = attrgetter("source", "table_no", "model")


def solver_of(cell: Verdict) -> str:
    """Return the model of ours that a printed cell is held against."""
    model = paper_of(cell.source).model(cell.model)
    return reachable(model, cell.property, cell.term) or model


def columns_of(cells: Iterable[Verdict]) -> set[tuple[str, str, str, str, str]]:
    """Return the columns that cells stand in, as `inferred_numbers` takes them."""
    return {
        (item.source, item.table_no, item.quantity, item.model, solver_of(item)) for item in cells
    }


def summary(found: list[Verdict], counts: Numbers) -> list[dict[str, Any]]:
    """Return counts and deviations by source, table, model and property, with ranks.

    `n` of `cells` are results with a number on both sides; mean, median and max are of the
    absolute deviations in the printed unit; rank 1 is the model with the least median among the
    models of the same table, property and unit. `digits` of the cells reproduced are so only by
    what the digits of the printed inputs leave open; `inferred` numbers of the model were inferred
    from the table.
    """
    tables = by(found, _TABLE)
    rows = [
        _group(key, members, tables[_TABLE(members[0])], counts)
        for key, members in by(found, attrgetter(*GROUP)).items()
    ]
    for row in rows:
        rivals = sorted(
            other["median"]
            for other in rows
            if other["median"] is not None
            and all(other[k] == row[k] for k in ("source", "table_no", "property", "unit"))
        )
        row["rank"] = None if row["median"] is None else rivals.index(row["median"]) + 1
    return rows


def counted(found: Iterable[Verdict]) -> dict[str, int]:
    """Return how many cells have each verdict, the unpleasant ones first."""
    each = Counter(item.verdict for item in found)
    return {name: each[name] for name in WORST_FIRST}


def _group(
    key: tuple[str, ...], members: list[Verdict], table: list[Verdict], counts: Numbers
) -> dict[str, Any]:
    sizes = [abs(item.deviation) for item in members if item.deviation is not None]
    percents = [i.deviation_percent for i in members if i.deviation_percent is not None]
    return {
        **dict(zip(GROUP, key, strict=True)),
        "cells": len(members),
        "n": len(sizes),
        **counted(members),
        "digits": sum(item.kind == "digits" for item in members),
        "inferred": sum(inferred_numbers(columns_of(table), counts).values()),
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
    "cells": "cells", "n": "n", "disagrees": "disagr.", "described": "descr.",
    "explained": "expl.", "fitted": "fitted", "inferred": "inferred", "reproduced": "reprod.",
    "digits": "digits", "mean": "mean", "median": "median", "max": "max", "unit": "unit",
    "rank": "rank",
}  # fmt: skip
_CELLS = {
    "source": "paper", "table_no": "table", "element": "element", "model": "model",
    "quantity": "quantity", "printed": "printed", "standard": "standard", "as_printed": "printed'",
    "unit": "unit", "verdict": "verdict", "kind": "kind", "reason": "reason",
}  # fmt: skip


def compare_paper(
    every: Stored,
    selection: Selection,
    *,
    verdict: str | None = None,
    summarised: bool = False,
) -> Answer:
    """Return the printed cells of a paper beside ours, or their counts by table.

    Parameters
    ----------
    every : Stored
        The verdicts on its cells.
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
    found = of_selection(every.verdicts, selection)
    tables = summary(found, every.counts)
    totals = counted(found)
    text = ", ".join(f"{count} {name}" for name, count in totals.items())
    notices = [f"{len(found)} cells: {text}", *every.notices]
    if summarised:
        return Answer(
            "metaleos.compare.paper.summary/2", tables, notices=notices, headings=_TABLES,
            extra={"counts": totals},
        )  # fmt: skip
    rows = [asdict(item) for item in found if verdict is None or item.verdict == verdict]
    return Answer(
        "metaleos.compare.paper/2", rows, notices=notices, headings=_CELLS,
        extra={"summary": tables, "counts": totals},
    )  # fmt: skip
