"""What models say that they are for, held against what they have inputs for and what they say."""

from __future__ import annotations

import pytest

import metaleos
from metaleos.properties import properties
from metaleos.solvers.registry import inside


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return metaleos.open(session_catalog)


def test_every_model_says_what_it_is_for_and_what_its_energies_count():
    for model in inside().values():
        assert model.domain is not None, model.name
        assert model.domain.statement
        if any(properties()[item.property].comparable.origin for item in model.yields):
            assert model.origin, model.name


def test_declared_elements_are_those_with_inputs(catalog):
    rows = catalog.sql(
        "SELECT model, list(DISTINCT element) AS elements FROM v_states "
        "WHERE is_reference GROUP BY model"
    )
    there = {row["model"]: set(row["elements"]) for row in rows}
    declared = {m.name: set(m.domain.elements) for m in inside().values() if m.domain.elements}
    assert len(declared) == 12  # nine of ha, three of wh
    assert declared == {name: there[name] for name in declared}


def test_the_tables_are_the_image_of_the_domains(catalog):
    rows = catalog.sql("SELECT name, domain, domain_elements, origin, phase FROM v_models")
    for row in rows:
        model = inside()[row["name"]]
        assert row["domain"] == model.domain.statement
        assert set(row["domain_elements"]) == set(model.domain.elements)
        assert (row["origin"], row["phase"]) == (model.origin, model.phase)


@pytest.mark.parametrize(
    ("state", "inside_domain"),
    [
        ({"temperature": 0.0, "compression": 150.0}, True),
        ({"temperature": 0.0, "compression": 30.0}, False),
        ({"temperature": "100 eV", "compression": 1.0}, True),
        ({"temperature": "30 eV", "compression": 1.0}, False),
    ],
)
def test_tf_is_for_what_its_statement_says(catalog, state, inside_domain):
    """What it leaves out is under a tenth of P within its domain, and over it well outside."""
    domain = inside()["tf/exact"].domain
    for element in ("Al", "Cu"):
        answer = catalog.solve(element, "tf,tfdw", "pressure", totals=True, same="density", **state)
        tf, tfdw = (row["value"] for row in answer)
        at = answer[0]["state"]
        declared = (
            at["compression"]["value"] >= domain.least_compression * (1 - 1e-6)
            or at["temperature"]["value"] >= domain.least_temperature
        )
        assert declared is inside_domain
        assert (abs(tf - tfdw) / tf < 0.1) is inside_domain
