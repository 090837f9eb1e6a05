"""Only what the shown properties read is cited."""

from __future__ import annotations

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.trust.behind import inputs_behind


def behind(path, **selection):
    catalog = Catalog(path)
    answer = catalog.query(element="Na", model="ha/vs", **selection)
    with catalog.file.reading() as connection:
        return inputs_behind(connection, answer.values)["ha/vs", "Na", "standard"]


def test_a_property_brings_its_own_inputs_only(session_catalog):
    modulus = behind(session_catalog, property="bulk_modulus")
    cohesion = behind(session_catalog, property="cohesive_energy")
    assert {"R_M", "u", "reference_volume"} <= modulus
    assert "first_ionisation_energy" not in modulus
    assert "first_ionisation_energy" in cohesion


def test_the_ionisation_energy_is_cited_where_it_is_read(session_catalog):
    catalog = Catalog(session_catalog)

    def cited(name: str) -> set[str]:
        return {item["key"] for item in catalog.cite("Na", "ha/vs", name)}

    assert "nist_asd" in cited("cohesive_energy")
    assert "nist_asd" not in cited("bulk_modulus")
