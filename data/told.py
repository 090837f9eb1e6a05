"""Write what is counted of the printed cells into the pages: ``python -m data.told``.

A page names a count by a pair of comments, and what stands between them is written here:
``<!-- told: all -->``, ``<!-- told: PAPER -->``, ``<!-- told: PAPER THEORY QUANTITY -->``, or this
with ``within ROOM``, each closed by ``<!-- / -->``. ``--check`` writes nothing and fails where a
page says something else.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from metaleos.catalog.compare.causes import inferred_numbers
from metaleos.catalog.compare.counted import columns_of, counted, solver_of
from metaleos.catalog.compare.rules import RESULTS, WITHOUT
from metaleos.catalog.compare.stored import Stored
from metaleos.catalog.compare.verdicts import judged, printed
from metaleos.catalog.fill.build import build
from metaleos.catalog.store.file import CatalogFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metaleos.catalog.compare.cells import Verdict

TOP = Path(__file__).parents[1]
PAGES = (
    "README.md", "docs/errata.md", "docs/theory/ha.md", "docs/theory/wh.md", "docs/theory/tf.md",
    "docs/theory/tfd.md",
)  # fmt: skip
_PLACE = re.compile(r"(<!-- told: (.+?) -->).*?(<!-- / -->)", re.DOTALL)
_PLURAL = {"disagrees": "disagree"}
DIGITS, FEW = 100.0, 5
"""Percentages are of cells that are at least so many units of their last digit, if not of few."""


def told(what: str, found: Stored, steps: dict[str, float]) -> str:
    """Return what is counted of all cells, of a paper's, or of a column.

    Raises
    ------
    ValueError
        If there are no such cells.
    """
    what, _, room = what.partition(" within ")
    source, *column = what.split()
    cells = [item for item in found.verdicts if source in {"all", item.source}]
    if column:
        theory, quantity = column
        cells = [
            item for item in cells
            if solver_of(item).partition("/")[0] == theory and item.quantity == quantity
        ]  # fmt: skip
    if not cells:
        raise ValueError(f"no printed cells of {what!r}")
    if room:
        sizes = [abs(item.deviation) for item in cells if item.deviation is not None]
        return f"{sum(size <= float(room) for size in sizes)} of {len(cells)} within {room}"
    return _column(cells, steps) if column else _whole(cells, found)


def _whole(cells: Sequence[Verdict], found: Stored) -> str:
    counts = counted(cells)
    results = sum(counts[name] for name in RESULTS)
    numbers = sum(inferred_numbers(columns_of(cells), found.counts).values())
    digits = sum(item.kind == "digits" for item in cells)
    only = f" ({digits} of them only by what the digits of the printed inputs leave open)"
    without = sum(item.reason.endswith(WITHOUT) for item in cells)
    free = f" ({without} of them by `standard` too)" if without else ""
    told = _listed(
        (counts["disagrees"], "disagree"),
        (counts["described"], "only follow a formula without a known cause"),
        (counts["explained"], "are explained by one cause"),
        (counts["fitted"], f"are met with {numbers} numbers inferred from their own tables{free}"),
        (counts["reproduced"], f"are reproduced{only if digits else ''}"),
    )
    rest = _listed(
        (counts["input"], "inputs"),
        (counts["observed"], "observed"),
        (counts["not_modelled"], "not modelled"),
    )
    return f"Of {results} printed results {told}" + (f"; beside them {rest}." if rest else ".")


def _listed(*parts: tuple[int, str]) -> str:
    texts = [f"{count} {words}" for count, words in parts if count]
    return f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else "".join(texts)


def _column(cells: Sequence[Verdict], steps: dict[str, float]) -> str:
    held = [item for item in cells if item.deviation is not None and item.parsed]
    counts = {name: count for name, count in counted(held).items() if count}
    sizes = [
        (abs(item.parsed + item.deviation) - abs(item.parsed), abs(item.parsed), steps[item.cell])
        for item in held
        if item.deviation is not None and item.parsed
    ]
    percents = [100.0 * size / number for size, number, step in sizes if number >= DIGITS * step]
    verdicts = ", ".join(f"{count} {_PLURAL.get(name, name)}" for name, count in counts.items())
    unit = "" if held[0].unit == "1" else f" {held[0].unit}"
    middle = median(size for size, _, _ in sizes)
    text = (
        f"{len(held)} cells: {verdicts}; ours is larger in {sum(size > 0 for size, *_ in sizes)} "
        f"and smaller in {sum(size < 0 for size, *_ in sizes)}, by {middle:+.2g}{unit} in the "
        "median"
    )
    if len(percents) < FEW:
        return f"{text}."
    return (
        f"{text}, and by {median(percents):+.2g} % where three digits or more are printed "
        f"({len(percents)} cells, {max(map(abs, percents)):.2g} % at most)."
    )


def page(text: str, found: Stored, steps: dict[str, float]) -> str:
    """Return a page with today's counts."""
    return _PLACE.sub(lambda m: f"{m[1]}{told(m[2], found, steps)}{m[3]}", text)


def today() -> tuple[Stored, dict[str, float]]:
    """Return the verdicts on what is shipped, and one unit of the last digit by cell."""
    with TemporaryDirectory() as folder:
        catalog = Path(folder) / "catalog.duckdb"
        build(catalog, solve=False)
        with CatalogFile(catalog).reading() as connection:
            there = printed(connection)
            steps = dict(connection.execute("SELECT id, step FROM cell").fetchall())
    return Stored(judged(there), there.counts), steps


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` name those that say something else."""
    found, steps = today()
    changed = 0
    for name in PAGES:
        path = TOP / name
        before = path.read_text(encoding="utf-8")
        after = page(before, found, steps)
        if after != before:
            changed += 1
            print(f"CHANGED {name}")
            if "--check" not in arguments:
                path.write_text(after, encoding="utf-8")
    return int(bool(changed) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
