"""Whether commands grow with what is stored: CPU time on a large catalog over that on the default.

A sweep is stored over and over, each time at other temperatures, until the catalog has as many
results as were asked for. Whole processes are timed (user and system), in turn on both catalogs,
the least of several. The largest resident memory of each is kept too (Linux).

Run: python -m benchmarks.bench_flat [RESULTS [COMMAND ...]]
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.bench_store import moved, stored, sweep
from metaleos.catalog.fill.build import build

RESULTS = 3_300_000
ROUNDS = 5
COMMANDS = {
    "status": ["status"],
    "query": ["query", "-e", "Na", "-m", "VS"],
    "query_all": ["query", "--all", "--limit", "5"],
    "query_piped": ["query", "-e", "Al", "-m", "tf", "-p", "pressure", "--all", "--limit", "5",
                    "--format", "json"],
    "nearest": ["query", "-e", "Al", "-m", "tf", "--temperature", "7.1 eV", "--compression", "2"],
    "status_why": ["status", "--why"],
    "models": ["models"],
    "elements": ["elements"],
    "explain": ["explain", "-e", "Al", "-m", "tf", "-p", "pressure"],
    "compare": ["compare", "-e", "Na"],
    "cite": ["cite", "-e", "Na", "-m", "VS"],
    "compute": ["compute", "-e", "Al", "-m", "tf", "--temperature", "{number} K"],
    "export": ["export", "-m", "tf", "--all", "-o", "{folder}/all.parquet"],
}  # fmt: skip
"""By name; ``{number}`` is another one each time."""
_MAIN = """
import sys
from pathlib import Path
from metaleos.cli import main
try:
    main(sys.argv[2:])
finally:
    lines = Path("/proc/self/status").read_text().splitlines()
    Path(sys.argv[1]).write_text(next(line.split()[1] for line in lines if "VmHWM" in line))
"""


def grown(small: Path, large: Path, results: int) -> Path:
    """Copy a default catalog and store sweeps in it until it has so many results."""
    shutil.copy(small, large)
    with duckdb.connect(large, read_only=True) as connection:
        solved = sweep(connection)
        have = connection.execute("SELECT sum(results) FROM run_count").fetchall()[0][0]
    number = 0
    while have < results:
        number += 1
        have += stored(large, moved(solved, number))[0]
    return large


def run(path: Path, command: list[str], number: int) -> tuple[float, float]:
    """Return the CPU time [s] and the largest memory [MB] of a command on a catalog."""
    words = [word.format(number=number, folder=path.parent) for word in command]
    memory = path.with_suffix(".memory")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", _MAIN, str(memory), *words, "--db", str(path)],
        check=True, capture_output=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, int(memory.read_text()) / 1e3


def measure(
    small: Path, large: Path, commands: list[str], rounds: int = ROUNDS
) -> dict[str, dict[str, tuple[float, float]]]:
    """Return, by command, CPU time and memory on both catalogs: the least of `rounds`."""
    found = {}
    for name in commands:
        runs: dict[str, list[tuple[float, float]]] = {"small": [], "large": []}
        for number in range(rounds):
            for size, path in (("small", small), ("large", large)):
                runs[size].append(run(path, COMMANDS[name], 1000 + number))
        found[name] = {
            size: (min(r[0] for r in some), min(r[1] for r in some)) for size, some in runs.items()
        }
    return found


def ratios() -> dict[str, float]:
    """Return the ratios that ``limits.toml`` bounds: by command, as ``flat_status``."""
    with tempfile.TemporaryDirectory() as name:
        small, large = Path(name) / "small.duckdb", Path(name) / "large.duckdb"
        build(small)
        grown(small, large, RESULTS)
        chosen = [name for name in COMMANDS if name != "export"]
        found = measure(small, large, chosen)
    return {f"flat_{name}": both["large"][0] / both["small"][0] for name, both in found.items()}


def main(results: int, commands: list[str]) -> None:
    """Print a line a command."""
    folder = Path(os.environ.get("BENCH_FOLDER") or tempfile.mkdtemp())
    small, large = folder / "small.duckdb", folder / f"{results}.duckdb"
    if not small.exists():
        build(small)
    if not large.exists():
        grown(small, large, results)
    print(f"{small.stat().st_size / 1e6:.1f} MB and {large.stat().st_size / 1e6:.1f} MB")
    for name in commands:
        both = measure(small, large, [name])[name]
        (few, low), (many, high) = both["small"], both["large"]
        times = f"{few:6.2f} s {many:6.2f} s  {many / few:5.2f}"
        print(f"{name:12} {times}   {low:5.0f} MB {high:5.0f} MB", flush=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    main(int(words[0]) if words else RESULTS, words[1:] or list(COMMANDS))
