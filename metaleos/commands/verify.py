"""``metaleos verify``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from metaleos.terminal.options import Db, Format, ModelSelection, OutputFormat
from metaleos.terminal.output import ask


class Show(StrEnum):
    """What to print."""

    SUMMARY = "summary"
    COVERED = "covered"
    FAILED = "failed"
    MOVED = "moved"
    EVERY = "every"


Kind = Annotated[
    list[str] | None,
    typer.Option("--kind", "-k", help="integrity, paper, claim, fact; all without it."),
]
Shown = Annotated[
    Show,
    typer.Option(
        "--show",
        help="Counts by check, what each model was held to, failed checks, what moved from the "
        "baseline, or every one.",
    ),
]
Store = Annotated[bool, typer.Option(help="Store the outcomes in the catalog.")]
Deep = Annotated[
    bool, typer.Option("--deep", help="Refine settings at every state of the sample, too.")
]


def run(
    *,
    selection: ModelSelection,
    kind: Kind = None,
    shown: Shown = Show.SUMMARY,
    store: Store = True,
    deep: Deep = False,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    """Check every model: sums, identities, limits, refinement, printed tables, claims; and facts.

    Which checks apply follows from what a model yields. Outcomes are stored (view v_checks),
    but for those of the shipped facts, which are held against one another.
    Exit code 4: a check of kind integrity failed, or an outcome moved from the shipped baseline
    (a new disagreement, a claim that turned, a check gone or no longer applicable), for the better
    alone excepted.

    \b
    metaleos verify
    metaleos verify -m ha/vs --kind integrity --show failed
    metaleos verify -m tf -e Al,U --show every --format csv
    metaleos verify --deep
    """  # noqa: D301  # the backslash is typer's mark of a verbatim block
    asked = {
        **selection.arguments(),
        "kind": kind,
        "store": store,
        "show": shown.value,
        "deep": deep,
    }
    answer = ask(db, form, lambda catalog: catalog.verify(**asked))
    if answer.extra["integrity_failed"] or not all(m["better"] for m in answer.extra["moved"]):
        raise typer.Exit(4)
