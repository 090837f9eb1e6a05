"""Tables on a terminal, drawn by Rich, or as plain lines where output is piped."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metaleos.catalog.text.table import TextTable

_WHOLE = {"element", "model", "property", "unit", "symbol", "key"}
"""Columns that a narrow terminal breaks last."""
_FOLDED = {"observed"}
"""Columns on the right that are folded at their spaces: where a value holds stands behind it."""
_NARROW = 8
"""Least width of a column of words."""


def escape(text: str) -> str:
    """Return `text` on one line: what would move the cursor or change colours is spelled out."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def _escaped(table: TextTable) -> TextTable:
    def row(cells: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(escape, cells))

    return replace(
        table, headings=row(table.headings), cells=tuple(map(row, table.cells)),
        caption=escape(table.caption), remarks=row(table.remarks), sources=row(table.sources),
    )  # fmt: skip


def _widths(table: TextTable) -> list[int]:
    return [max(map(len, column)) for column in zip(table.headings, *table.cells, strict=True)]


def plain_lines(table: TextTable) -> list[str]:
    """Return a table as lines of whole cells; columns without heading and text are left out."""
    shown = _escaped(table)
    widths = _widths(shown)
    rule = ["-" * width for width in widths]
    lines = [shown.caption] if shown.caption else []
    for row in (*((shown.headings, rule) if any(shown.headings) else ()), *shown.cells):
        padded = [
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, shown.right, strict=True)
            if width
        ]
        lines.append("  ".join(padded).rstrip())
    return [*lines, *shown.remarks, *shown.sources]


def fitted(table: TextTable, width: int) -> TextTable:
    """Return a table without as many of its spare columns as a terminal is too narrow for."""
    left: list[str] = []
    for heading in table.spare:
        widths = _least_widths(table)
        if sum(widths) + len(widths) <= width:
            break
        if heading in table.headings:
            at = table.headings.index(heading)
            left.append(heading)
            table = replace(
                table, headings=_without(table.headings, at), right=_without(table.right, at),
                cells=tuple(_without(row, at) for row in table.cells),
            )  # fmt: skip
    if not left:
        return table
    said = f"left out here: {', '.join(left)} (a wider terminal, or --format csv)"
    return replace(table, remarks=(*table.remarks, said))


def _without(items: tuple[Any, ...], at: int) -> tuple[Any, ...]:
    return (*items[:at], *items[at + 1 :])


def _least_widths(table: TextTable) -> list[int]:
    """Return the widths of columns whose words stay whole; those that may be folded are folded."""
    columns = zip(table.headings, *table.cells, strict=True)
    return [
        max(max(map(len, cell.split()), default=0) if column[0] in _FOLDED else len(cell)
            for cell in column)
        for column in columns
    ]  # fmt: skip


def print_table(table: TextTable) -> None:
    """Print a table with its sources: to the width of a terminal, or whole cells when piped."""
    if not table.headings:
        return
    shown = _escaped(table)
    if _on_terminal():
        shown = fitted(shown, shutil.get_terminal_size().columns)
    widths = _widths(shown)
    least = _least_widths(shown)
    narrowest = sum(w if n else min(w, _NARROW) for w, n in zip(least, shown.right, strict=True))
    if _on_terminal() and narrowest + len(widths) <= shutil.get_terminal_size().columns:
        _print_rich(shown, widths)
        return
    # Piped, or wider than any folding could mend: whole cells, one line a row, and no Rich.
    sys.stdout.write("\n".join(plain_lines(table)) + "\n")


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _print_rich(table: TextTable, widths: list[int]) -> None:
    from rich import box  # Rich is imported only to draw on a terminal
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    headings, right = table.headings, table.right
    console = Console(highlight=False)
    if table.caption:
        console.print(Text(table.caption, style="bold"))
    kept = [n and h not in _FOLDED for h, n in zip(headings, right, strict=True)]
    whole = [w for w, h, k in zip(widths, headings, kept, strict=True) if k or h in _WHOLE]
    fits = sum(whole) + len(widths) + _NARROW * (len(widths) - len(whole)) <= console.width
    gap = 1 if sum(widths) + 2 * len(widths) <= console.width else 0
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0), show_edge=False)
    for heading, is_number, is_whole in zip(headings, right, kept, strict=True):
        # Text, not str: Rich would read [eV/atom] as markup.
        drawn.add_column(
            Text(heading),
            justify="right" if is_number else "left",
            overflow="fold",
            no_wrap=is_whole or (fits and heading in _WHOLE),
        )
    for row in table.cells:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)
    for remark in table.remarks:
        console.print(Text(remark))
    if table.sources:
        console.print(Text("\n".join(table.sources), style="dim"))
