"""Quantities as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metaleos.constants import BOLTZMANN_EV_K
from metaleos.errors import QuantityError, UnitError
from metaleos.quantity import parse_values


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("300 K", "K", [300.0]),
        ("10 eV", "K", [10 / BOLTZMANN_EV_K]),
        ("0,10 eV", "K", [0.0, 10 / BOLTZMANN_EV_K]),
        ("0", "K", [0.0]),
        ("1:3:3 kK", "K", [1000.0, 2000.0, 3000.0]),
        ("0.1:10:3:log", "1", [0.1, 1.0, 10.0]),
        ("0.9,1,1.1", "1", [0.9, 1.0, 1.1]),
        ("1e3K", "K", [1000.0]),
        ("2.7g/cm3", "g/cm3", [2.7]),
        ("120 bohr3", "bohr3/atom", [120.0]),
        ("0:0.5:2,2", "1", [0.0, 0.5, 2.0]),
    ],
)
def test_reads(text, unit, expected):
    assert parse_values(text, unit, "--x") == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("5", UnitError),
        ("5 GPa", UnitError),
        ("5 Kelvins", UnitError),
        ("nan K", QuantityError),
        ("K", QuantityError),
        ("", QuantityError),
        ("1:2 K", QuantityError),
        ("1:2:1 K", QuantityError),
        ("0:2:5:log K", QuantityError),
        ("1:2:1000000000 K", QuantityError),
        ("1e999 K", QuantityError),
        (float("nan"), QuantityError),
        ([], QuantityError),
        (object(), QuantityError),
    ],
)
def test_refuses(text, error):
    with pytest.raises(error):
        parse_values(text, "K", "--temperature")


@pytest.mark.long
@given(
    st.floats(1e-3, 1e3), st.floats(1e-3, 1e3), st.integers(2, 50), st.sampled_from(["", ":log"])
)
def test_ranges_hit_their_ends_and_count(first, last, count, spacing):
    values = parse_values(f"{first!r}:{last!r}:{count}{spacing}", "1", "--x")
    assert len(values) == count
    assert (values[0], values[-1]) == (first, last)
    low, high = sorted((first, last))
    assert all(low * (1 - 1e-12) <= value <= high * (1 + 1e-12) for value in values)
