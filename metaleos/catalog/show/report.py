"""A report of a selection: models beside experiment and what their papers printed.

Markdown, or one HTML file that needs nothing else: the same headings, paragraphs and tables, for
the writers of `metaleos.catalog.text`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from metaleos.catalog.compare.counted import WORST_FIRST
from metaleos.catalog.compare.rules import GOOD, RESULTS
from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.outputs import output_path, replacing
from metaleos.catalog.text.citation import source_line
from metaleos.catalog.text.digits import show_digits, show_number
from metaleos.catalog.text.document import Heading, Paragraph
from metaleos.catalog.text.html import html_page
from metaleos.catalog.text.markdown import markdown_document
from metaleos.catalog.text.quoted import reading_words
from metaleos.catalog.text.record import beside_of, cell_words
from metaleos.catalog.text.remarks import Remarks
from metaleos.catalog.text.table import TextTable
from metaleos.solvers.registry import models, properties
from metaleos.units import behind, heading
from metaleos.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from metaleos.catalog.ask.answer import Answer
    from metaleos.catalog.compare.cells import Verdict
    from metaleos.catalog.text.document import Block

FORMATS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


@dataclass
class Report:
    """The blocks of a report, and what a person should know beside it."""

    blocks: list[Block]
    notices: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """Return the report as Markdown."""
        return markdown_document(self.blocks)

    def __str__(self) -> str:
        """Return the report as Markdown: what ``print`` shows."""
        return self.markdown()

    def html(self) -> str:
        """Return the report as one HTML page without scripts, fonts or links to other files."""
        return html_page(self.blocks)

    def write(self, output: str | os.PathLike[str]) -> Path:
        """Write the report to a file; its name tells the format.

        Raises
        ------
        UsageError, CatalogError
        """
        path = output_path(output, FORMATS)
        text = self.html() if FORMATS[path.suffix.lower()] == "html" else self.markdown()
        with replacing(path) as draft:
            draft.write_text(text, encoding="utf-8")
        return path


def report(found: Answer, title: str, built: str, cells: Sequence[Verdict] | None = None) -> Report:
    """Return a report of a comparison.

    Parameters
    ----------
    found : Answer
        As `metaleos.catalog.compare.deviations.compare` gives it.
    title : str
    built : str
        By what and when the catalog was built.
    cells : sequence of Verdict
        Verdicts on printed cells: counted, and those that differ without a known cause listed.
    """
    rows = [record.flat() | {"state": record.state} for record in found.values]
    cited = _cited_sources(found, rows)
    numbers = {item["key"]: place for place, item in enumerate(cited, start=1)}
    made = Paragraph((f"metaleos {__version__}; {built}.",))
    blocks: list[Block] = [Heading(1, title), made]
    if found.extra["summary"]:
        blocks += [Heading(2, "Summary"), _summary_table(found), Paragraph((_SUMMARY_NOTE,))]
    for name in dict.fromkeys(row["property"] for row in rows):
        members = [row for row in rows if row["property"] == name]
        blocks += [
            Heading(2, name),
            Paragraph((_definition(name),)),
            _property_table(members, numbers),
        ]
    missing = [row for row in rows if row["outcome"] not in {"ok", "undefined"}]
    if missing:
        blocks += [Heading(2, "Without a value"), _missing(missing)]
    if not rows:
        blocks.append(Paragraph(("Nothing published or observed stands beside this selection.",)))
    blocks += _cell_blocks(cells or ())
    if cited:
        lines = (f"[{numbers[item['key']]}] {source_line(item)}" for item in cited)
        blocks += [Heading(2, "Sources"), Paragraph(tuple(lines))]
    return Report(blocks, found.notices)


_SUMMARY_NOTE = (
    "n of N elements with an observed value have a value of the model; the others failed or are "
    "not covered (missing). Deviations are model less observed; mean |%| is the mean of their "
    "absolute values."
)


def _definition(name: str) -> str:
    item = properties()[name]
    return heading(f"{item.symbol}: {item.description}", item.unit)


def _cited_sources(found: Answer, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the papers of the models, and the sources of the values that are shown."""
    known = models()
    shown = {known[row["model"]].source for row in rows if row["model"] in known}
    shown |= {row[f"{kind}_source"] for row in rows for kind in ("published", "observed")}
    return [item for item in found.sources if item["key"] in shown]


_Columns = Mapping[str, Callable[[Any], str]]
"""Headings, each with what a row has below it."""


