"""LaTeX: a small reader that knows the special characters reads back what was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given

from metaleos.catalog.text.latex import _CHARACTERS, escape, latex_table
from metaleos.catalog.text.table import TextTable
from tests.catalog.text.planted import PLANTED, planted_table, tables, unhurried

WRITTEN = {written: chr(char) for char, written in _CHARACTERS.items()}
PIECE = re.compile(
    "|".join(re.escape(text) for text in sorted(WRITTEN, key=len, reverse=True))
    + r"|(?P<special>[%$&#_{}~^\\])|(?P<plain>.)"
)


def read(text: str) -> str:
    """Return what LaTeX would set; a special character that is not escaped is an error."""
    blanks = len(text) - len(text.lstrip("~"))
    rest = re.sub(r"^\$-\$", "-", text[blanks:]).replace("-{}", "-")
    rest = re.sub(r"^\{([\[*])\}", r"\1", rest)
    found = []
    for piece in PIECE.finditer(rest):
        assert not piece["special"], (text, piece[0])
        found.append(piece["plain"] or WRITTEN[piece[0]])
    return " " * blanks + "".join(found)


def read_cells(text: str) -> list[tuple[str, ...]]:
    body = text.partition("\\toprule\n")[2].partition("\n\\bottomrule")[0]
    lines = [line for line in body.split("\n") if line != "\\midrule"]
    assert all(line.endswith(" \\\\") for line in lines)
    return [
        tuple(read(cell) for cell in re.split(r"(?<!\\) ?& ", line.removesuffix(" \\\\")))
        for line in lines
    ]


@pytest.mark.long
@unhurried
@given(tables())
@example(planted_table())
def test_a_table_read_back_has_the_same_cells(table):
    assert read_cells(latex_table(table)) == [table.headings, *table.cells]


@pytest.mark.parametrize("text", PLANTED)
def test_planted_text_survives(text):
    assert read(escape(text)) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("5 %", r"5 \%"),
        ("R_M & u", r"R\_M \& u"),
        ("{x}~^#$", r"\{x\}\textasciitilde{}\textasciicircum{}\#\$"),
        ("a\\b", r"a\textbackslash{}b"),
        ("[eV/atom]", "{[}eV/atom]"),
        ("volume [bohr3/atom]", "volume [bohr3/atom]"),
        ("* x", "{*} x"),
        ("-6.196 [1]", "$-$6.196 [1]"),
        ("--columns", "-{}-columns"),
        ("  madelung", "~~madelung"),
        ("γ < 1", r"$\gamma$ \textless{} 1"),
    ],
)
def test_special_characters_are_escaped(text, written):
    assert escape(text) == written


def test_a_tabular_with_the_rules_of_booktabs():
    table = TextTable(
        ("a", "P [GPa]"), (("x", "-1"),), (False, True), "Na", ("(a) failed: x",), ("[1] s: S",)
    )
    assert latex_table(table).splitlines() == [
        r"\noindent Na\par",
        r"\begin{tabular}{lr}",
        r"\toprule",
        r"a & P [GPa] \\",
        r"\midrule",
        r"x & $-$1 \\",
        r"\bottomrule",
        r"\end{tabular}\par",
        r"\noindent (a) failed: x\par",
        r"\noindent {[}1] s: S\par",
    ]
    assert latex_table(TextTable()) == ""
