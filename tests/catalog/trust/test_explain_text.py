"""Explanations as text for people and as rows."""

from __future__ import annotations

from metaleos.catalog.trust.explain_text import explanation_text


def test_text_names_units_and_sources(catalog):
    (item,) = catalog.explain("Na", "VS", "bulk_modulus")
    text = explanation_text(item, {"soma1978": "soma1978: Soma et al."})
    assert "GPa" in text
    assert "bohr3/atom" in text
    assert "soma1978: Soma et al." in text
    assert item["run"]["fingerprint"] in text
    assert "+-" in text
