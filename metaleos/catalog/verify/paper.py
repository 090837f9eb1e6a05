"""The printed tables as checks: one row for every table, model and property of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.compare.cells import reachable
from metaleos.catalog.compare.verdicts import GROUP, summary
from metaleos.catalog.verify.check import Check
from metaleos.ingest.papers import paper_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.compare.verdicts import Verdict


def solver_of(cell: Verdict) -> str:
    """Return the model of ours that a printed cell is held against."""
    model = paper_of(cell.source).model(cell.model)
    return reachable(model, cell.property, cell.term) or model


def paper_checks(cells: list[Verdict]) -> Iterator[Check]:
    """Yield a check of kind ``paper`` for every table, model and property.

    The residual is the number of cells that disagree, the tolerance 0: nothing is forgiven.
    """
    solvers = {tuple(getattr(cell, name) for name in GROUP): solver_of(cell) for cell in cells}
    for row in summary(cells):
        results = row["agrees"] + row["explained"] + row["disagrees"]
        if results:
            yield Check(
                kind="paper",
                name=f"{row['source']} table {row['table_no']}: {row['property']} [{row['unit']}]",
                model=solvers[tuple(row[name] for name in GROUP)],
                element="*",
                convention="printed",
                state="as printed",
                residual=float(row["disagrees"]),
                tolerance=0.0,
                grade="fail" if row["disagrees"] else "pass",
                detail=f"of {results} cells {row['agrees']} agree, {row['explained']} are "
                f"explained, {row['disagrees']} disagree",
            )
