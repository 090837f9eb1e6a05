"""Models side by side: one density or several, and what the heading says of it."""

from __future__ import annotations

import pytest

from metaleos.catalog.text.densities import SAID, differ
from metaleos.catalog.text.record import Record
from metaleos.catalog.text.rows import Rows
from metaleos.catalog.text.table import table_of


def record(model: str, density: float, *, element: str = "Al", compression: float = 1.0) -> Record:
    state = {
        "compression": {"value": compression, "unit": "1"},
        "volume": {"value": 300.0 / density, "unit": "bohr3/atom"},
        "volume_ratio": {"value": 1.0 / compression, "unit": "1"},
        "density": {"value": density, "unit": "g/cm3"},
    }
    label = (element, model, "standard", "pressure", "total")
    return Record(*label, 1.0, "GPa", state, 0.1, "ok", "", [], [])


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([record("tf", 2.7), record("tfd", 2.7847)], True),
        ([record("tf", 2.7), record("tfd", 2.70001)], False),
        ([record("tf", 2.7), record("tf", 2.7847)], True),  # its conventions
        ([record("tf", 2.7), record("tfd", 2.7847, compression=1.03)], False),
        ([record("tf", 2.7), record("tfd", 1.8, element="Be")], False),
        ([], False),
    ],
)
def test_one_element_at_one_compression_and_several_densities(records, expected):
    assert differ(records) is expected


def test_the_heading_says_so_and_volume_and_density_are_columns():
    table = table_of(Rows("", [record("tf", 2.7), record("tfd", 2.7847)]))
    assert table.caption == f"Al, standard, compression = 1, {SAID}"
    assert table.headings[:3] == ("model", "volume [bohr3/atom]", "density [g/cm3]")
    assert [row[2] for row in table.cells] == ["2.7", "2.7847"]
    assert table.spare == ("volume [bohr3/atom]", "density [g/cm3]")


def test_at_one_density_the_heading_has_it():
    table = table_of(Rows("", [record("tf", 2.7), record("tfd", 2.7, compression=0.97)]))
    assert table.caption == "Al, standard, V = 111.111 bohr3/atom, density = 2.7 g/cm3"
    assert table.headings[:2] == ("model", "compression")


def test_at_shared_densities_these_are_the_column():
    rows = [
        record("tf", 1.35, compression=0.5), record("tf", 2.7),
        record("tfd", 1.35, compression=0.485), record("tfd", 2.7, compression=0.97),
    ]  # fmt: skip
    table = table_of(Rows("", rows))
    assert SAID not in table.caption
    assert table.headings[:2] == ("model", "density [g/cm3]")
