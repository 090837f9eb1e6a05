"""Tables: digits, units through Rich, 80 columns, no colour, whole cells when piped."""

from __future__ import annotations

import re

import pytest

from metaleos.catalog import render
from metaleos.catalog.answer import Answer
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.digits import printed_digits, show_number
from metaleos.catalog.record import Record
from metaleos.catalog.render import html_table, markdown_table, print_answer
from metaleos.properties import properties

UNITS = sorted({item.unit for item in properties().values()} - {"1"})


def record(**changes):
    row = {
        "element": "Na",
        "model": "ha/vs",
        "convention": "standard",
        "property": "pressure",
        "term": "total",
        "value": 1.25,
        "unit": "GPa",
        "state": {"structure": {"value": "bcc", "unit": "1"}},
        "error_estimate": 1e-6,
        "outcome": "ok",
        "reason": "",
        "published": [],
        "observed": [],
    }
    return Record(**{**row, **changes})


@pytest.fixture
def terminal(monkeypatch):
    """Make stdout look like a terminal of 80 columns."""
    monkeypatch.setattr(render, "_on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_survives_rich_in_cells_and_headings(capsys, terminal, unit):
    state = {"volume": {"value": 1.0, "unit": unit}}
    other = {"volume": {"value": 2.0, "unit": unit}}
    answer = Answer("x/1", [record(unit=unit, state=state), record(unit=unit, state=other)])
    print_answer(answer)
    out = capsys.readouterr().out
    assert f"volume [{unit}]" in out
    assert out.count(unit) >= 3


def test_markup_in_reasons_and_sources_is_text(capsys, terminal):
    source = {"key": "k", "authors": "A [doi:x]", "year": "1", "title": "[/atom]", "journal": "j",
              "doi": ""}  # fmt: skip
    failed = record(value=None, outcome="no_solution", reason="below [eV/atom] limit")
    print_answer(Answer("x/1", [failed], [source]))
    out = capsys.readouterr().out
    assert "below [eV/atom] limit" in out
    assert "A [doi:x]" in out


def test_no_color_is_respected(capsys, terminal, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("NO_COLOR", "1")
    print_answer(Answer("x/1", [record()]))
    assert "\x1b[3" not in capsys.readouterr().out


def test_terminal_table_fits_80_columns(capsys, terminal, session_catalog):
    print_answer(Catalog(session_catalog).query(element="Na", model="VS"))
    plain = _uncoloured(capsys.readouterr().out).splitlines()
    assert max(map(len, plain)) <= 80
    assert any(line.startswith("third_order_ratio_bulk_modulus ") for line in plain)


def test_piped_table_has_whole_cells(capsys):
    long = "x" * 300
    print_answer(Answer("x/1", [{"name": long, "number": 1.0}]))
    assert long in capsys.readouterr().out


def test_caption_says_once_what_is_the_same(capsys):
    print_answer(Answer("x/1", [record(), record(property="entropy", unit="kB/atom")]))
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "Na, ha/vs, standard, bcc"
    assert "element" not in out


@pytest.mark.parametrize(
    ("value", "error", "text"),
    [
        (-6.196298, 0.0011, "-6.196"),
        (1.23456789, 1e-6, "1.234568"),
        (0.0, 0.1, "0"),
        (123456.0, None, "123456"),
        (1.5e-9, 1e-12, "1.500e-09"),
        (2.0, 5.0, "2.00"),
        (1.23456789012345, 0.0, "1.2345679"),
        (None, None, "-"),
    ],
)
def test_digits_end_where_the_error_begins(value, error, text):
    assert show_number(value, error) == text


@pytest.mark.parametrize(
    ("printed", "digits"), [("-0.4553", 4), ("2.5496(10)", 5), ("0", 1), ("", 1), ("3,553", 4)]
)
def test_printed_digits(printed, digits):
    assert printed_digits(printed) == digits


def test_notebook_views_hold_units_and_sources(session_catalog):
    answer = Catalog(session_catalog).query(element="Na", model="VS", property="total_energy")
    html, text = html_table(answer), markdown_table(answer)
    for shown in (html, text, answer._repr_html_(), answer._repr_markdown_()):
        assert "eV/atom" in shown
        assert "soma1978" in shown
    assert html_table(Answer("x/1", [])) == "<p>no rows</p>"


def _uncoloured(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
