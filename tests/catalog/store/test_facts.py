"""Which of several facts a model reads, and in which unit."""

from __future__ import annotations

from math import isnan

import duckdb
import pytest

from metaleos.catalog.store.facts import Facts
from metaleos.solvers.protocol import TEMPERATURE, Input, Model, Yield

PARAMETERS = [
    # id, theory, variant, element, convention, name, value, unit, source, locator
    ("1", "t", "*", "*", "*", "r", 1.0, "bohr", "for_all", ""),
    ("2", "t", "v", "*", "*", "r", 2.0, "bohr", "for_variant", ""),
    ("3", "t", "*", "Na", "*", "r", 3.0, "angstrom", "for_element", "p. 3"),
    ("4", "t", "*", "Na", "printed", "r", 4.0, "bohr", "as_printed", ""),
    ("5", "other", "v", "Na", "standard", "r", 5.0, "bohr", "elsewhere", ""),
    ("6", "t", "w", "Na", "standard", "r", 6.0, "bohr", "other_variant", ""),
    ("7", "t", "*", "K", "*", "r", 7.0, "bohr", "shipped", ""),
    ("user:7", "t", "*", "K", "*", "r", 8.0, "bohr", "own", ""),
]
# id, element, property, value, source, locator, rank, phase
OBSERVATIONS = [
    ("a", "Na", "bulk_modulus", 7.0, "second", "", 2, "solid"),
    ("b", "Na", "bulk_modulus", 6.0, "first", "p. 1", 1, "solid"),
    ("c", "K", "bulk_modulus", 3.0, "melt", "", 1, "liquid"),
    ("d", "K", "bulk_modulus", 4.0, "solid", "", 1, "solid"),
]
BOHR_A = 0.529177210544


def input_of(name, kind, unit, *, required=True):
    return Input(name=name, kind=kind, unit=unit, description="d", required=required)


MODEL = Model(
    theory="t", variant="v", title="t", revision=1, source="s", state_variables=(TEMPERATURE,),
    inputs=(
        input_of("r", "parameter", "bohr"),
        input_of("Z", "constant", "1"),
        input_of("bulk_modulus", "observation", "kbar"),
        input_of("density", "constant", "g/cm3", required=False),
    ),
    yields=(Yield(property="pressure"),), solver="no:solver", reference="no:reference",
)  # fmt: skip


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE element (z INTEGER, symbol VARCHAR);
            CREATE TABLE property (name VARCHAR, unit VARCHAR);
            CREATE TABLE parameter (id VARCHAR, theory VARCHAR, variant VARCHAR, element VARCHAR,
                convention VARCHAR, name VARCHAR, value DOUBLE, unit VARCHAR, source VARCHAR,
                locator VARCHAR);
            CREATE TABLE observation (id VARCHAR, element VARCHAR, property VARCHAR, value DOUBLE,
                source VARCHAR, locator VARCHAR, rank INTEGER, phase VARCHAR);
            CREATE TABLE "constant" AS FROM observation;
            INSERT INTO element VALUES (19, 'K'), (11, 'Na'), (12, 'Mg');
            INSERT INTO property VALUES ('bulk_modulus', 'GPa'), ('density', 'g/cm3');
        """)
        connection.executemany(
            "INSERT INTO parameter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", PARAMETERS
        )
        connection.executemany(
            "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?)", OBSERVATIONS
        )
        yield connection


@pytest.mark.parametrize(
    ("element", "convention", "value", "source"),
    [
        ("Na", "standard", 3.0 / BOHR_A, "for_element"),
        ("Na", "printed", 4.0, "as_printed"),
        ("Mg", "standard", 2.0, "for_variant"),
        ("K", "standard", 8.0, "own"),
    ],
)
def test_the_most_specific_parameter_in_the_unit_of_the_model(
    connection, element, convention, value, source
):
    found = Facts(connection).value(MODEL, MODEL.inputs[0], element, convention)
    assert found.value == pytest.approx(value, rel=1e-9)
    assert (found.unit, found.source) == ("bohr", source)


def test_the_best_observation_is_of_the_lowest_rank_and_of_the_solid(connection):
    facts = Facts(connection)
    sodium, potassium = (facts.inputs(MODEL, e, "standard")["bulk_modulus"] for e in ("Na", "K"))
    assert (sodium.value, sodium.unit) == (pytest.approx(60.0), "kbar")
    assert (sodium.source, sodium.locator) == ("first", "p. 1")
    assert (potassium.value, potassium.source) == (pytest.approx(40.0), "solid")


def test_the_charge_is_the_atomic_number(connection):
    assert Facts(connection).inputs(MODEL, "Na", "standard")["Z"].value == 11.0


def test_a_model_covers_elements_with_every_required_input(connection):
    facts = Facts(connection)
    assert facts.symbols == ["Na", "Mg", "K"]
    assert facts.missing(MODEL, "Mg", "standard") == ["bulk_modulus"]
    assert facts.covered(MODEL, "standard") == ["Na", "K"]
    assert facts.covered(MODEL, "standard", ["K", "Mg"]) == ["K"]
    assert isnan(facts.inputs(MODEL, "Na", "standard")["density"].value)


def test_what_if_stands_before_the_catalog(connection):
    facts = Facts(connection)
    other = facts.changed({"r": 9.0})
    assert other.inputs(MODEL, "Na", "standard")["r"].value == 9.0
    assert other.inputs(MODEL, "Na", "standard")["r"].source == "what-if"
    assert facts.inputs(MODEL, "Na", "standard")["r"].source == "for_element"


def test_facts_of_some_elements_hold_what_is_for_all(connection):
    facts = Facts(connection, elements=["Mg"])
    assert facts.inputs(MODEL, "Mg", "standard")["r"].source == "for_variant"
    assert facts.inputs(MODEL, "Na", "standard")["r"].source == "for_variant"
    assert isnan(facts.inputs(MODEL, "Na", "standard")["bulk_modulus"].value)
