"""A wrong fact leaves a band: known faults, and random ones by kind."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from metaleos.ingest.comparison import Fact, shipped_facts
from metaleos.ingest.relations import BANDS, cell_density, compared, ideal_entropy
from tests.faults.data import UNPAIRED, least

FACTS = shipped_facts()


def doubts(facts):
    return Counter((one.lint, one.fact.place, one.beyond) for one in compared(facts) if one.beyond)


KNOWN = doubts(FACTS)


def rings(*changes: tuple[int, Fact]) -> bool:
    """Return whether the facts with some of them changed leave more bands, or the same by more."""
    facts = list(FACTS)
    for index, fact in changes:
        facts[index] = fact
    return bool(doubts(facts) - KNOWN)


def indices(element, quantity, rank):
    key = (element, quantity, rank)
    return [i for i, f in enumerate(FACTS) if (f.element, f.quantity, f.rank) == key]


@pytest.mark.parametrize(
    ("element", "quantity", "factor"),
    [
        ("Os", "bulk_modulus", 0.1), ("Fe", "bulk_modulus", 1.1), ("Dy", "lattice_a", 1.02),
        ("Pt", "density_liquid_slope", 2.0), ("Rh", "entropy_fusion", 0.5),
        ("Rh", "entropy_fusion", 1.01), ("Cu", "vaporisation_enthalpy", 0.5),
        ("Fe", "boiling_temperature", 0.5), ("Al", "thermal_expansion", 10.0),
        ("W", "sound_speed_solid", 0.4), ("Ag", "entropy_solid", 0.5),
        ("Ti", "transition_enthalpy", 10.0), ("Cu", "debye_temperature_phonon", 0.5),
        ("Na", "heat_capacity_liquid", 2.0), ("Al", "electrical_resistivity", 0.1),
        ("Li", "elastic_constant_c11", 18.4 / 14.8), ("Fe", "density", 7.78 / 7.87),
        ("In", "valence", 1 / 3), ("Fe", "structure_factor_peak_position", 0.5),
        ("Fe", "density_liquid", 0.95), ("Hf", "elastic_constant_c44", 0.3),
    ],
)  # fmt: skip
def test_known_faults_ring(element, quantity, factor):
    index = indices(element, quantity, 1)[0]
    assert rings((index, replace(FACTS[index], value=FACTS[index].value * factor)))


def test_exchanged_and_shifted_values_ring():
    c12, c44 = (indices("K", f"elastic_constant_{name}", 1)[0] for name in ("c12", "c44"))
    a, b = FACTS[c12], FACTS[c44]
    assert rings((c12, replace(a, value=b.value)), (c44, replace(b, value=a.value)))
    ions = [i for i, f in enumerate(FACTS) if f.quantity == "first_ionisation_energy"][10:17]
    moved = [(i, replace(FACTS[i], value=FACTS[j].value)) for i, j in pairwise(ions)]
    assert len(moved) == 6
    assert rings(*moved)


def test_another_unit_rings():
    index = indices("Na", "cohesive_energy", 1)[0]
    fact = FACTS[index]
    assert rings((index, replace(fact, line={**fact.line, "unit": "kJ/mol"})))


def test_a_guessed_band_is_of_one_source_and_the_others_of_two():
    paired = {one.fact.quantity for one in compared(FACTS) if one.lint.startswith("second source")}
    assert set(BANDS) == paired
    assert not set(UNPAIRED) & paired


def _digit(fact, rng):
    text = list(fact.line["value"])
    digits = [k for k, sign in enumerate(text) if sign.isdigit()]
    first = next((k for k in digits if text[k] != "0"), digits[0])
    k = rng.choice([k for k in digits if k >= first][:3])
    text[k] = rng.choice([d for d in "0123456789" if d != text[k]])
    return replace(fact, value=float("".join(text)))


def _scaled(*factors):
    return lambda fact, rng: replace(fact, value=fact.value * rng.choice(factors))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "share"),
    [(_digit, 0.75), (_scaled(0.1, 0.5, 2.0, 10.0), 0.9), (_scaled(0.9, 0.95, 1.05, 1.1), 0.7)],
)
def test_most_random_faults_ring(change, share):
    """One of the first three digits, a factor, ten per cent: beyond what two sources differ by."""
    rng = random.Random(20261130)
    tried = caught = 0
    while tried < 300:
        index = rng.randrange(len(FACTS))
        fact = FACTS[index]
        wrong = change(fact, rng)
        size = abs(wrong.value / fact.value - 1.0) if fact.value else 0.0
        if fact.line.get("point") or size <= least(fact.quantity):
            continue
        tried += 1
        caught += rings((index, wrong))
    assert caught >= share * tried


def test_density_of_a_cell_and_entropy_of_a_gas():
    assert cell_density(26.9815, 4, "fcc", {"a": 4.0496}) == pytest.approx(2.6987, abs=2e-4)
    hexagonal = cell_density(24.305, 2, "hcp", {"a": 3.2094, "c": 5.2103})
    assert hexagonal == pytest.approx(1.7369, abs=2e-4)
    # Argon at 298.15 K and 1 bar: 154.846 J/mol/K in the tables of JANAF.
    density = 39.948 * 1e5 / (8.314462618 * 298.15) * 1e-6
    assert ideal_entropy(39.948, 298.15, density) == pytest.approx(154.846, abs=0.002)
