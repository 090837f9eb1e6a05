"""Sources: from BibTeX, the package's own or a theory's, to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.ingest.reader import shipped
from metaleos.ingest.rows import SourceRow
from metaleos.textfacts import bibtex_entries

if TYPE_CHECKING:
    from collections.abc import Iterator


def shipped_sources() -> Iterator[SourceRow]:
    """Yield one row for every entry of the shipped ``sources.bib``."""
    yield from sources_in(shipped("sources.bib").read_text(encoding="utf-8"))


def sources_in(text: str) -> Iterator[SourceRow]:
    """Yield one row for every entry of a BibTeX text."""
    for entry in bibtex_entries(text):
        fields = entry.fields
        where = fields.get("journal") or fields.get("publisher") or fields.get("institution") or ""
        volume = " ".join(
            part for part in (fields.get("volume", ""), fields.get("pages", "")) if part
        )
        yield SourceRow(
            key=entry.key,
            origin="shipped",
            kind=entry.kind,
            authors=fields.get("author") or fields.get("editor") or "",
            year=fields.get("year", ""),
            title=fields.get("title") or fields.get("booktitle") or "",
            journal=" ".join(part for part in (where, volume) if part),
            doi=fields.get("doi", ""),
            note=fields.get("note", ""),
            bibtex=entry.text,
        )
