"""Explanations, scripts that recompute a number, citations."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.trust.cite import bibtex
from metaleos.catalog.trust.explain_text import explanation_rows, explanation_text


@pytest.fixture
def catalog(session_small):
    return Catalog(session_small)


def test_an_explanation_holds_all_that_led_to_the_number(catalog):
    (item,) = catalog.explain("Na", "VS", "bulk_modulus")
    (entry,) = item["properties"]
    terms = {term["term"]: term["value"] for term in entry["terms"]}
    parts = sum(value for name, value in terms.items() if name not in {"total", "third_order"})
    assert terms["total"] == pytest.approx(parts)
    inputs = {one["name"]: one for one in item["inputs"]}
    assert (inputs["R_M"]["value"], inputs["R_M"]["unit"]) == (2.085, "bohr")
    assert inputs["R_M"]["source"] == "soma1978"
    assert "Table II" in inputs["R_M"]["locator"]
    assert item["run"]["revision"] >= 1
    assert re.fullmatch("[0-9a-f]{32}", item["run"]["fingerprint"])
    assert item["solver"]["function"].startswith("metaleos.solvers.ha")
    assert item["stale"] == []
    assert {"soma1978", "prohaska2022", "nist_asd"} <= set(item["sources"])


def test_a_stale_number_says_why_and_shows_what_was_read(small_catalog):
    catalog = Catalog(small_catalog)
    with catalog.file.writing() as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
        connection.execute(
            "INSERT INTO model_check VALUES (1, 'integrity', 'virial', 'ha/vs', 'Na', 'standard', "
            "'reference', 1e-9, 1e-6, 'pass', '', now())"
        )
    (item,) = catalog.explain("Na", "VS", "bulk_modulus")
    assert item["stale"] == ["R_M 2.085 -> 2.1 bohr"]
    read = next(one for one in item["inputs"] if one["name"] == "R_M")
    assert (read["value"], read["locator"]) == (2.085, "")
    assert [check["name"] for check in item["checks"]] == ["virial"]
    text = explanation_text(item, {})
    assert "stale" in text
    assert "checks: 1 of 1 passed" in text
    kinds = {row["kind"] for row in explanation_rows(item)}
    assert kinds == {"term", "input", "stale", "check"}


def test_nothing_shown_nothing_cited(catalog):
    assert catalog.cite("Na", "wh").rows() == []
    assert catalog.explain("Na", "wh").rows() == []
    assert bibtex([]) == ""


def test_print_shows_the_text_of_the_first_ones(catalog):
    found = catalog.explain("Na", "VS", ["pressure", "bulk_modulus"])
    assert str(found) == found.text()
    many = replace(found, records=list(found.records) * 5)
    assert str(many).startswith(str(found))
    assert str(many).endswith("... 2 more explanations")
    assert str(replace(found, records=[])) == "no rows"
