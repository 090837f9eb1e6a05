"""Stale verdicts are renewed with the results, and by nothing else."""

from __future__ import annotations

import duckdb

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.compare.stored import stored
from metaleos.catalog.fill.judging import renew_verdicts


def ask(path):
    with duckdb.connect(path, read_only=True) as connection:
        return stored(connection)


def test_recompute_renews_what_is_stale(built_catalog):
    with duckdb.connect(built_catalog) as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    catalog = Catalog(built_catalog)
    before = ask(built_catalog)
    assert "verdicts are stale" in "; ".join(catalog.compare(paper="soma1978").notices)
    done = catalog.recompute("Na", "ha/vs")
    assert done.verdicts == len(before.stale) > 0
    after = ask(built_catalog)
    assert after.stale == {}
    moved = {
        old.cell for old, new in zip(before.verdicts, after.verdicts, strict=True) if old != new
    }
    assert moved
    assert moved <= set(before.stale)
    assert catalog.recompute("Na", "ha/vs").verdicts == 0


def test_a_catalog_without_verdicts_stays_without(facts_catalog):
    assert renew_verdicts(Catalog(facts_catalog).file) == 0
    assert ask(facts_catalog) is None
