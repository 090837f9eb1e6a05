"""What a catalog says that it holds, counted again by hand."""

from __future__ import annotations

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.write import recount
from metaleos.catalog.trust.status import FACTS, OUTCOMES


def edit(catalog, statement):
    with catalog.file.writing() as connection:
        connection.execute(statement)


def rows_by_model(answer):
    return {(row["model"], row["convention"]): row for row in answer}


def test_outcomes_add_up_to_the_results_and_make_the_coverage(small_catalog):
    catalog = Catalog(small_catalog)
    edit(catalog, "INSERT INTO ending SELECT count(*), 'failed', 'x' FROM ending")
    edit(
        catalog,
        "UPDATE number SET value = NULL, error_estimate = NULL, "
        "ending = (SELECT id FROM ending WHERE reason = 'x') WHERE quantity = "
        "(SELECT id FROM quantity WHERE term = 'madelung' AND property = 'pressure')",
    )
    with catalog.file.writing() as connection:
        runs = connection.execute("SELECT id FROM run").fetchall()
        recount(connection, [run for (run,) in runs])
    rows = rows_by_model(catalog.status())
    for row in rows.values():
        assert sum(row[name] for name in OUTCOMES) == row["results"]
        assert row["coverage"] == row["ok"] / (row["results"] - row["undefined"])
    row = rows["ha/vs", "standard"]
    assert (row["elements"], row["states"], row["failed"]) == (1, 1, 1)
    assert row["coverage"] < 1


def test_facts_are_counted_by_table(session_small):
    catalog = Catalog(session_small)
    facts = catalog.status()["facts"]
    assert tuple(facts) == FACTS
    assert facts["element"] == 92
    assert facts["cell"] == 786 + 359 + 132 + 270


def test_the_file_its_runs_and_those_replaced(small_catalog):
    catalog = Catalog(small_catalog)
    before = catalog.status()["catalog"]
    assert before["location"] == str(small_catalog)
    assert before["bytes"] == small_catalog.stat().st_size
    assert before["superseded_runs"] == 0
    edit(catalog, "UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    catalog.recompute()
    after = catalog.status()["catalog"]
    assert after["superseded_runs"] > 0
    assert after["runs"] - before["runs"] == after["superseded_runs"]
    assert (after["states"], after["results"]) == (before["states"], before["results"])


def test_stale_states_are_counted_where_they_are(small_catalog):
    catalog = Catalog(small_catalog)
    assert catalog.status()["stale_states"] == 0
    edit(catalog, "UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    found = catalog.status(why=True)
    stale = {key: row["stale"] for key, row in rows_by_model(found).items() if row["stale"]}
    assert stale == {("ha/vs", "standard"): 1, ("ha/vs", "printed"): 1}
    assert found["stale_states"] == 2
    causes = {(c["element"], c["name"], c["old"], c["new"], c["unit"]) for c in found["stale"]}
    assert causes == {("Na", "R_M", 2.085, 2.1, "bohr")}
    assert catalog.status()["stale"] == []


def test_default_states_that_are_not_solved_are_counted(session_small):
    catalog = Catalog(session_small)
    assert catalog.status("Na", "ha/vs", why=True)["unsolved"] == []
    unsolved = catalog.status("Na", "ha/h", why=True)["unsolved"]
    assert {(row["element"], row["model"]) for row in unsolved} == {("Na", "ha/h")}
    assert all(row["states"] >= 1 for row in unsolved)
