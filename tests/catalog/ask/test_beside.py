"""What stands beside a result: at its own place only, the preferred first."""

from __future__ import annotations

import duckdb
import pytest

from metaleos.catalog.ask.beside import Beside, Place


def at(*, is_reference=False, temperature=None, volume=None, density=None):
    return Place(is_reference, temperature, volume, density)


@pytest.fixture(scope="module")
def facts(session_facts):
    with duckdb.connect(session_facts, read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("theirs", "matches"),
    [
        ((False, 300.0, None, 2.7), True),
        ((False, 300.0, None, None), True),  # nothing is said of the density
        ((False, 300.0, None, 2.7 * (1 + 5e-7)), True),
        ((False, 300.0, None, 2.7 * (1 + 5e-6)), False),
        ((False, 2.7, None, 300.0), False),  # exchanged
        ((False, 300.0, 112.0, None), False),  # ours says no volume
        ((False, None, None, None), False),  # no place means the reference
        ((True, 300.0, None, 2.7), False),
    ],
)
def test_a_published_value_holds_at_its_place(theirs, matches):
    assert at(temperature=300.0, density=2.7).has(Place(*theirs)) is matches


def test_zero_kelvin_is_a_place_and_the_reference_another():
    assert at(temperature=0.0).has(at(temperature=0.0))
    assert not at(temperature=1e-9).has(at(temperature=0.0))
    assert at(is_reference=True).has(at(is_reference=True))
    assert at(is_reference=True, density=1.0).has(at())


def test_published_values_are_those_of_the_state(facts):
    beside = Beside(facts, ["Al"])

    def printed(density, model="tfdw", element="Al"):
        place = at(temperature=0.0, density=density)
        found = beside.quoted((element, model, "printed", "pressure", "total"), place, {})[0]
        return [(item["printed"], item["printed_unit"], item["value"]) for item in found]

    # Perrot, Table II, T = 0: 1 Mbar is 100 GPa.
    assert printed(2.7847) == [("0.106", "Mbar", pytest.approx(10.6))]
    assert printed(27.847) == [("124.9", "Mbar", pytest.approx(12490.0))]
    assert printed(2.7) == []
    assert printed(2.7847, "ha/vs") == []
    assert printed(2.7847, element="Cu") == []


def test_what_is_printed_of_a_theory_stands_beside_its_variants(facts_catalog):
    with duckdb.connect(facts_catalog) as connection:
        connection.execute(
            "INSERT INTO published SELECT * REPLACE ('planted' AS id, NULL AS cell, 'ha' AS model, "
            "'planted' AS printed) FROM published WHERE model = 'ha/vs' AND element = 'Na' "
            "AND property = 'model_radius'"
        )
        beside = Beside(connection, ["Na"])
    place = at(is_reference=True)
    for model, wanted in (("ha/vs", ["2.085", "planted"]), ("wh/vs", [])):
        label = ("Na", model, "standard", "model_radius", "total")
        assert [item["printed"] for item in beside.quoted(label, place, {})[0]] == wanted
    label = ("Na", "ha/h", "standard", "model_radius", "total")
    assert "planted" in [item["printed"] for item in beside.quoted(label, place, {})[0]]


def test_observed_and_constants_the_preferred_first(facts):
    beside = Beside(facts, ["Na"])
    moduli = beside.observed("Na", "bulk_modulus", "total")
    assert [item["printed"] for item in moduli][:4] == ["7.9", "7.6", "6.8", "6.3"]
    assert {item["unit"] for item in moduli} == {"GPa"}
    assert beside.observed("Na", "bulk_modulus", "madelung") == []
    # Densities are tabulated constants and no observations.
    assert beside.observed("Na", "density", "total") == []
    densities = [item["printed"] for item in beside.measured("Na", "density")]
    assert densities == ["0.97", "0.971", "0.9666", "0.968"]
    assert beside.measured("Al", "density") == []


def test_a_reference_is_that_of_the_structure_and_never_observed(facts):
    beside, place = Beside(facts, ["Na"]), at(is_reference=True)
    label = ("Na", "ha/vs", "standard", "bulk_modulus", "total")
    values = {}
    for word in ("bcc", "fcc", "hcp"):
        _, observed, reference = beside.quoted(label, place, {"structure": {"value": word}})
        values[word] = [item["printed"] for item in reference]
        assert "bosoni2024" not in {item["source"] for item in observed}
    assert values == {"bcc": ["7.751"], "fcc": ["7.7152"], "hcp": []}
    state = {"structure": {"value": "bcc"}}
    assert beside.quoted(label, at(density=1.0), state)[2] == []
    assert beside.quoted((*label[:4], "madelung"), place, state)[2] == []


def test_references_are_whole(facts):
    """V, B and B' of four cubic structures of each element; volumes beside the observed density."""
    count, elements = facts.execute(
        "SELECT count(*), count(DISTINCT element) FROM v_references"
    ).fetchone()
    assert (count, elements) == (92 * 4 * 3, 92)
    assert facts.execute("SELECT DISTINCT evidence FROM v_references").fetchall() == [
        ("reference",)
    ]
    # At 0 K and by PBE: warm alkalis are 6 % larger, magnets and rare gases need what it lacks.
    rows = facts.execute(
        "SELECT r.element, r.value / (e.atomic_mass_u / e.density_g_cm3 * 11.2058838) AS ratio "
        "FROM v_references r JOIN v_elements e ON e.symbol = r.element "
        "AND e.structure = r.structure WHERE r.property = 'equilibrium_volume'"
    ).fetchall()
    assert len(rows) > 25
    off = {element for element, ratio in rows if not 0.92 < ratio < 1.08}
    assert off <= {"Fe", "Eu", "Yb", "Ce", "Ac", "Fr", "Ra", "Rn", "Ar", "Kr", "Xe", "Ne"}, rows
