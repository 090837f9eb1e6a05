"""Explanations as text for people and as rows."""

from __future__ import annotations

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.trust.explain_text import explanation_rows, explanation_text


@pytest.fixture
def catalog(session_small):
    return Catalog(session_small)


def test_text_names_units_and_sources(catalog):
    (item,) = catalog.explain("Na", "VS", "bulk_modulus")
    text = explanation_text(item, {"soma1978": "soma1978: Soma et al."})
    assert "GPa" in text
    assert "bohr3/atom" in text
    assert "soma1978: Soma et al." in text
    assert item["run"]["fingerprint"] in text
    assert "+-" in text


def term(name, value, **more):
    return {
        "term": name, "value": value, "error_estimate": 0.02, "outcome": "ok", "reason": "",
        "published": [], "observed": [], "reference": [], **more,
    }  # fmt: skip


def an_item(**changes):
    """Return an explanation of made-up numbers."""
    item = {
        "element": "Na", "model": "t/v", "convention": "standard",
        "state": {"structure": {"value": "bcc", "unit": "1"},
                  "volume": {"value": 255.123456789, "unit": "bohr3/atom"}},
        "properties": [{
            "property": "pressure", "symbol": "P", "unit": "GPa", "description": "the pressure",
            "terms": [
                term("total", 1.23456, published=[
                    {"printed": "12.3", "printed_unit": "kbar", "source": "paper1970"}
                ]),
                term("rest", None, error_estimate=None, outcome="no_solution", reason="too thin"),
            ],
        }],
        "inputs": [
            {"name": "R", "value": 2.085, "unit": "bohr", "source": "paper1970", "locator": "p. 2"},
            {"name": "Q", "value": None, "unit": "eV", "source": "", "locator": ""},
        ],
        "solver": {"function": "some.module:solve"},
        "run": {"id": 7, "revision": 3, "settings": {"cutoff": 24}, "version": "0.2",
                "started": "2026-01-01", "seconds": 0.5, "states": 2, "fingerprint": "abc"},
        "stale": [], "checks": [], "sources": ["paper1970", "unknown"],
    }  # fmt: skip
    return item | changes


def check(grade, residual=None, tolerance=None):
    return {"grade": grade, "kind": "integrity", "name": f"is {grade}", "residual": residual,
            "tolerance": tolerance}  # fmt: skip


def test_the_lines_of_an_explanation():
    lines = explanation_text(an_item(), {"paper1970": "paper1970: A 1970"}).splitlines()
    assert lines[0] == "Na, t/v, standard: structure bcc, volume 255.12346 bohr3/atom"
    assert lines[2] == "pressure P: the pressure"
    assert [line.split() for line in lines[3:5]] == [
        ["total", "1.23", "GPa", "+-", "0.02", "published", "12.3", "kbar", "[paper1970]"],
        ["rest", "no_solution:", "too", "thin"],
    ]
    start = lines.index("inputs read")
    assert [line.split() for line in lines[start + 1 : start + 3]] == [
        ["R", "2.085", "bohr", "paper1970", "p.", "2"], ["Q", "absent"],
    ]  # fmt: skip
    assert "revision 3, settings cutoff=24" in lines
    assert "run 7, metaleos 0.2, 2026-01-01, 0.5 s for 2 states" in lines
    assert "fingerprint abc: fresh" in lines
    assert lines[-2:] == ["paper1970: A 1970", "unknown"]


def test_what_does_not_apply_is_not_counted():
    checks = [check("pass", 1e-9, 1e-6), check("fail", 2.0, 1.0), check("not_applicable")]
    lines = explanation_text(an_item(checks=checks, stale=["R 2 -> 3 bohr"]), {}).splitlines()
    assert "checks: 1 of 2 passed" in lines
    assert sum("is " in line and "residual" in line for line in lines) == 2
    assert "fingerprint abc: stale" in lines
    assert "  R 2 -> 3 bohr" in lines


def test_rows_have_every_term_input_cause_and_check():
    rows = explanation_rows(an_item(checks=[check("fail", 2.0, 1.0)], stale=["older"]))
    assert [(row["kind"], row["name"], row["value"], row["unit"]) for row in rows] == [
        ("term", "pressure total", 1.23456, "GPa"),
        ("term", "pressure rest", None, "GPa"),
        ("input", "R", 2.085, "bohr"),
        ("input", "Q", None, "eV"),
        ("stale", "older", None, ""),
        ("check", "is fail", 2.0, ""),
    ]
    assert rows[1]["detail"] == "no_solution too thin"
    assert (rows[2]["source"], rows[2]["detail"]) == ("paper1970", "p. 2")
    assert {row["state"] for row in rows} == {"structure bcc, volume 255.12346 bohr3/atom"}


def test_no_line_is_longer_than_80_columns():
    long = " ".join(["word"] * 60)
    text = explanation_text(an_item(sources=["k"], stale=[long]), {"k": f"k: {long}"})
    assert max(map(len, text.splitlines())) <= 80
