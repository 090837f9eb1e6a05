"""Sources: from BibTeX, the package's own or a theory's, to rows."""

from __future__ import annotations

from collections import defaultdict
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
        fields = defaultdict(str, entry.fields)
        where = fields["journal"] or fields["publisher"] or fields["institution"]
        place = " ".join(filter(None, (where, fields["volume"], fields["pages"])))
        yield SourceRow(
            key=entry.key, origin="shipped", kind=entry.kind,
            authors=fields["author"] or fields["editor"], year=fields["year"],
            title=fields["title"] or fields["booktitle"], journal=place, doi=fields["doi"],
            note=fields["note"], bibtex=entry.text,
        )  # fmt: skip
