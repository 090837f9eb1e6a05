"""How fast `metaleos ingest my.csv` takes in a large file, beside merely reading the csv.

python -m benchmarks.bench_ingest [rows]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import duckdb

from metaleos.catalog.catalog import Catalog
from metaleos.catalog.fill.build import build

ELEMENTS = ("Na", "K", "Li", "Al", "Fe", "Cu", "Ag", "Au", "W", "Pb")


def write(path: Path, rows: int, model: str, uncertain: str) -> None:
    with path.open("w") as stream:
        stream.write("element,property,value,unit,source,temperature,phase,model\n")
        for i in range(rows):
            stream.write(
                f"{ELEMENTS[i % 10]},bulk_modulus,{5 + i % 977 / 1000:.4f}{uncertain},GPa,lab,"
                f"{300 + i * 0.01:.2f},bcc,{model}\n"
            )


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, csv = Path(folder) / "c.duckdb", Path(folder) / "big.csv"
        build(path, solve=False)
        catalog = Catalog(path)
        for name, model, uncertain in (
            ("observations", "", ""),
            ("observations, 5.1234(6)", "", "(6)"),
            ("published values", "ha/vs", ""),
        ):
            write(csv, rows, model, uncertain)
            started = time.perf_counter()
            with duckdb.connect() as connection:
                connection.execute(
                    "CREATE TABLE t AS SELECT * FROM read_csv(?, all_varchar = true)", [str(csv)]
                )
            reading = time.perf_counter() - started
            times = []
            for call in (
                lambda: catalog.ingest(csv, dry_run=True),
                lambda: catalog.ingest(csv),
                lambda: catalog.ingest(csv),
                lambda: catalog.remove("lab"),
            ):
                started = time.perf_counter()
                call()
                times.append(time.perf_counter() - started)
            dry, first, again, out = (rows / seconds for seconds in times)
            print(
                f"{name}: {rows} rows; rows a second: dry run {dry:,.0f}, stored {first:,.0f}, "
                f"again {again:,.0f}, taken out {out:,.0f}; stored takes "
                f"{times[1] / reading:.1f} times as long as reading the csv"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
