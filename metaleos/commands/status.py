"""``metaleos status``."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from metaleos.commands.options import Convention, Db, Element, Format, Model, OutputFormat
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at, notice

Why = Annotated[
    bool, typer.Option("--why", help="Every stale run with what changed, old and new value.")
]
Check = Annotated[bool, typer.Option("--check", help="Leave with exit code 3 if any is stale.")]


def run(
    element: Element = None,
    model: Model = None,
    convention: Convention = None,
    why: Why = False,
    check: Check = False,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Tell what the catalog holds, model by model, and what of it is stale.

    Failed states count in every coverage.

    \b
    metaleos status
    metaleos status --why --element Na
    metaleos status --check
    """
    with catalog_at(db) as catalog:
        found = catalog.status(element, model, convention=convention, why=why)
    if form is Format.TABLE and not why:
        _head(found)
        headings = {
            "model": "model", "convention": "convention", "elements": "elements",
            "states": "states", "results": "results", "ok": "ok", "failed": "failed",
            "coverage": "coverage", "stale": "stale states",
        }  # fmt: skip
        show_records([_row(row) for row in found["rows"]], form, "", headings=headings)
        for row in found["rows"]:
            if text := _failures(row):
                sys.stdout.write(f"{row['model']} {row['convention']}: {text}\n")
    elif form is Format.JSON or not why:
        more = {name: value for name, value in found.items() if name != "rows"}
        show_records(found["rows"], form, "metaleos.status/1", **more)
    else:
        headings = {
            "element": "element", "model": "model", "convention": "convention",
            "states": "states", "why": "why",
        }  # fmt: skip
        unsolved = [{**row, "why": "new: not solved yet"} for row in found["unsolved"]]
        rows = found["stale"] if form is not Format.TABLE else _merged(found["stale"])
        show_records([*rows, *unsolved], form, "metaleos.status/1", headings=headings)
        if unsolved:
            states = sum(row["states"] for row in unsolved)
            notice(f"{states} default states are not solved yet: `metaleos compute`")
    if found["stale_states"]:
        count = found["stale_states"]
        more_ = "" if why else "`metaleos status --why` tells why, "
        notice(f"{count} states are stale: {more_}`metaleos recompute` renews them")
    if check and found["stale_states"]:
        raise typer.Exit(3)


def _head(found: dict[str, Any]) -> None:
    about, facts = found["catalog"], found["facts"]
    lines = [
        f"{about['location']} ({about['bytes'] / 1e6:.1f} MB)",
        f"built by {about['built_by']}, {about['built_at']} UTC",
        "facts: " + ", ".join(f"{count} {name}" for name, count in facts.items()),
        f"{about['runs']} runs ({about['superseded_runs']} superseded), {about['states']} states, "
        f"{about['results']} results",
    ]
    sys.stdout.write("\n".join(lines) + "\n\n")


def _row(row: dict[str, Any]) -> dict[str, Any]:
    coverage = row["coverage"]
    return {
        **row,
        "failed": row["results"] - row["ok"],
        "coverage": "" if coverage is None else f"{100 * coverage:.1f} %",
    }


def _failures(row: dict[str, Any]) -> str:
    names = ("no_solution", "not_converged", "out_of_range", "invalid_input", "failed")
    return ", ".join(f"{row[name]} {name}" for name in names if row[name])


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row a run, its causes in one cell."""
    merged: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row["run"] in merged:
            merged[row["run"]]["why"] += f"; {row['why']}"
        else:
            merged[row["run"]] = dict(row)
    return list(merged.values())
