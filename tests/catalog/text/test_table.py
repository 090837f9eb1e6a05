"""The table: digits, footnotes and sources, also under columns that were asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.text.record import Record
from metaleos.catalog.text.rows import Rows
from metaleos.catalog.text.table import list_table, plain_table, table_of

SOURCES = [
    {"key": key, "authors": "A, B", "year": "1970", "title": "T", "journal": "J", "doi": ""}
    for key in ("model1", "paper2", "book3")
]
PRINTED = {"value": 6.990000000000001, "printed": "0.699", "source": "paper2"}
MEASURED = {"value": 7.9, "printed": "7.9", "source": "book3"}
RECORD = Record(
    "Na", "ha/vs", "standard", "bulk_modulus", "total", 7.623543, "GPa",
    {"structure": {"value": "bcc", "unit": "1"}}, 0.0712, "ok", "", [PRINTED], [MEASURED],
    source="model1",
)  # fmt: skip
READ = {
    **PRINTED, "unit": "GPa", "printed_unit": "Mbar", "reading": 6.97,
    "reading_kind": "slip", "reading_reason": "a sum",
}  # fmt: skip
FAILED = replace(
    RECORD, term="third", value=None, error_estimate=None, outcome="no_solution",
    reason="below [eV/atom] | 5 %", published=[], observed=[],
)  # fmt: skip


def shown(*records: Record, columns: str = "") -> Rows:
    return Rows("x/1", records, SOURCES, columns=tuple(filter(None, columns.split(","))))


def test_a_reading_is_a_mark_and_a_remark_and_not_the_number():
    words = "(a) printed 0.699 Mbar (6.99 GPa), read as 6.97 GPa: a slip of the paper; a sum"
    read = replace(RECORD, published=[READ])
    for columns in ("", "element,published"):
        table = table_of(shown(read, columns=columns))
        assert "6.99 (a) [1]" in table.cells[0]
        assert table.remarks == (words,)
    row = {"published": 6.99, "unit": "GPa"} | {
        f"published_{part}": READ[part] for part in READ.keys() - {"value", "unit"}
    }
    compared = plain_table([row], {"published": "published"})
    assert (compared.cells, compared.remarks) == ((("6.99 (a)",),), (words,))


def test_the_usual_columns_and_what_they_refer_to():
    table = table_of(shown(RECORD, FAILED))
    assert table.caption == "Na, ha/vs, standard, bcc"
    assert table.headings == ("property", "value", "unit", "published", "observed")
    assert table.cells == (
        ("bulk_modulus", "7.62", "GPa", "6.99 [1]", "7.9 [2]"),
        ("  third", "- (a)", "GPa", "", ""),
    )
    assert table.right == (False, True, False, True, True)
    assert table.remarks == ("(a) no_solution: below [eV/atom] | 5 %",)
    assert [line.split(":")[0] for line in table.sources] == [
        "[1] paper2",
        "[2] book3",
        "[3] model1",
    ]


def test_columns_that_were_asked_for_keep_digits_footnotes_and_sources():
    table = table_of(shown(RECORD, FAILED, columns="element,value,error_estimate,published"))
    assert table.headings == ("element", "value", "error_estimate", "published")
    assert table.cells == (("Na", "7.62", "0.071", "6.99 [1]"), ("Na", "- (a)", "", ""))
    assert table.right == (False, True, True, True)
    assert table.remarks == ("(a) no_solution: below [eV/atom] | 5 %",)
    assert [line.split(":")[0] for line in table.sources] == ["[1] paper2", "[2] model1"]


def test_a_changed_list_starts_from_the_usual_columns():
    table = table_of(shown(RECORD, columns="+source,-state,-observed"))
    assert table.headings == (
        "element", "model", "convention", "property", "term", "value", "unit", "published",
        "reference", "source",
    )  # fmt: skip
    assert table.cells[0][-4:] == ("GPa", "6.99 [1]", "", "model1")


def test_the_model_s_paper_is_named_whatever_the_columns():
    own = replace(RECORD, source="paper2")
    sources = table_of(Rows("x/1", [own], SOURCES[1:], columns=("element", "value"))).sources
    assert [line.split(":")[0] for line in sources] == ["[1] paper2"]


def test_what_is_printed_and_named_stands_as_it_is():
    table = table_of(shown(RECORD, columns="published_printed,published_source,structure"))
    assert table.cells == (("0.699", "paper2", "bcc"),)
    assert table.right == (False, False, False)
    assert table.sources[0].startswith("[1] paper2")


def test_the_same_values_have_the_same_digits_with_and_without_columns(session_catalog):
    catalog = Catalog(session_catalog)
    usual = table_of(catalog.query("Na", "ha/vs"))
    chosen = table_of(catalog.query("Na", "ha/vs", columns="value,unit,published,observed"))
    assert [row[1:] for row in usual.cells] == [
        (value, "" if unit == "1" else unit, *beside) for value, unit, *beside in chosen.cells
    ]
    told = [line for line in usual.remarks if not line.startswith("reference ")]
    assert tuple(told) == chosen.remarks
    assert usual.sources[: len(chosen.sources)] == chosen.sources


def test_a_sorted_term_still_names_its_property():
    other = replace(RECORD, element="K")
    cells = table_of(shown(FAILED, RECORD, other, replace(FAILED, element="K"))).cells
    assert [row[1] for row in cells] == [
        "bulk_modulus third", "bulk_modulus", "bulk_modulus", "  third",
    ]  # fmt: skip


def test_plain_rows_stand_under_their_headings():
    rows = [{"a": 1.23456789, "b": None, "c": True}, {"a": 2, "b": ["x", "y"], "c": False}]
    table = plain_table(rows, {"a": "first", "b": "second", "c": "third"})
    assert table.headings == ("first", "second", "third")
    assert table.cells == (("1.23457", "", "yes"), ("2", "x, y", "no"))
    assert table.right == (True, False, True)
    assert plain_table(rows).headings == ("a", "b", "c")


def test_no_row_is_no_table():
    assert table_of(Rows("x/1", [])).headings == ()
    assert list_table([]).cells == ()


@pytest.mark.parametrize("count", [1, 30])
def test_every_reason_has_its_mark(count):
    failed = [replace(FAILED, reason=str(place)) for place in range(count)]
    table = table_of(shown(*failed))
    marks = [row[1].removeprefix("- ") for row in table.cells]
    assert [remark.split()[0] for remark in table.remarks] == marks
    assert len(set(marks)) == count


def test_rows_of_a_comparison_have_the_digits_that_are_known():
    row = {
        "value": 7.123456, "error_estimate": 0.004, "published": 6.83, "published_printed": "6.83",
        "observed": 6.8, "observed_printed": "6.8", "deviation": 0.323456,
        "deviation_percent": 4.756706, "n": 3, "other": 1.23456789,
    }  # fmt: skip
    (cells,) = plain_table([row]).cells
    assert dict(zip(row, cells, strict=True)) == {
        "value": "7.123", "error_estimate": "0.0040", "published": "6.83",
        "published_printed": "6.83", "observed": "6.8", "observed_printed": "6.8",
        "deviation": "0.323", "deviation_percent": "4.76", "n": "3", "other": "1.23457",
    }  # fmt: skip
    assert plain_table([{"value": 7.123456}]).cells == (("7.12346",),)
