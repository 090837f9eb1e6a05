"""What a stored result costs in a sweep: bytes of the file, and CPU time over a bare INSERT.

All that a sweep stores counts: results, states, runs and their inputs, counts, with COMMIT and
CHECKPOINT. The bare INSERT puts the same columns of results into a table without keys or checks.

Run: python -m benchmarks.bench_store [ROUNDS]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from metaleos.catalog.fill.build import build
from metaleos.catalog.fill.write import store_solved
from metaleos.catalog.solve.solving import solve_table
from metaleos.catalog.states.request import state_request
from metaleos.catalog.states.table import element_states, joined
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.owner import STORAGE
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from metaleos.catalog.solve.solving import Solved

ROUNDS = 5
ELEMENTS = ("Al", "Cu")
GRID = {"temperature": "1:1000:100:log eV", "compression": "0.11:9:100:log"}
_BARE = (
    "CREATE TABLE bare (run BIGINT, state BIGINT, property VARCHAR, term VARCHAR, value DOUBLE, "
    "error_estimate DOUBLE, outcome VARCHAR, reason VARCHAR)"
)


def sweep(connection: duckdb.DuckDBPyConnection) -> Solved:
    """Solve a batch of a sweep: two elements of `tf` on a grid of 10,000 states."""
    facts, model = Facts(connection), models()["tf/exact"]
    request = state_request(**GRID)
    tables = [element_states(model, e, "standard", facts, request) for e in ELEMENTS]
    return solve_table(model, "standard", joined(tables), facts)


def moved(solved: Solved, number: int) -> Solved:
    """Return the batch as if it had been solved at other temperatures, the `number`-th time."""
    variables = dict(solved.table.variables)
    variables["temperature"] = variables["temperature"] * (1.0 + 1e-4 * number)
    pairs = zip(variables["temperature"], variables["volume"], strict=True)
    anchor = np.array([f"temperature={t:.10g}|volume={v:.10g}" for t, v in pairs], dtype=object)
    return replace(
        solved,
        table=replace(
            solved.table,
            variables=variables,
            anchor=anchor,
            is_reference=np.zeros(len(anchor), dtype=bool),
        ),
    )


def columns_of(solved: Solved) -> dict[str, np.ndarray]:
    """Return the columns of the results of a batch, as numpy has them."""
    scalars, count = list(solved.scalars()), len(solved.table)
    return {
        "run": np.repeat(np.arange(len(ELEMENTS)), count // len(ELEMENTS) * len(scalars)),
        "state": np.tile(np.arange(count), len(scalars)),
        "property": np.repeat(np.array([item[0] for item in scalars], dtype=object), count),
        "term": np.repeat(np.array([item[1] for item in scalars], dtype=object), count),
        "value": np.concatenate([item[2] for item in scalars]),
        "error_estimate": np.concatenate([item[3] for item in scalars]),
        "outcome": np.concatenate([item[4] for item in scalars]),
        "reason": np.concatenate([item[5] for item in scalars]),
    }


def stored(path: Path, solved: Solved) -> tuple[int, float]:
    """Store a batch, and return the number of results and the CPU time [s]."""
    with duckdb.connect(path, config=STORAGE) as connection:
        started = time.process_time()
        connection.execute("BEGIN")
        count = store_solved(connection, solved)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
        return count, time.process_time() - started


def bare(path: Path, columns: dict[str, np.ndarray]) -> float:
    """Insert the same columns into a table without keys, and return the CPU time [s]."""
    with duckdb.connect(path, config=STORAGE) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS " + _BARE.removeprefix("CREATE TABLE "))
        started = time.process_time()
        connection.execute("BEGIN")
        connection.register("batch", columns)
        connection.execute("INSERT INTO bare SELECT * FROM batch")
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
        return time.process_time() - started


def measure(folder: Path, rounds: int) -> dict[str, float]:
    """Store a batch `rounds` times, each at its own temperatures, in turn with the bare INSERT.

    Returns
    -------
    dict of str to float
        ``bytes`` a result; ``us`` and ``bare_us``, CPU time a result; ``store``, their ratio.
    """
    path = folder / "catalog.duckdb"
    build(path, solve=False)
    with duckdb.connect(path, read_only=True) as connection:
        solved = sweep(connection)
    columns, before, count = columns_of(solved), path.stat().st_size, 0
    ours, theirs = [], []
    for number in range(rounds):
        stored_now, seconds = stored(path, moved(solved, number))
        count += stored_now
        ours.append(1e6 * seconds / stored_now)
        theirs.append(1e6 * bare(folder / "bare.duckdb", columns) / stored_now)
    return {
        "store_bytes": (path.stat().st_size - before) / count,
        "us": min(ours),
        "bare_us": min(theirs),
        "store": statistics.median(a / b for a, b in zip(ours, theirs, strict=True)),
    }


def ratios() -> dict[str, float]:
    """Return the ratios that ``limits.toml`` bounds."""
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), ROUNDS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        found = measure(Path(name), int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
    print(f"a result of a sweep: {found['store_bytes']:.1f} bytes, {found['us']:.2f} us")
    print(f"over a bare INSERT ({found['bare_us']:.2f} us): {found['store']:.2f}")
