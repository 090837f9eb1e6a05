"""A user's values are held against the catalog's preferred source."""

from __future__ import annotations

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.trust.user_lints import user_warnings

HEAD = "element,property,value,unit,source\n"


def warnings(catalog_path, tmp_path, lines):
    file = tmp_path / "mine.csv"
    file.write_text(HEAD + lines, encoding="utf-8")
    catalog = Catalog(catalog_path)
    catalog.ingest(file)
    with catalog.file.reading() as connection:
        return user_warnings(connection)


def test_a_sound_value_raises_no_doubt(facts_catalog, tmp_path):
    assert warnings(facts_catalog, tmp_path, "Na,bulk_modulus,7.3,GPa,me\n") == []


def test_a_wrong_unit_is_named(facts_catalog, tmp_path):
    found = warnings(facts_catalog, tmp_path, "Na,bulk_modulus,7.9,Mbar,me\n")
    assert [w.lint for w in found] == ["unit"]
    assert "me, Na" in found[0].cell
    assert "GPa and Mbar" in found[0].message


def test_an_outlier_names_both_values(facts_catalog, tmp_path):
    found = warnings(facts_catalog, tmp_path, "K,bulk_modulus,9,GPa,me\n")
    assert [w.lint for w in found] == ["outlier"]
    assert "9" in found[0].message
    assert "3.66" in found[0].message
