"""Questions to the stored catalog."""

from __future__ import annotations

import json

import pytest

from metaleos.catalog.ask import query
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.text.record import ROW_KEYS
from metaleos.errors import UnknownNameError


@pytest.fixture(scope="module")
def catalog(session_catalog):
    return Catalog(session_catalog)


def test_the_first_answer(catalog):
    rows = catalog.query(element="Na", model="VS").rows()
    assert {row["model"] for row in rows} == {"ha/vs"}
    assert {row["convention"] for row in rows} == {"standard"}
    energy = next(r for r in rows if (r["property"], r["term"]) == ("total_energy", "total"))
    assert tuple(energy) == ROW_KEYS
    # Table IV prints -0.4553 Ry; the table deserves 2e-4 Ry = 3e-3 eV.
    assert energy["value"] == pytest.approx(-0.4553 * 13.605693, abs=3e-3)
    assert energy["unit"] == "eV/atom"
    published = energy["published"][0]
    assert (published["printed"], published["printed_unit"], published["source"]) == (
        "-0.4553", "Ry", "soma1978",
    )  # fmt: skip
    assert energy["observed"]
    assert energy["state"]["structure"]["value"] == "bcc"
    assert energy["state"]["volume"] == {"value": 254.732, "unit": "bohr3/atom"}


def test_sources_are_those_of_the_rows(catalog):
    answer = catalog.query(element="Na", model="ha/vs", property="cohesive_energy")
    keys = {item["key"] for item in answer.sources}
    used = {v["source"] for row in answer for kind in ("published", "observed") for v in row[kind]}
    assert keys == used | {"soma1978"}
    assert all(item["title"] for item in answer.sources)


def test_payload_is_plain_json(catalog):
    payload = catalog.query(element="Na", model="VS").payload()
    again = json.loads(json.dumps(payload, allow_nan=False))
    assert again["ok"] is True
    assert again["schema"] == "metaleos.query/2"
    assert again["rows"][0]["value"] == payload["rows"][0]["value"]


def test_terms_sum_to_the_total(catalog):
    rows = catalog.query(element="Na,K", model="ha", property="total_energy,pressure").rows()
    parts = {}
    for row in rows:
        group = parts.setdefault((row["element"], row["model"], row["property"]), {})
        group[row["term"]] = row["value"]
    assert len(parts) == 2 * 9 * 2
    for terms in parts.values():
        total, _ = terms.pop("total"), terms.pop("third_order")
        assert total == pytest.approx(sum(terms.values()), rel=1e-12, abs=1e-12)


def test_printed_convention_and_state_filter(catalog):
    rows = catalog.query(
        element="Al", model="tfd", property="pressure", convention="printed",
        temperature="10 eV", compression=1,
    ).rows()  # fmt: skip
    total = [row for row in rows if row["term"] == "total"]
    assert len(total) == 1
    assert total[0]["published"][0]["source"] == "perrot1979"
    assert total[0]["state"]["density"]["value"] == pytest.approx(2.7847, rel=1e-6)


def test_published_values_stand_beside_both_conventions(catalog):
    for convention in ("standard", "printed"):
        rows = catalog.query(
            element="Cu", model="tfdw", property="pressure", convention=convention,
            temperature="20 eV", compression=10,
        ).rows()  # fmt: skip
        assert [v["printed"] for row in rows for v in row["published"]]


def test_nothing_found_is_empty_with_a_hint(catalog):
    answer = catalog.query(element="Al", model="ha")
    assert answer.rows() == []
    assert "covered: Li, Na, K, Rb, Cs" in answer.notices[0]
    answer = catalog.query(element="Na", model="tfdw", temperature="7 keV")
    assert answer.rows() == []
    assert "metaleos solve" in answer.notices[-1]


def test_all_shows_every_state_and_convention(catalog):
    rows = catalog.query(element="Be", model="tfd", property="pressure", all_states=True).rows()
    assert {row["convention"] for row in rows} == {"standard", "printed"}
    assert len({row["state"]["temperature"]["value"] for row in rows}) == 5


def test_unknown_names_are_errors(catalog):
    for selection in ({"element": "Xx"}, {"model": "xx"}, {"property": "xx"}):
        with pytest.raises(UnknownNameError):
            catalog.query(**selection)


def test_failed_states_are_rows(catalog):
    rows = catalog.query(element="Al", model="tfd", property="pressure", temperature=0.0,
                         compression=0.1).rows()  # fmt: skip
    total = next(row for row in rows if row["term"] == "total")
    assert (total["value"], total["outcome"]) == (None, "no_solution")
    assert "compression" in total["reason"]


def test_what_is_measured_and_no_model_yields_is_found(catalog):
    (row,) = catalog.query("Na", property="density").rows()
    assert (row["model"], row["convention"], row["outcome"], row["value"]) == (
        "", "", "undefined", None,
    )  # fmt: skip
    assert row["unit"] == "g/cm3"
    assert row["observed"][0]["value"] == pytest.approx(0.97, rel=0.01)
    # Measured values belong to no model that is named.
    assert catalog.query("Na", "ha/vs", "density").rows() == []


def test_state_variables_in_the_order_of_the_table(catalog):
    (hexagonal,) = catalog.solve("Na", "ha/h", "bulk_modulus", structure="hcp").rows()[:1]
    assert list(hexagonal["state"]) == [
        "structure", "compression", "volume", "volume_ratio", "density", "axial_ratio",
    ]  # fmt: skip
    hot = catalog.query("Al", "tfdw", "pressure", all_states=True)[0]
    assert list(hot["state"]) == [
        "temperature", "compression", "volume", "volume_ratio", "density",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        {"all_states": True},
        {"all_states": True, "property": "bulk_modulus"},
        {"element": "Al,Na", "property": "pressure,density"},
        {"element": "Al", "model": "tf", "where": "temperature > 1 K and pressure > 1 GPa"},
        {"element": "Na", "model": "ha/vs", "temperature": 0},
        {"model": "ha/vs", "property": "structure_factor"},
    ],
)
def test_a_limit_gives_the_first_of_all_rows_and_says_how_many_there_are(session_small, asked):
    catalog = Catalog(session_small)
    whole = catalog.query(**asked)
    for limit in (0, 1, 5, 60, 10**6):
        cut = catalog.query(**asked, limit=limit)
        assert cut.rows() == whole.rows()[:limit]
        shown = [f"{limit} of {len(whole)} rows shown (--limit)"] if limit < len(whole) else []
        assert [text for text in cut.notices if "--limit" in text] == shown


def test_a_limit_reads_no_more_states_than_it_needs(session_small, monkeypatch):
    asked = []
    whole = query._rows

    def told(connection, about, states="", given=()):
        asked.append(given[-1] if states else None)
        return whole(connection, about, states, given)

    monkeypatch.setattr(query, "_rows", told)
    Catalog(session_small).query(all_states=True, limit=5)
    Catalog(session_small).query(all_states=True, limit=5, sort="value")
    assert asked == [5, None]
