"""What makes results stale, what does not, and what is said of it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager

import duckdb
import pytest

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.write import recount
from metaleos.catalog.solve.staleness import current_runs, stale_causes, stale_notice, stale_runs
from metaleos.catalog.states.selection import Selection
from metaleos.catalog.store.declarations import image_is_current
from metaleos.catalog.store.load import all_rows, load_rows
from metaleos.solvers.registry import models


def said(run):
    return "; ".join(map(str, run.causes))


@contextmanager
def declared(name, **changes):
    """Declare a model otherwise, as an edit of the code would."""
    model = models()[name]
    before = {key: getattr(model, key) for key in changes}
    for key, value in changes.items():
        object.__setattr__(model, key, value)
    try:
        yield model
    finally:
        for key, value in before.items():
            object.__setattr__(model, key, value)


@pytest.fixture
def connection(small_catalog):
    with duckdb.connect(small_catalog) as opened:
        yield opened


def places(runs):
    return {(run.model, run.element, run.convention) for run in runs}


def test_a_new_catalog_is_fresh(connection):
    assert len(current_runs(connection)) > 10
    assert stale_runs(connection) == []


def test_one_parameter_makes_exactly_its_results_stale(connection):
    connection.execute(
        "UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M' AND value = 2.085"
    )
    stale = stale_runs(connection)
    assert places(stale) == {("ha/vs", "Na", "standard"), ("ha/vs", "Na", "printed")}
    assert {said(run) for run in stale} == {"R_M 2.085 -> 2.1 bohr"}
    cause = stale[0].causes[0]
    assert (cause.kind, cause.name, cause.old, cause.new, cause.unit) == (
        "input", "R_M", 2.085, 2.1, "bohr",
    )  # fmt: skip


def test_a_constant_makes_every_model_that_reads_it_stale(connection):
    connection.execute(
        "UPDATE constant SET value = value * 1.01 "
        "WHERE element = 'Na' AND property = 'first_ionisation_energy' AND rank = 1"
    )
    # printed reads the paper's own ionisation energy
    assert places(stale_runs(connection)) == {
        ("ha/vs", "Na", "standard"),
        ("ha/al", "Na", "standard"),
    }


def test_the_preferred_fact_counts_and_the_others_do_not(connection):
    connection.execute(
        "UPDATE constant SET value = value * 2 "
        "WHERE element = 'Na' AND property = 'first_ionisation_energy' AND rank > 1"
    )
    assert stale_runs(connection) == []
    connection.execute(
        "INSERT INTO constant SELECT 'user:I', * EXCLUDE (id) REPLACE (value + 1 AS value) "
        "FROM constant WHERE element = 'Na' AND property = 'first_ionisation_energy' AND rank = 1"
    )
    assert {run.element for run in stale_runs(connection)} == {"Na"}


def test_an_input_gone_and_an_input_new(connection):
    connection.execute("DELETE FROM parameter WHERE id = 'ha/vs/Na/*/R_M'")
    connection.execute(
        "INSERT INTO parameter SELECT 'user:V', 'nud', '*', 'Al', '*', 'reference_volume', 110.0, "
        "'bohr3/atom', '', source, '', NULL, '' FROM parameter LIMIT 1"
    )
    why = {(run.model, run.element): said(run) for run in stale_runs(connection)}
    assert why["ha/vs", "Na"] == "R_M missing, was 2.085 bohr"
    assert why["nud/exact", "Al"] == "reference_volume new: 110 bohr3/atom"
    assert set(why) == {("ha/vs", "Na"), ("nud/exact", "Al")}


def test_a_revision(connection):
    now = models()["wh/vs"].revision
    with declared("wh/vs", revision=now + 2):
        stale = stale_runs(connection)
    assert {run.model for run in stale} == {"wh/vs"}
    assert {said(run) for run in stale} == {f"revision {now} -> {now + 2}"}


def test_a_setting(connection):
    settings = dict(models()["ha/al"].settings)
    assert settings["lattice_cutoff"] == 24.0
    with declared("ha/al", settings=settings | {"lattice_cutoff": 30.0}):
        stale = stale_runs(connection)
    assert {run.model for run in stale} == {"ha/al"}
    assert {said(run) for run in stale} == {"setting lattice_cutoff 24 -> 30"}


def test_a_declaration_edited_in_the_file_alone_is_nothing(small_catalog, session_small):
    """The code owns the declarations; the tables are only their image."""
    catalog = Catalog(small_catalog)
    with catalog.file.writing() as connection:
        connection.execute("UPDATE model SET revision = 9 WHERE name = 'wh/vs'")
        connection.execute(
            "UPDATE model SET settings = replace(settings, '24.0', '30.0') WHERE name = 'ha/al'"
        )
    with catalog.file.reading() as connection:
        assert stale_runs(connection) == []
    assert catalog.query("Fe", "wh/vs").notices == []
    assert catalog.status()["stale_states"] == 0
    assert [item["stale"] for item in catalog.explain("Fe", "wh/vs", "entropy")] == [[]]
    assert catalog.compute("Fe", "wh/vs").solved == 0
    assert catalog.recompute(dry_run=True).plan == ()
    assert {row["cause"] for row in catalog.diff(session_small)} <= {"fact changed"}


def test_a_revision_raised_in_the_code_is_said_alike_everywhere(small_catalog, session_small):
    catalog = Catalog(small_catalog)
    old = models()["wh/vs"].revision
    why = f"revision {old} -> {old + 1}"
    before = len(catalog.query("Fe", "wh/vs"))
    with declared("wh/vs", revision=old + 1):
        with catalog.file.reading() as connection:
            stale = stale_runs(connection)
        states = sum(run.states for run in stale)
        assert {(run.model, said(run)) for run in stale} == {("wh/vs", why)}
        (notice,) = catalog.query("Fe", "wh/vs").notices
        assert notice.startswith(f"{before} of {before} rows are stale ({why})")
        status = catalog.status(why=True)
        assert status["stale_states"] == states
        assert sum(row["stale"] for row in status) == states
        assert why in str(status["stale"])
        assert [item["stale"] for item in catalog.explain("Fe", "wh/vs", "entropy")] == [[why]]
        plan = catalog.recompute(dry_run=True)
        assert ({entry["model"] for entry in plan.plan}, plan.states) == ({"wh/vs"}, states)
        assert catalog.compute("Fe", "wh/vs", convention="standard").solved == 1
        assert catalog.recompute().solved == states - 1
        with catalog.file.reading() as connection:
            assert stale_runs(connection) == []
        assert catalog.query("Fe", "wh/vs").notices == []
        # Not one value moved: there is nothing to tell a cause of.
        assert catalog.diff(session_small, tolerance=1e-9).rows() == []
        with catalog.file.writing() as connection:
            connection.execute(
                "UPDATE number SET value = value * 1.01 WHERE run IN "
                "(SELECT c.run FROM run_count c JOIN run r ON r.id = c.run "
                "WHERE r.model = 'wh/vs')"
            )
        assert {row["cause"] for row in catalog.diff(session_small, tolerance=1e-9)} == {why}


def test_a_changed_declaration_counts_before_it_is_ingested(connection):
    """A revision raised in the code, the catalog not told yet."""
    assert image_is_current(connection)
    old = models()["wh/vs"].revision
    with declared("wh/vs", revision=old + 1):
        assert not image_is_current(connection)
        assert {said(run) for run in stale_runs(connection)} == {f"revision {old} -> {old + 1}"}
        connection.execute("BEGIN")
        assert load_rows(connection, all_rows(), complete=True).is_change
        connection.execute("COMMIT")
        assert image_is_current(connection)
        assert {run.model for run in stale_runs(connection)} == {"wh/vs"}
        runs = [run.id for run in current_runs(connection)]
        assert len(stale_causes(connection, runs)) == 2
    assert stale_runs(connection) == []


@pytest.mark.parametrize("table", ["parameter", "constant", "observation"])
def test_comments_sources_and_printed_strings_make_nothing_stale(connection, table):
    connection.execute(
        f"UPDATE {table} SET note = 'read again', locator = 'p. 3', printed = '?', "
        "source = (SELECT key FROM source LIMIT 1)"
    )
    assert stale_runs(connection) == []


def test_ingesting_equal_values_and_another_version_make_nothing_stale(connection):
    connection.execute("BEGIN")
    assert not load_rows(connection, all_rows(), complete=True).is_change
    connection.execute("COMMIT")
    connection.execute("UPDATE run SET version = '0.0.0-older'")
    connection.execute("UPDATE meta SET value = 'metaleos 9.9' WHERE key = 'built_by'")
    assert stale_runs(connection) == []


def test_a_model_that_is_gone(connection):
    connection.execute(
        "INSERT INTO model SELECT 'old/one', 'old', 'one', * EXCLUDE (name, theory, variant) "
        "FROM model WHERE name = 'ha/vs'"
    )
    run = connection.execute("SELECT max(id) FROM run").fetchall()[0][0]
    connection.execute(
        "INSERT INTO run SELECT id + 1, 'old/one', * EXCLUDE (id, model) FROM run WHERE id = ?",
        [run],
    )
    for table in ("state", "number"):
        connection.execute(f"UPDATE {table} SET run = run + 1 WHERE run = ?", [run])
    recount(connection, [run, run + 1])
    stale = stale_runs(connection)
    assert [(run.model, said(run)) for run in stale] == [
        ("old/one", "old/one is no longer declared")
    ]


def test_a_forged_input_is_noticed(connection):
    """The fingerprint holds the values that were read, whatever the table of inputs says now."""
    connection.execute("UPDATE run SET fingerprint = repeat('0', 32) WHERE model = 'wh/vs'")
    assert {said(run) for run in stale_runs(connection)} == {
        "fingerprint does not fit the stored inputs"
    }


def test_filters(connection):
    connection.execute("UPDATE parameter SET value = value * 1.01 WHERE theory IN ('ha', 'wh')")
    assert {
        run.model for run in stale_runs(connection, selection=Selection(models=("wh/vs",)))
    } == {"wh/vs"}
    assert {
        run.element for run in stale_runs(connection, selection=Selection(elements=("Na",)))
    } == {"Na"}
    which = stale_runs(connection, selection=Selection(conventions=("printed",)))
    assert {run.convention for run in which} == {"printed"}


def test_many_runs_are_told_apart(connection):
    """Twenty thousand runs of which one in a thousand read another value."""
    connection.execute(
        "CREATE TEMP TABLE pattern AS SELECT * FROM run WHERE model = 'ha/vs' AND element = 'Na' "
        "AND convention = 'standard'"
    )
    connection.execute(
        "INSERT INTO run SELECT 1000 + i, p.* EXCLUDE (id) REPLACE (CASE WHEN i % 1000 = 0 THEN "
        "repeat('f', 32) ELSE p.fingerprint END AS fingerprint) FROM pattern p, range(20000) t(i)"
    )
    connection.execute(
        "INSERT INTO run_input SELECT 1000 + i, x.* EXCLUDE (run) REPLACE (CASE WHEN i % 1000 = 0 "
        "AND x.name = 'R_M' THEN 2.0 ELSE x.value END AS value) "
        "FROM run_input x JOIN pattern p ON p.id = x.run, range(20000) t(i)"
    )
    connection.execute(
        "INSERT INTO state SELECT 100000 + i, s.* EXCLUDE (id) REPLACE ('copy ' || i AS place, "
        "1000 + i AS run) FROM (SELECT * FROM state LIMIT 1) s, range(20000) t(i)"
    )
    connection.execute(
        "INSERT INTO run_count SELECT 1000 + i, 1, 1, 1, 0, 0, 0, 0, 0, 0 FROM range(20000) t(i)"
    )
    stale = stale_runs(connection)
    assert len(stale) == 20
    assert {said(run) for run in stale} == {"R_M 2 -> 2.085 bohr"}


# The hint with every query ----------------------------------------------------------------


def test_queries_say_how_many_rows_are_stale(small_catalog):
    catalog = Catalog(small_catalog)
    assert catalog.query("Na", "VS").notices == []
    with catalog.file.writing() as connection:
        connection.execute("UPDATE parameter SET value = 2.1 WHERE id = 'ha/vs/Na/*/R_M'")
    answer = catalog.query("Na", "ha/vs,ha/al", "bulk_modulus")
    stale = sum(row["model"] == "ha/vs" for row in answer)
    assert 0 < stale < len(answer)
    assert answer.notices == [
        f"{stale} of {len(answer)} rows are stale (R_M 2.085 -> 2.1 bohr): "
        "`metaleos status --why` tells, `metaleos recompute` renews"
    ]
    assert catalog.query("Na", "ha/al").notices == []
    shown = catalog.query("Na", "ha/vs", sort="-value", limit=1, units="pressure=Mbar")
    assert shown.notices[-1].startswith("1 of 1 rows is stale")


def test_the_hint_agrees_with_the_whole_truth(connection):
    connection.execute("UPDATE parameter SET value = value * 1.01 WHERE element IN ('Na', 'Fe')")
    runs = [run.id for run in current_runs(connection)]
    with declared("tfdw", revision=7):
        stale = {run.id: said(run) for run in stale_runs(connection)}
        hint = {
            run: "; ".join(sorted(map(str, causes)))
            for run, causes in stale_causes(connection, runs).items()
        }
    assert any("-> 7" in why for why in stale.values())
    assert hint == {run: "; ".join(sorted(why.split("; "))) for run, why in stale.items()}
    assert stale_notice(connection, []) == []


def test_the_hint_loads_neither_numpy_nor_solvers(small_catalog):
    code = (
        "import sys; from metaleos.catalog.catalog import Catalog; "
        f"a = Catalog({str(small_catalog)!r}).query('Na', 'VS'); "
        "assert len(a) > 10 and a.run_ids(); "
        "bad = [m for m in sys.modules if m.split('.')[0] in ('numpy', 'scipy', 'sqlmodel') "
        "or m.startswith('metaleos.solvers.') and m.endswith('.model')]; assert not bad, bad"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
