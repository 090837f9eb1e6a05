"""Units inside SQL are those of Python."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.store.unit_macros import define_unit_macros
from metaleos.solvers.registry import properties
from metaleos.units import conversion_factor, same_dimension, unit_names


def test_sql_and_python_read_units_alike(session_grid):
    """The macros against the parser of `metaleos.units`, over every unit in use and many more."""
    units = sorted({item.unit for item in properties().values()} | set(unit_names()))
    units += [
        "1",
        "kJ/mol",
        "J mol-1 K-1",
        "1/bohr3",
        "bohr^3",
        "cm**3/mol",
        "1e11 dyn/cm2",
        "u/A3",
    ]
    pairs = [(a, b) for a in units for b in units if same_dimension(a, b)]
    with duckdb.connect(session_grid, read_only=True) as connection:
        define_unit_macros(connection)
        connection.execute("CREATE TEMP TABLE pair (a VARCHAR, b VARCHAR)")
        connection.executemany("INSERT INTO pair VALUES (?, ?)", [list(pair) for pair in pairs])
        found = connection.execute("SELECT a, b, unit_factor(a, b) FROM pair").fetchall()
    assert len(found) == len(pairs) > 500
    for a, b, factor in found:
        assert factor == pytest.approx(conversion_factor(a, b), rel=1e-13), (a, b)


@pytest.fixture(scope="module")
def ask(session_facts):
    """Ask for the value of an SQL expression where the macros are."""
    with duckdb.connect(session_facts, read_only=True) as connection:
        define_unit_macros(connection)
        yield lambda text: connection.execute(f"SELECT {text}").fetchall()[0][0]


@pytest.mark.parametrize(
    ("value", "unit", "target", "found"),
    [
        (2.0, "GPa", "Mbar", 0.02),
        (1.0, "1e11 dyn/cm2", "GPa", 10.0),
        (1.0, "kg/m3", "g/cm3", 1e-3),
        (3.0, "1/cm", "1/m", 300.0),
        (1.0, "m s-1", "km/s", 1e-3),
        (5.0, "%", "1", 0.05),
        (1.0, "Ry", "eV/atom", 13.605693122990),
        (1.0, "bohr3", "A3", 0.529177210544**3),
    ],
)
def test_known_conversions(ask, value, unit, target, found):
    assert ask(f"to_unit({value}, '{unit}', '{target}')") == pytest.approx(found, rel=1e-11)


def test_what_cannot_be_converted(ask):
    assert ask("unit_factor('eV', 'GPa')") is None
    assert ask("same_dimension('eV', 'GPa')") is False
    assert ask("same_dimension('eV', 'kJ/mol')") is True
    assert ask("to_unit(NULL, 'eV', 'Ry')") is None
    assert ask("to_unit(1, NULL, 'Ry')") is None
    for text, told in (
        ("to_unit(1, 'eV', 'GPa')", "cannot convert eV to GPa"),
        ("to_unit(1, 'eV', 'Rx')", "unknown unit 'Rx'"),
        ("to_unit(1, 'eV ?', 'eV')", "unknown unit 'eV "),
    ):
        with pytest.raises(duckdb.InvalidInputException, match=told):
            ask(text)
