"""Tables with everything that some writer has to escape."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from metaleos.catalog.text.table import TextTable

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine too."""

PLANTED = (
    "P < 0 *", "a | b", "<b>bold</b>", "[eV/atom]", "5 %", "bulk_modulus", "_x_", "R_M & u",
    "#1", "{x}", "~5", "x^2", "C:\\new\\|", "`metaleos verify`", "*x*", "[a](b)", "&lt;", "$1$",
    "- (a)", "1. x", "# x", "> x", "-6.196 [1]", "--columns", "  madelung", "", "B'", '"x", y',
    "[1]: x", "**", "***", "\\", "~~x~~", "<!-- x", "a_ b", "x\\*", "α", "é",
)  # fmt: skip

ALPHABET = "ab1 |<>&*_`~[]()#\\{}$%^-+.:;!/\"'="


def words(*, least: int = 0) -> st.SearchStrategy[str]:
    """Return text without blanks at its ends and without runs of blanks."""
    texts = st.text(ALPHABET, min_size=least, max_size=12).map(lambda text: " ".join(text.split()))
    return texts.filter(lambda text: len(text) >= least)


@st.composite
def tables(draw: st.DrawFn) -> TextTable:
    """Return tables of one to three columns whose headings have text."""
    count = draw(st.integers(1, 3))
    cells = words() | st.sampled_from([text.strip() for text in PLANTED])
    row = st.tuples(*(cells,) * count)
    return TextTable(
        draw(st.tuples(*(words(least=1),) * count)),
        tuple(draw(st.lists(row, min_size=1, max_size=3))),
        draw(st.tuples(*(st.booleans(),) * count)),
        draw(words()),
        tuple(draw(st.lists(words(least=1), max_size=2))),
        tuple(draw(st.lists(words(least=1), max_size=2))),
    )


def planted_table() -> TextTable:
    """Return a table of two columns with every planted text."""
    cells = tuple((text, "-1.5") for text in PLANTED)
    return TextTable(("what", "energy [eV/atom]"), cells, (False, True), "Na, |%| < 1")
