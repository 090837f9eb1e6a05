"""Models beside experiment: which measured value stands beside ours, and by how much they differ.

The view ``pair`` of ``schema.sql`` judges and subtracts: the command line, Python, SQL and reports
have their numbers from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.beside import Beside
from metaleos.catalog.ask.query import sources_of
from metaleos.catalog.compare.scores import SPARE, Point, headings, scores
from metaleos.catalog.store.select import by, dicts
from metaleos.catalog.text.record import DEVIATION, Deviation
from metaleos.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from metaleos.catalog.text.record import Record

RECOMMENDED, NEAREST, ALL = "recommended", "nearest", "all"

_NAMES = ("model", "element", "property", "convention")
_PAIRS = f"""
SELECT p.state, p.property, p.position, p.source, p.recommended, p.nearest, p.reason,
       {", ".join(f"p.{name}" for name in DEVIATION)}
FROM pair p WHERE {" AND ".join(f"list_contains(?, p.{name})" for name in _NAMES)}
AND p.state BETWEEN ? AND ? ORDER BY p.state, p.property, p.recommended
"""
_DOMAIN = "SELECT model, element FROM model_domain WHERE list_contains(?, model)"


@dataclass(frozen=True)
class _Chosen:
    """Which measured values of a pair's property count."""

    word: str

    def of(self, pairs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the pairs of one result that are meant, the first of them compared with."""
        if self.word == ALL:
            return list(pairs)
        if self.word in {RECOMMENDED, NEAREST}:
            return [pair for pair in pairs if pair[self.word] == 1]
        return [pair for pair in pairs if pair["source"] == self.word][:1]


def compare(
    connection: duckdb.DuckDBPyConnection, answer: Answer, observed: str = RECOMMENDED
) -> Answer:
    """Set stored results beside published and measured values.

    Parameters
    ----------
    connection : DuckDBPyConnection
    answer : Answer
        Stored rows, as `metaleos.catalog.ask.query.ask` gives them.
    observed : str
        Which measured value: the ``recommended`` one (comparable, of the usual material, nearest
        in temperature, of the best rank), the ``nearest`` in temperature, ``all`` of them, each
        in a row, or those of a source.

    Returns
    -------
    Answer
        One row per whole property that has a measured or published value beside it. Where the two
        are not comparable the row has no deviation and says why. ``summary`` has the scores
        (`metaleos.catalog.compare.scores`).
    """
    totals = [record for record in answer.values if record.term == "total" and record.model]
    chosen = _Chosen(_word(connection, observed))
    compared, points = _compared(connection, totals, chosen)
    shown = [record for record in compared if record.observed or record.published]
    notices = list(answer.notices)
    if answer.records and not shown:
        notices.append("nothing published or observed stands beside this selection")
    summary = scores(points, _domains(connection, totals))
    return Answer(
        "metaleos.compare/2", shown, sources_of(connection, shown), notices,
        extra=answer.extra | {"summary": summary},
    )  # fmt: skip


def only_summary(found: Answer) -> Answer:
    """Return the summary of a comparison as an answer of its own."""
    rows = found.extra["summary"]
    return Answer(
        "metaleos.compare.summary/2", rows, found.sources, found.notices,
        headings=headings(rows) if rows else {}, spare=SPARE,
    )  # fmt: skip


def with_deviations(connection: duckdb.DuckDBPyConnection, answer: Answer) -> Answer:
    """Return stored rows, each whole property compared with its recommended measured value."""
    totals = [record for record in answer.values if record.term == "total" and record.model]
    compared, _ = _compared(connection, totals, _Chosen(RECOMMENDED))
    found = {_key(record): record.against for record in compared}
    records = [
        replace(record, against=found.get(_key(record))) if record.term == "total" else record
        for record in answer.values
    ]
    return replace(answer, records=records)


def _key(record: Record) -> tuple[int | None, str]:
    return record.state_id, record.property


def _word(connection: duckdb.DuckDBPyConnection, observed: str) -> str:
    word = observed.strip().casefold()
    if word in {RECOMMENDED, NEAREST, ALL}:
        return word
    rows = connection.execute("SELECT DISTINCT source FROM observation ORDER BY 1").fetchall()
    known: dict[str, str] = {key.casefold(): key for (key,) in rows}
    if word not in known:
        raise UnknownNameError(
            "source of measured values", observed, [*known.values(), NEAREST, ALL],
            "(see `metaleos sources`; or nearest, all)",
        )  # fmt: skip
    return known[word]


def _compared(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Record], chosen: _Chosen
) -> tuple[list[Record], list[Point]]:
    """Return the records with what was chosen beside them, and the points that scores count."""
    pairs = _pairs(connection, records)
    beside = Beside(connection, list({record.element for record in records}))
    compared: list[Record] = []
    points: list[Point] = []
    for record in records:
        measured = beside.observed(record.element, record.property, record.term)
        meant = chosen.of(pairs.get(_key(record), []))
        if not meant:  # nothing of that source
            why = record.reason or f"nothing by {chosen.word}"
            against = Deviation(
                None, None, None, None, comparable=False, in_domain=True,
                published_deviation_percent=None, reason=why,
            )  # fmt: skip
            compared.append(replace(record, observed=measured, against=against))
        for pair in meant:
            at = pair["position"]
            first = measured[at - 1 : at] if at else []
            others = [item for item in measured if not (first and item is first[0])]
            shown = first if chosen.word == ALL else first + others
            against = Deviation(**{name: pair[name] for name in (*DEVIATION, "reason")})
            compared.append(replace(record, observed=shown, against=against))
            if pair is meant[0]:
                points.append(Point(record, against, is_measured=bool(measured)))
    return compared, points


def _pairs(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Record]
) -> dict[tuple[int | None, str], list[dict[str, Any]]]:
    """Return the pairs of records by state and property, the recommended one first."""
    if not records:
        return {}
    ids = [record.state_id for record in records if record.state_id is not None]
    names = (sorted({getattr(record, name) for record in records}) for name in _NAMES)
    rows = dicts(connection, _PAIRS, [*names, min(ids), max(ids)])
    return by(rows, lambda pair: (pair["state"], pair["property"]))


def _domains(
    connection: duckdb.DuckDBPyConnection, records: Iterable[Record]
) -> dict[str, list[str]]:
    """Return the declared elements of models."""
    names = list({record.model for record in records})
    rows = connection.execute(_DOMAIN, [names]).fetchall()
    return {name: [item for _, item in items] for name, items in by(rows, lambda r: r[0]).items()}
