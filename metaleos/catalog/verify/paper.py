"""The printed tables as checks: one row for every table, model and property of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.compare.counted import GROUP, WORST_FIRST, solver_of, summary
from metaleos.catalog.compare.rules import GOOD, RESULTS
from metaleos.catalog.verify.check import Check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.compare.cells import Verdict


def paper_checks(cells: list[Verdict]) -> Iterator[Check]:
    """Yield a check of kind ``paper`` for every table, model and property.

    The residual is the number of cells that differ without a known cause, the tolerance 0:
    nothing is forgiven.
    """
    solvers = {tuple(getattr(cell, name) for name in GROUP): solver_of(cell) for cell in cells}
    for row in summary(cells, {}):
        results = sum(row[name] for name in RESULTS)
        bad = results - sum(row[name] for name in GOOD)
        if results:
            yield Check(
                kind="paper",
                name=f"{row['source']} table {row['table_no']}: {row['property']} [{row['unit']}]",
                model=solvers[tuple(row[name] for name in GROUP)],
                element="*",
                convention="printed",
                state="as printed",
                residual=float(bad),
                tolerance=0.0,
                grade="fail" if bad else "pass",
                detail=f"of {results} cells "
                + ", ".join(f"{row[name]} {name}" for name in WORST_FIRST if name in RESULTS),
            )
