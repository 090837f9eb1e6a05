"""States are their numbers, however they were said."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.catalog.states.plan import without_repeats
from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.table import element_states, joined
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.solvers.registry import models


@pytest.fixture(scope="module")
def facts(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        return Facts(connection)


def test_an_absolute_volume_does_not_read_the_density(facts):
    model = models()["tf/exact"]
    table = element_states(model, "Fe", "standard", facts, state_request(volume=80))
    relative = element_states(model, "Fe", "standard", facts, state_request(compression=1))
    assert relative.is_reference.all()
    assert not table.is_reference.any()


def test_repeated_states_are_solved_once(facts):
    model = models()["tf/exact"]
    reference = element_states(model, "Fe", "standard", facts, state_request())
    again = element_states(model, "Fe", "standard", facts, state_request(volume_ratio=[1.0, 2.0]))
    table = without_repeats(joined([reference, again]))
    assert len(table) == 2
    assert table.anchor[0] == "temperature=reference|volume=reference"


def test_one_place_however_it_was_said(facts):
    model = models()["ha/h"]

    def places(**state):
        return element_states(model, "Na", "standard", facts, state_request(**state)).places()

    whole = element_states(model, "Na", "standard", facts, state_request())
    volume = float(whole.variables["volume"][0])
    density = float(whole.density[0])
    ways = (
        {"volume": 0.8 * volume},
        {"volume_ratio": 0.8},
        {"compression": 1 / 0.8},
        {"density": density / 0.8},
    )
    assert len({places(**way)[0] for way in ways}) == 1
    assert len(set(places(volume_ratio=[1.0, 1.0 + 1e-8]))) == 2
    # c/a says nothing of a cube, and tells two hexagonal states apart.
    assert len(set(places(structure="bcc", axial_ratio=[1.6, 1.7]))) == 1
    assert len(set(places(structure="hcp", axial_ratio=[1.6, 1.7]))) == 2
    assert np.unique(places(structure=["bcc", "fcc"])).size == 2
