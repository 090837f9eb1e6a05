"""csv and tsv: read back, the same cells; numbers for programs to the last bit."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given

from metaleos.catalog.text.delimited import delimited, exact_table
from tests.catalog.text.planted import planted_table, tables, unhurried


@pytest.mark.long
@pytest.mark.parametrize("delimiter", [",", "\t"])
@unhurried
@given(table=tables())
@example(table=planted_table())
def test_a_table_read_back_has_the_same_cells(table, delimiter):
    rows = csv.reader(io.StringIO(delimited(table, delimiter)), delimiter=delimiter)
    assert [tuple(row) for row in rows] == [table.headings, *table.cells]


def test_numbers_are_exact_and_absent_ones_empty():
    table = exact_table([{"a": 0.1 + 0.2, "b": None, "c": 3, "d": True, "e": "x,y"}], ())
    assert delimited(table) == 'a,b,c,d,e\n0.30000000000000004,,3,True,"x,y"\n'


def test_where_there_is_no_row_the_headings_stand():
    assert delimited(exact_table([], ("element", "value")), "\t") == "element\tvalue\n"
