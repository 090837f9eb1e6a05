"""A quoted value in words."""

from __future__ import annotations

from metaleos.catalog.text.quoted import deviation_words, quoted_number, reading_words

PRINTED = {
    "value": 89.0,
    "unit": "eV/atom",
    "printed": "3.27",
    "printed_unit": "Ha/atom",
    "source": "paper2",
}
READ = {"reading": 88.1649, "reading_kind": "scan", "reading_reason": "7 for 4"}


def test_a_value_has_the_digits_that_were_printed():
    assert quoted_number(PRINTED) == "89.0"
    assert quoted_number({**PRINTED, "printed": "3.270"}) == "89.00"


def test_a_reading_is_said_with_kind_and_reason():
    words = (
        "printed 3.27 Ha/atom (89.0 eV/atom), read as 88.2 eV/atom: a fault of the scan; 7 for 4"
    )
    assert reading_words(PRINTED | READ) == words
    slip = (
        PRINTED | READ | {"value": 3.27, "reading_kind": "slip", "unit": "1", "printed_unit": "1"}
    )
    assert reading_words(slip) == "printed 3.27, read as 88.2: a slip of the paper; 7 for 4"
    ours = reading_words(PRINTED | READ | {"reading_basis": "solver"})
    assert ours.startswith("printed 3.27 Ha/atom (89.0 eV/atom), perhaps 88.2 eV/atom")


def test_without_a_number_the_string_is_named():
    words = reading_words(PRINTED | READ | {"value": None, "printed": "3.?7"})
    assert words.startswith("printed 3.?7 Ha/atom, read as ")


def test_nothing_is_said_of_what_is_read_as_it_stands():
    assert reading_words(PRINTED) == ""
    assert reading_words(PRINTED | {"reading": None}) == ""


def test_a_deviation_has_the_digits_of_both_values():
    measured = {"value": 7.9, "printed": "7.9", "unit": "GPa"}
    assert deviation_words(-5.53601, 7.462655, 2e-6, measured) == "-5.5"
    # our error of 2 % leaves no decimal
    assert deviation_words(-5.80, 7.44, 0.15, measured) == "-6"
    fine = {"value": 3.101, "printed": "3.101", "uncertainty": 0.5}
    assert deviation_words(16.21, 3.6037, 1e-6, fine) == "+16"
    assert deviation_words(0.612, 1.1318, 1e-4, {"value": 1.113, "printed": "1.113"}) == "+0.61"
