"""A report of a selection: models beside experiment and what their papers printed.

Markdown, or one HTML file that needs nothing else: the same headings, paragraphs and tables, for
the writers of `metaleos.catalog.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import variables
from metaleos.catalog.store.outputs import output_path, replacing
from metaleos.catalog.text.citation import source_line
from metaleos.catalog.text.digits import printed_digits, show_digits, show_number
from metaleos.catalog.text.document import Heading, Paragraph
from metaleos.catalog.text.html import html_page
from metaleos.catalog.text.markdown import markdown_document
from metaleos.catalog.text.table import TextTable
from metaleos.solvers.registry import models, properties
from metaleos.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from metaleos.catalog.ask.answer import Answer
    from metaleos.catalog.compare.verdicts import Verdict
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


@dataclass(frozen=True)
class About:
    """What a report says of itself.

    Parameters
    ----------
    title : str
    built : str
        By what and when the catalog was built.
    """

    title: str
    built: str


def report(found: Answer, about: About, cells: Sequence[Verdict] | None = None) -> Report:
    """Return a report of a comparison.

    Parameters
    ----------
    found : Answer
        As `metaleos.catalog.compare.deviations.compare` gives it.
    about : About
    cells : sequence of Verdict
        Verdicts on printed cells, which are counted, and those that disagree listed.
    """
    rows = found.rows()
    cited = _cited_sources(found)
    numbers = {item["key"]: place for place, item in enumerate(cited, start=1)}
    made = Paragraph((f"metaleos {__version__}; {about.built}.",))
    blocks: list[Block] = [Heading(1, about.title), made]
    if found.extra["summary"]:
        blocks += [Heading(2, "Summary"), _summary_table(found), Paragraph((_SUMMARY_NOTE,))]
    for name in dict.fromkeys(row["property"] for row in rows):
        members = [row for row in rows if row["property"] == name]
        blocks += [
            Heading(2, name),
            Paragraph((_definition(name),)),
            _property_table(members, numbers),
        ]
    missing = [row for row in rows if row["outcome"] != "ok"]
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
    return f"{item.symbol}: {item.description}" + ("" if item.unit == "1" else f" [{item.unit}]")


def _cited_sources(found: Answer) -> list[dict[str, Any]]:
    """Return the papers of the models, and the sources of the values that are shown."""
    rows = found.rows()
    known = models()
    shown = {known[row["model"]].source for row in rows if row["model"] in known}
    shown |= {row[f"{kind}_source"] for row in rows for kind in ("published", "observed")}
    return [item for item in found.sources if item["key"] in shown]


def _summary_table(found: Answer) -> TextTable:
    cells = tuple(
        (
            row["property"],
            row["model"],
            row["convention"],
            f"{row['n']} of {row['of']}",
            str(row["failed"]),
            str(row["missing"]),
            _number(row["mean_deviation"]) + _unit(row["unit"]),
            _percent(row["mean_percent"]),
            _percent(row["mean_absolute_percent"]).lstrip("+"),
            " ".join(p for p in (_percent(row["worst_percent"]), row["worst_element"]) if p),
        )
        for row in found.extra["summary"]
    )
    headings = (
        "property", "model", "convention", "n of N", "failed", "missing", "mean", "mean %",
        "mean |%|", "worst %",
    )  # fmt: skip
    return TextTable(headings, cells, (*(False,) * 3, *(True,) * 7))


def _property_table(rows: Sequence[dict[str, Any]], numbers: dict[str, int]) -> TextTable:
    cells = tuple(
        (
            row["element"],
            row["model"],
            row["convention"],
            _state(row["state"]),
            show_number(row["value"], row["error_estimate"]),
            _cited(row, "published", numbers),
            _cited(row, "observed", numbers),
            _percent(row["deviation_percent"]),
            _percent(row["published_deviation_percent"]),
        )
        for row in rows
    )
    headings = (
        "element", "model", "convention", "state", "ours", "published", "observed",
        "ours %", "published %",
    )  # fmt: skip
    return TextTable(headings, cells, (*(False,) * 4, *(True,) * 5))


def _cited(row: dict[str, Any], kind: str, numbers: dict[str, int]) -> str:
    value = row[kind]
    if value is None:
        return ""
    number = numbers.get(row[f"{kind}_source"])
    digits = printed_digits(row[f"{kind}_printed"])
    return show_digits(value, digits) + (f" [{number}]" if number else "")


def _state(state: dict[str, dict[str, Any]]) -> str:
    parts = []
    for name, item in variables().items():
        cell = state.get(name)
        if cell is None or (item.says_volume and name != "compression"):
            continue
        value = f"{cell['value']:.6g}" if isinstance(cell["value"], float) else str(cell["value"])
        word = "" if item.is_word else f"{item.symbol} = "
        parts.append(word + value + _unit(cell["unit"]))
    return ", ".join(parts)


def _missing(rows: Sequence[dict[str, Any]]) -> Paragraph:
    return Paragraph(
        tuple(
            f"{row['element']} {row['model']} {row['property']}: {row['outcome']}, {row['reason']}"
            for row in rows
        )
    )


def _cell_blocks(found: Sequence[Verdict]) -> list[Block]:
    results = [v for v in found if v.verdict in {"agrees", "explained", "disagrees"}]
    if not results:
        return []
    groups: dict[tuple[str, str, str], list[Verdict]] = {}
    for item in results:
        groups.setdefault((item.source, item.table_no, item.model), []).append(item)
    cells = tuple(
        (
            *key,
            str(len(members)),
            *(
                str(sum(item.verdict == verdict for item in members))
                for verdict in ("agrees", "explained", "disagrees")
            ),
        )
        for key, members in groups.items()
    )
    headings = ("paper", "table", "model", "cells", "agree", "explained", "disagree")
    blocks: list[Block] = [
        Heading(2, "Printed cells"),
        TextTable(headings, cells, (*(False,) * 3, *(True,) * 4)),
    ]
    disagreeing = [item for item in results if item.verdict == "disagrees"]
    if disagreeing:
        blocks += [Heading(3, "Cells that disagree"), _disagreeing(disagreeing)]
    return blocks


def _disagreeing(items: Sequence[Verdict]) -> TextTable:
    headings = ("table", "element", "model", "quantity", "printed", "standard", "as printed",
                "unit", "reason")  # fmt: skip
    cells = tuple(
        (
            f"{item.source} {item.table_no}",
            item.element,
            item.model,
            item.quantity,
            item.printed,
            _number(item.standard),
            _number(item.as_printed),
            item.unit,
            item.reason,
        )
        for item in items
    )
    return TextTable(headings, cells, (*(False,) * 4, *(True,) * 3, False, False))


def _number(value: float | None) -> str:
    return "" if value is None else show_digits(value, 4)


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"


def _unit(unit: str) -> str:
    return "" if unit == "1" else f" {unit}"
