"""Differences between catalogs and runs: every value, with its cause."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.errors import CatalogError, UsageError
from metaleos.solvers.registry import models


@pytest.fixture
def edited(small_catalog):
    """A catalog with another R_M of Na, recomputed."""
    catalog = Catalog(small_catalog)
    with catalog.file.writing() as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    catalog.recompute()
    return catalog


def test_equal_catalogs_do_not_differ(session_small, small_catalog):
    assert Catalog(small_catalog).diff(session_small).rows() == []


def test_every_changed_value_has_old_new_percent_and_cause(session_small, edited):
    rows = edited.diff(session_small)
    facts = [row for row in rows if row["cause"] == "fact changed"]
    assert [(row["property"], row["old"], row["new"]) for row in facts] == [("R_M", 2.085, 2.1)]
    results = [row for row in rows if row not in facts]
    assert {row["model"] for row in results} == {"ha/vs"}
    assert {row["cause"] for row in results} == {"R_M 2.085 -> 2.1 bohr"}
    old = Catalog(session_small).query("Na", "VS", "bulk_modulus")[0]["value"]
    new = edited.query("Na", "VS", "bulk_modulus")[0]["value"]
    row = next(
        row for row in results
        if (row["property"], row["term"], row["convention"])
        == ("bulk_modulus", "total", "standard")
    )  # fmt: skip
    assert (row["old"], row["new"], row["unit"]) == (old, new, "GPa")
    assert row["percent"] == pytest.approx(100 * (new / old - 1))
    unchanged = {("pressure", "madelung"), ("bulk_modulus", "electron_gas")}
    assert not unchanged & {(row["property"], row["term"]) for row in results}


def test_a_run_of_the_same_catalog(edited):
    with edited.file.reading() as connection:
        first, last = connection.execute(
            "SELECT min(id), max(id) FROM run WHERE model = 'ha/vs' AND convention = 'standard'"
        ).fetchall()[0]
    rows = edited.diff(first)
    assert {row["cause"] for row in rows} == {"R_M 2.085 -> 2.1 bohr"}
    assert {row["convention"] for row in rows} == {"standard"}
    assert edited.diff(last).rows() == []


def test_filters_and_tolerance(session_small, edited):
    assert edited.diff(session_small, "Al").rows() == []
    rows = edited.diff(session_small, "Na", "ha", "pressure")
    assert {row["property"] for row in rows} == {"pressure"}
    largest = max(abs(r["new"] - r["old"]) / max(abs(r["new"]), abs(r["old"])) for r in rows)
    assert edited.diff(session_small, "Na", "ha", "pressure", tolerance=largest).rows() == []
    assert edited.diff(session_small, "Na", "ha", "pressure", tolerance=0.9 * largest)


def test_what_is_added_and_what_is_gone(session_small, small_catalog):
    catalog = Catalog(small_catalog)
    catalog.compute("Na", "ha/vs", convention="standard", volume_ratio=0.9)
    rows = catalog.diff(session_small)
    assert {row["cause"] for row in rows} == {"not in the older"}
    assert all(row["old"] is None and row["percent"] is None for row in rows)
    back = Catalog(session_small).diff(small_catalog)
    assert {row["cause"] for row in back} == {"not stored any more"}
    assert len(back) == len(rows)


def test_revision_setting_and_unexplained(session_small, small_catalog, tmp_path):
    older = tmp_path / "older.duckdb"
    shutil.copy(session_small, older)
    with duckdb.connect(older) as connection:
        connection.execute(
            "UPDATE number SET value = value * 1.01 "
            "WHERE quantity IN (SELECT id FROM quantity WHERE term = 'madelung')"
        )
        connection.execute("UPDATE run SET revision = 0 WHERE model = 'ha/vs'")
    causes = {row["model"]: row["cause"] for row in Catalog(small_catalog).diff(older)}
    assert causes["ha/vs"] == f"revision 0 -> {models()['ha/vs'].revision}"
    assert "without a revision" in causes["ha/al"]


def test_what_cannot_be_compared(small_catalog, tmp_path):
    catalog = Catalog(small_catalog)
    (tmp_path / "text.txt").write_text("no database")
    duckdb.connect(tmp_path / "other.duckdb").close()
    with pytest.raises(UsageError, match="neither a catalog file nor"):
        catalog.diff(tmp_path / "nothing.duckdb")
    with pytest.raises(UsageError, match="there is no run 9999; runs are 1 to"):
        catalog.diff(9999)
    with pytest.raises(UsageError, match="the catalog itself"):
        catalog.diff(small_catalog)
    for name in ("text.txt", "other.duckdb"):
        with pytest.raises(CatalogError, match="cannot be compared"):
            catalog.diff(tmp_path / name)
    with pytest.raises(UsageError, match="tolerance"):
        catalog.diff(1, tolerance=-1.0)
