"""Letters, numbers and marks that cells of a table refer to."""

from __future__ import annotations

from dataclasses import replace

from metaleos.catalog.text.record import Record
from metaleos.catalog.text.remarks import Notes, Remarks

RECORD = Record(
    "Na", "ha/vs", "standard", "bulk_modulus", "total", 7.623543, "GPa", {}, 1e-6, "ok", ""
)


def test_a_remark_is_lettered_once():
    remarks = Remarks()
    assert [remarks.mark(text) for text in ("one", "two", "one", "")] == [
        " (a)",
        " (b)",
        " (a)",
        "",
    ]
    assert remarks.lines() == ("(a) one", "(b) two")


def test_a_value_has_no_more_digits_than_it_is_given():
    notes = Notes([], [RECORD])
    assert notes.value(RECORD) == "7.623543"
    assert notes.value(RECORD, 3) == "7.62"
    # and never more than its own error justifies
    assert notes.value(replace(RECORD, error_estimate=0.07), 6) == "7.62"


def test_a_missing_value_has_its_reason():
    notes = Notes([], [RECORD])
    failed = replace(RECORD, value=None, outcome="no_solution", reason="too thin")
    assert notes.value(failed, 3) == "- (a)"
    assert notes.lines() == ("(a) no_solution: too thin",)


def test_a_row_of_sql_may_have_a_number_for_its_state():
    printed = {"value": 6.99, "printed": "0.699", "unit": "GPa"}
    assert Remarks().quoted(printed, {"element": "Na", "state": 7}) == "6.99"
