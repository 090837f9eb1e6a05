"""What asking and storing cost: ratios measured in one run.

Run: python benchmarks/bench_catalog.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np

from metaleos.catalog.build import build, create_schema

RUNS = 9
FLOOR = "import duckdb, typer, rich; duckdb.connect(r'{path}', read_only=True)"
QUERY = "from metaleos.cli import main; main(['query', '-e', 'Na', '-m', 'VS', '--db', r'{path}'])"


def seconds(script: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    return time.perf_counter() - started


def query_against_its_imports(path: Path) -> None:
    pairs = [
        (seconds(QUERY.format(path=path)), seconds(FLOOR.format(path=path))) for _ in range(RUNS)
    ]
    ratios = [query / floor for query, floor in pairs]
    print(
        f"query over imports and read-only open: {statistics.median(ratios):.2f} "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f}; "
        f"query {1e3 * statistics.median(q for q, _ in pairs):.0f} ms)"
    )


def write_100k_results(folder: Path) -> None:
    connection = duckdb.connect(folder / "write.duckdb")
    create_schema(connection)
    connection.execute(
        "INSERT INTO element VALUES (13, 'Al', 'aluminium');"
        "INSERT INTO source VALUES ('s', 'shipped', '', '', '', '', '', '', '', '');"
        "INSERT INTO model VALUES ('tf/exact', 'tf', 'exact', 't', 1, 's', true, true, '{}');"
        "INSERT INTO run VALUES (1, 'tf/exact', 'Al', 'standard', 1, '{}', repeat('0', 32), '1', "
        "TIMESTAMP '2026-01-01', 0, 10000, 0);"
        "INSERT INTO state SELECT i, 'Al', 'tf/exact', 'standard', 'a' || i, 'volume', false, "
        "0, 1, 1, 1, '', NULL, NULL FROM range(10000) t(i)"
    )
    count = 10_000
    batch = {
        "run": np.ones(count, dtype=np.int64),
        "state": np.arange(count),
        "value": np.linspace(0, 1, count),
        "error_estimate": np.full(count, 1e-9),
        "outcome": np.full(count, "ok", dtype=object),
        "reason": np.full(count, "", dtype=object),
    }
    started = time.perf_counter()
    connection.execute("BEGIN")
    for number in range(10):
        connection.register("batch", batch)
        connection.execute(
            "INSERT INTO result "
            "SELECT run, state, ?, 'total', value, error_estimate, outcome, reason FROM batch",
            [f"property {number}"],
        )
        connection.unregister("batch")
    connection.execute("COMMIT")
    print(f"100,000 results with keys and checks: {time.perf_counter() - started:.2f} s")


def build_default(folder: Path) -> Path:
    path = folder / "catalog.duckdb"
    marks: list[tuple[str, float]] = []
    started = time.perf_counter()
    build(path, lambda step, _: marks.append((step, time.perf_counter())))
    total = time.perf_counter() - started
    print(f"default catalog from nothing: {total:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
    spans = [(after[1] - before[1], before[0]) for before, after in pairwise(marks)]
    for span, step in sorted(spans, reverse=True)[:8]:
        print(f"  {step:24s} {span:5.2f} s  {100 * span / total:3.0f} %")
    return path


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_100k_results(folder)
        query_against_its_imports(build_default(folder))
