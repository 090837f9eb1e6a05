"""Citations of exactly what stands behind rows: models, inputs, values beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.query import citations
from metaleos.catalog.store.select import grouped
from metaleos.catalog.text.record import BESIDE
from metaleos.ingest.reader import read_lines, shipped

if TYPE_CHECKING:
    import duckdb


def cite(connection: duckdb.DuckDBPyConnection, answer: Answer) -> Answer:
    """Return the sources behind stored rows, each once, with its BibTeX entry.

    Under ``carriers`` stands what was read in their place: each carrier of the constants and
    measured values with its licence and credit, and the evidence that it gives.
    """
    rows = citations(connection, cited_keys(connection, answer), "bibtex")
    carriers = _carriers(connection, answer)
    known = _credits()
    for row in rows:
        row["carriers"] = [
            {**dict(zip(_CARRIER, one, strict=True)), "credit": _credit(one[0], known)}
            for one in carriers.get((row["key"],), ())
        ]
    headings = {name: name for name in ("key", "authors", "year", "title", "carriers")}
    return Answer("metaleos.cite/1", rows, headings=headings)


_CARRIER = ("carrier", "license", "evidence")


def _credits() -> dict[str, str]:
    """Return the credit of carriers by the beginning of their names, the longest first."""
    lines = read_lines(shipped("carriers.csv"), ("carrier", "credit"))
    found = {line.fields["carrier"]: line.fields["credit"] for line in lines}
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


def _credit(carrier: str, known: dict[str, str]) -> str:
    return next((credit for name, credit in known.items() if carrier.startswith(name)), "")


def _carriers(
    connection: duckdb.DuckDBPyConnection, answer: Answer
) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return carrier, licence and evidence of the facts behind stored rows, by source."""
    facts = [[r.element, r.property, item["source"]] for r in answer.values for item in r.observed]
    found = connection.execute(
        "WITH f AS (SELECT unnest(?::VARCHAR[][]) AS fact UNION "
        "SELECT [r.element, i.name, i.source] FROM run_input i JOIN run r ON r.id = i.run "
        "WHERE i.kind <> 'parameter' AND r.id IN (SELECT unnest(?::BIGINT[]))) "
        "SELECT DISTINCT c.source, c.carrier, c.carrier_license, c.evidence FROM "
        "(FROM constant UNION ALL BY NAME FROM observation) c "
        "JOIN f ON f.fact = [c.element, c.property, c.source] ORDER BY ALL",
        [facts, list(dict.fromkeys(answer.run_ids()))],
    ).fetchall()
    return grouped(found, 1)


def cited_keys(connection: duckdb.DuckDBPyConnection, answer: Answer) -> list[str]:
    """Return the citation keys behind stored rows, each once.

    The paper of every model shown, the sources of every input that their runs read, and those of
    the published and observed values beside the rows; in this order.
    """
    keys = [record.source for record in answer.values if record.source]
    runs = list(dict.fromkeys(answer.run_ids()))
    keys += [
        key
        for key, *_ in connection.execute(
            "SELECT DISTINCT i.source, i.name, r.model, r.element, r.convention FROM run_input i "
            "JOIN run r ON r.id = i.run WHERE r.id IN (SELECT unnest(?::BIGINT[])) "
            "AND i.value IS NOT NULL ORDER BY ALL",
            [runs],
        ).fetchall()
    ]
    for kind in BESIDE:
        keys += [item["source"] for record in answer.values for item in record.beside(kind)]
    known = {key for (key,) in connection.execute("SELECT key FROM source").fetchall()}
    return [key for key in dict.fromkeys(keys) if key in known]


def bibtex(sources: list[dict[str, Any]]) -> str:
    """Return the BibTeX entries of sources as one file, what was read in comments behind them."""
    entries = (
        "\n".join((item["bibtex"].strip(), *map(_comment, item.get("carriers", ()))))
        for item in sources
    )
    return "\n\n".join(entries) + ("\n" if sources else "")


def _comment(read: dict[str, str]) -> str:
    if read["evidence"] == "recalled":
        return "% recalled: read nowhere"
    licence = read["license"] or "no licence stated"
    credit = f"; {read['credit']}" if read["credit"] else ""
    return f"% read in {read['carrier']} ({licence}): {read['evidence']}{credit}"
