"""Answers as tables for people: on a terminal, piped, in Markdown and in a notebook."""

from __future__ import annotations

import shutil
import sys
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

from metaleos.catalog.grid import Grid, source_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.answer import Answer

_WHOLE = {"element", "model", "property", "unit", "symbol", "key"}
"""Columns that a narrow terminal breaks last."""
_NARROW = 8
"""Least width of a column of words."""


def print_answer(answer: Answer) -> None:
    """Print an answer as a table with its sources, whole cells when piped."""
    if not answer.records:
        return
    if answer.columns or "state" not in answer.records[0]:
        print_records(answer.flat(compact=True), sources=_plain_sources(answer))
        return
    grid = Grid(answer)
    _print(grid.caption, grid.headings, grid.cells, grid.right, grid.remarks(), grid.sources())


def _print(
    caption: str,
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    right: Sequence[bool],
    remarks: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> None:
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
    narrowest = sum(w if n else min(w, _NARROW) for w, n in zip(widths, right, strict=True))
    if _on_terminal() and narrowest + len(widths) <= _terminal_width():
        _print_rich(caption, headings, cells, right, remarks, sources)
        return
    # Piped, or wider than any folding could mend: whole cells, one line a row, and no Rich.
    lines = [caption] if caption else []
    for row in (headings, ["-" * width for width in widths], *cells):
        padded = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    sys.stdout.write("\n".join([*lines, *remarks, *sources]) + "\n")


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _terminal_width() -> int:
    return shutil.get_terminal_size().columns


def _print_rich(
    caption: str,
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    right: Sequence[bool],
    remarks: Sequence[str],
    sources: Sequence[str],
) -> None:
    from rich import box  # noqa: PLC0415  # Rich is imported only to draw on a terminal
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    if caption:
        console.print(Text(caption, style="bold"))
    widths = [max(map(len, column)) for column in zip(headings, *cells, strict=True)]
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
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    for remark in remarks:
        console.print(Text(remark))
    if sources:
        console.print(Text("\n".join(sources), style="dim"))


def _plain_sources(answer: Answer) -> list[str]:
    return [source_line(item) for item in answer.sources]


def print_records(
    records: Sequence[dict[str, Any]],
    headings: dict[str, str] | None = None,
    sources: Sequence[str] = (),
) -> None:
    """Print plain records as a table; `headings` chooses and names the columns."""
    if not records:
        return
    names = headings or {name: name for name in records[0]}
    right = [
        all(isinstance(r.get(n), (int, float)) or r.get(n) is None for r in records) for n in names
    ]
    cells = [[record_cell(record.get(name)) for name in names] for record in records]
    _print("", list(names.values()), cells, right, sources=sources)


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


def records_markdown(
    records: Sequence[dict[str, Any]], headings: dict[str, str] | None = None
) -> str:
    """Return plain records as a Markdown table."""
    if not records:
        return ""
    names = headings or {name: name for name in records[0]}
    cells = [[record_cell(record.get(name)) for name in names] for record in records]
    return _markdown(list(names.values()), cells, [False] * len(names))


def markdown_table(answer: Answer) -> str:
    """Return an answer as a Markdown table with its sources."""
    if not answer.records:
        return ""
    if answer.columns or "state" not in answer.records[0]:
        listed = "\n".join(f"- {line}" for line in _plain_sources(answer))
        return "\n\n".join([records_markdown(answer.flat(compact=True)), listed]).strip()
    grid = Grid(answer)
    parts = [grid.caption, _markdown(grid.headings, grid.cells, grid.right)]
    parts += grid.remarks()
    parts.append("\n".join(f"- {line}" for line in grid.sources()))
    return "\n\n".join(part for part in parts if part)


def _markdown(
    headings: Sequence[str], cells: Sequence[Sequence[str]], right: Sequence[bool]
) -> str:
    def line(row: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

    rule = "| " + " | ".join("---:" if number else "---" for number in right) + " |"
    return "\n".join([line(headings), rule, *(line(row) for row in cells)])


def html_table(answer: Answer) -> str:
    """Return an answer as an HTML table with its sources, for notebooks."""
    if not answer.records:
        return "<p>no rows</p>"
    if answer.columns or "state" not in answer.records[0]:
        rows = answer.flat(compact=True)
        headings, lines, text = list(rows[0]), _plain_sources(answer), ""
        cells = [[record_cell(row.get(name)) for name in headings] for row in rows]
    else:
        grid = Grid(answer)
        headings, cells, lines, text = grid.headings, grid.cells, grid.sources(), grid.caption
    head = "".join(f"<th>{escape_html(heading)}</th>" for heading in headings)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape_html(cell)}</td>" for cell in row) + "</tr>" for row in cells
    )
    notes = "<br>".join(escape_html(line) for line in lines)
    caption = f"<caption>{escape_html(text)}</caption>" if text else ""
    return (
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{notes}</p>"
    )
