"""What a catalog holds: facts, runs, states and results by model and outcome, and what is stale."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from metaleos.catalog.freshness import CurrentRun, current_runs
from metaleos.catalog.inputs import Facts

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

FACTS = (
    "element", "source", "property", "constant", "observation", "parameter", "cell", "published",
    "erratum",
)  # fmt: skip
OUTCOMES = ("ok", "no_solution", "not_converged", "out_of_range", "invalid_input", "failed")


def status(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    *,
    elements: list[str] | None = None,
    names: list[str] | None = None,
    which: list[str] | None = None,
    why: bool = False,
) -> dict[str, Any]:
    """Return what the catalog at `path` holds and how much of it is stale.

    Parameters
    ----------
    connection : DuckDBPyConnection
    path : Path
    elements, names, which : list of str
        Elements, models and conventions; None or nothing means all.
    why : bool
        Also list every cause, and the default states that are not solved yet.

    Returns
    -------
    dict
        ``catalog`` (location, bytes, built by ...), ``facts`` (rows by table), ``rows`` (one a
        model and convention, failures counted in every coverage), ``stale`` (one a stale run and
        cause), ``unsolved`` (one a model, convention and element, with `why`), ``stale_states``.
    """
    facts = Facts(connection)
    runs = current_runs(
        connection, facts, only_elements=elements, only_models=names, only_conventions=which
    )
    stale = [run for run in runs if run.is_stale]
    counted = Counter[tuple[str, str]]()
    for run in stale:
        counted[run.model, run.convention] += run.states
    rows = _coverage(connection, elements, names, which)
    for row in rows:
        row["stale"] = counted[row["model"], row["convention"]]
    return {
        "catalog": _described(connection, path),
        "facts": {
            table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
            for table in FACTS
        },
        "rows": rows,
        "stale_states": sum(run.states for run in stale),
        "stale": _causes(stale) if why else [],
        "unsolved": _unsolved(connection, facts, elements, names, which) if why else [],
    }


def _described(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, Any]:
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    runs, superseded = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE id NOT IN (SELECT run FROM current_run)) FROM run"
    ).fetchall()[0]
    states, results = connection.execute(
        "SELECT (SELECT count(*) FROM current_run), (SELECT count(*) FROM current_run c "
        "JOIN result r ON r.run = c.run AND r.state = c.state)"
    ).fetchall()[0]
    return {
        "location": str(path),
        "bytes": path.stat().st_size,
        "built_by": meta.get("built_by", ""),
        "built_at": meta.get("built_at", ""),
        "schema_version": meta.get("schema_version", ""),
        "runs": runs,
        "superseded_runs": superseded,
        "states": states,
        "results": results,
    }


def _coverage(
    connection: duckdb.DuckDBPyConnection,
    elements: list[str] | None,
    names: list[str] | None,
    which: list[str] | None,
) -> list[dict[str, Any]]:
    filters: list[Any] = []
    for wanted in (elements, names, which):
        filters += [not wanted, list(wanted or ())]
    counts = ", ".join(f"count(*) FILTER (WHERE r.outcome = '{name}')" for name in OUTCOMES)
    rows = connection.execute(
        f"SELECT s.model, s.convention, count(DISTINCT s.element), count(DISTINCT s.id), count(*), "
        f"{counts} FROM current_run c JOIN result r ON r.run = c.run AND r.state = c.state "
        "JOIN state s ON s.id = c.state JOIN model m ON m.name = s.model "
        "WHERE (? OR list_contains(?, s.element)) AND (? OR list_contains(?, s.model)) "
        "AND (? OR list_contains(?, s.convention)) "
        "GROUP BY s.model, s.convention, m.rowid ORDER BY m.rowid, s.convention DESC",
        filters,
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
    connection: duckdb.DuckDBPyConnection,
    facts: Facts,
    elements: list[str] | None,
    names: list[str] | None,
    which: list[str] | None,
) -> list[dict[str, Any]]:
    from metaleos.catalog.plan import default_plan  # noqa: PLC0415  # takes most of a second

    stored = set(
        connection.execute(
            "SELECT s.model, s.convention, s.element, s.anchor FROM state s "
            "JOIN current_run c ON c.state = s.id"
        ).fetchall()
    )
    counted = Counter[tuple[str, str, str]]()
    for model, convention, table in default_plan(
        connection, facts,
        only_models=names or None, only_elements=elements or None, only_conventions=which or None,
    ):  # fmt: skip
        for element, anchor in zip(table.element, table.anchor, strict=True):
            if (model.name, convention, element, anchor) not in stored:
                counted[model.name, convention, element] += 1
    return [
        {"element": element, "model": model, "convention": convention, "states": count}
        for (model, convention, element), count in counted.items()
    ]
