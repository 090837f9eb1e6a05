"""``metaleos status``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from metaleos.terminal.options import Db, Format, ModelSelection, OutputFormat
from metaleos.terminal.output import show, show_rows
from metaleos.terminal.progress import catalog_at, notice

if TYPE_CHECKING:
    from metaleos.catalog.ask.answer import Answer

Why = Annotated[
    bool, typer.Option("--why", help="Every stale run with what changed, old and new value.")
]
Check = Annotated[bool, typer.Option("--check", help="Leave with exit code 3 if any is stale.")]
_MODELS = {
    "model": "model", "convention": "convention", "elements": "elements", "states": "states",
    "ok": "ok", "undefined": "undefined", "failed": "failed", "coverage": "coverage",
    "stale": "stale",
}  # fmt: skip
_CAUSES = {
    "element": "element", "model": "model", "convention": "convention", "states": "states",
    "why": "why",
}  # fmt: skip
_FRESH = (
    "nothing is stale: every result has the inputs, settings and solver of today, "
    "and every default state is solved"
)


def run(
    *,
    selection: ModelSelection,
    why: Why = False,
    check: Check = False,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Tell what the catalog holds, model by model, and what of it is stale.

    Coverage is the share of results that have a value: failed ones count in it, those of a
    property that does not exist at their state (undefined) do not.

    \b
    metaleos status
    metaleos status --why --element Na
    metaleos status --check
    """
    with catalog_at(db) as catalog:
        answer = catalog.status(**selection.arguments(), why=why)
    if form is Format.TABLE and not why:
        _show_models(answer)
    elif form is Format.JSON or not why:
        show(answer, form)
    else:
        _show_causes(answer, form)
    if count := answer.extra["stale_states"]:
        more = "" if why else "`metaleos status --why` tells why, "
        notice(f"{count} states are stale: {more}`metaleos recompute` renews them")
    if verdicts := answer.extra["stale_verdicts"]:
        notice(f"{verdicts} verdicts on printed cells are stale: `metaleos recompute` renews them")
    if check and (count or verdicts):
        raise typer.Exit(3)


def _show_models(answer: Answer) -> None:
    about, facts = answer.extra["catalog"], answer.extra["facts"]
    lines = [
        f"{about['location']} ({about['bytes'] / 1e6:.1f} MB)",
        f"built by {about['built_by']}, {about['built_at']} UTC",
        "facts: " + ", ".join(f"{count} {name}" for name, count in facts.items()),
        f"{about['runs']} runs ({about['superseded_runs']} superseded), {about['states']} states, "
        f"{about['results']} results",
    ]
    sys.stdout.write("\n".join(lines) + "\n\n")
    rows = answer.rows()
    show_rows([_row(row) for row in rows], Format.TABLE, answer.schema, headings=_MODELS)
    for row in rows:
        if text := _failures(row):
            sys.stdout.write(f"{row['model']} {row['convention']}: {text}\n")


def _show_causes(answer: Answer, form: Format) -> None:
    stale, unsolved = answer.extra["stale"], answer.extra["unsolved"]
    if not (stale or unsolved) and form is Format.TABLE:
        sys.stdout.write(_FRESH + "\n")
        return
    new = [{**row, "why": "new: not solved yet"} for row in unsolved]
    rows = _merged(stale) if form is Format.TABLE else stale
    show_rows([*rows, *new], form, answer.schema, headings=_CAUSES)
    if unsolved:
        states = sum(row["states"] for row in unsolved)
        notice(f"{states} default states are not solved yet: `metaleos compute`")


def _row(row: dict[str, Any]) -> dict[str, Any]:
    coverage = row["coverage"]
    return {
        **row,
        "failed": row["results"] - row["ok"] - row["undefined"],
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
