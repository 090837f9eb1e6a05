"""Numbers as people write them in tables: what is read in SQL, and why the rest is not."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.ingest.user_numbers import (
    UNCERTAINTY_OF_PARTS,
    VALUE_OF_PARTS,
    parts,
    plain,
    why_not_a_number,
)


def asked(expression, text):
    return duckdb.execute(f"SELECT {expression} FROM (SELECT ? AS x)", [text]).fetchone()


@pytest.mark.parametrize(
    ("text", "number"),
    [("6.3", 6.3), (" -1.2e5 ", -1.2e5), (".5", 0.5), ("1_000", None), ("6,3", None), ("", None)],
)
def test_a_plain_number_or_none(text, number):
    assert asked(plain("x"), text) == (number,)


@pytest.mark.parametrize(
    ("text", "value", "uncertainty"),
    [
        ("20.1797(6)", 20.1797, 0.0006),
        ("20.1797(12)e3", 20179.7, 1.2),
        ("-63(2)", -63.0, 2.0),
        ("63.(2) E-1", 6.3, 0.2),
        ("63", None, None),
        ("63(2.5)", None, None),
    ],
)
def test_uncertain_digits_stand_under_the_last_ones(text, value, uncertainty):
    query = f"SELECT {VALUE_OF_PARTS}, {UNCERTAINTY_OF_PARTS} FROM (SELECT {parts('x')} AS p FROM "
    (found,) = duckdb.execute(f"{query}(SELECT ? AS x))", [text]).fetchall()
    expected = (value, uncertainty)
    assert found == tuple(None if x is None else pytest.approx(x, rel=1e-12) for x in expected)


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ("", "is empty", "leave out"),
        ("1,234,567", "thousands", "write 1234567"),
        ("1,234.5", "thousands", "write 1234.5"),
        ("6,3", "decimal comma", "write 6.3"),
        ("1-2", "range", "one value"),
        ("1 to 2.5", "range", "one value"),
        ("6.3±0.1", "two numbers", "write 6.3 and 0.1"),
        ("-inf", "not finite", "leave out"),
        ("<5", "bound", "only values"),
        ("−5", "hyphen-minus", "write -5"),
        ("6.3 GPa", "holds a unit", "write 6.3 here and GPa as unit"),
        ("6.3 furlong", "not a number", "write 6.3, 1.2e5"),
    ],
)
def test_why_a_text_is_no_number(text, what, hint):
    told = why_not_a_number(f" {text} ")
    assert what in told[0]
    assert hint in told[1]
