"""The shipped fact files lie where the reader looks for them."""

from __future__ import annotations

from metaleos import textfacts
from metaleos.ingest import reader
from metaleos.ingest.reader import read_lines, shipped


def test_a_path_is_taken_under_the_data():
    assert shipped("facts", "constants.csv").is_file()
    assert shipped("sources.bib").read_text(encoding="utf-8").count("\n@") > 10


def test_without_a_path_it_is_the_folder_of_data():
    assert {"facts", "papers", "parameters", "elements.csv"} <= {
        e.name for e in shipped().iterdir()
    }


def test_a_shipped_file_reads_line_by_line_below_its_heading():
    first = next(read_lines(shipped("elements.csv"), ("Z", "symbol")))
    assert (first.number, first.fields["symbol"]) == (2, "H")


def test_lines_are_read_as_everywhere():
    assert reader.read_lines is textfacts.read_lines
    assert reader.optional_float is textfacts.optional_float
