"""A document is a list of blocks, and both writers write every kind of them in its order."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from metaleos.catalog.text.document import Block, Heading, Paragraph
from metaleos.catalog.text.html import html_page
from metaleos.catalog.text.markdown import markdown_document
from metaleos.catalog.text.table import TextTable

BLOCKS = [
    Heading(1, "top"),
    Paragraph(("words",)),
    TextTable(("h",), (("cell",),), (False,)),
    Heading(3, "deep"),
    Paragraph(("one", "two")),
]


def test_every_kind_of_block_is_here():
    assert {type(block) for block in BLOCKS} == set(get_args(Block))


@pytest.mark.parametrize("write", [html_page, markdown_document])
def test_blocks_are_written_in_their_order(write):
    text = write(BLOCKS)
    text = text.partition("<body>")[2] or text  # the title stands in the head as well
    places = [text.index(word) for word in ("top", "words", "cell", "deep", "one", "two")]
    assert places == sorted(places)


def test_levels_and_lists():
    lines = markdown_document(BLOCKS).splitlines()
    assert {"# top", "### deep", "- one", "- two", "words"} <= set(lines)
    page = html_page(BLOCKS)
    for piece in ("<h1>top</h1>", "<h3>deep</h3>", "<p>words</p>"):
        assert piece in page
    assert page.count("<li>") == 2


def test_blocks_are_not_changed():
    with pytest.raises(FrozenInstanceError):
        BLOCKS[0].text = "other"
