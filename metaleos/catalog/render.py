"""Answers as tables for people: what is the same everywhere is said once, above the table."""

from __future__ import annotations

import shutil
import sys
from html import escape as escape_html
from typing import TYPE_CHECKING, Any

from metaleos.catalog.digits import printed_digits, show_digits, show_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.answer import Answer

_LABELS = ("element", "model", "convention")
_STATE_ORDER = (
    "structure", "temperature", "compression", "volume", "volume_ratio", "density",
    "axial_ratio", "theta",
)  # fmt: skip
_VOLUMES = ("compression", "volume_ratio", "volume", "density")
_SYMBOLS = {"temperature": "T", "volume": "V", "axial_ratio": "c/a", "density": "density"}
_INDENT = "  "
_WHOLE = {"element", "model", "property", "unit", "symbol", "key"}
"""Columns that a narrow terminal breaks last."""
_NARROW = 8
"""Least width of a column of words."""
_NUMBERS = {"value", "published", "observed", "rank", "z"}


class Grid:
    """A table reduced to text: a caption, headings, cells, remarks.

    Parameters
    ----------
    answer : Answer
    """

    def __init__(self, answer: Answer) -> None:
        records = answer.records
        self._sources = {item["key"]: item for item in answer.sources}
        self._numbers: dict[str, int] = {}
        # The models' papers come first among the sources of an answer.
        beside_keys = {
            v["source"] for r in records for k in ("published", "observed") for v in r[k]
        }
        self._model_sources = [key for key in self._sources if key not in beside_keys]
        self.reasons: list[str] = []
        state_names = _state_names(records)
        columns = [name for name in _LABELS if _varies(records, name)]
        columns += [name for name in state_names if _state_varies(records, name)]
        columns = _one_volume(records, columns)
        self.caption = _caption(records, columns, state_names)
        beside = [kind for kind in ("published", "observed") if any(r[kind] for r in records)]
        self.headings = [_heading(records, name) for name in columns] + [
            "property", "value", "unit", *beside,
        ]  # fmt: skip
        self.right = [name in _STATE_ORDER and name != "structure" for name in columns] + [
            False,
            True,
            False,
            *([True] * len(beside)),
        ]
        self.cells = [
            [_column_cell(record, name) for name in columns]
            + [_property_cell(record), self._value(record), _unit(record)]
            + [self._beside(record, kind) for kind in beside]
            for record in records
        ]

    def _value(self, record: dict[str, Any]) -> str:
        if record["outcome"] == "ok":
            return show_number(record["value"], record["error_estimate"])
        reason = f"{record['outcome']}: {record['reason']}"
        if reason not in self.reasons:
            self.reasons.append(reason)
        return f"- ({_letter(self.reasons.index(reason))})"

    def _beside(self, record: dict[str, Any], kind: str) -> str:
        if not record[kind]:
            return ""
        first = record[kind][0]
        text = show_digits(first["value"], max(printed_digits(first["printed"]), 1))
        return f"{text} [{self._number(first['source'])}]"

    def _number(self, key: str) -> int:
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def sources(self) -> list[str]:
        """Return the numbered citations of what is shown, then those of the models."""
        for key in self._sources:
            if key in self._model_sources:
                self._number(key)
        return [
            f"[{number}] {source_line(self._sources[key])}"
            for key, number in self._numbers.items()
            if key in self._sources
        ]


def _letter(index: int) -> str:
    return chr(ord("a") + index) if index < 26 else str(index + 1)


def _varies(records: Sequence[dict[str, Any]], name: str) -> bool:
    return len({record[name] for record in records}) > 1


def _state_names(records: Sequence[dict[str, Any]]) -> list[str]:
    present = {name for record in records for name in record["state"]}
    return [name for name in _STATE_ORDER if name in present] + sorted(present - set(_STATE_ORDER))


def _state_varies(records: Sequence[dict[str, Any]], name: str) -> bool:
    seen = set()
    for record in records:
        item = record["state"].get(name)
        value = item["value"] if item else None
        seen.add(f"{value:.9g}" if isinstance(value, float) else value)
    return len(seen) > 1


def _one_volume(records: Sequence[dict[str, Any]], columns: list[str]) -> list[str]:
    """Drop all but one way to say the volume; all of them where the compression is the same."""
    if any("compression" in r["state"] for r in records) and "compression" not in columns:
        return [name for name in columns if name not in _VOLUMES]
    varied = [name for name in columns if name in _VOLUMES]
    return [name for name in columns if name not in varied[1:]]


def _heading(records: Sequence[dict[str, Any]], name: str) -> str:
    if name in _LABELS:
        return name
    unit = next((r["state"][name]["unit"] for r in records if name in r["state"]), "1")
    return name if unit == "1" else f"{name} [{unit}]"


def _caption(
    records: Sequence[dict[str, Any]], columns: Sequence[str], state_names: Sequence[str]
) -> str:
    if not records:
        return ""
    first = records[0]
    parts = [str(first[name]) for name in _LABELS if name not in columns]
    volume_shown = any(name in columns for name in _VOLUMES)
    for name in state_names:
        if name in columns or name not in first["state"] or (volume_shown and name in _VOLUMES):
            continue
        if name == "volume_ratio" or _state_varies(records, name):
            continue
        item = first["state"][name]
        value, unit = item["value"], item["unit"]
        text = f"{value:.6g}" if isinstance(value, float) else str(value)
        shown = text if name == "structure" else f"{_SYMBOLS.get(name, name)} = {text}"
        parts.append(shown if unit == "1" else f"{shown} {unit}")
    return ", ".join(parts)


def _column_cell(record: dict[str, Any], name: str) -> str:
    if name in _LABELS:
        return str(record[name])
    item = record["state"].get(name)
    if item is None:
        return ""
    return f"{item['value']:.6g}" if isinstance(item["value"], float) else str(item["value"])


def _property_cell(record: dict[str, Any]) -> str:
    term = record["term"]
    if term == "total":
        return str(record["property"])
    # Form factors have no whole: their terms are planes, and name the property themselves.
    return f"{record['property']} {term}" if term.startswith("(") else f"{_INDENT}{term}"


def _unit(record: dict[str, Any]) -> str:
    return "" if record["unit"] == "1" else str(record["unit"])


def source_line(item: dict[str, Any]) -> str:
    """Return one citation in one line."""
    surnames = [name.split(",")[0] for name in item["authors"].split(" and ") if name]
    who = surnames[0] if surnames else ""
    who += " et al." if len(surnames) > 2 else f" and {surnames[1]}" if len(surnames) == 2 else ""
    what = " ".join(part for part in (who, item["year"]) if part)
    title = item["title"] if item["title"] and not item["title"].startswith("[") else ""
    doi = f"doi:{item['doi']}" if item["doi"] else ""
    rest = ", ".join(part for part in (what, title, item["journal"], doi) if part)
    return f"{item['key']}: {rest}"


def print_answer(answer: Answer) -> None:
    """Print an answer as a table with its sources, whole cells when piped."""
    if not answer.records:
        return
    if answer.columns or "state" not in answer.records[0]:
        print_records(answer.flat(compact=True), sources=_plain_sources(answer))
        return
    grid = Grid(answer)
    reasons = [f"({_letter(index)}) {reason}" for index, reason in enumerate(grid.reasons)]
    _print(grid.caption, grid.headings, grid.cells, grid.right, reasons, grid.sources())


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
    parts += [f"({_letter(i)}) {reason}" for i, reason in enumerate(grid.reasons)]
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
