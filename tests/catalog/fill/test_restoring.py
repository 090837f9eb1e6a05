"""Stored states as today's facts place them: relative ones move, the others stay."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.restoring import restored_states
from metaleos.catalog.store.facts import Facts
from metaleos.solvers.registry import models


@pytest.fixture
def catalog(small_catalog):
    return Catalog(small_catalog)


@pytest.fixture(scope="module")
def restore(session_small):
    """Restore the states of a model under what-if values, beside what is stored."""

    def call(name, *elements, **changes):
        with duckdb.connect(session_small, read_only=True) as connection:
            stored = connection.execute(
                "SELECT s.element, s.volume, s.density, s.is_reference, s.run FROM state s "
                "WHERE s.run IS NOT NULL AND s.model = ? "
                "AND s.convention = 'standard' AND list_contains(?, s.element) ORDER BY s.id",
                [name, elements],
            ).fetchall()
            runs = sorted({row[4] for row in stored})
            facts = Facts(connection).changed(changes)
            return stored, *restored_states(connection, facts, models()[name], "standard", runs)

    return call


def edit(catalog, statement):
    with catalog.file.writing() as connection:
        connection.execute(statement)


def test_the_same_facts_give_the_same_states_to_the_last_digit(restore):
    for name, count in (("tfdw", 17), ("tf/exact", 447)):
        stored, table, blocked = restore(name, "Na", "Al", "Fe")
        assert blocked == {}
        volume = table.variables["volume"]
        found = zip(table.element, volume, table.density, table.is_reference, strict=True)
        assert sorted(found) == sorted(row[:4] for row in stored)
        assert len(table) == count


def test_places_said_by_a_density_follow_the_mass(restore):
    # Perrot says his states of Al by densities: twice the mass, twice the volume.
    (_, before, _), (_, after, _) = restore("tfdw", "Al"), restore("tfdw", "Al", atomic_mass=53.963)
    ratio = after.variables["volume"] / before.variables["volume"]
    assert len(ratio) == 15
    np.testing.assert_allclose(ratio, 53.963 / 26.9815384, rtol=1e-6)
    np.testing.assert_allclose(after.density, before.density, rtol=1e-12)


def test_the_element_that_cannot_be_placed_is_named_and_the_others_are(restore):
    _, table, blocked = restore("tfdw", "Al", "Fe", atomic_mass=float("nan"))
    assert table is None
    assert set(blocked) == {"Al", "Fe"}
    assert all("atomic_mass" in why for why in blocked.values())


def test_states_move_with_their_reference(catalog):
    catalog.compute("Na", "ha/vs", convention="standard", volume_ratio=[0.9])
    catalog.compute("Na", "ha/vs", convention="standard", volume="200 bohr3")
    edit(catalog, "UPDATE parameter SET value = 250.0 WHERE name = 'reference_volume' "
         "AND theory = 'ha' AND element = 'Na'")  # fmt: skip
    catalog.recompute("Na", "ha/vs")
    volumes = {
        row["state"]["volume"]["value"]: row["state"]["compression"]["value"]
        for row in catalog.query("Na", "ha/vs", "pressure", all_states=True, convention="standard")
    }
    assert volumes == {250.0: 1.0, 225.0: pytest.approx(1 / 0.9), 200.0: 1.25}
    with catalog.file.reading() as connection:
        reference = connection.execute(
            "SELECT s.volume, s.run IS NOT NULL FROM state s WHERE s.element = 'Na' "
            "AND s.model = 'ha/vs' AND s.convention = 'standard' "
            "AND s.anchor LIKE '%volume=reference%' ORDER BY s.id"
        ).fetchall()
    # The old place is kept with its runs, and is current no more.
    assert reference == [(254.732, False), (250.0, True)]
    solved = catalog.solve("Na", "ha/vs", "pressure", volume="225 bohr3")[0]["value"]
    stored = catalog.query("Na", "ha/vs", "pressure", volume_ratio=0.9)[0]["value"]
    assert stored == pytest.approx(solved, rel=1e-12)


def test_states_said_by_a_density_move_with_the_mass(catalog):
    edit(catalog, "UPDATE constant SET value = value * 1.02 WHERE element = 'Al' "
         "AND property = 'atomic_mass' AND rank = 1")  # fmt: skip
    before = catalog.query("Al", "tfdw", "pressure", all_states=True, convention="standard").rows()
    catalog.recompute("Al", "tfdw")
    after = catalog.query("Al", "tfdw", "pressure", all_states=True, convention="standard").rows()
    for old, new in zip(before, after, strict=True):
        ratio = new["state"]["volume"]["value"] / old["state"]["volume"]["value"]
        assert ratio == pytest.approx(1.02, rel=1e-12)
        assert new["state"]["density"]["value"] == old["state"]["density"]["value"]
