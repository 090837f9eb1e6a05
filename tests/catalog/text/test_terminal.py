"""On a terminal: units through Rich, the width, no colour, whole cells when piped."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.text import terminal
from metaleos.catalog.text.table import TextTable, list_table, table_of
from metaleos.catalog.text.terminal import escape, fitted, plain_lines, print_table
from metaleos.solvers.registry import properties
from tests.catalog.text.planted import PLANTED, planted_table, tables, unhurried

UNITS = sorted({item.unit for item in properties().values()} - {"1"})


@pytest.fixture
def screen(monkeypatch):
    """Make stdout look like a terminal of 80 columns."""
    monkeypatch.setattr(terminal, "_on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")


def one_cell(text: str, heading: str = "h") -> TextTable:
    return TextTable((heading,), ((text,),), (False,))


@pytest.mark.parametrize("text", [*UNITS, *filter(None, PLANTED)])
def test_units_and_markup_survive_rich(capsys, screen, text):
    print_table(
        TextTable(("unit", f"[{text}]"), ((text, "x"),), (False,) * 2, text, (text,), (text,))
    )
    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert f"[{text}]" in shown
    assert shown.count(text) >= 4


def test_no_color_is_respected(capsys, screen, monkeypatch):
    monkeypatch.delenv("FORCE_COLOR")
    monkeypatch.setenv("NO_COLOR", "1")
    print_table(TextTable(("a",), (("x",),), (False,), sources=("s",)))
    assert "\x1b[3" not in capsys.readouterr().out


def test_a_table_fits_80_columns(capsys, screen, session_catalog):
    print_table(table_of(Catalog(session_catalog).query(element="Na", model="VS")))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, plain)) <= 80
    assert any(line.startswith("third_order_ratio_bulk_modulus ") for line in plain)


def test_piped_cells_are_whole(capsys):
    print_table(one_cell("x" * 300))
    assert "x" * 300 in capsys.readouterr().out
    print_table(TextTable())
    assert capsys.readouterr().out == ""


@pytest.mark.long
@unhurried
@given(tables())
@example(planted_table())
def test_cells_stand_under_their_headings(table):
    lines = plain_lines(table)
    place = 2 if table.caption else 1
    rules = [len(rule) for rule in lines[place].split("  ")]
    for row, line in zip(table.cells, lines[place + 1 :], strict=False):
        start = 0
        for cell, width in zip(row, rules, strict=True):
            assert line[start : start + width].strip() == cell.strip()
            start += width + 2


def test_a_list_without_headings_leaves_empty_columns_out():
    assert plain_lines(list_table([("a", "", "1"), ("bc", "", "")])) == ["a   1", "bc"]
    assert plain_lines(list_table([])) == []


@pytest.mark.parametrize(
    ("text", "written"), [("a\nb", "a\\nb"), ("\x1b[31mred", "\\x1b[31mred"), ("α é", "α é")]
)
def test_what_would_move_the_cursor_is_spelled_out(text, written):
    assert escape(text) == written


WIDE = TextTable(
    ("model", "published", "observed", "%"),
    (("ha/sstl", "1.127 [1]", "1.113 [2] 0 K", "+1.7"),),
    (False, True, True, True),
    spare=("published", "%"),
)


def test_a_narrow_terminal_leaves_out_spare_columns_and_says_which():
    assert fitted(WIDE, 40) == WIDE
    narrow = fitted(WIDE, 26)
    assert narrow.headings == ("model", "observed", "%")
    assert narrow.cells == (("ha/sstl", "1.113 [2] 0 K", "+1.7"),)
    assert narrow.right == (False, True, True)
    assert narrow.remarks == ("left out here: published (a wider terminal, or --format csv)",)
    assert fitted(WIDE, 18).headings == ("model", "observed")


def test_what_can_be_folded_does_not_drop_a_column():
    # observed may be folded to its longest word, "observed"
    assert "published" in fitted(WIDE, 7 + 9 + 8 + 4 + 4).headings


def test_a_table_that_fits_when_observed_is_folded_is_drawn(monkeypatch, capsys):
    cells = (("ha/sstl", "1.127 [1]", "1.113 [2] 298.15 K liquid", "+1.7"),)
    monkeypatch.setattr(terminal, "_on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "42")
    print_table(TextTable(WIDE.headings, cells, WIDE.right, spare=WIDE.spare))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 42
    words = " ".join(lines).split()
    assert {"1.113", "298.15", "liquid", "ha/sstl", "+1.7"} <= set(words)
