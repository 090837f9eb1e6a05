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
from metaleos.catalog.compare.scores import SIGNED, headings
from metaleos.catalog.compare.sentences import sentence
from metaleos.catalog.store.outputs import output_path, replacing
from metaleos.catalog.store.select import by
from metaleos.catalog.text.digits import show_digits
from metaleos.catalog.text.document import Heading, Paragraph
from metaleos.catalog.text.html import html_page
from metaleos.catalog.text.markdown import markdown_document
from metaleos.catalog.text.quoted import reading_words
from metaleos.catalog.text.remarks import Notes, Remarks
from metaleos.catalog.text.table import TextTable, comparison_table, plain_table
from metaleos.solvers.registry import properties
from metaleos.units import heading
from metaleos.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from metaleos.catalog.compare.cells import Verdict
    from metaleos.catalog.compare.deviations import Comparison
    from metaleos.catalog.text.document import Block
    from metaleos.catalog.text.record import Record

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


def report(
    found: Comparison, title: str, built: str, cells: Sequence[Verdict] | None = None
) -> Report:
    """Return a report of a comparison.

    Parameters
    ----------
    found : Comparison
        As `metaleos.catalog.compare.deviations.compare` gives it.
    title : str
    built : str
        By what and when the catalog was built.
    cells : sequence of Verdict
        Verdicts on printed cells: counted, and those that differ without a known cause listed.
    """
    made = Paragraph((f"metaleos {__version__}; {built}.",))
    blocks: list[Block] = [Heading(1, title), made]
    numbers: dict[str, int] = {}
    scored = by(found.extra["summary"], itemgetter("property"))
    compared = by(found.values, attrgetter("property"))
    for name, records in compared.items():
        blocks += [Heading(2, name), Paragraph((_definition(name),))]
        blocks += _score_blocks(scored.get(name, ()))
        notes = Notes(found.sources, records, numbers)
        printed = ("published_deviation_percent",) if any(r.published for r in records) else ()
        table = comparison_table(records, notes, printed)
        # On paper there is room; the sources stand at the end, once.
        blocks.append(replace(table, sources=(), spare=()))
    if scored:
        blocks.append(Paragraph((_SUMMARY_NOTE,)))
    missing = [record for record in found.values if record.outcome not in {"ok", "undefined"}]
    if missing:
        blocks += [Heading(2, "Without a value"), _missing(missing)]
    if not compared:
        blocks.append(Paragraph(("Nothing published or observed stands beside this selection.",)))
    blocks += _cell_blocks(cells or ())
    cited = Notes(found.sources, found.values, numbers).sources()
    if compared and cited:
        blocks += [Heading(2, "Sources"), Paragraph(cited)]
    return Report(blocks, found.notices)


_SUMMARY_NOTE = (
    "Deviations are ours less observed, over observed. n of the elements of a model's domain are "
    "scored; mean |%| is the mean of the absolute deviations; the rank is by that mean on the "
    "elements that all ranked models share. What lies outside a domain does not count."
)


def _definition(name: str) -> str:
    item = properties()[name]
    return heading(f"{item.symbol}: {item.description}", item.unit)


def _score_blocks(rows: Sequence[dict[str, Any]]) -> list[Block]:
    """Return the sentence that the scores of a property make, and these where they are several."""
    if not rows:
        return []
    shown = {name: word for name, word in headings(rows).items() if name != "property"}
    table = plain_table(rows, shown, SIGNED)
    return [Paragraph((sentence(rows),)), *([table] if len(rows) > 1 else [])]


_Columns = Mapping[str, Callable[[Any], str]]
"""Headings, each with what a row has below it."""


def _table(rows: Iterable[Any], words: _Columns, numbers: _Columns, last: _Columns) -> TextTable:
    """Return rows as a table: columns of words, of numbers on the right, and of words again."""
    columns = {**words, **numbers, **last}
    cells = tuple(tuple(cell(row) for cell in columns.values()) for row in rows)
    right = (*(False for _ in words), *(True for _ in numbers), *(False for _ in last))
    return TextTable(tuple(columns), cells, right)


def _missing(records: Sequence[Record]) -> Paragraph:
    return Paragraph(
        tuple(
            f"{item.element} {item.model} {item.property}: {item.outcome}, {item.reason}"
            for item in records
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
