"""Rebuild data files: ``python -m data [NAME ...] [--into FOLDER]`` from the repository's top."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from data.products import GROUPS, HAND_KEPT, INPUTS, PACKAGE, PRODUCTS, chosen


def rebuild(names: list[str], package: Path) -> dict[str, bool]:
    """Make the named products below `package`.

    Returns
    -------
    dict
        Path of each file below the package, and whether it differs from what stood in the package
        before.
    """
    changed: dict[str, bool] = {}
    for product in chosen(names):
        paths = [PACKAGE / path for path in product.files]
        before = [path.read_bytes() if path.is_file() else None for path in paths]
        product.build(INPUTS, package)
        for path, old in zip(product.files, before, strict=True):
            changed[path] = (package / path).read_bytes() != old
            print(f"{'CHANGED' if changed[path] else 'same':8}{path}", flush=True)
    return changed


def main(arguments: list[str] | None = None) -> int:
    """Run the command; exit code 2 for an unknown name."""
    made = ", ".join(f"{name} ({p.seconds:g} s)" for name, p in PRODUCTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m data",
        description="Rebuild the data files of metaleos from data/inputs.",
        epilog=f"Names: {made}; groups: {', '.join(GROUPS)}. Kept by hand in metaleos/: "
        f"{', '.join(HAND_KEPT)}.",
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="what to make (default: text, which takes a second)",
    )
    parser.add_argument(
        "--into", type=Path, default=PACKAGE, metavar="FOLDER",
        help="write below this folder instead of metaleos/, and DATA-LICENSES.md beside it",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        rebuild(options.names, options.into)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
