"""The printed tables as checks: one row for every table, model and property of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.catalog.compare.cells import reachable
from metaleos.catalog.compare.verdicts import GROUP, summary, verdicts
from metaleos.catalog.verify.check import Check
from metaleos.ingest.papers import paper_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import duckdb


def paper_checks(connection: duckdb.DuckDBPyConnection, models: Collection[str]) -> Iterator[Check]:
    """Yield a check of kind ``paper`` for every table, model and property that `models` yield.

    The residual is the number of cells that disagree, the tolerance 0: nothing is forgiven.
    """
    found = verdicts(connection, solvers=models)
    for row in summary(found):
        members = [
            item for item in found if all(getattr(item, name) == row[name] for name in GROUP)
        ]
        results = row["agrees"] + row["explained"] + row["disagrees"]
        model = paper_of(row["source"]).model(row["model"])
        model = reachable(model, row["property"], members[0].term) or model
        if not results or model not in models:
            continue
        yield Check(
            kind="paper",
            name=f"{row['source']} table {row['table_no']}: {row['property']} [{row['unit']}]",
            model=model,
            element="*",
            convention="printed",
            state="as printed",
            residual=float(row["disagrees"]),
            tolerance=0.0,
            grade="fail" if row["disagrees"] else "pass",
            detail=f"of {results} cells {row['agrees']} agree, {row['explained']} are explained, "
            f"{row['disagrees']} disagree",
        )
