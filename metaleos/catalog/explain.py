"""How a stored number came about: terms, inputs with their sources, solver, run, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metaleos.catalog.causes import parsed_settings
from metaleos.catalog.inputs import Facts
from metaleos.catalog.stale_hint import stale_causes

if TYPE_CHECKING:
    import duckdb

    from metaleos.catalog.answer import Answer
    from metaleos.solvers.protocol import Model


def explanations(connection: duckdb.DuckDBPyConnection, answer: Answer) -> list[dict[str, Any]]:
    """Return one explanation per state among the rows of a query.

    Parameters
    ----------
    connection : DuckDBPyConnection
    answer : Answer
        Stored rows, with the runs behind them.

    Returns
    -------
    list of dict
        Keys ``element``, ``model``, ``convention``, ``state``, ``properties`` (each with its
        terms, definition, published and observed values), ``inputs``, ``solver``, ``run``,
        ``stale``, ``checks``, ``sources``.
    """
    groups: dict[int, list[dict[str, Any]]] = {}
    for record in answer.records:
        if id(record["state"]) in answer.runs:
            groups.setdefault(id(record["state"]), []).append(record)
    runs = [answer.runs[key] for key in groups]
    stale = stale_causes(connection, runs)
    facts = Facts(connection, elements=list({r["element"] for r in answer.records}))
    defined = {
        name: {"symbol": symbol, "description": description}
        for name, symbol, description in connection.execute(
            "SELECT name, symbol, description FROM property"
        ).fetchall()
    }
    found = []
    for run, records in zip(runs, groups.values(), strict=True):
        first = records[0]
        model = _model(first["model"])
        inputs = _inputs(connection, facts, run, first, model)
        keys = dict.fromkeys(
            [
                *([model.source] if model else []),
                *(item["source"] for item in inputs),
                *(v["source"] for r in records for k in ("published", "observed") for v in r[k]),
            ]
        )
        found.append(
            {
                **{key: first[key] for key in ("element", "model", "convention", "state")},
                "properties": _properties(records, defined),
                "inputs": inputs,
                "solver": _solver(model),
                "run": _run(connection, run),
                "stale": [str(cause) for cause in stale.get(run, ())],
                "checks": _checks(connection, first),
                "sources": [key for key in keys if key],
            }
        )
    return found


def _model(name: str) -> Model | None:
    from metaleos.solvers.registry import models  # noqa: PLC0415  # not on the query path

    return models().get(name)


def _properties(
    records: list[dict[str, Any]], defined: dict[str, dict[str, str]]
) -> list[dict[str, Any]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        grouped.setdefault(record["property"], []).append(record)
    return [
        {
            "property": name,
            **defined[name],
            "unit": members[0]["unit"],
            "terms": [
                {
                    key: member[key]
                    for key in ("term", "value", "error_estimate", "outcome", "reason")
                }
                | {"published": member["published"], "observed": member["observed"]}
                for member in members
            ],
        }
        for name, members in grouped.items()
    ]


def _inputs(
    connection: duckdb.DuckDBPyConnection,
    facts: Facts,
    run: int,
    record: dict[str, Any],
    model: Model | None,
) -> list[dict[str, Any]]:
    described = {item.name: item.description for item in model.inputs} if model else {}
    theory, _, variant = record["model"].partition("/")
    rows = []
    for name, kind, value, unit, source in connection.execute(
        "SELECT name, kind, value, unit, source FROM run_input WHERE run = ? ORDER BY name", [run]
    ).fetchall():
        today = facts.best(
            theory, variant, record["element"], record["convention"], name, kind, unit
        )
        rows.append(
            {
                "name": name,
                "description": described.get(name, ""),
                "kind": kind,
                "value": value,
                "unit": unit,
                "source": "" if source == "element" else source,
                # Where the fact stands is known for today's facts only.
                "locator": today.locator if today.value == value else "",
            }
        )
    return rows


def _solver(model: Model | None) -> dict[str, Any]:
    if model is None:
        return {}
    return {
        "title": model.title,
        "function": model.solver,
        "reference": model.reference,
        "source": model.source,
    }


def _run(connection: duckdb.DuckDBPyConnection, run: int) -> dict[str, Any]:
    row = connection.execute(
        "SELECT id, revision, settings, fingerprint, version, started, seconds, states, failed "
        "FROM run WHERE id = ?",
        [run],
    ).fetchall()[0]
    names = (
        "id", "revision", "settings", "fingerprint", "version", "started", "seconds", "states",
        "failed",
    )  # fmt: skip
    described = dict(zip(names, row, strict=True))
    described["settings"] = parsed_settings(described["settings"])
    described["started"] = described["started"].isoformat(timespec="seconds") + "Z"
    return described


def _checks(connection: duckdb.DuckDBPyConnection, record: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("kind", "name", "state", "residual", "tolerance", "grade", "detail")
    rows = connection.execute(
        f"SELECT {', '.join(names)} FROM model_check "
        "WHERE model = ? AND convention = ? AND element IN (?, '*', '') ORDER BY id",
        [record["model"], record["convention"], record["element"]],
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]
