"""Random edits of facts: stale is what a solver would now give another value for, no more, no less.

The oracle knows nothing of fingerprints: it solves every state of the small catalog under the
edited facts and compares the values.
"""

from __future__ import annotations

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metaleos.catalog.fill.restoring import restored_states
from metaleos.catalog.solve.solving import solve_table
from metaleos.catalog.solve.staleness import current_runs, stale_causes, stale_runs
from metaleos.catalog.store.facts import Facts
from metaleos.errors import MetaleosError
from metaleos.solvers.registry import models

ELEMENTS = ("Na", "Al", "Fe", "Cu")
# Elements of a batch are solved together: their last digits may depend on the company.
SAME = 1e-9


def said(run):
    return "; ".join(map(str, run.causes))


@pytest.fixture(scope="module")
def opened(session_small, tmp_path_factory):
    """A connection whose transactions are rolled back, and the values stored."""
    path = tmp_path_factory.mktemp("edited") / "edited.duckdb"
    path.write_bytes(session_small.read_bytes())
    with duckdb.connect(path) as connection:
        yield connection, values_now(connection), editable(connection)


def values_now(connection):
    """Return value or outcome by run, property, term and state, solved from today's facts."""
    facts = Facts(connection)
    groups = {}
    for run in current_runs(connection, facts):
        groups.setdefault((run.model, run.convention), []).append(run)
    found = {}
    for (name, convention), runs in groups.items():
        try:
            table, blocked = restored_states(
                connection, facts, models()[name], convention, [run.id for run in runs]
            )
        except MetaleosError as error:
            pytest.fail(f"{name}: {error}")
        by_element = {run.element: found.setdefault(run.id, {}) for run in runs}
        for element, why in blocked.items():
            by_element[element]["blocked"] = why
        if table is None:
            continue
        solved = solve_table(models()[name], convention, table, facts)
        for prop, term, values, _, outcome, _ in solved.scalars():
            for element, anchor, value, word in zip(
                table.element, table.anchor, values, outcome, strict=True
            ):
                by_element[element][prop, term, anchor] = value if word == "ok" else word
        for element, anchor, compression in zip(
            table.element, table.anchor, table.compression, strict=True
        ):
            by_element[element]["compression", anchor] = float(compression)
    return found


def differs(old, new):
    """Return whether any value or outcome of a run has changed."""
    if old.keys() != new.keys():
        return True
    for key, was in old.items():
        now = new[key]
        if isinstance(was, str) or isinstance(now, str):
            if was != now:
                return True
        elif not np.isclose(was, now, rtol=SAME, atol=0.0, equal_nan=True):
            return True
    return False


def rows_of(connection, table):
    where = {
        "parameter": "variant IN ('*', '', 'vs', 'al', 'h')",
        "constant": "rank <= 2 AND value IS NOT NULL AND property IN ('atomic_mass', 'density', "
        "'valence', 'first_ionisation_energy', 'melting_temperature')",
        "observation": "rank <= 2 AND property IN ('bulk_modulus', 'cohesive_energy', "
        "'debye_temperature')",
    }[table]
    return [
        row
        for (row,) in connection.execute(
            f"SELECT id FROM {table} WHERE element IN ('Na', 'Al', 'Fe', 'Cu', '*') AND {where} "
            "ORDER BY id"
        ).fetchall()
    ]


def edit(connection, table, row, action, factor):
    """Make one edit of fact `row`; the last two actions change no value."""
    columns = [c for (c,) in connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()]  # fmt: skip
    if action == "change":
        connection.execute(f"UPDATE {table} SET value = value * ? WHERE id = ?", [factor, row])
    elif action == "remove":
        connection.execute(f"DELETE FROM {table} WHERE id = ?", [row])
    elif action == "add":
        shown = ["'user:new'" if c == "id" else "value * ?" if c == "value" else c for c in columns]
        connection.execute(
            f"INSERT INTO {table} SELECT {', '.join(shown)} FROM {table} WHERE id = ?",
            [factor, row],
        )
    elif action == "comment":
        connection.execute(
            f"UPDATE {table} SET note = 'read again', locator = 'p. 7', printed = 'x' WHERE id = ?",
            [row],
        )
    else:
        connection.execute(f"UPDATE {table} SET value = value WHERE id = ?", [row])


def editable(connection):
    """Return table and id of every fact that may be edited."""
    return [
        (table, row)
        for table in ("parameter", "constant", "observation")
        for row in rows_of(connection, table)
    ]


EDITS = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["change", "change", "remove", "add", "comment", "same"]),
        st.sampled_from([0.97, 1.001, 1.03]),
    ),
    min_size=1,
    max_size=3,
)
"""Which fact (counted round), what is done to it, and by which factor."""


def without_effect(connection, runs):
    """Return runs at T = 0 that are stale by the printed unit of kT alone: 0 K is 0 in any."""
    cold = {
        run
        for (run,) in connection.execute(
            "SELECT run FROM state WHERE run IS NOT NULL GROUP BY run HAVING max(temperature) = 0"
        ).fetchall()
    }
    return {
        run.id
        for run in runs
        if run.id in cold and {cause.name for cause in run.causes} == {"hartree_energy"}
    }


def check(opened, edits):
    connection, before, facts = opened
    connection.execute("BEGIN")
    try:
        added = False
        for number, action, factor in edits:
            table, row = facts[number % len(facts)]
            edit(connection, table, row, "same" if action == "add" and added else action, factor)
            added = added or action == "add"
        runs = stale_runs(connection)
        stale = {run.id for run in runs}
        after = values_now(connection)
        changed = {run for run, values in before.items() if differs(values, after[run])}
        why = {run.id: (run.model, run.element, run.convention, said(run)) for run in runs}
        assert changed <= stale
        unexplained = stale - changed - without_effect(connection, runs)
        assert not unexplained, [why[run] for run in unexplained]
        assert set(stale_causes(connection, list(before))) == stale
    finally:
        connection.execute("ROLLBACK")


@given(edits=EDITS)
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_stale_is_what_could_change(opened, edits):
    check(opened, edits)


@pytest.mark.slow
@given(edits=EDITS)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_stale_is_what_could_change_longer(opened, edits):
    check(opened, edits)
