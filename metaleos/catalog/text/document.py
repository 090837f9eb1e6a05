"""A document: headings, paragraphs and tables, for the Markdown and the HTML writer."""

from __future__ import annotations

from dataclasses import dataclass

from metaleos.catalog.text.table import TextTable


@dataclass(frozen=True)
class Heading:
    """A heading of some level, 1 the title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Plain text; several lines are a list."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | TextTable
