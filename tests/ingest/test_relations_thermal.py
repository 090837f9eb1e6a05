"""Rules of thumb: copper keeps all of them, and a wrong value leaves the one that it should."""

from dataclasses import replace

import pytest

from metaleos.ingest.comparison import shipped_facts
from metaleos.ingest.relations_thermal import thermal

BEST = {}
for fact in sorted(shipped_facts(), key=lambda fact: fact.rank):
    if fact.element == "Cu" and not fact.line.get("point"):
        BEST.setdefault(fact.quantity, fact)


def left(**factors):
    changed = {n: replace(BEST[n], value=BEST[n].value * f) for n, f in factors.items()}
    return {one.lint.split(",")[0] for one in thermal(BEST | changed) if one.beyond}


def test_copper_keeps_every_rule():
    assert left() == set()
    assert len(list(thermal(BEST))) >= 10


@pytest.mark.parametrize(
    ("quantity", "factor", "lint"),
    [
        ("vaporisation_enthalpy", 0.5, "heat of vaporisation over atomisation"),
        ("boiling_temperature", 0.4, "Trouton's rule"),
        ("boiling_temperature", 2.0, "boiling over melting temperature"),
        ("heat_capacity_isobaric", 0.5, "heat capacity"),
        ("heat_capacity_liquid", 2.0, "heat capacity of the liquid"),
        ("entropy_solid", 0.5, "entropy from room temperature to melting over C_p ln T"),
        ("thermal_expansion", 10.0, "linear expansion times T_m"),
        ("bulk_modulus", 0.2, "Grueneisen parameter"),
        ("sound_speed_solid", 0.5, "rho c^2 / B"),
        ("debye_temperature", 0.5, "Lindemann's rule"),
        ("electrical_resistivity", 0.1, "resistivity of metals"),
    ],
)
def test_a_wrong_value_leaves_its_rule(quantity, factor, lint):
    assert lint in left(**{quantity: factor})
