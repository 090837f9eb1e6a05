"""How long it takes to find what is stale, to hash fingerprints, and to hint at stale rows.

Run as a script on a copy of a default catalog; times in seconds, best of three.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from metaleos.catalog.fill.build import build
from metaleos.catalog.solve.fingerprint import fingerprint
from metaleos.catalog.solve.staleness import stale_notice, stale_runs

COPIES = 100_000
EDIT = "UPDATE parameter SET value = ? WHERE id = 'ha/vs/Na/*/R_M'"


def best(function, *arguments):
    times = []
    for _ in range(3):
        started = time.perf_counter()
        value = function(*arguments)
        times.append(time.perf_counter() - started)
    return min(times), value


def show(label, seconds, unit):
    print(f"{label:52} {seconds:8.4f} s  ({1e6 * seconds / unit:8.2f} us each)")


def hashes():
    values = {f"input_{i}": 0.1 * i for i in range(9)}
    settings = {"lattice_cutoff": 24.0, "parameters": "published"}
    for number in range(COPIES):
        values["input_0"] = number * 1.1
        fingerprint("ha/vs", 1, "standard", settings, values)


def multiply(connection):
    """Give one run a hundred thousand copies, each with a state of its own."""
    connection.execute(
        "CREATE TEMP TABLE one AS SELECT * FROM run WHERE model = 'ha/vs' AND element = 'Na' "
        "AND convention = 'standard' ORDER BY id LIMIT 1"
    )
    for table, first, key, condition in (
        ("run", 10**6, "id", "id IN (SELECT id FROM one)"),
        ("run_input", 10**6, "run", "run IN (SELECT id FROM one)"),
    ):
        connection.execute(
            f"INSERT INTO {table} SELECT {first} + i, t.* EXCLUDE ({key}) FROM {table} t, "
            f"range({COPIES}) n(i) WHERE {condition}"
        )
    connection.execute(
        "INSERT INTO state SELECT 1000000 + i, s.* EXCLUDE (id) REPLACE ('copy ' || i AS place, "
        "1000000 + i AS run) "
        f"FROM (FROM state LIMIT 1) s, range({COPIES}) n(i)"
    )
    connection.execute(
        "INSERT INTO run_count BY NAME SELECT c.* REPLACE (1000000 + i AS run) "
        f"FROM (FROM run_count LIMIT 1) c, range({COPIES}) n(i)"
    )


def main(source=None):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.duckdb"
        if source:
            shutil.copy(source, path)
        else:
            started = time.perf_counter()
            build(path)
            show("default catalog from nothing", time.perf_counter() - started, 1)
        with duckdb.connect(path) as connection:
            runs, states = connection.execute(
                "SELECT count(*), sum(states)::BIGINT FROM run_count"
            ).fetchall()[0]
            connection.execute(EDIT, [2.1])
            seconds, stale = best(stale_runs, connection)
            show(f"stale among {runs} runs, {states} states: {len(stale)}", seconds, runs)
            shown = connection.execute(
                "SELECT s.run FROM state s JOIN result r ON r.run = s.run AND r.state = s.id "
                "WHERE s.model = 'ha/vs' AND s.element = 'Na' AND s.convention = 'standard'"
            ).fetchall()
            rows = [run for (run,) in shown]
            seconds, _ = best(stale_notice, connection, rows)
            show(f"hint beside a query of {len(rows)} rows", seconds, 1)
            seconds, _ = best(hashes)
            show(f"{COPIES} fingerprints hashed", seconds, COPIES)
            multiply(connection)
            for value in (2.085, 2.1):
                connection.execute(EDIT, [value])
                seconds, stale = best(stale_runs, connection)
                show(f"stale among {runs + COPIES} runs: {len(stale)}", seconds, runs + COPIES)


if __name__ == "__main__":
    main(*sys.argv[1:])
