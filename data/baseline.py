"""Accept what `metaleos verify` finds now as the baseline: ``python -m data.baseline``.

A maintainer's act (``nox -s accept``), of which no command of the package is capable. It builds a
catalog of the shipped facts, runs every check, prints what moved and writes the file; ``--check``
writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from data.products import PACKAGE
from metaleos.catalog.fill.build import build
from metaleos.catalog.states.selection import Selection
from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.verify import baseline
from metaleos.catalog.verify.run import KINDS, run_checks
from metaleos.solvers.protocol import CONVENTIONS
from metaleos.solvers.registry import inside

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = PACKAGE / "ingest/data" / baseline.FILE


def found(catalog: Path) -> dict[baseline.Key, baseline.Outcome]:
    """Return what every check of the shipped models finds in a catalog of the shipped facts."""
    selection = Selection(models=tuple(inside()), conventions=CONVENTIONS)
    return run_checks(CatalogFile(catalog), selection, list(KINDS), store=False).outcomes


def write(outcomes: Mapping[baseline.Key, baseline.Outcome], path: Path) -> None:
    """Write the file: by kind and model, within them in the order of the run and of the tables."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(baseline.COLUMNS)
        for key in sorted(outcomes, key=lambda key: key[:3]):
            writer.writerow((*key, *outcomes[key].fields()))


def main(arguments: list[str] | None = None) -> int:
    """Run the program; with ``--check`` exit code 1 where anything moved."""
    parser = argparse.ArgumentParser(prog="python -m data.baseline", description=__doc__)
    parser.add_argument("--check", action="store_true", help="say what moved and write nothing")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        catalog = Path(folder) / "catalog.duckdb"
        build(catalog, solve=False)
        now = found(catalog)
    before = baseline.stored() if PATH.is_file() else {}
    moved = baseline.moves(before, now)
    for row in moved:
        sign = "+" if row["better"] else "!"
        print(f"{sign} {row['kind']}, {row['model']} ({row['convention']}), {row['name']}: "
              f"{row['was'] or 'not there'} -> {row['now'] or 'gone'}")  # fmt: skip
    print(f"{len(moved)} of {len(now)} outcomes moved, "
          f"{sum(not row['better'] for row in moved)} not for the better")  # fmt: skip
    if options.check:
        return int(bool(moved))
    write(now, PATH)
    return 0


if __name__ == "__main__":
    sys.exit(main())
