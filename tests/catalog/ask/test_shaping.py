"""Units, columns, order and number of rows."""

from __future__ import annotations

import pytest

from metaleos.catalog.ask.shaping import DIMENSIONS, parse_units
from metaleos.catalog.catalog import Catalog
from metaleos.errors import UnitError, UnknownNameError, UsageError
from metaleos.solvers.registry import properties
from metaleos.units import parse_unit

RYDBERG_EV = 13.605693122990


@pytest.fixture(scope="module")
def catalog(session_grid):
    return Catalog(session_grid)


def ask(catalog, **options):
    return catalog.query("Na", "ha/vs", **options)


def test_units_convert_values_errors_published_and_observed(catalog):
    plain = ask(catalog).rows()
    shown = ask(catalog, units="pressure=Mbar,energy=Ry").rows()
    assert len(plain) == len(shown)
    factors = {"GPa": ("Mbar", 0.01), "eV/atom": ("Ry", 1 / RYDBERG_EV)}
    changed = 0
    for before, after in zip(plain, shown, strict=True):
        unit, factor = factors.get(before["unit"], (before["unit"], 1.0))
        if parse_unit(before["unit"]).dimension == parse_unit("eV").dimension:
            unit, factor = factors["eV/atom"]
        assert after["unit"] == unit
        for key in ("value", "error_estimate"):
            if before[key] is not None:
                assert after[key] == pytest.approx(before[key] * factor, rel=1e-11, abs=1e-300)
        for kind in ("published", "observed"):
            for item, now in zip(before[kind], after[kind], strict=True):
                assert now["value"] == pytest.approx(item["value"] * factor, rel=1e-11)
                assert now["unit"] == unit
                assert now["printed"] == item["printed"]
                changed += 1
    assert changed > 10


def test_a_property_stands_before_its_dimension(catalog):
    rows = ask(catalog, units="bulk_modulus=kbar,pressure=Mbar").rows()
    assert {r["unit"] for r in rows if r["property"] == "bulk_modulus"} == {"kbar"}
    assert {r["unit"] for r in rows if r["property"] == "pressure"} == {"Mbar"}
    assert {r["unit"] for r in rows if r["property"] == "elastic_constant_c11"} == {"Mbar"}


def test_states_are_converted_too(catalog):
    (before,) = catalog.query("Al", "tfdw", "pressure", temperature="10 eV", compression=1).rows()[
        :1
    ]
    (after,) = catalog.query(
        "Al", "tfdw", "pressure", temperature="10 eV", compression=1,
        units={"temperature": "eV", "volume": "A3", "density": "kg/m3"},
    ).rows()[:1]  # fmt: skip
    assert after["state"]["temperature"] == {"value": pytest.approx(10.0), "unit": "eV"}
    volume = before["state"]["volume"]["value"]
    assert after["state"]["volume"]["value"] == pytest.approx(volume * 0.529177210544**3)
    density = before["state"]["density"]["value"]
    assert after["state"]["density"]["value"] == pytest.approx(density * 1e3)
    assert after["state"]["compression"] == before["state"]["compression"]


def test_the_same_runs_stay_behind_the_rows(catalog):
    plain, shown = ask(catalog), ask(catalog, units="energy=Ry", sort="property")
    assert sorted(plain.run_ids()) == sorted(shown.run_ids())
    assert plain.run_ids()


@pytest.mark.parametrize(
    ("units", "error", "told"),
    [
        ("pressure=eV", UnitError, "is not a unit of pressure"),
        ("bulk_modulus=eV", UnitError, "'eV' is not a unit"),
        ("energy=Ryd", UnitError, "unknown unit"),
        ("presure=Mbar", UnknownNameError, "did you mean pressure"),
        ("pressure", UsageError, "is not name=unit"),
        ("=GPa", UsageError, "is not name=unit"),
    ],
)
def test_wrong_units_are_refused(units, error, told):
    with pytest.raises(error) as caught:
        parse_units(units)
    assert told in str(caught.value)


def test_units_by_the_symbol_of_a_property():
    assert parse_units("B=Mbar, E_coh=Ry") == {"bulk_modulus": "Mbar", "cohesive_energy": "Ry"}
    with pytest.raises(UsageError, match="sound_speed or lattice_c"):
        parse_units("c=m/s")


def test_every_property_can_be_said_in_its_own_unit():
    for name, item in properties().items():
        wanted = parse_units(f"{name}={item.unit}")
        assert wanted == {name: item.unit}


def test_dimension_words_do_not_overlap():
    assert len(DIMENSIONS) == len(set(DIMENSIONS.values()))


def test_sort_is_by_columns_descending_with_a_minus_and_nothing_last(catalog):
    rows = catalog.query(
        model="ha", all_states=True, property="bulk_modulus", sort="element,-value"
    )
    keys = [(row["element"], row["value"]) for row in rows]
    assert [e for e, _ in keys] == sorted(e for e, _ in keys)
    for element in {e for e, _ in keys}:
        values = [value for e, value in keys if e == element]
        full = [value for value in values if value is not None]
        assert full == sorted(full, reverse=True)
        assert values[: len(full)] == full
    assert len(keys) > 20


def test_sort_by_state_and_by_published(catalog):
    rows = catalog.query(model="ha/vs", element="Na", all_states=True, sort="-volume_ratio").rows()
    ratios = [row["state"]["volume_ratio"]["value"] for row in rows]
    assert ratios == sorted(ratios, reverse=True)
    assert len(set(ratios)) > 1
    rows = ask(catalog, sort="published").rows()
    has = [bool(row["published"]) for row in rows]
    assert has == sorted(has, reverse=True)


def test_limit_keeps_the_first_rows_their_sources_and_says_so(catalog):
    whole = ask(catalog)
    few = ask(catalog, limit=2)
    assert few.rows() == whole.rows()[:2]
    assert few.notices == [f"2 of {len(whole)} rows shown (--limit)"]
    cited = {item["source"] for r in few for k in ("published", "observed") for item in r[k]}
    assert {item["key"] for item in few.sources} == cited | {"soma1978"}
    assert len(ask(catalog, limit=10**6)) == len(whole)
    assert len(ask(catalog, limit=0)) == 0


def test_columns_add_and_leave_out(catalog):
    answer = ask(catalog, columns="+source,-state")
    flat = answer.flat(compact=True)
    assert list(flat[0]) == [
        "element", "model", "convention", "property", "term", "value", "unit",
        "published", "observed", "reference", "source",
    ]  # fmt: skip
    assert {row["source"] for row in flat} == {"soma1978"}
    wide = answer.flat()
    assert "error_estimate" in wide[0]
    assert not [name for name in wide[0] if name.startswith(("volume", "structure", "density"))]
    # The rows of JSON keep every key that was promised.
    assert set(answer.rows()[0]) >= {"state", "published", "observed", "outcome"}


def test_a_plain_list_names_all_columns_in_order(catalog):
    answer = ask(catalog, columns="unit,value,volume,temperature")
    assert list(answer.flat()[0]) == ["unit", "value", "volume [bohr3/atom]", "temperature"]


@pytest.mark.parametrize("columns", ["+sorce", "vale"])
def test_unknown_columns_are_refused(catalog, columns):
    with pytest.raises(UnknownNameError, match="did you mean"):
        ask(catalog, columns=columns)
    with pytest.raises(UnknownNameError):
        ask(catalog, sort=columns.lstrip("+"))


def test_mixed_column_lists_are_refused(catalog):
    with pytest.raises(UsageError, match="mixes"):
        ask(catalog, columns="value,+source")
