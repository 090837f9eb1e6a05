"""Models beside experiment: ours, published, observed; what is missing or failed is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metaleos.catalog.answer import Answer
    from metaleos.catalog.catalog import Catalog
    from metaleos.catalog.names import Names


@dataclass
class Comparison:
    """Rows of single comparisons, and their summary by model, convention and property."""

    rows: list[dict[str, Any]]
    summary: list[dict[str, Any]]
    sources: list[dict[str, Any]]
    notices: list[str]


def compare(
    catalog: Catalog,
    element: Names = None,
    model: Names = None,
    property: Names = None,  # noqa: A002  # the project's word
    *,
    convention: Names = None,
    **state: Any,
) -> Comparison:
    """Set stored results beside published and observed values.

    Parameters
    ----------
    catalog : Catalog
    element, model, property, convention
        As for `Catalog.query`.
    **state
        State options; without them each model's reference state.

    Returns
    -------
    Comparison
        One row per result (whole properties, not terms) that has an observed or published value
        beside it, or that failed where one exists. In the summary, `n` of `observed` elements
        have a value of ours; the others are `failed` or `missing` (not covered by the model).
    """
    answer = catalog.query(element, model, property, convention=convention, **state)
    observed = _observed(catalog, answer)
    rows = []
    for record in answer.records:
        if record["term"] != "total":
            continue
        seen = (record["observed"] or [None])[0]
        said = (record["published"] or [None])[0]
        if seen is None and said is None:
            continue
        rows.append(_row(record, said, seen))
    notices = list(answer.notices)
    if answer.records and not rows:
        notices.append("nothing published or observed stands beside this selection")
    return Comparison(rows, _summary(rows, observed), answer.sources, notices)


def _row(
    record: dict[str, Any], said: dict[str, Any] | None, seen: dict[str, Any] | None
) -> dict[str, Any]:
    ours = record["value"]
    row = {
        name: record[name]
        for name in ("element", "model", "convention", "property", "unit", "state", "value")
    }
    row["error_estimate"] = record["error_estimate"]
    for kind, item in (("published", said), ("observed", seen)):
        row[kind] = item["value"] if item else None
        row[f"{kind}_printed"] = item["printed"] if item else None
        row[f"{kind}_source"] = item["source"] if item else None
    row["deviation"], row["deviation_percent"] = _deviation(ours, row["observed"])
    row["published_deviation_percent"] = _deviation(row["published"], row["observed"])[1]
    row["outcome"] = record["outcome"]
    row["reason"] = record["reason"]
    return row


def _deviation(ours: float | None, observed: float | None) -> tuple[float | None, float | None]:
    if ours is None or observed is None:
        return None, None
    return ours - observed, (100.0 * (ours - observed) / abs(observed) if observed else None)


def _observed(catalog: Catalog, answer: Answer) -> dict[str, set[str]]:
    """Return the elements with an observed value, by property, among those asked about."""
    elements = {record["element"] for record in answer.records}
    names = {record["property"] for record in answer.records}
    with catalog.reading() as connection:
        found = connection.execute(
            "SELECT DISTINCT property, element FROM observation "
            "WHERE list_contains(?, property) AND list_contains(?, element)",
            [sorted(names), sorted(elements)],
        ).fetchall()
    known: dict[str, set[str]] = {}
    for name, element in found:
        known.setdefault(name, set()).add(element)
    return known


def _summary(rows: list[dict[str, Any]], observed: dict[str, set[str]]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["observed"] is not None:
            key = (row["property"], row["model"], row["convention"], row["unit"])
            groups.setdefault(key, []).append(row)
    found = []
    for (name, model, convention, unit), members in groups.items():
        good = [row for row in members if row["deviation"] is not None]
        percents = [row for row in good if row["deviation_percent"] is not None]
        worst = max(percents, key=lambda row: abs(row["deviation_percent"]), default=None)
        met = {row["element"] for row in members}
        solved = {row["element"] for row in good}
        found.append(
            {
                "property": name,
                "model": model,
                "convention": convention,
                "unit": unit,
                "n": len(solved),
                "of": len(observed.get(name, met) | met),
                "failed": len(met - solved),
                "missing": len(observed.get(name, met) - met),
                "mean_deviation": _mean([row["deviation"] for row in good]),
                "mean_percent": _mean([row["deviation_percent"] for row in percents]),
                "mean_absolute_percent": _mean([abs(r["deviation_percent"]) for r in percents]),
                "worst_percent": worst["deviation_percent"] if worst else None,
                "worst_element": worst["element"] if worst else None,
            }
        )
    return found


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
