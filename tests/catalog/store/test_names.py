"""What people type for elements, models and properties."""

from __future__ import annotations

import pytest

from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.names import KnownNames, conventions
from metaleos.errors import UnknownNameError, UsageError
from metaleos.groups import GROUPS
from metaleos.properties import common
from metaleos.solvers.registry import properties


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


@pytest.mark.parametrize(
    ("typed", "symbols"),
    [
        ("alkali", ["Li", "Na", "K", "Rb", "Cs", "Fr"]),
        ("Alkali Metals", ["Li", "Na", "K", "Rb", "Cs", "Fr"]),
        ("alkaline-earth", ["Be", "Mg", "Ca", "Sr", "Ba", "Ra"]),
        ("noble gases", ["He", "Ne", "Ar", "Kr", "Xe", "Rn"]),
        ("5D", ["La", "Hf", "Ta", "W", "Re", "Os", "Ir", "Pt", "Au"]),
        ("Sc-V, titanium", ["Sc", "Ti", "V"]),
        ("21 \u2013 Vanadium", ["Sc", "Ti", "V"]),
        ("Na-Na", ["Na"]),
    ],
)
def test_groups_and_ranges(known, typed, symbols):
    assert known.elements(typed) == symbols


def test_a_range_backwards_or_without_an_end_is_no_range(known):
    with pytest.raises(UsageError, match="backwards; write Sc-Cu"):
        known.elements("Cu-Sc")
    for typed in ("Sc-", "-Sc", "Sc-Cu-Zn", "Sc-Xx", "alk"):
        with pytest.raises(UnknownNameError):
            known.elements(typed)
    with pytest.raises(UnknownNameError, match="did you mean alkali"):
        known.elements("alkalis metal")


def test_every_member_of_a_group_is_an_element_and_no_group_is_spelled_as_one(known):
    for group, symbols in GROUPS.items():
        assert known.elements(list(symbols)) == known.elements(group)
        assert set(known.elements(group)) == set(symbols)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("B", "bulk_modulus"),  # of the common table, and of one theory
        ("b", "lattice_b"),
        ("E_coh", "cohesive_energy"),
        ("e_COH", "cohesive_energy"),
        ("c11", "elastic_constant_c11"),
        ("C'", "shear_constant"),
        ("R_M", "model_radius"),
        ("r_m", "d_well_distance"),
        ("rho", "density"),
    ],
)
def test_symbols_of_properties(known, typed, name):
    assert known.properties(typed) == [name]


def test_a_symbol_of_several_is_refused_with_the_choices(known):
    with pytest.raises(UsageError, match="write sound_speed or lattice_c"):
        known.properties("c")
    with pytest.raises(UsageError, match="write expansion_shift or expansion_shift_limit"):
        known.properties("alpha - alpha0")


def test_every_printed_symbol_means_its_property_or_names_the_choices(known):
    for name, item in properties().items():
        try:
            (found,) = known.properties(item.symbol)
        except UsageError as error:
            assert name in error.hint  # noqa: PT017
        else:
            assert properties()[found].symbol == item.symbol
            assert found == name or (found in common() and name not in common())


def test_conventions():
    assert conventions(None) == ["standard"]
    assert conventions("Printed") == ["printed"]
    with pytest.raises(UsageError):
        conventions("usual")
