"""Markdown: what is read back by a Markdown reader is what was written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from metaleos.catalog.text.document import Heading, Paragraph
from metaleos.catalog.text.markdown import escape, markdown_document, markdown_table
from metaleos.catalog.text.table import TextTable
from tests.catalog.text.planted import PLANTED, planted_table, tables, unhurried, words

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read(text: str) -> list[tuple[str, str]]:
    """Return kind and plain text of every piece; markup inside one is an error."""
    found = []
    tokens = READER.parse(text)
    for before, token in pairwise(tokens):
        if token.type == "inline":
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "text_special"}, (text, kinds)
            content = "".join(child.content for child in token.children or ())
            found.append((before.type.removesuffix("_open"), content.replace("\xa0", " ")))
    return found


def read_cells(text: str, columns: int) -> list[tuple[str, ...]]:
    cells = [content for kind, content in read(text) if kind in {"th", "td"}]
    return [tuple(cells[place : place + columns]) for place in range(0, len(cells), columns)]


@pytest.mark.long
@unhurried
@given(tables())
@example(planted_table())
def test_a_table_read_back_has_the_same_cells(table):
    read_rows = read_cells(markdown_table(table), len(table.headings))
    assert read_rows == [table.headings, *table.cells]


@pytest.mark.long
@unhurried
@given(words(least=1))
@example("[1]: x")
@example("_ _ _")
@example("x #")
@example("- - -")
def test_headings_and_paragraphs_are_read_back(text):
    document = markdown_document([Heading(2, text), Paragraph((text,)), Paragraph((text, "b"))])
    assert read(document) == [
        ("heading", text), ("paragraph", text), ("paragraph", text), ("paragraph", "b"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", PLANTED)
def test_planted_text_survives_in_every_place(text):
    table = TextTable(("h",), ((text,),), (False,), text or "x", (text or "x",), (text or "x",))
    shown = [content for _, content in read(markdown_table(table))]
    assert shown == [text or "x", "h", text, text or "x", text or "x"]


@pytest.mark.parametrize("text", ["P < 0 *", "bulk_modulus", "-6.196 [1]", "5 %", "[eV/atom]"])
def test_what_is_no_markup_is_left_alone(text):
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("a|b", "a\\|b"), ("<b>", "&lt;b>"), ("*x*", "\\*x\\*"), ("`x`", "\\`x\\`"),
     ("&lt;", "&amp;lt;"), ("\\*", "\\\\\\*"), ("  x", "&nbsp;&nbsp;x")],
)  # fmt: skip
def test_markup_is_escaped(text, written):
    assert escape(text) == written


def test_numbers_stand_on_the_right_and_no_table_is_nothing():
    assert "| --- | ---: |" in markdown_table(planted_table())
    assert markdown_table(TextTable()) == ""
