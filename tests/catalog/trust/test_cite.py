"""Citations of exactly what stands behind rows."""

from __future__ import annotations

import re

import pytest

from metaleos.catalog.ask.query import citations
from metaleos.catalog.catalog import Catalog
from metaleos.catalog.text.record import BESIDE
from metaleos.catalog.trust.cite import bibtex, cited_keys


@pytest.fixture
def catalog(session_small):
    return Catalog(session_small)


def test_citations_are_exactly_those_behind_the_rows(catalog):
    found = catalog.cite("Na", "ha/vs", "bulk_modulus")
    rows = catalog.query("Na", "ha/vs", "bulk_modulus").rows()
    beside = {v["source"] for row in rows for k in BESIDE for v in row[k]}
    read = {
        one["source"] for item in catalog.explain("Na", "ha/vs", "bulk_modulus")
        for one in item["inputs"]
        if one["source"] and one["value"] is not None
    }  # fmt: skip
    assert read
    assert {item["key"] for item in found} == {"soma1978"} | beside | read
    text = bibtex(found)
    assert re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE) == [i["key"] for i in found]
    assert text.count("{") == text.count("}")


def test_citations_of_an_input_without_a_value_are_not_given(catalog):
    keys = {item["key"] for item in catalog.cite("Fe", "wh/vs", "entropy")}
    assert {"bretonnet1990", "recalled"} <= keys
    assert "soma1978" not in keys


def test_sources_come_in_the_order_of_their_keys_each_with_its_entry(catalog):
    with catalog.file.reading() as connection:
        found = citations(connection, ["soma1978", "no_such_key", "bretonnet1990"], "bibtex")
        back = citations(connection, ["bretonnet1990", "soma1978"], "bibtex")
    assert [item["key"] for item in found] == ["soma1978", "bretonnet1990"]
    assert back == found[::-1]
    for item in found:
        assert f"{{{item['key']}," in item["bibtex"]
        assert item["title"] in item["bibtex"].replace("{", "").replace("}", "")


def test_every_key_once_the_model_s_paper_first(catalog):
    answer = catalog.query("Na,Al", "ha/vs")
    with catalog.file.reading() as connection:
        keys = cited_keys(connection, answer)
    assert keys[0] == "soma1978"
    assert len(set(keys)) == len(keys) > 1


def test_a_file_of_entries_has_blank_lines_between():
    assert bibtex([{"bibtex": "@a{x}\n"}, {"bibtex": "\n@b{y}"}]) == "@a{x}\n\n@b{y}\n"
    assert bibtex([]) == ""
