"""Rows on their way to a table or a file: flat cells, columns asked for, units of columns."""

from __future__ import annotations

import pytest

from metaleos.catalog.text.record import Record
from metaleos.catalog.text.rows import Rows, flat_row, row_units

STATE = {
    "structure": {"value": "bcc", "unit": "1"},
    "temperature": {"value": 300.0, "unit": "K"},
}
RECORD = Record(
    "Na", "ha/vs", "standard", "pressure", "total", 0.1, "GPa", STATE, 0.01, "ok", "",
    source="soma1978",
)  # fmt: skip
OTHER = Record(
    "K", "ha/vs", "standard", "pressure", "total", None, "GPa", {}, None, "failed", "no",
)  # fmt: skip


def test_no_row_is_lost():
    rows = Rows("x/1", [RECORD, OTHER])
    assert [row["element"] for row in rows.rows()] == ["Na", "K"]
    assert [row["element"] for row in rows.flat()] == ["Na", "K"]
    assert rows.values == [RECORD, OTHER]


def test_usual_flat_rows_leave_the_source_out():
    (flat,) = Rows("x/1", [RECORD]).flat()
    assert "source" not in flat
    assert flat["temperature [K]"] == 300.0


@pytest.mark.parametrize("compact", [True, False])
def test_flat_rows_have_only_the_columns_asked_for(compact):
    rows = Rows("x/1", [RECORD, OTHER], columns=("source", "temperature", "value"))
    assert rows.flat(compact=compact) == [
        {"source": "soma1978", "temperature [K]": 300.0, "value": 0.1},
        {"source": "", "temperature [K]": None, "value": None},
    ]


def test_compact_says_what_a_sign_changes():
    rows = Rows("x/1", [RECORD], columns=("-state",))
    assert "outcome" not in rows.flat(compact=True)[0]
    assert rows.flat()[0]["outcome"] == "ok"


def test_rows_of_another_kind_are_made_plain():
    row = {"name": "a", "tags": ["x", 2], "state": STATE, "none": None}
    assert Rows("x/1", [row]).flat() == [
        {"name": "a", "tags": "x; 2", "none": None, "structure": "bcc", "temperature [K]": 300.0}
    ]
    assert flat_row({"state": "open", "pair": (1, 2)}) == {"state": "open", "pair": "1; 2"}


def test_columns_have_units_by_heading_or_by_row():
    rows = [{"volume [bohr3/atom]": 1.0}, {"value": 1.0, "unit": "GPa", "model": "ha"}]
    assert row_units(rows) == {"volume [bohr3/atom]": "bohr3/atom", "value": "as in column unit"}
    assert row_units([{"value": 1.0}]) == {}
