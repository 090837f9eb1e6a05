"""Which model to trust for a property of an element: by its record in the group of the element."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.query import ask
from metaleos.catalog.compare.deviations import compare
from metaleos.catalog.compare.scores import points_of, scores
from metaleos.catalog.compare.sentences import weak_words
from metaleos.catalog.states.selection import Asked, Output, resolve
from metaleos.errors import UsageError
from metaleos.groups import GROUPS, group_of

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.compare.deviations import Comparison
    from metaleos.catalog.states.selection import Selection

FEW = 3
"""Fewer measured elements than this are no record."""
FAR = 50.0
"""Where even the nearest model is off by half of the measured value [%], none is to be trusted."""

_HEADINGS = {
    "element": "element", "property": "property", "rank": "rank", "model": "model", "n": "n",
    "of": "of", "mean_absolute_percent": "mean |%|", "worst_percent": "worst %",
    "worst_element": "in", "deviation_percent": "here %",
    "others_mean_absolute_percent": "elsewhere |%|", "note": "note",
}  # fmt: skip


def best(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Answer:
    """Return the models by their record for properties, in the group of each element.

    Parameters
    ----------
    connection : DuckDBPyConnection
    asked : Asked
        Elements and properties, which must be named; without models all variants of all.

    Returns
    -------
    Answer
        One row per element, property and model that yields the property there: its score over the
        group, its deviation at the element itself, and that at the others of the group, which is
        what a record says of an element that is not measured. `note` says where there is too
        little to go by.

    Raises
    ------
    UsageError
    """
    selection = resolve(connection, asked, unnamed="all" if asked.model is None else "defaults")
    if not (selection.elements and selection.properties):
        raise UsageError("--best needs elements and properties", "for example -e K -p bulk_modulus")
    rows: list[dict[str, Any]] = []
    notices: list[str] = []
    sources: dict[str, dict[str, Any]] = {}
    for element in selection.elements:
        group = group_of(element)
        found = _of_group(connection, asked, selection, group)
        sources |= {item["key"]: item for item in found.sources}
        for name in selection.properties:
            mine = _rows(found, element, name)
            rows += mine
            notices.append(_where(element, name, group, mine))
            notices += weak_words([row for row in mine if row["n"]])
    several = {"element": len(selection.elements) > 1, "property": len(selection.properties) > 1}
    shown = {
        name: word for name, word in _HEADINGS.items()
        if several.get(name, True) and (name != "note" or any(row["note"] for row in rows))
    }  # fmt: skip
    return Answer(
        "metaleos.compare.best/1", rows, list(sources.values()), notices, headings=shown,
        spare=("elsewhere |%|", "of"), signed=("worst_percent", "deviation_percent"),
    )  # fmt: skip


def _of_group(
    connection: duckdb.DuckDBPyConnection, asked: Asked, selection: Selection, group: str
) -> Comparison:
    elements = list(GROUPS.get(group, ())) or None
    convention = asked.convention or "standard"
    there = Asked(elements, list(selection.models) or None, asked.property, convention)
    chosen = resolve(connection, there, unnamed="all")
    return compare(connection, ask(connection, chosen, Output()))


def _rows(found: Comparison, element: str, name: str) -> list[dict[str, Any]]:
    """Return the models that have a result here, by their record."""
    points = [point for point in points_of(found.values) if point.record.property == name]
    here = {point.key: point for point in points if point.element == element}
    records = [point for point in points if point.key in here]
    rows = []
    for score in scores(records, {}):
        mine = here[score["property"], score["model"], score["convention"], score["unit"]]
        others = [abs(p.percent) for p in records if p.key == mine.key and p.counts and p != mine]
        parts = ("rank", "rank_n", "model", "convention", "n", "of", "mean_absolute_percent",
                 "worst_percent", "worst_element", "weak")  # fmt: skip
        rows.append(
            {"element": element, "property": name}
            | {part: score[part] for part in parts}
            | {
                "deviation_percent": mine.against.deviation_percent,
                "others_mean_absolute_percent": fmean(others) if others else None,
                "note": mine.against.reason
                or (f"too few: {score['n']}" if score["n"] < FEW else ""),
            }
        )
    last = len(rows)
    return sorted(rows, key=lambda row: (not row["n"], row["rank"] or last))


def _where(element: str, name: str, group: str, rows: list[dict[str, Any]]) -> str:
    """Return in one line what the order rests on."""
    over = f"the {group} group" if group else f"all elements: {element} is in no group"
    ranked = [row for row in rows if row["rank"]]
    if not rows:
        return (
            f"{name} of {element}: no model has both a result here and a measured value beside it"
        )
    if len(ranked) < 2 or ranked[0]["rank_n"] < FEW:
        return f"{name} of {element}, over {over}: too few measured elements for a choice"
    first, second = ranked[:2]
    gap = second["mean_absolute_percent"] - first["mean_absolute_percent"]
    if first["mean_absolute_percent"] > FAR:
        close = "; none is near"
    else:
        close = "; they are too close to choose" if gap < 1.0 else ""
    return (
        f"{name} of {element}, over {over}: on {first['rank_n']} elements {first['model']} is "
        f"nearest, {first['mean_absolute_percent']:.1f} % mean absolute, {second['model']} "
        f"{second['mean_absolute_percent']:.1f} %{close}"
    )
