"""Groups of elements, held against atomic numbers: a group of the periodic table is a staircase."""

from __future__ import annotations

import pytest

from metaleos.groups import GROUPS, members
from metaleos.ingest.reader import read_lines
from metaleos.ingest.shipped import shipped

Z = {
    line.fields["symbol"]: int(line.fields["Z"])
    for line in read_lines(shipped("elements.csv"), ("Z", "symbol"))
}


@pytest.mark.parametrize(
    ("group", "numbers"),
    [
        ("alkali", [3, 11, 19, 37, 55, 87]),
        ("alkaline_earth", [4, 12, 20, 38, 56, 88]),
        ("halogen", [9, 17, 35, 53, 85]),
        ("noble_gas", [2, 10, 18, 36, 54, 86]),
        ("noble_metal", [29, 47, 79]),
        ("3d", range(21, 30)),
        ("4d", range(39, 48)),
        ("5d", [57, *range(72, 80)]),
        ("lanthanide", range(57, 72)),
        ("actinide", range(89, 93)),
        ("rare_earth", [21, 39, *range(57, 72)]),
    ],
)
def test_a_group_has_its_atomic_numbers(group, numbers):
    assert [Z[symbol] for symbol in GROUPS[group]] == list(numbers)


def test_transition_metals_are_their_rows():
    assert GROUPS["transition"] == GROUPS["3d"] + GROUPS["4d"] + GROUPS["5d"]


@pytest.mark.parametrize(
    "typed", ["noble_gas", "Noble gases", "noble-gas", "  NOBLE  GAS ", "noble_gases"]
)
def test_spellings(typed):
    assert members(typed) == GROUPS["noble_gas"]


@pytest.mark.parametrize("typed", ["", "s", "metal", "metals", "alkal", "4f", "Na"])
def test_what_is_no_group(typed):
    assert members(typed) == ()
