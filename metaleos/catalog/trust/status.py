"""What a catalog holds: facts, runs, states and results by model and outcome, and what is stale."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.solve.staleness import CurrentRun, stale_runs
from metaleos.catalog.store.facts import Facts
from metaleos.solvers.protocol import OUTCOMES

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from metaleos.catalog.states.selection import Selection

FACTS = (
    "element", "source", "property", "constant", "observation", "parameter", "cell", "published",
    "erratum",
)  # fmt: skip

_HEADINGS = {
    "model": "model", "convention": "convention", "elements": "elements", "states": "states",
    "results": "results", "ok": "ok", "coverage": "coverage", "stale": "stale states",
}  # fmt: skip


def status(
    connection: duckdb.DuckDBPyConnection, path: Path, selection: Selection, *, why: bool = False
) -> Answer:
    """Return what the catalog at `path` holds and how much of it is stale.

    Parameters
    ----------
    connection : DuckDBPyConnection
    path : Path
    selection : Selection
        Its elements, models and conventions.
    why : bool
        Also list every cause, and the default states that are not solved yet.

    Returns
    -------
    Answer
        One row a model and convention, failures counted in every coverage. Beside them
        ``catalog`` (location, bytes, built by ...), ``facts`` (rows by table), ``stale`` (one a
        stale run and cause), ``unsolved`` (one a model, convention and element, with `why`),
        ``stale_states``.
    """
    facts = Facts(connection)
    stale = stale_runs(connection, facts, selection)
    counted = Counter[tuple[str, str]]()
    for run in stale:
        counted[run.model, run.convention] += run.states
    rows = _coverage(connection, selection)
    for row in rows:
        row["stale"] = counted[row["model"], row["convention"]]
    tables = {
        table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
        for table in FACTS
    }
    return Answer(
        "metaleos.status/1",
        rows,
        headings=_HEADINGS,
        extra={
            "catalog": _described(connection, path),
            "facts": tables,
            "stale_states": sum(run.states for run in stale),
            "stale": _causes(stale) if why else [],
            "unsolved": _unsolved(connection, facts, selection) if why else [],
        },
    )


def _described(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Any]:
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    runs, current, states, results = connection.execute(
        "SELECT (SELECT count(*) FROM run), count(*), coalesce(sum(states), 0)::BIGINT, "
        "coalesce(sum(results), 0)::BIGINT FROM run_count"
    ).fetchall()[0]
    return {
        "location": str(path),
        "bytes": path.stat().st_size,
        "built_by": meta.get("built_by", ""),
        "built_at": meta.get("built_at", ""),
        "schema_version": meta.get("schema_version", ""),
        "runs": runs,
        "superseded_runs": runs - current,
        "states": states,
        "results": results,
    }


def _coverage(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[dict[str, Any]]:
    where, values = selection.filters("r")
    counts = ", ".join(f"sum(c.{name})::BIGINT" for name in ("states", "results", *OUTCOMES))
    rows = connection.execute(
        f"SELECT r.model, r.convention, count(DISTINCT r.element), {counts} "
        "FROM run_count c JOIN run r ON r.id = c.run JOIN model m ON m.name = r.model "
        f"WHERE {where} "
        "GROUP BY r.model, r.convention, m.rowid ORDER BY m.rowid, r.convention DESC",
        values,
    ).fetchall()
    found = []
    for model, convention, covered, states, results, *by_outcome in rows:
        found.append(
            {
                "model": model,
                "convention": convention,
                "elements": covered,
                "states": states,
                "results": results,
                **dict(zip(OUTCOMES, by_outcome, strict=True)),
                "coverage": by_outcome[0] / results if results else None,
            }
        )
    return found


def _causes(stale: list[CurrentRun]) -> list[dict[str, Any]]:
    return [
        {
            "element": run.element,
            "model": run.model,
            "convention": run.convention,
            "states": run.states,
            "run": run.id,
            "kind": cause.kind,
            "name": cause.name,
            "old": cause.old,
            "new": cause.new,
            "unit": cause.unit,
            "why": str(cause),
        }
        for run in stale
        for cause in run.causes
    ]


def _unsolved(
    connection: duckdb.DuckDBPyConnection, facts: Facts, selection: Selection
) -> list[dict[str, Any]]:
    from metaleos.catalog.states.plan import default_plan  # takes most of a second

    known = set(
        connection.execute(
            "SELECT model, convention, element, place FROM state WHERE run IS NOT NULL"
        ).fetchall()
    )
    counted = Counter[tuple[str, str, str]]()
    for model, convention, table in default_plan(connection, facts, selection):
        for element, place in zip(table.element, table.places(), strict=True):
            if (model.name, convention, element, place) not in known:
                counted[model.name, convention, element] += 1
    return [
        {"element": element, "model": model, "convention": convention, "states": count}
        for (model, convention, element), count in counted.items()
    ]
