"""``python -m tests.faults``: 120 planted faults and more; ``--few`` a seeded 15 of them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.faults.session import chosen, dump, session, summary

SEED = 20261130


def main() -> int:
    """Plant, judge, tell; exit code 1 where a share is missed or an unknown fault survives."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--few", action="store_true", help="15 faults, for every change")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--into", type=Path, help="a file of JSON lines for what was found")
    options = parser.parse_args()
    numbers = (7, 3, 3, 2) if options.few else (60, 32, 20, 12)
    start, found = perf_counter(), []
    with TemporaryDirectory() as folder:
        for one in session(chosen(options.seed, *numbers), Path(folder), options.workers):
            found.append(one)
            what = one.by or ("SURVIVES" if one.counts else "changes nothing")
            print(f"{what:16} {one.seconds:6.1f} s  {one.fault}", flush=True)
            if options.into:
                dump(found, options.into)
    lines, good = summary(found, shares=not options.few)
    print("\n".join([*lines, f"{len(found)} faults in {perf_counter() - start:.0f} s"]))
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
