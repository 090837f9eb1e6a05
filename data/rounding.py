"""Show how the papers rounded: ``python -m data.rounding``.

Of a cell whose `printed` value lies within one unit of the last digit some say something: half a
unit to zero is what only rounding gives, between a half and one away from zero what only truncation
gives. A column of eight such cells or more, of which at most a fifth only truncate, was rounded; at
most a fifth only round, truncated; else both happened in it. Columns of fewer count as rounded.
Cells for which the inputs' digits leave open more than one unit say nothing.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from metaleos.catalog.compare.rules import RESULTS
from metaleos.catalog.compare.verdicts import verdicts
from metaleos.catalog.fill.build import build
from metaleos.catalog.store.file import CatalogFile
from metaleos.catalog.store.select import by
from metaleos.ingest.papers import paper_of
from metaleos.ingest.papers.paper import EITHER, ROUNDED, TRUNCATED, Room

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from metaleos.catalog.compare.cells import Verdict

DECISIVE = 8
FEW = 0.2
WORDS = {ROUNDED: "rounded", TRUNCATED: "truncated", EITHER: "both"}


class Sides(NamedTuple):
    """How many cells of a column lie where, in units of the last digit, away from zero."""

    cells: int
    neither: int
    only_round: int
    both: int
    only_truncate: int

    @property
    def room(self) -> Room:
        """What the column shows."""
        decisive = self.only_round + self.only_truncate
        if decisive < DECISIVE or self.only_truncate <= FEW * decisive:
            return ROUNDED
        return TRUNCATED if self.only_round <= FEW * decisive else EITHER


def sides(found: Iterable[Verdict], steps: Mapping[str, float]) -> dict[tuple[str, str], Sides]:
    """Return what every column shows, by paper and quantity; `steps` are those of the cells."""
    told = [
        item for item in found
        if item.verdict in RESULTS and item.as_printed is not None and item.parsed
        and steps[item.cell] > 0.0 and (item.spread or 0.0) <= steps[item.cell]
        and item.quantity not in paper_of(item.source).grids
    ]  # fmt: skip
    shown = {}
    for key, members in by(told, lambda item: (item.source, item.quantity)).items():
        units = [_away(item) / steps[item.cell] for item in members]
        shown[key] = Sides(
            len(units),
            sum(-1.0 <= unit < -0.5 for unit in units),
            sum(-0.5 <= unit < 0.0 for unit in units),
            sum(0.0 <= unit <= 0.5 for unit in units),
            sum(0.5 < unit <= 1.0 for unit in units),
        )
    return shown


def _away(item: Verdict) -> float:
    ours, printed = item.as_printed or 0.0, item.parsed or 0.0
    return (ours - printed) * (1.0 if printed > 0.0 else -1.0)


def main() -> None:
    """Print every column of the papers, with what it shows and what is declared."""
    with TemporaryDirectory() as folder:
        catalog = Path(folder) / "catalog.duckdb"
        build(catalog, solve=False)
        with CatalogFile(catalog).reading() as connection:
            found = verdicts(connection)
            steps = dict(connection.execute("SELECT id, step FROM cell").fetchall())
    print("paper, quantity: cells, neither, only round, both, only truncate; shows; is declared")
    for (source, quantity), counts in sides(found, steps).items():
        declared = paper_of(source).roundings.get(quantity, ROUNDED)
        numbers = ", ".join(map(str, counts))
        print(f"{source}, {quantity}: {numbers}; {WORDS[counts.room]}; {WORDS[declared]}")


if __name__ == "__main__":
    main()
