"""Citations of exactly what stands behind rows."""

from __future__ import annotations

import re

from metaleos.catalog.trust.cite import bibtex


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
