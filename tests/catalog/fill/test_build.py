"""Building, re-ingesting and opening the catalog file."""

from __future__ import annotations

from itertools import pairwise

import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill import build as module
from metaleos.catalog.fill.build import build
from metaleos.catalog.store.file import CatalogFile

pytestmark = pytest.mark.built  # these build catalogs of their own


def test_every_cell_of_every_paper_is_stored_as_printed(session_catalog):
    with CatalogFile(session_catalog).reading() as connection:
        stored = dict(connection.execute("SELECT source, count(*) FROM cell GROUP BY 1").fetchall())
        roles = connection.execute(
            "SELECT count(*) FROM cell c WHERE role = 'parameter' "
            "AND coalesce(reading, parsed) IS NOT NULL "
            "AND NOT EXISTS (FROM parameter p WHERE p.cell = c.id)"
        ).fetchall()[0][0]
        lost = connection.execute(
            "SELECT count(*) FROM cell c WHERE role = 'published' AND NOT EXISTS "
            "(FROM published p WHERE p.cell = c.id)"
        ).fetchall()[0][0]
    assert stored == {
        "soma1978": 786, "bretonnet1990": 359, "latter1955": 132, "perrot1979": 270,
    }  # fmt: skip
    assert roles == 0
    assert lost == 0


def test_a_cell_keeps_string_unit_digits_reading_and_reason(session_catalog):
    with CatalogFile(session_catalog).reading() as connection:
        row = connection.execute(
            "SELECT printed, unit, digits, step, parsed, reading, reading_kind, "
            "reading_basis, reading_reason FROM v_cells "
            "WHERE source = 'soma1978' AND table_no = 'IV' AND element = 'K' AND model = 'ha/mho' "
            "AND quantity = 'E_coh'"
        ).fetchall()[0]
    assert row[:6] == ("1.121", "eV", 4, pytest.approx(0.001), 1.121, 0.942)
    assert row[6:8] == ("slip", "identity")
    assert "0.942" in row[8]


def test_missing_catalog_builds_itself_and_leaves_no_draft(fresh_db, monkeypatch):
    steps, filled = [], []
    monkeypatch.setattr(module, "_fill_in", lambda *given: filled.append(given))  # 25 s
    monkeypatch.setenv("METALEOS_DB", str(fresh_db))
    Catalog(progress=lambda step, fraction: steps.append((step, fraction))).ensure()
    assert steps[0][1] == 0.0
    assert steps[-1] == ("done", 1.0)
    assert len(filled) == 1
    assert [path.name for path in fresh_db.parent.iterdir()] == [fresh_db.name]


def test_the_progress_of_a_build_moves_from_the_start_and_never_back(fresh_db):
    steps = []
    build(fresh_db, lambda step, part: steps.append((step, part)))
    parts = [part for _, part in steps]
    assert parts == sorted(parts)
    assert (parts[0], parts[-1]) == (0.0, 1.0)
    assert max(b - a for a, b in pairwise(parts)) < 0.6  # states of tf in one
    facts = [part for step, part in steps if step.startswith("facts")]
    plans = [part for step, part in steps if step.startswith("states of")]
    assert len(set(facts)) > 5
    assert len(set(plans)) > 10
    assert max(facts) <= min(plans)


def test_interrupted_build_leaves_nothing(fresh_db):
    def stop(step: str, fraction: float) -> None:
        if fraction > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(fresh_db, stop)
    assert list(fresh_db.parent.iterdir()) == []


def test_a_new_catalog_holds_the_claims_of_the_papers(session_catalog):
    with CatalogFile(session_catalog).reading() as connection:
        graded = dict(
            connection.execute(
                "SELECT model, count(*) FROM v_checks WHERE kind = 'claim' GROUP BY 1"
            ).fetchall()
        )
        details = connection.execute("SELECT detail FROM v_checks WHERE kind = 'claim'").fetchall()
    assert graded == {"nud/exact": 5, "nud/linear": 5, "wh/iu": 8}
    assert all(len(detail) > 40 for (detail,) in details)


def test_the_file_is_written_so_that_older_duckdb_opens_it(session_catalog):
    with CatalogFile(session_catalog).reading() as connection:
        tags = connection.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = current_database()"
        ).fetchall()[0][0]
        blocks = connection.execute("SELECT block_size FROM pragma_database_size()").fetchall()
    assert tags["storage_version"] == "v1.0.0+"
    assert blocks == [(65536,)]
