"""From a selection to batches: nobody is left out, and what cannot be solved is refused."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.solve import selecting
from metaleos.catalog.solve.selecting import chosen_models, coverage, solve_selection
from metaleos.catalog.solve.solving import Options
from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.selection import Selection
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.errors import QuantityError, SolveError, UsageError
from metaleos.solvers.registry import models

PRESSURE = Options(frozenset({"pressure"}))


@pytest.fixture(scope="module")
def facts(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        return Facts(connection)


@pytest.fixture(scope="module")
def catalog(session_facts):
    return Catalog(session_facts)


def selection(elements, names, conventions=("standard",), **state):
    return Selection(
        elements=elements, models=names, conventions=conventions, request=state_request(**state),
        names_models=True,
    )  # fmt: skip


def test_one_batch_a_model_and_convention_with_every_covered_element(facts):
    asked = selection(
        ("Na", "Al", "K"), ("ha/vs", "ha/h"), ("standard", "printed"), volume_ratio=[0.9, 1.0]
    )
    batches = list(solve_selection(facts, asked, PRESSURE))
    assert [(b.model.name, b.convention, b.table.element.tolist()) for b in batches] == [
        (name, convention, ["Na", "Na", "K", "K"])
        for name in ("ha/vs", "ha/h")
        for convention in ("standard", "printed")
    ]


def test_models_that_yield_nothing_of_what_was_asked_are_left_out(facts):
    entropy = Options(frozenset({"entropy"}))
    batches = list(solve_selection(facts, selection(("Na",), ("ha/vs", "tf/exact")), entropy))
    assert [batch.model.name for batch in batches] == ["tf/exact"]


def test_property_that_no_model_yields(catalog):
    with pytest.raises(UsageError, match="it yields"):
        catalog.solve("Na", "ha/vs", "entropy")


def test_element_without_inputs_names_what_is_missing(catalog, facts):
    with pytest.raises(SolveError, match=r"lacks .*R_M"):
        catalog.solve("Al", "ha/vs")
    assert coverage(models()["ha/vs"], facts) == "ha/vs covers Li, Na, K, Rb, Cs"


def test_states_of_all_models_and_elements_are_counted_together(facts, monkeypatch):
    monkeypatch.setattr(selecting, "MAX_STATES", 7)
    asked = selection(("Na", "K"), ("ha/vs", "ha/h"), volume_ratio=[0.9, 1.0])
    with pytest.raises(QuantityError, match="8 states"):
        next(solve_selection(facts, asked, PRESSURE))
    monkeypatch.setattr(selecting, "MAX_STATES", 8)
    assert len(list(solve_selection(facts, asked, PRESSURE))) == 2


def test_what_is_not_named_or_not_known_is_refused(facts):
    with pytest.raises(UsageError, match="needs a model"):
        chosen_models(Selection(elements=("Na",), models=("ha/vs",)), PRESSURE, facts)
    with pytest.raises(UsageError, match="needs an element"):
        next(solve_selection(facts, selection((), ("ha/vs",)), PRESSURE))
    with pytest.raises(UsageError, match="gone is no longer declared"):
        chosen_models(selection(("Na",), ("ha/vs", "gone")), PRESSURE, facts)
    with pytest.raises(UsageError, match="reads no input 'R_m'"):
        chosen_models(selection(("Na",), ("ha/vs",)), PRESSURE, facts.changed({"R_m": 2.0}))
    # One of the models reads it: the others go on without.
    both = selection(("Na",), ("tf/exact", "ha/vs"))
    found = chosen_models(both, PRESSURE, facts.changed({"R_M": 2.0}))
    assert [model.name for model in found] == ["tf/exact", "ha/vs"]
