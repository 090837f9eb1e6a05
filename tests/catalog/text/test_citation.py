"""A citation in one line."""

from __future__ import annotations

import pytest

from metaleos.catalog.text.citation import source_line


@pytest.mark.parametrize(
    ("authors", "who"),
    [
        ("A, B", "A 1970"),
        ("A, B and C, D", "A and C 1970"),
        ("A, B and C, D and E", "A et al. 1970"),
        ("", "1970"),
    ],
)
def test_authors_are_shortened(authors, who):
    item = {"key": "k", "authors": authors, "year": "1970", "title": "[title unknown]",
            "journal": "J 1", "doi": "10.1/x"}  # fmt: skip
    assert source_line(item) == f"k: {who}, J 1, doi:10.1/x"
