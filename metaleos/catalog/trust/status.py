"""What a catalog holds: facts, runs, states and results by model and outcome, and what is stale."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.solve.staleness import CurrentRun, stale_runs
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.select import count, dicts
from metaleos.solvers.protocol import OUTCOMES

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from metaleos.catalog.states.selection import Selection

FACTS = (
    "element", "source", "property", "constant", "observation", "reference", "parameter",
    "cell", "published", "erratum",
)  # fmt: skip

_PLACE = ("model", "convention", "element", "place")
_HEADINGS = {
    "model": "model", "convention": "convention", "elements": "elements", "states": "states",
    "results": "results", "ok": "ok", "undefined": "undefined",
    "coverage": "coverage", "stale": "stale states",
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
        One row a model and convention. Coverage is of the results that exist: failures are
        counted in it, what is undefined is not. Beside them
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
    tables = {table: count(connection, f"FROM {table}") for table in FACTS}
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
    (counts,) = dicts(
        connection,
        "SELECT (SELECT count(*) FROM run) AS runs, "
        "(SELECT count(*) FROM run) - count(*) AS superseded_runs, "
        "coalesce(sum(states), 0)::BIGINT AS states, coalesce(sum(results), 0)::BIGINT AS results "
        "FROM run_count",
    )
    stamps = {name: meta.get(name, "") for name in ("built_by", "built_at", "schema_version")}
    return {"location": str(path), "bytes": path.stat().st_size, **stamps, **counts}


def _coverage(connection: duckdb.DuckDBPyConnection, selection: Selection) -> list[dict[str, Any]]:
    where, values = selection.filters("r")
    names = ("states", "results", *OUTCOMES)
    counts = ", ".join(f"sum(c.{name})::BIGINT AS {name}" for name in names)
    return dicts(
        connection,
        f"SELECT r.model, r.convention, count(DISTINCT r.element) AS elements, {counts}, "
        "sum(c.ok) / nullif(sum(c.results) - sum(c.undefined), 0) AS coverage "
        "FROM run_count c JOIN run r ON r.id = c.run JOIN model m ON m.name = r.model "
        f"WHERE {where} "
        "GROUP BY r.model, r.convention, m.rowid ORDER BY m.rowid, r.convention DESC",
        values,
    )


def _causes(stale: list[CurrentRun]) -> list[dict[str, Any]]:
    found = []
    for run in stale:
        about = {name: getattr(run, name) for name in ("element", "model", "convention", "states")}
        for cause in run.causes:
            what = {name: getattr(cause, name) for name in ("kind", "name", "old", "new", "unit")}
            found.append({**about, "run": run.id, **what, "why": str(cause)})
    return found


def _unsolved(
    connection: duckdb.DuckDBPyConnection, facts: Facts, selection: Selection
) -> list[dict[str, Any]]:
    from metaleos.catalog.states.plan import planned  # takes most of a second

    asked = [
        (model.name, convention, str(element), place)
        for model, convention, table in planned(connection, facts, selection)
        for element, place in zip(table.element, table.places(), strict=True)
    ]
    # Of what is stored, however much, only what is planned is handed over.
    known = set(
        connection.execute(
            f"SELECT {', '.join(f's.{name}' for name in _PLACE)} FROM state s JOIN (SELECT "
            f"{', '.join(f'unnest(?::VARCHAR[]) AS {name}' for name in _PLACE)}) w "
            f"USING ({', '.join(_PLACE)}) WHERE s.run IS NOT NULL",
            [[place[n] for place in asked] for n in range(len(_PLACE))],
        ).fetchall()
    )
    counted = Counter(place[:3] for place in asked if place not in known)
    return [
        {"element": element, "model": model, "convention": convention, "states": count}
        for (model, convention, element), count in counted.items()
    ]
