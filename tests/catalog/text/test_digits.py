"""Numbers for people: digits end where the error begins."""

from __future__ import annotations

import pytest

from metaleos.catalog.text.digits import printed_digits, show_error, show_number, show_percent


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


@pytest.mark.parametrize(
    ("error", "text"), [(0.0712, "0.071"), (1.1695e-13, "1.2e-13"), (0.0, "0"), (None, "")]
)
def test_an_error_has_two_digits(error, text):
    assert show_error(error) == text


def test_a_percentage_has_a_sign_and_a_digit():
    assert show_percent(-5.536, 0.0) == "-5.5"
    assert show_percent(0.846, 0.0) == "+0.85"
    assert show_percent(-5.536, 3.0) == "-6"
    assert show_percent(-0.4, 3.0) == "-0.4"
    assert show_percent(-0.023, 3.0) == "-0.02"
    assert show_percent(0.0, 3.0) == show_percent(-0.0, 0.0) == "0"


def test_a_value_far_below_its_error_is_zero():
    assert show_number(-4.01e-16, 0.02) == "0"
    assert show_number(-4.01e-16, None) == "-4.01000e-16"
