"""The one table of state variables: order, columns, headings."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.states.variables import numbers, own_variables, variables

# One state: four times as dense as the reference, theta 0.25.
ROW = (
    "SELECT 'bcc' AS structure, 300.0 AS temperature, 4.0 AS compression, 50.0 AS volume, "
    "10.8::DOUBLE AS density, MAP {'theta': 0.25::DOUBLE, 'axial_ratio': 1.6} AS own"
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("structure", "bcc"),
        ("temperature", 300.0),
        ("compression", 4.0),
        ("volume", 50.0),
        ("volume_ratio", 0.25),
        ("density", 10.8),
        ("theta", 0.25),
        ("axial_ratio", 1.6),
    ],
)
def test_every_column_is_read_from_the_state(name, value):
    column = variables()[name].column
    assert duckdb.sql(f"SELECT {column} FROM ({ROW}) s").fetchall() == [(value,)]


def test_shared_variables_come_first_and_own_ones_last():
    names = list(variables())
    assert names[:6] == [
        "structure", "temperature", "compression", "volume", "volume_ratio", "density",
    ]  # fmt: skip
    assert set(own_variables()) == set(names[6:]) == {"axial_ratio", "theta"}
    assert set(variables()) - set(numbers()) == {"structure"}


def test_headings_options_and_limits():
    known = variables()
    assert known["temperature"].heading == "temperature [K]"
    assert known["volume_ratio"].heading == "volume_ratio"
    assert known["volume_ratio"].option == "--volume-ratio"
    assert known["temperature"].lowest == "zero or more"
    assert known["volume"].lowest == "positive"
    assert known["axial_ratio"].structures == ("hcp",)


def test_four_words_say_the_volume():
    said = {name for name, item in variables().items() if item.says_volume}
    assert said == {"volume", "density", "compression", "volume_ratio"}
