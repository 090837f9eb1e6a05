"""Text facts: data lines with their numbers, entries of a bibliography as they stand."""

from __future__ import annotations

import pytest

from metaleos.errors import FactError
from metaleos.textfacts import Line, bibtex_entries, optional_float, read_lines

BIB = """Not an entry.

@Article{key2001,
  Author = {Doe, J.},
  title = {On {Na} \\& {K},
    continued},
  year = {2001}
}

@book{other, title = {Metals},
}
"""


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "facts.csv"

    def write(text):
        path.write_bytes(text.encode())
        return path

    return write


def test_lines_know_their_numbers(written):
    path = written('a,b\n1,x\n\n2,"y, z"\n')
    assert list(read_lines(path, ("b",))) == [
        Line(2, {"a": "1", "b": "x"}), Line(4, {"a": "2", "b": "y, z"}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n1\n", "facts.csv: column 'b' is missing"),
        ("", "facts.csv: column 'a' is missing"),
        ("a,b\n1\n", "facts.csv, line 2: 1 fields under 2 columns"),
        ("a,b\n1,2,3\n", "facts.csv, line 2: 3 fields under 2 columns"),
    ],
)
def test_what_is_refused_is_named(written, text, told):
    with pytest.raises(FactError) as caught:
        list(read_lines(written(text), ("a", "b")))
    assert str(caught.value).startswith(told)


def test_an_empty_number_is_none():
    assert optional_float(" 1.5 ") == 1.5
    assert optional_float("  ") is None
    with pytest.raises(ValueError, match="x"):
        optional_float("x")


def test_entries_with_fields_in_lower_case_and_without_braces():
    first, second = bibtex_entries(BIB)
    assert (first.kind, first.key, second.kind, second.key) == (
        "article", "key2001", "book", "other",
    )  # fmt: skip
    assert first.fields == {"author": "Doe, J.", "title": "On Na & K, continued", "year": "2001"}
    assert first.text.startswith("@Article{key2001,")
    assert first.text in BIB
    assert second.fields == {"title": "Metals"}


def test_escapes_of_latex_are_read():
    (entry,) = bibtex_entries("@misc{a,\n  title = {a\\_b, 5\\% \\& \\#1}\n}\n")
    assert entry.fields["title"] == "a_b, 5% & #1"
