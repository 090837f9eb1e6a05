"""Models beside experiment: ours, published, observed; what is missing or failed is counted."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.store.select import by

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from metaleos.catalog.text.record import Record

_ROWS = {
    "element": "element", "model": "model", "convention": "convention", "property": "property",
    "value": "ours", "published": "published", "observed": "observed",
    "reference": "reference", "unit": "unit",
    "deviation": "deviation", "deviation_percent": "%", "outcome": "outcome",
}  # fmt: skip
_MODELS = {
    "property": "property", "model": "model", "convention": "convention", "n": "n", "of": "of",
    "failed": "failed", "missing": "missing", "mean_deviation": "mean", "unit": "unit",
    "mean_percent": "mean %", "mean_absolute_percent": "mean |%|", "worst_percent": "worst %",
    "worst_element": "of",
}  # fmt: skip


def compare(connection: duckdb.DuckDBPyConnection, answer: Answer) -> Answer:
    """Set stored results beside published and observed values.

    Parameters
    ----------
    connection : DuckDBPyConnection
    answer : Answer
        Stored rows, as `metaleos.catalog.ask.query.ask` gives them.

    Returns
    -------
    Answer
        One row per result (whole properties, not terms) that has an observed or published value
        beside it, or that failed where one exists. In ``summary``, by model, convention and
        property, `n` of `observed` elements have a value of ours; the others are `failed` or
        `missing` (not covered by the model). A deviation is ``within`` the observed uncertainty, or
        is not, or None where none is known: of `within_of` that are known, `within` are.
    """
    observed = _observed(connection, answer.values)
    rows = [
        _row(record)
        for record in answer.values
        if record.term == "total" and record.model and (record.observed or record.published)
    ]
    notices = list(answer.notices)
    if answer.records and not rows:
        notices.append("nothing published or observed stands beside this selection")
    return Answer(
        "metaleos.compare/1", rows, answer.sources, notices,
        headings=_ROWS, extra={"summary": _summary(rows, observed)},
    )  # fmt: skip


def only_summary(found: Answer) -> Answer:
    """Return the summary of a comparison as an answer of its own."""
    return Answer(
        "metaleos.compare.summary/1", found.extra["summary"], found.sources, found.notices,
        headings=_MODELS,
    )  # fmt: skip


def _row(record: Record) -> dict[str, Any]:
    names = ("element", "model", "convention", "property", "unit", "state", "value",
             "error_estimate")  # fmt: skip
    row: dict[str, Any] = {name: getattr(record, name) for name in names}
    row |= record.first_beside()
    row["deviation"], row["deviation_percent"] = _deviation(record.value, row["observed"])
    uncertainty = row["observed_uncertainty"]
    known = row["deviation"] is not None and uncertainty is not None
    row["within"] = abs(row["deviation"]) <= uncertainty if known else None
    row["published_deviation_percent"] = _deviation(row["published"], row["observed"])[1]
    return row | {"outcome": record.outcome, "reason": record.reason}


def _deviation(ours: float | None, observed: float | None) -> tuple[float | None, float | None]:
    if ours is None or observed is None:
        return None, None
    return ours - observed, (100.0 * (ours - observed) / abs(observed) if observed else None)


def _observed(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Record]
) -> dict[str, set[str]]:
    """Return the elements with an observed value, by property, among those asked about."""
    found = connection.execute(
        "SELECT property, list(DISTINCT element) FROM observation "
        "WHERE list_contains(?, property) AND list_contains(?, element) GROUP BY property",
        [list({record.property for record in records}), list({r.element for r in records})],
    ).fetchall()
    return {name: set(elements) for name, elements in found}


def _summary(rows: list[dict[str, Any]], observed: dict[str, set[str]]) -> list[dict[str, Any]]:
    seen = [row for row in rows if row["observed"] is not None]
    groups = by(seen, itemgetter("property", "model", "convention", "unit"))
    found = []
    for (name, model, convention, unit), members in groups.items():
        good = [row for row in members if row["deviation"] is not None]
        percents = [row for row in good if row["deviation_percent"] is not None]
        worst = max(percents, key=lambda row: abs(row["deviation_percent"]), default=None)
        met = {row["element"] for row in members}
        solved = {row["element"] for row in good}
        found.append(
            {
                "property": name, "model": model, "convention": convention, "unit": unit,
                "n": len(solved), "of": len(observed.get(name, met) | met),
                "failed": len(met - solved), "missing": len(observed.get(name, met) - met),
                "within": sum(row["within"] is True for row in members),
                "within_of": sum(row["within"] is not None for row in members),
                "mean_deviation": _mean([row["deviation"] for row in good]),
                "mean_percent": _mean([row["deviation_percent"] for row in percents]),
                "mean_absolute_percent": _mean([abs(r["deviation_percent"]) for r in percents]),
                "worst_percent": worst["deviation_percent"] if worst else None,
                "worst_element": worst["element"] if worst else None,
            }
        )  # fmt: skip
    return found


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
