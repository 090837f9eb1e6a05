"""Tables as fragments of HTML, and documents as one page that needs nothing else."""

from __future__ import annotations

from html import escape as escape_markup
from typing import TYPE_CHECKING

from metaleos.catalog.text.document import Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from metaleos.catalog.text.document import Block
    from metaleos.catalog.text.table import TextTable

_RIGHT = ' style="text-align: right"'
"""On the cell itself: a fragment brings no style sheet."""


def escape(text: str) -> str:
    """Return `text` for HTML, between tags and in attributes; blanks at the beginning indent."""
    words = text.lstrip(" ")
    return "&nbsp;" * (len(text) - len(words)) + escape_markup(words)


def html_table(table: TextTable) -> str:
    """Return a table as an HTML fragment, its remarks and sources in a paragraph below."""
    if not table.headings:
        return ""
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    head = (
        f"<thead>{_row('th', table.headings, table.right)}</thead>" if any(table.headings) else ""
    )
    body = "\n".join(_row("td", row, table.right) for row in table.cells)
    below = "<br>\n".join(map(escape, (*table.remarks, *table.sources)))
    notes = f"\n<p>{below}</p>" if below else ""
    return f"<table>{caption}{head}<tbody>\n{body}\n</tbody></table>{notes}"


def html_page(blocks: Sequence[Block]) -> str:
    """Return a document as one HTML page without scripts, fonts or links to other files."""
    title = next((block.text for block in blocks if isinstance(block, Heading)), "")
    return _PAGE.format(title=escape(title), body="\n".join(map(_written, blocks)))


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        if len(block.lines) == 1:
            return f"<p>{escape(block.lines[0])}</p>"
        return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>"
    return html_table(block)


def _row(tag: str, cells: Iterable[str], right: Sequence[bool]) -> str:
    written = (
        f"<{tag}{_RIGHT if number else ''}>{escape(cell)}</{tag}>"
        for cell, number in zip(cells, right, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>"


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 15px/1.45 system-ui, sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; margin: 1em 0; font-size: 14px; }}
th, td {{ padding: 0.2em 0.7em; text-align: left; border-bottom: 1px solid #ddd; }}
th {{ border-bottom: 1px solid #666; }}
th[style], td[style] {{ font-variant-numeric: tabular-nums; white-space: nowrap; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""
