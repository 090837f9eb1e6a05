"""Isotherms and third-order constants: forms of known derivatives, and wrong values that ring."""

from dataclasses import replace

import pytest

from metaleos.ingest.comparison import shipped_facts
from metaleos.ingest.relations_pressure import isotherms, pressure, third_order

FACTS = shipped_facts()
BEST: dict = {}
for fact in sorted(FACTS, key=lambda fact: fact.rank):
    if not fact.line.get("point"):
        BEST.setdefault(fact.element, {}).setdefault(fact.quantity, fact)


@pytest.mark.parametrize("form", ["vinet", "birch-murnaghan 3"])
def test_a_form_has_its_modulus_and_slope(form):
    """P = 0, B = -V dP/dV and dB/dP at V0."""

    def bulk(ratio, h=1e-4):
        return (
            -ratio
            * (pressure(form, ratio + h, 70.0, 4.5) - pressure(form, ratio - h, 70.0, 4.5))
            / (2 * h)
        )

    assert pressure(form, 1.0, 70.0, 4.5) == pytest.approx(0.0, abs=1e-12)
    assert bulk(1.0) == pytest.approx(70.0, rel=1e-6)
    step = 1e-3
    slope = (bulk(1.0 - step) - bulk(1.0 + step)) / (
        pressure(form, 1.0 - step, 70.0, 4.5) - pressure(form, 1.0 + step, 70.0, 4.5)
    )
    assert slope == pytest.approx(4.5, rel=1e-4)


def doubts(facts):
    return {(one.lint, one.fact.place) for one in isotherms(facts, BEST) if one.beyond}


@pytest.mark.parametrize(
    ("quantity", "lint"),
    [
        ("isotherm_volume", "V0 of an isotherm"), ("isotherm_bulk_modulus", "B0 of an isotherm"),
        ("isotherm_derivative", "B' of an isotherm"), ("isotherm_pressure", "P of an isotherm"),
    ],
)  # fmt: skip
def test_a_wrong_isotherm_rings(quantity, lint):
    at = next(i for i, f in enumerate(FACTS) if f.element == "Al" and f.quantity == quantity)
    facts = list(FACTS)
    facts[at] = replace(FACTS[at], value=1.5 * FACTS[at].value)
    assert (lint, FACTS[at].place) in doubts(facts) - doubts(FACTS)


def test_a_wrong_third_order_constant_rings():
    copper = BEST["Cu"]
    assert [one.beyond for one in third_order(copper)] == [0]
    first = copper["elastic_constant_c112"]
    wrong = replace(first, value=2.0 * first.value)
    assert [one.beyond for one in third_order(copper | {"elastic_constant_c112": wrong})] != [0]
