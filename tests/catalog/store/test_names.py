"""What people type for elements, models and properties."""

from __future__ import annotations

import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.names import KnownNames, conventions
from metaleos.errors import UnknownNameError, UsageError


@pytest.fixture(scope="module")
def known(session_facts):
    with CatalogFile(session_facts).reading() as connection:
        yield KnownNames(connection)


@pytest.mark.parametrize("typed", ["Na", "na", "NA", "sodium", "Sodium", "11", 11])
def test_element(known, typed):
    assert known.elements(typed) == ["Na"]


def test_elements_in_lists_keep_order_and_come_once(known):
    assert known.elements(["K,Na", "caesium", 19]) == ["K", "Na", "Cs"]


@pytest.mark.parametrize("typed", ["ha/vs", "HA/VS"])
def test_whole_model(known, typed):
    assert [m.name for m in known.select_models(typed)] == ["ha/vs"]


def test_variant_and_theory(known):
    assert {m.name for m in known.select_models("VS")} == {"ha/vs", "wh/vs"}
    assert {m.variant for m in known.select_models("wh")} == {"h", "vs", "iu"}
    assert len(known.select_models("ha")) == 9
    assert [m.name for m in known.select_models("tf")] == ["tf/exact"]
    assert [m.name for m in known.select_models("nud")] == ["nud/exact"]


@pytest.mark.parametrize(
    ("method", "typed", "near"),
    [
        ("elements", "Sodum", "sodium"),
        ("elements", "93", ""),
        ("select_models", "tfwd", "tfdw"),
        ("properties", "bulk_modul", "bulk_modulus"),
        ("properties", "Pressur", "pressure"),
    ],
)
def test_unknown_names_the_nearest(known, method, typed, near):
    with pytest.raises(UnknownNameError) as caught:
        getattr(known, method)(typed)
    assert near in str(caught.value)
    assert caught.value.exit_code == 2


def test_property_spellings(known):
    assert known.properties("Bulk-Modulus, pressure") == ["bulk_modulus", "pressure"]


def test_conventions():
    assert conventions(None) == ["standard"]
    assert conventions("Printed") == ["printed"]
    with pytest.raises(UsageError):
        conventions("usual")
