"""Sources: a small reader of the BibTeX that the package ships."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from metaleos.ingest.reader import shipped
from metaleos.ingest.rows import SourceRow

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),(.*?)\n\}", re.DOTALL)
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*?)\}\s*,?\s*$", re.DOTALL | re.MULTILINE)


def shipped_sources() -> Iterator[SourceRow]:
    """Yield one row for every entry of ``sources.bib``."""
    text = shipped("sources.bib").read_text(encoding="utf-8")
    for match in _ENTRY.finditer(text):
        kind, key, body = match.groups()
        fields = {name.lower(): _plain(value) for name, value in _FIELD.findall(body)}
        where = fields.get("journal") or fields.get("publisher") or fields.get("institution") or ""
        volume = " ".join(
            part for part in (fields.get("volume", ""), fields.get("pages", "")) if part
        )
        yield SourceRow(
            key=key,
            origin="shipped",
            kind=kind.lower(),
            authors=fields.get("author") or fields.get("editor") or "",
            year=fields.get("year", ""),
            title=fields.get("title") or fields.get("booktitle") or "",
            journal=" ".join(part for part in (where, volume) if part),
            doi=fields.get("doi", ""),
            note=fields.get("note", ""),
            bibtex=match.group(0),
        )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("{", "").replace("}", "").replace("\\&", "&")).strip()
