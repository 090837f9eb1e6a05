"""A user's csv file: what its head says, its cells as text, and what is wrong with it."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.errors import FactError
from metaleos.ingest.user_csv import open_csv, stage

HEADER = b"element,property,value,unit,source"


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "my.csv"

    def write(data):
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def test_a_heading_may_hold_units_of_states_in_any_case(written):
    file = open_csv(written(b"\xef\xbb\xbf" + HEADER + b",Temperature [eV]\r\nNa,E,1,eV,me,2\r\n"))
    assert file.columns == ("element", "property", "value", "unit", "source", "temperature")
    assert file.units == {"temperature": "eV"}
    assert (file.delimiter, file.newline, file.name) == (",", "\\r\\n", "my.csv")


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_cells_are_staged_as_text_in_their_order(written, connection, delimiter):
    lines = HEADER + b'\nNa,E,"6.30",eV,007\nK,E,,eV,me\n'
    file = open_csv(written(lines.replace(b",", delimiter)))
    assert stage(connection, file) == 2
    rows = connection.execute("SELECT element, value, source FROM staged").fetchall()
    assert rows == [("Na", "6.30", "007"), ("K", None, "me")]


def test_a_row_knows_its_line_behind_blank_and_broken_lines(written):
    file = open_csv(written(HEADER + b'\n\nNa,E,1,eV,"a\nb"\nK,E,1,eV,me\n'))
    assert [file.line_of(row) for row in (0, 1)] == [3, 5]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xef\xbb\xbf \n", "my.csv is empty"),
        (b"PK\x03\x04", "my.csv is not text"),
        (b"\n" + HEADER, "line 1: the header is blank"),
        (HEADER + b"\rNa", "bare carriage return"),
        (b"Na,pressure,1,GPa,me\n", "line 1 is no header"),
        (b"element,property,value,unit\n", "column 'source' is missing"),
        (HEADER.replace(b"value", b"value [eV]"), "cannot hold a unit"),
    ],
)
def test_a_head_that_cannot_be_accepted(written, data, told):
    with pytest.raises(FactError) as caught:
        open_csv(written(data))
    assert told in caught.value.message


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "has a header and no data"),
        (b"Na,E,1,eV,me\nNa,E,6,3,eV,me\n", "line 3: 6 fields under 5 columns; a decimal comma"),
        (b"Na,E,1,eV,me\nNa,E,1,eV\n", "line 3: 4 fields under 5 columns; a field is missing"),
        (b"1,Na,E,1,eV,me\n", "is the header shifted by one?"),
        (b"Na,E,1,eV,me\n" * 9999 + b"N\xff,E,1,eV,me\n", "is not text in UTF-8"),
    ],
)
def test_lines_that_cannot_be_accepted(written, connection, data, told):
    file = open_csv(written(HEADER + b"\n" + data))
    with pytest.raises(FactError) as caught:
        stage(connection, file)
    assert told in str(caught.value)
