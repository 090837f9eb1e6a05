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
from metaleos.catalog.ask.shaping import shape
from metaleos.catalog.compare.scores import SIGNED, SPARE, headings, points_of, scores
from metaleos.catalog.compare.sentences import weak_words
from metaleos.catalog.states.selection import Output
from metaleos.catalog.store.select import by, dicts
from metaleos.catalog.text.record import DEVIATION, Deviation
from metaleos.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


@dataclass(repr=False)
class Comparison(Answer):
    """Rows of a comparison, with their scores under ``summary``."""

    def summary(self) -> Answer:
        """Return the scores of the models, as rows."""
        rows = self.extra["summary"]
        return Answer(
            "metaleos.compare.summary/2", rows, self.sources, [*self.notices, *weak_words(rows)],
            headings=headings(rows) if rows else {}, spare=SPARE, signed=SIGNED,
        )  # fmt: skip

    def pivot(self, by: str = "model", cell: str = "deviation_percent") -> Answer:
        """Return one row a pair with a column for each model, element or property.

        Parameters
        ----------
        by : {"model", "element", "property"}
            What becomes columns.
        cell : str
            The column of the rows that stands in the cells.

        Raises
        ------
        UsageError, UnknownNameError
        """
        if by not in _PIVOTS:
            raise UsageError(f"cannot pivot by {by!r}", f"valid: {', '.join(_PIVOTS)}")
        flat = [record.flat() for record in self.values]
        if flat and cell not in flat[0]:
            raise UnknownNameError("column", cell, flat[0], "(a column of compare)")
        kept = [name for name in ("element", "model", "convention", "property") if name != by]
        if len({row["convention"] for row in flat}) < 2:
            kept.remove("convention")
        if len({row["property"] for row in flat}) < 2 and "property" in kept:
            kept.remove("property")
        columns = dict.fromkeys(row[by] for row in flat)
        rows: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in flat:
            key = tuple(row[name] for name in kept)
            empty = dict(zip(kept, key, strict=True)) | dict.fromkeys(columns)
            rows.setdefault(key, empty)[row[by]] = row[cell]
        names = {row["property"] for row in flat}
        what = f"{names.pop()}, {cell}" if len(names) == 1 else cell
        return Answer(
            "metaleos.compare.pivot/1", list(rows.values()), self.sources,
            [*self.notices, *weak_words(self.extra["summary"])],
            signed=tuple(columns) if cell.endswith("percent") else (), caption=what,
        )  # fmt: skip


_PIVOTS = ("model", "element", "property")


def compare(
    connection: duckdb.DuckDBPyConnection,
    answer: Answer,
    observed: str = RECOMMENDED,
    units: str | Mapping[str, str] | None = None,
) -> Comparison:
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
    units : str or mapping
        Other units (`metaleos.catalog.ask.shaping`).

    Returns
    -------
    Comparison
        One row per whole property that has a measured or published value beside it. Where the two
        are not comparable the row has no deviation and says why. ``summary`` has the scores
        (`metaleos.catalog.compare.scores`).
    """
    totals = [record for record in answer.values if record.term == "total" and record.model]
    compared = _compared(connection, totals, _Chosen(_word(connection, observed)))
    found = shape(replace(answer, records=compared), Output(units))
    shown = [record for record in found.values if record.observed or record.published]
    notices = list(answer.notices)
    if answer.records and not shown:
        notices.append("nothing published or observed stands beside this selection")
    summary = scores(points_of(found.values), _domains(connection, totals))
    return Comparison(
        "metaleos.compare/2", shown, sources_of(connection, shown), notices,
        extra=answer.extra | {"summary": summary},
    )  # fmt: skip


def with_deviations(connection: duckdb.DuckDBPyConnection, answer: Answer) -> Answer:
    """Return stored rows, each whole property compared with its recommended measured value."""
    totals = [record for record in answer.values if record.term == "total" and record.model]
    compared = _compared(connection, totals, _Chosen(RECOMMENDED))
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
) -> list[Record]:
    """Return the records with what was chosen beside them."""
    pairs = _pairs(connection, records)
    beside = Beside(connection, list({record.element for record in records}))
    compared: list[Record] = []
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
    return compared


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
