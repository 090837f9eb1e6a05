"""How a stored number came about: terms, inputs with their sources, solver, run, checks."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

from metaleos.catalog.ask.answer import Answer
from metaleos.catalog.ask.query import citations
from metaleos.catalog.solve.causes import parsed_settings
from metaleos.catalog.solve.staleness import inputs_read, stale_causes
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.select import by, dicts
from metaleos.catalog.text.record import BESIDE
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from metaleos.catalog.solve.causes import ReadInput
    from metaleos.catalog.text.record import Record
    from metaleos.solvers.protocol import Convention, Model


PRINTED = 3
"""Most explanations that ``print(answer)`` shows: each is a page."""


class Explanations(Answer):
    """One explanation a row; printed as the command line prints them."""

    def text(self, most: int | None = None) -> str:
        """Return the explanations as text of 80 columns, the first `most` of them."""
        from metaleos.catalog.text.citation import source_line
        from metaleos.catalog.trust.explain_text import explanation_text  # only to print

        lines = {item["key"]: source_line(item) for item in self.sources}
        return "\n\n".join(explanation_text(item, lines) for item in self.rows()[:most])

    def __str__(self) -> str:
        """Return the text, cut after `PRINTED` explanations."""
        left = len(self) - PRINTED
        more = f"\n\n... {left} more explanations" if left > 0 else ""
        return f"{self.text(PRINTED) or 'no rows'}{more}"

    __repr__ = __str__


def explain(connection: duckdb.DuckDBPyConnection, answer: Answer) -> Explanations:
    """Return one explanation per state among the rows of a query.

    Parameters
    ----------
    answer : Answer
        Stored rows, with the runs behind them.

    Returns
    -------
    Explanations
        Keys ``element``, ``model``, ``convention``, ``state``, ``properties`` (each with its
        terms, definition, published and observed values), ``inputs``, ``solver``, ``run``,
        ``stale``, ``checks``, ``sources``.
    """
    groups: dict[tuple[int, int], list[Record]] = {}
    for record in answer.values:
        if record.run is not None:
            # Rows of one state share its dict.
            groups.setdefault((record.run, id(record.state)), []).append(record)
    runs = [run for run, _ in groups]
    stale = stale_causes(connection, runs)
    read = inputs_read(connection, runs)
    evidence = {
        (run, name): kind
        for run, name, kind in connection.execute(
            "SELECT run, name, evidence FROM v_run_inputs WHERE list_contains(?, run)", [runs]
        ).fetchall()
    }
    facts = Facts(connection, elements=list({record.element for record in answer.values}))
    defined = {
        row.pop("name"): row
        for row in dicts(connection, "SELECT name, symbol, description FROM property")
    }
    found: list[dict[str, Any]] = []
    for run, records in zip(runs, groups.values(), strict=True):
        first = records[0]
        model = models().get(first.model)
        inputs = _inputs(facts, read.get(run, {}), first, model)
        for one in inputs:
            one["evidence"] = evidence[run, one["name"]]
        keys = dict.fromkeys(
            [
                first.source,
                *(item["source"] for item in inputs),
                *(item["source"] for r in records for kind in BESIDE for item in r.beside(kind)),
            ]
        )
        found.append(
            {
                "element": first.element,
                "model": first.model,
                "convention": first.convention,
                "state": first.state,
                "properties": _properties(records, defined),
                "inputs": inputs,
                "solver": _solver(model),
                "run": _run(connection, run),
                "stale": [str(cause) for cause in stale.get(run, ())],
                "checks": _checks(connection, first),
                "sources": [key for key in keys if key],
            }
        )
    cited = dict.fromkeys(key for item in found for key in item["sources"])
    sources = citations(connection, cited)
    return Explanations("metaleos.explain/1", found, sources, list(answer.notices))


def _properties(records: list[Record], defined: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    keys = ("term", "value", "error_estimate", "outcome", "reason", *BESIDE)
    return [
        {
            "property": name,
            **defined[name],
            "unit": members[0].unit,
            "terms": [{key: getattr(member, key) for key in keys} for member in members],
        }
        for name, members in by(records, attrgetter("property")).items()
    ]


def _inputs(
    facts: Facts, read: Mapping[str, ReadInput], record: Record, model: Model | None
) -> list[dict[str, Any]]:
    declared = {item.name: item for item in model.inputs} if model else {}
    rows = []
    for name, item in read.items():
        # Where the fact stands is known for today's facts only.
        locator = ""
        if model is not None and name in declared:
            convention = cast("Convention", record.convention)
            today = facts.value(model, declared[name], record.element, convention)
            locator = today.locator if today.value == item.value else ""
        described = declared[name].description if name in declared else ""
        source = "" if item.source == "element" else item.source
        rows.append(
            {
                "name": name, "description": described, "kind": item.kind, "value": item.value,
                "unit": item.unit, "source": source, "locator": locator,
            }
        )  # fmt: skip
    return rows


def _solver(model: Model | None) -> dict[str, Any]:
    if model is None:
        return {}
    return {
        "title": model.title, "function": model.solver, "reference": model.reference,
        "source": model.source,
    }  # fmt: skip


def _run(connection: duckdb.DuckDBPyConnection, run: int) -> dict[str, Any]:
    (described,) = dicts(
        connection,
        "SELECT id, revision, settings, fingerprint, version, started, seconds, states, failed "
        "FROM run WHERE id = ?",
        [run],
    )
    described["settings"] = parsed_settings(described["settings"])
    described["started"] = described["started"].isoformat(timespec="seconds") + "Z"
    return described


def _checks(connection: duckdb.DuckDBPyConnection, record: Record) -> list[dict[str, Any]]:
    return dicts(
        connection,
        "SELECT kind, name, state, residual, tolerance, grade, detail FROM model_check "
        "WHERE model = ? AND convention = ? AND element IN (?, '*', '') ORDER BY id",
        [record.model, record.convention, record.element],
    )
