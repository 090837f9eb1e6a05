"""Facts in `metaleos verify`: one more that leaves its band, or by more, is a move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.verify import baseline, facts
from metaleos.ingest.comparison import shipped_facts
from metaleos.ingest.relations import compared


def moved(checks):
    found = baseline.outcomes(checks, [])
    before = {key: was for key, was in baseline.stored().items() if key[0] == "fact"}
    return baseline.moves(before, found)


@pytest.mark.long
def test_the_shipped_facts_are_those_of_the_baseline():
    checks = facts.fact_checks(None)
    assert len(checks) > 4000
    assert moved(checks) == []


@pytest.mark.long
def test_a_wrong_fact_is_a_move_not_for_the_better(monkeypatch):
    wrong = [
        replace(fact, value=1.1 * fact.value)
        if (fact.element, fact.quantity, fact.rank) == ("Fe", "bulk_modulus", 1) else fact
        for fact in shipped_facts()
    ]  # fmt: skip
    monkeypatch.setattr(facts, "compared", lambda: compared(wrong))
    names = {row["name"] for row in moved(facts.fact_checks(None)) if not row["better"]}
    assert "second source: bulk_modulus" in names
    assert "B of elastic constants" in names


def test_facts_alone_solve_nothing(facts_catalog, monkeypatch):
    monkeypatch.setattr("metaleos.catalog.verify.run.verify_model", None)
    answer = Catalog(facts_catalog).verify(kind="fact")
    assert answer.extra["counts"]["pass"] > 4000
    assert [row["model"] for row in answer.extra["covered"]] == ["facts"]
    assert "checks of the facts (" in answer.notices[0]


@pytest.mark.long
def test_a_selection_of_elements_is_held_alone():
    checks = facts.fact_checks(["Fe"])
    assert {check.element for check in checks} == {"Fe"}
    assert {check.kind for check in checks} == {"fact"}
