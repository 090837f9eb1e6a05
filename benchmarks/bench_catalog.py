"""What building and asking cost: ratios measured in one run.

Run: python -m benchmarks.bench_catalog
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np

from metaleos.catalog.fill.build import build

RUNS = 11
BUILDS = 3
FLOOR = "import duckdb, typer, rich; duckdb.connect(r'{path}', read_only=True)"
QUERY = "from metaleos.cli import main; main(['query', '-e', 'Na', '-m', 'VS', '--db', r'{path}'])"
STATUS = "from metaleos.cli import main; main(['status', '--db', r'{path}'])"


def seconds(script: str) -> tuple[float, float]:
    """Return the CPU time and the time that a fresh interpreter takes for a script."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
    took, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def over_floor(path: Path, script: str) -> tuple[float, float]:
    """Return a command's CPU time over that of its imports and a read-only open, and its time.

    The two are run in turn, and the median of the ratios is taken: what else the machine does
    then slows both.
    """
    ratios, times = [], []
    for _ in range(RUNS):
        command, took = seconds(script.format(path=path))
        floor, _ = seconds(FLOOR.format(path=path))
        ratios.append(command / floor)
        times.append(took)
    return statistics.median(ratios), statistics.median(times)


def yardstick() -> float:
    """Return the CPU time of a fixed amount of the kind of work that a build does.

    Plain Python, numpy on small arrays and on large ones, and DuckDB with a primary key: nothing
    of the package, so that the ratio moves with the package alone.
    """
    started = time.process_time()
    table = {i: str(i) for i in range(300_000)}
    sum(len(table[i]) for i in range(300_000))
    small = np.linspace(0.1, 1.0, 50)
    for _ in range(30_000):
        small = np.sqrt(small * small + 1e-9)
    large = np.linspace(0.1, 1.0, 1_000_000)
    for _ in range(15):
        large = np.exp(-large)
    matrices = np.eye(20) + 0.01 * np.arange(2000 * 400).reshape(2000, 20, 20) / 8e5
    for _ in range(10):
        np.linalg.solve(matrices, np.ones((2000, 20, 1)))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (a BIGINT, b VARCHAR, v DOUBLE, PRIMARY KEY (a, b))")
        connection.execute("INSERT INTO t SELECT i, 'p' || i % 20, i / 7 FROM range(300000) r(i)")
        connection.execute("SELECT b, sum(v) FROM t GROUP BY b ORDER BY b").fetchall()
    return time.process_time() - started


def ratios() -> dict[str, float]:
    """Return the ratios that ``limits.toml`` bounds."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "catalog.duckdb"
        yardstick()
        found = []
        for _ in range(BUILDS):
            before, started = yardstick(), time.process_time()
            build(path)
            took = time.process_time() - started
            found.append(took / ((before + yardstick()) / 2.0))
        return {
            "build": min(found),
            "query": over_floor(path, QUERY)[0],
            "status": over_floor(path, STATUS)[0],
        }


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
        catalog = build_default(folder)
        for command, script in (("query", QUERY), ("status", STATUS)):
            ratio, took = over_floor(catalog, script)
            print(f"{command} over imports and read-only open: {ratio:.2f} ({1e3 * took:.0f} ms)")
