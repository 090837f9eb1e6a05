"""HTML: everything is escaped, and what a reader of HTML sees is what was written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given

from metaleos.catalog.text.document import Heading, Paragraph
from metaleos.catalog.text.html import html_page, html_table
from metaleos.catalog.text.table import TextTable
from tests.catalog.text.planted import planted_table, tables, unhurried, words


class Page(HTMLParser):
    """The texts of a page by their tag; tags must be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "br"}:
            self.open.append(tag)
            self.found.append((tag, ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            tag, before = self.found[-1]
            self.found[-1] = (tag, before + data.replace("\xa0", " "))

    def texts(self, *tags: str) -> list[str]:
        return [text for tag, text in self.found if tag in tags]


@pytest.mark.long
@unhurried
@given(tables())
@example(planted_table())
def test_a_table_read_back_has_the_same_cells(table):
    page = Page(html_table(table))
    cells = [cell for row in (table.headings, *table.cells) for cell in row]
    assert [text.rstrip("\n") for text in page.texts("th", "td")] == cells
    assert page.texts("caption") == ([table.caption] if table.caption else [])
    below = [*table.remarks, *table.sources]
    assert page.texts("p") == (["\n".join(below)] if below else [])


@pytest.mark.long
@unhurried
@given(words(least=1))
def test_headings_and_paragraphs_are_read_back(text):
    page = Page(html_page([Heading(1, text), Paragraph((text,)), Paragraph((text, "b"))]))
    assert page.texts("title") == [text + "\n"]
    assert [t.strip("\n") for t in page.texts("h1", "p", "li")] == [text, text, text, "b"]


def test_planted_markup_is_text():
    written = html_table(planted_table())
    assert "<b>" not in written
    assert "&lt;b&gt;bold&lt;/b&gt;" in written
    assert "&amp;lt;" in written
    assert "energy [eV/atom]" in written
    assert "<td>&nbsp;&nbsp;madelung</td>" in written


def test_numbers_stand_on_the_right_and_no_table_is_nothing():
    assert '<td style="text-align: right">-1.5</td>' in html_table(planted_table())
    assert html_table(TextTable()) == ""
