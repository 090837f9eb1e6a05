"""Lines of facts become constants and observations, in the unit of their property."""

from __future__ import annotations

import pytest

from metaleos.errors import FactError
from metaleos.ingest import constants
from metaleos.ingest.constants import shipped_constants, shipped_elements, shipped_observations

HEADER = (
    "element,quantity,value,unit,text,temperature,phase,material,state,uncertainty,"
    "uncertainty_kind,source,table,carrier,carrier_license,evidence,confidence,rank,"
    "choice,choice_reason,note\n"
)


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Put lines of our own in the place of the shipped facts."""
    monkeypatch.setattr(constants, "shipped", tmp_path.joinpath)
    (tmp_path / "facts").mkdir()

    def write(line, topic="bulk"):
        text = f"{HEADER}{line}\n"
        (tmp_path / "facts" / f"{topic}.csv").write_text(text, encoding="utf-8")

    return write


def line(value="63", unit="kbar", uncertainty="", quantity="bulk_modulus"):
    kind = "standard" if uncertainty else ""
    return f"Na,{quantity},{value},{unit},,4.2,bcc,,,{uncertainty},{kind},me,I,me,,cited,high,1,,,"


def test_a_value_is_converted_and_kept_as_printed(told):
    told(line(uncertainty="2"))
    (row,) = shipped_observations()
    assert row.value == pytest.approx(6.3)
    assert row.uncertainty == pytest.approx(0.2)
    assert (row.uncertainty_kind, row.evidence) == ("standard", "cited")
    assert (row.printed, row.printed_unit) == ("63", "kbar")
    assert row.id == "bulk/Na/bulk_modulus/bcc/1"


def test_no_uncertainty_is_none(told):
    told(line())
    (row,) = shipped_observations()
    assert (row.uncertainty, row.uncertainty_kind) == (None, "")


def test_constants_are_no_observations(told):
    told(line(), topic="constants")
    assert not list(shipped_observations())
    (row,) = shipped_constants()
    assert (row.element, row.property, row.temperature) == ("Na", "bulk_modulus", 4.2)


@pytest.mark.parametrize(
    "wrong", [line(unit="eV"), line("6;3"), line(quantity="colour"), line(uncertainty="3%")]
)
def test_a_wrong_line_is_named(told, wrong):
    told(wrong)
    with pytest.raises(FactError, match=r"^facts/bulk\.csv, line 2: "):
        list(shipped_observations())


def test_elements_stand_in_the_order_of_their_number():
    rows = list(shipped_elements())
    assert [row.z for row in rows] == list(range(1, 93))
    assert (rows[10].symbol, rows[10].name) == ("Na", "sodium")
