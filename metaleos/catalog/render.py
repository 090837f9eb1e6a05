"""Answers as tables for people: on a terminal, piped, in Markdown and in a notebook."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

from metaleos.catalog.grid import Grid, source_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.rows import Rows

_WHOLE = {"element", "model", "property", "unit", "symbol", "key"}
"""Columns that a narrow terminal breaks last."""
_NARROW = 8
"""Least width of a column of words."""


@dataclass(frozen=True)
class _Text:
    """A table as text: what stands above, in and below it."""

    caption: str
    headings: Sequence[str]
    cells: Sequence[Sequence[str]]
    right: Sequence[bool]
    remarks: Sequence[str] = ()
    sources: Sequence[str] = ()

    @property
    def widths(self) -> list[int]:
        """The width of every column."""
        return [max(map(len, column)) for column in zip(self.headings, *self.cells, strict=True)]

    def lines(self) -> list[str]:
        """Return whole cells, one line a row."""
        lines = [self.caption] if self.caption else []
        widths = self.widths
        for row in (self.headings, ["-" * width for width in widths], *self.cells):
            padded = [
                cell.rjust(width) if number else cell.ljust(width)
                for cell, width, number in zip(row, widths, self.right, strict=True)
            ]
            lines.append("  ".join(padded).rstrip())
        return [*lines, *self.remarks, *self.sources]


def _text(rows: Rows) -> _Text | None:
    """Return an answer as text; None where there is no row."""
    if not rows.records:
        return None
    if rows.columns or not rows.values:
        records = rows.rows()
        if rows.values or any(isinstance(row.get("state"), dict) for row in records):
            records = rows.flat(compact=True)
        names = rows.headings or {name: name for name in records[0]}
        right = [
            all(isinstance(r.get(n), (int, float)) or r.get(n) is None for r in records)
            for n in names
        ]
        cells = [[record_cell(row.get(name)) for name in names] for row in records]
        # Rows of another kind name their sources themselves.
        sources = _plain_sources(rows) if rows.values else []
        return _Text("", list(names.values()), cells, right, (), sources)
    grid = Grid(rows)
    return _Text(
        grid.caption, grid.headings, grid.cells, grid.right, grid.remarks(), grid.sources()
    )


def print_answer(rows: Rows) -> None:
    """Print an answer as a table with its sources, whole cells when piped."""
    text = _text(rows)
    if text is None:
        return
    widths = text.widths
    narrowest = sum(w if n else min(w, _NARROW) for w, n in zip(widths, text.right, strict=True))
    if _on_terminal() and narrowest + len(widths) <= _terminal_width():
        _print_rich(text)
        return
    # Piped, or wider than any folding could mend: whole cells, one line a row, and no Rich.
    sys.stdout.write("\n".join(text.lines()) + "\n")


def text_table(rows: Rows, most: int) -> str:
    """Return an answer as `print_answer` prints it when piped, with at most `most` rows."""
    shown = replace(rows, records=rows.records[:most])
    text = _text(shown)
    if text is None:
        return "no rows"
    lines = text.lines()
    left = len(rows.records) - len(shown.records)
    if left:
        place = len(lines) - len(text.remarks) - len(text.sources)
        lines.insert(place, f"... {left} more rows")
    return "\n".join(lines)


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns


def _print_rich(text: _Text) -> None:
    from rich import box  # noqa: PLC0415  # Rich is imported only to draw on a terminal
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    headings, right, widths = text.headings, text.right, text.widths
    console = Console(highlight=False)
    if text.caption:
        console.print(Text(text.caption, style="bold"))
    whole = [w for w, h, n in zip(widths, headings, right, strict=True) if n or h in _WHOLE]
    fits = sum(whole) + len(widths) + _NARROW * (len(widths) - len(whole)) <= console.width
    gap = 1 if sum(widths) + 2 * len(widths) <= console.width else 0
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0), show_edge=False)
    for heading, is_number in zip(headings, right, strict=True):
        # Text, not str: Rich would read [eV/atom] as markup.
        table.add_column(
            Text(heading),
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=is_number or (fits and heading in _WHOLE),
        )
    for row in text.cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    for remark in text.remarks:
        console.print(Text(remark))
    if text.sources:
        console.print(Text("\n".join(text.sources), style="dim"))


def _plain_sources(rows: Rows) -> list[str]:
    return [source_line(item) for item in rows.sources]


def record_cell(value: Any) -> str:
    """Return one cell of a plain record as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(item) for item in value)
    return str(value)


def markdown_table(rows: Rows) -> str:
    """Return an answer as a Markdown table with its sources."""
    text = _text(rows)
    if text is None:
        return ""
    sources = "\n".join(f"- {line}" for line in text.sources)
    right = text.right if not rows.columns and rows.values else [False] * len(text.right)
    parts = [text.caption, _markdown(text.headings, text.cells, right), *text.remarks, sources]
    return "\n\n".join(part for part in parts if part)


def _markdown(
    headings: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]
) -> str:
    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

    rule = "| " + " | ".join("---:" if number else "---" for number in right) + " |"
    return "\n".join([line(headings), rule, *(line(row) for row in cells)])


def html_table(rows: Rows) -> str:
    """Return an answer as an HTML table with its sources, for notebooks."""
    text = _text(rows)
    if text is None:
        return "<p>no rows</p>"
    head = "".join(f"<th>{escape_html(heading)}</th>" for heading in text.headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape_html(cell)}</td>" for cell in row) + "</tr>"
        for row in text.cells
    )
    notes = "<br>".join(escape_html(line) for line in (*text.remarks, *text.sources))
    caption = f"<caption>{escape_html(text.caption)}</caption>" if text.caption else ""
    return (
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{notes}</p>"
    )