def _table(rows: Iterable[Any], words: _Columns, numbers: _Columns, last: _Columns) -> TextTable:
    """Return rows as a table: columns of words, of numbers on the right, and of words again."""
    columns = {**words, **numbers, **last}
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in rows)
    right = (*(False for _ in words), *(True for _ in numbers), *(False for _ in last))
    return TextTable(tuple(columns), cells, right)


def _summary_table(found: Answer) -> TextTable:
    words = {name: itemgetter(name) for name in ("property", "model", "convention")}
    numbers: _Columns = {
        "n of N": lambda row: f"{row['n']} of {row['of']}",
        "failed": lambda row: str(row["failed"]),
        "missing": lambda row: str(row["missing"]),
        "mean": lambda row: _number(row["mean_deviation"]) + behind(row["unit"]),
        "mean %": lambda row: _percent(row["mean_percent"]),
        "mean |%|": lambda row: _percent(row["mean_absolute_percent"]).lstrip("+"),
        "worst %": lambda row: " ".join(
            filter(None, (_percent(row["worst_percent"]), row["worst_element"]))
        ),
    }
    return _table(found.extra["summary"], words, numbers, {})


def _property_table(rows: Sequence[dict[str, Any]], places: dict[str, int]) -> TextTable:
    remarks = Remarks()
    words: _Columns = {
        **{name: itemgetter(name) for name in ("element", "model", "convention")},
        "state": lambda row: _state(row["state"]),
    }
    numbers: _Columns = {
        "ours": lambda row: show_number(row["value"], row["error_estimate"]),
        "published": lambda row: _cited(row, "published", places, remarks),
        "observed": lambda row: _cited(row, "observed", places, remarks),
        "ours %": lambda row: _percent(row["deviation_percent"]),
        "published %": lambda row: _percent(row["published_deviation_percent"]),
    }
    table = _table(rows, words, numbers, {})
    return replace(table, remarks=remarks.lines())


def _cited(row: dict[str, Any], kind: str, numbers: dict[str, int], remarks: Remarks) -> str:
    item = beside_of(row, kind)
    if item["value"] is None:
        return ""
    number = numbers.get(item["source"])
    return remarks.quoted(item, row, f"[{number}]" if number else "")


def _state(state: dict[str, dict[str, Any]]) -> str:
    return ", ".join(
        cell_words(name, state[name])
        for name, item in variables().items()
        if name in state and (name == "compression" or not item.says_volume)
    )


def _missing(rows: Sequence[dict[str, Any]]) -> Paragraph:
    return Paragraph(
        tuple(
            f"{row['element']} {row['model']} {row['property']}: {row['outcome']}, {row['reason']}"
            for row in rows
        )
    )


_RESULTS = tuple(name for name in WORST_FIRST if name in RESULTS)


def _cell_blocks(found: Sequence[Verdict]) -> list[Block]:
    results = [item for item in found if item.verdict in _RESULTS]
    if not results:
        return []
    groups: dict[tuple[str, ...], Counter[str]] = {}
    for item in results:
        groups.setdefault((item.source, item.table_no, item.model), Counter())[item.verdict] += 1
    cells = tuple(
        (*key, *map(str, (counts.total(), *(counts[name] for name in _RESULTS))))
        for key, counts in groups.items()
    )
    headings = ("paper", "table", "model", "cells", *_RESULTS)
    table = TextTable(headings, cells, (*(False,) * 3, *(True,) * (1 + len(_RESULTS))))
    blocks: list[Block] = [Heading(2, "Printed cells"), table]
    differing = [item for item in results if item.verdict not in GOOD]
    if differing:
        words: _Columns = {
            "table": lambda item: f"{item.source} {item.table_no}",
            **{name: attrgetter(name) for name in ("element", "model", "quantity")},
        }
        remarks = Remarks()
        numbers: _Columns = {
            "printed": lambda item: (
                item.printed + remarks.mark(reading_words({**asdict(item), "value": item.parsed}))
            ),
            "standard": lambda item: _number(item.standard),
            "as printed": lambda item: _number(item.as_printed),
        }
        last = {name: attrgetter(name) for name in ("unit", "reason")}
        listed = _table(differing, words, numbers, last)
        blocks += [Heading(3, "Cells that differ"), replace(listed, remarks=remarks.lines())]
    return blocks


def _number(value: float | None) -> str:
    return "" if value is None else show_digits(value, 4)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"
