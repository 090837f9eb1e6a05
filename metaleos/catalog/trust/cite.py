"""Citations of exactly what stands behind rows: models, inputs, values beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.query import citations
from metaleos.catalog.text.record import BESIDE

if TYPE_CHECKING:
    import duckdb


def cite(connection: duckdb.DuckDBPyConnection, answer: Answer) -> Answer:
    """Return the sources behind stored rows, each once, with its BibTeX entry."""
    keys = cited_keys(connection, answer)
    headings = {name: name for name in ("key", "authors", "year", "title")}
    return Answer("metaleos.cite/1", citations(connection, keys, "bibtex"), headings=headings)


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
    """Return the BibTeX entries of sources as one file."""
    return "\n\n".join(item["bibtex"].strip() for item in sources) + ("\n" if sources else "")
