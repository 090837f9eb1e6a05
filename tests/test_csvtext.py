"""A csv as text: lines, headings with units, nearest names; what is no text is one clear error."""

from __future__ import annotations

import pytest

from metaleos.csvtext import Row, check_length, headings, opened, rows
from metaleos.errors import FactError
from metaleos.textfacts import read_lines


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "a.csv"

    def write(data):
        path.write_bytes(data)
        return path

    return write


def read(path, **options):
    with opened(path) as stream:
        return list(rows(stream, **options))


def test_rows_know_their_lines(written):
    data = b'\xef\xbb\xbfa,b\r\n\r\n1,"two\r\nlines"\r\n3,4\r\n'
    assert read(written(data)) == [
        Row(1, 1, ["a", "b"]), Row(3, 4, ["1", "two\r\nlines"]), Row(5, 5, ["3", "4"]),
    ]  # fmt: skip
    assert read(written(b"a;b\n1;2"), delimiter=";")[1].fields == ["1", "2"]


def test_headings():
    found = headings("a.csv", ["Volume-ratio", " temperature [eV]", "volume (A3)"],
                     ("temperature", "volume", "volume_ratio"))  # fmt: skip
    assert [(item.name, item.unit) for item in found] == [
        ("volume_ratio", ""), ("temperature", "eV"), ("volume", "A3"),
    ]  # fmt: skip
    assert found[1].text == "temperature [eV]"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["tempreature"], "a.csv, line 1: unknown column 'tempreature'; did you mean temperature?"),
        ([""], "a.csv, line 1: unknown column ''; valid: temperature, volume"),
        (["volume", "Volume"], "a.csv, line 1: column 'volume' stands there twice; keep one"),
    ],
)
def test_headings_that_are_refused(fields, told):
    with pytest.raises(FactError) as caught:
        headings("a.csv", fields, ("temperature", "volume"))
    assert str(caught.value).startswith(told)


def test_what_is_no_text_or_no_csv(written):
    with pytest.raises(FactError, match=r"a\.csv is not text in UTF-8"):
        read(written(b"a\n\xff\n"))
    with pytest.raises(FactError, match=r"a\.csv cannot be read as csv"):
        read(written(b'a\n"b"c\n'), strict=True)


def test_rows_of_another_length(written):
    with pytest.raises(FactError, match=r"a\.csv, line 3: 1 fields under 2 columns; why"):
        check_length("a.csv", Row(2, 3, ["x"]), ["a", "b"], "why")
    with pytest.raises(FactError, match=r"a\.csv, line 2: 1 fields under 2 columns$"):
        list(read_lines(written(b"a,b\n1\n"), ("a",)))
    with pytest.raises(FactError, match=r"a\.csv: column 'c' is missing"):
        list(read_lines(written(b"a,b\n1,2\n"), ("a", "c")))
