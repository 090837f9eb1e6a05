"""Explanations, scripts that recompute a number, citations."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.trust.cite import bibtex
from metaleos.catalog.trust.explain_text import explanation_rows, explanation_text
from metaleos.errors import UsageError


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


def test_text_names_units_and_sources(catalog):
    (item,) = catalog.explain("Na", "VS", "bulk_modulus")
    text = explanation_text(item, {"soma1978": "soma1978: Soma et al."})
    assert "GPa" in text
    assert "bohr3/atom" in text
    assert "soma1978: Soma et al." in text
    assert item["run"]["fingerprint"] in text
    assert "+-" in text


@pytest.mark.parametrize(
    ("element", "model", "name", "state"),
    [
        ("Na", "ha/vs", "bulk_modulus", {}),
        ("Na", "ha/al", "cohesive_energy", {"convention": "printed"}),
        ("Fe", "wh/vs", "entropy", {}),
        ("Al", "nud/exact", "expansion_shift", {}),
        ("Al", "tfdw", "pressure", {"temperature": "5 eV", "compression": 10}),
        ("Cu", "tf/exact", "pressure", {}),
    ],
)
def test_the_script_recomputes_the_number_without_a_catalog(
    catalog, tmp_path, element, model, name, state
):
    stored = catalog.query(element, model, name, **state).rows()
    if not stored:
        with pytest.raises(UsageError, match="0"):
            catalog.script(element, model, name, **state)
        return
    text = catalog.script(element, model, name, **state)
    assert "duckdb" not in text
    path = tmp_path / "number.py"
    path.write_text(text)
    ran = subprocess.run(
        [sys.executable, path], capture_output=True, text=True, check=True, cwd=tmp_path,
        timeout=60,
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    assert lines[0].strip() == "ok"
    for line, record in zip(lines[1:], stored, strict=True):
        words = line.split()
        assert words[0] == record["term"]
        assert float(words[1]) == pytest.approx(
            record["value"], rel=1e-10, abs=record["error_estimate"]
        )


def test_a_script_needs_one_number(catalog):
    with pytest.raises(UsageError, match="one property at one state"):
        catalog.script("Na", "VS", None)
    with pytest.raises(UsageError, match="one property at one state"):
        catalog.script("Al", "tfdw", "pressure", all_states=True)


def test_citations_are_exactly_those_behind_the_rows(catalog):
    found = catalog.cite("Na", "ha/vs", "bulk_modulus")
    rows = catalog.query("Na", "ha/vs", "bulk_modulus").rows()
    beside = {v["source"] for row in rows for k in ("published", "observed") for v in row[k]}
    read = {
        one["source"] for item in catalog.explain("Na", "ha/vs", "bulk_modulus")
        for one in item["inputs"]
        # The run computed every property; the bulk modulus needs only the well and the volume.
        if one["name"] in {"R_M", "u", "reference_volume"}
    }  # fmt: skip
    assert read
    assert {item["key"] for item in found} == {"soma1978"} | beside | read
    text = bibtex(found)
    assert re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE) == [i["key"] for i in found]
    assert text.count("{") == text.count("}")


def test_citations_of_an_input_without_a_value_are_not_given(catalog):
    keys = {item["key"] for item in catalog.cite("Fe", "wh/vs", "entropy")}
    assert {"bretonnet1990", "harrison1980"} <= keys
    assert "soma1978" not in keys


def test_nothing_shown_nothing_cited(catalog):
    assert catalog.cite("Na", "wh").rows() == []
    assert catalog.explain("Na", "wh").rows() == []
    assert bibtex([]) == ""
