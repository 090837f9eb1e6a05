"""The states of the default catalog, counted by hand."""

from __future__ import annotations

from collections import Counter

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.states import plan as module
from metaleos.catalog.states.selection import Selection
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile


@pytest.fixture(scope="module")
def planned(session_facts):
    def call(**selection):
        with CatalogFile(session_facts).reading() as connection:
            plan = list(module.planned(connection, Facts(connection), Selection(**selection)))
        return {(model.name, convention): table for model, convention, table in plan}

    return call


def test_reference_published_places_and_grid(planned):
    tables = planned(elements=("Al",), models=("tf/exact",))
    # Perrot: 5 temperatures x 3 densities, his reference among them; the grid is 12 x 12, ours.
    assert {key[1]: len(table) for key, table in tables.items()} == {
        "standard": 12 * 12 + 5 * 3,
        "printed": 5 * 3,
    }
    for table in tables.values():
        assert table.is_reference.sum() == 1
        densities = Counter(round(float(value), 9) for value in table.density)
        assert [densities[value] for value in (0.27847, 2.7847, 27.847)] == [5, 5, 5]


def test_the_grid_is_for_standard_alone(planned):
    tables = planned(elements=("Na",), models=("nud/exact",))
    thetas = {key[1]: sorted(table.variables["theta"].tolist()) for key, table in tables.items()}
    assert thetas["standard"] == pytest.approx([i / 10 for i in range(11)])
    assert len(thetas["printed"]) == 1


def test_elements_share_a_batch_and_keep_their_own_places(planned):
    tables = planned(elements=("Al", "Na"), models=("tfdw",), conventions=("printed",))
    (table,) = tables.values()
    # No paper prints Na: only its reference state.
    assert Counter(table.element.tolist()) == {"Al": 15, "Na": 1}


def test_a_selection_leaves_the_rest_out(planned):
    assert planned(elements=("Al",), models=("ha/vs",)) == {}
    tables = planned(elements=("Na",), models=("ha/vs", "wh/vs"), conventions=("printed",))
    assert set(tables) == {("ha/vs", "printed")}


def test_a_users_value_at_no_state_of_its_model_adds_none(facts_catalog, tmp_path):
    """A temperature of `ha`, or two ways to say the volume, made every `compute` fail."""
    path = tmp_path / "my.csv"
    path.write_text(
        "element,property,value,unit,source,model,temperature,volume,density\n"
        "Na,bulk_modulus,6,GPa,a,ha/vs,9,,\n"
        "Na,bulk_modulus,6,GPa,b,ha/vs,,200,1.2\n"
        "Na,bulk_modulus,6,GPa,c,ha/vs,,200,\n"
    )

    def states():
        with CatalogFile(facts_catalog).reading() as connection:
            chosen = Selection(elements=("Na",), models=("ha/vs",), conventions=("standard",))
            ((_, _, table),) = module.planned(connection, Facts(connection), chosen)
        return table

    before = len(states())
    Catalog(facts_catalog).ingest(path)
    assert len(states()) == before + 1
