"""Columns that are asked for: plain lists, lists that change the usual, names that are unknown."""

from __future__ import annotations

import pytest

from metaleos.catalog.text.columns import (
    COMPACT,
    chosen_columns,
    column_names,
    column_spec,
    expand,
    flat_names,
)
from metaleos.catalog.text.record import Record
from metaleos.errors import UnknownNameError, UsageError

STATE = {
    "structure": {"value": "bcc", "unit": "1"},
    "volume": {"value": 255.0, "unit": "bohr3/atom"},
}
RECORDS = [
    Record("Na", "ha/vs", "standard", "pressure", "total", 0.1, "GPa", state, None, "ok", "")
    for state in (STATE, {"temperature": {"value": 300.0, "unit": "K"}})
]
STATES = ["structure", "volume [bohr3/atom]", "temperature [K]"]


def test_a_specification_is_all_signed_or_none():
    assert column_spec(" element, ,value ") == ["element", "value"]
    assert column_spec(["+source", "-state"]) == ["+source", "-state"]
    assert column_spec(None) == []
    with pytest.raises(UsageError, match="mixes"):
        column_spec("+source,value")


def test_a_state_variable_stands_for_its_column_with_the_unit():
    known = flat_names(RECORDS)
    assert known["state"] == STATES
    assert expand("volume", known) == ["volume [bohr3/atom]"]
    assert expand("volume [bohr3/atom]", known) == ["volume [bohr3/atom]"]
    assert expand("density", known) == ["density"]  # a variable that these rows do not have
    assert expand("observed_source", known) == ["observed_source"]
    with pytest.raises(UnknownNameError, match="did you mean element"):
        expand("elment", known)


def test_plain_names_are_the_columns_in_their_order_and_once():
    found = chosen_columns(RECORDS, ["value", "state", "volume", "element"], compact=True)
    assert found == ["value", *STATES, "element"]


def test_signs_change_the_usual_columns():
    usual = [name for name in COMPACT if name != "state"]
    place = COMPACT.index("state")
    compact = chosen_columns(RECORDS, ["+source", "-volume", "+value"], compact=True)
    expected = [*usual[:place], "structure", "temperature [K]", *usual[place:], "source"]
    assert compact == expected
    whole = chosen_columns(RECORDS, ["-observed", "-state"], compact=False)
    assert {"outcome", "reason", "error_estimate", "published_printed"} <= set(whole)
    assert not {"observed", "observed_printed", "observed_source", *STATES} & set(whole)


def test_every_name_that_may_be_given_is_known():
    known = flat_names(RECORDS)
    for name in column_names():
        assert expand(name, known)
    assert len(set(column_names())) == len(column_names())
