"""Tables and documents in Markdown, as GitHub reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from metaleos.catalog.text.document import Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from metaleos.catalog.text.document import Block
    from metaleos.catalog.text.table import TextTable

_PUNCTUATION = r"""[!-/:-@\[-`{-~]"""
_MARKUP = re.compile(
    rf"""
    \\(?={_PUNCTUATION}|$)          # a backslash that would escape what follows
    | \|                            # the end of a cell
    | (?<=\S)[*~] | [*~](?=\S)      # emphasis, unless it stands alone
    | (?<![^\W_])_(?=\S) | (?<=\S)_(?![^\W_])   # inside a word it is a letter
    | <(?=[A-Za-z/!?])              # a tag
    | &(?=\#?\w+;)                  # a character by its name
    """,
    re.VERBOSE,
)
_NAMED = {"<": "&lt;", "&": "&amp;"}
_BEGINNING = re.compile(r"[-+*](?:[\s-]|$)|>|#{1,6}(?:\s|$)|_|\[[^\]]*\]:")
_NUMBERED = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"(?<!\S)(#+)$")
"""Signs that would end a heading."""


def escape(text: str, *, block: bool = False) -> str:
    r"""Return `text` with what would be read as markup escaped, and nothing else.

    Parameters
    ----------
    text : str
        ``P < 0 *`` and ``bulk_modulus`` stay; ``|``, ``<b>`` and ``*x*`` become ``\|``,
        ``&lt;b>`` and ``\*x\*``. Blanks at the beginning indent.
    block : bool
        Whether it begins a block, where ``- x``, ``# x`` and ``1. x`` are markup too.
    """
    words = " ".join(text.split())
    indent = "&nbsp;" * (len(text) - len(text.lstrip(" "))) if words else ""
    marked = _MARKUP.sub(lambda found: _NAMED.get(found[0], f"\\{found[0]}"), words)
    if words.count("`") > 1:
        marked = marked.replace("`", "\\`")
    if "](" in words:
        marked = marked.replace("[", "\\[")
    if block and not indent:
        marked = _block(marked)
    return indent + marked


def _block(text: str) -> str:
    if number := _NUMBERED.match(text):
        text = f"{number[0]}\\{text[number.end() :]}"
    elif _BEGINNING.match(text):
        text = f"\\{text}"
    return _CLOSING.sub(r"\\\1", text)


def markdown_table(table: TextTable) -> str:
    """Return a table in Markdown, its caption above and its remarks and sources below."""
    if not table.headings:
        return ""
    rule = "| " + " | ".join("---:" if number else "---" for number in table.right) + " |"
    lines = [_line(table.headings), rule, *map(_line, table.cells)]
    parts = [
        escape(table.caption, block=True),
        "\n".join(lines),
        *(escape(remark, block=True) for remark in table.remarks),
        _listed(table.sources),
    ]
    return "\n\n".join(part for part in parts if part)


def markdown_document(blocks: Iterable[Block]) -> str:
    """Return a document in Markdown."""
    return "\n\n".join(map(_written, blocks)) + "\n"


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {escape(block.text, block=True)}"
    if isinstance(block, Paragraph):
        one = len(block.lines) == 1
        return escape(block.lines[0], block=True) if one else _listed(block.lines)
    return markdown_table(block)


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {escape(line, block=True)}" for line in lines)


def _line(row: Sequence[str]) -> str:
    return "| " + " | ".join(map(escape, row)) + " |"
