"""``metaleos explain``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from metaleos.terminal.options import All, Db, Format, OutputFormat, Selection
from metaleos.terminal.output import show, show_rows
from metaleos.terminal.progress import catalog_at, notice

Script = Annotated[
    bool, typer.Option("--script", help="Print a Python script that recomputes the number.")
]


def run(
    *,
    selection: Selection,
    all_: All = False,  # a flag
    script: Script = False,  # a flag
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Show how a stored number came about: terms, inputs, solver, run, checks, sources.

    \b
    metaleos explain --element Na --model VS --property bulk_modulus
    metaleos explain -e Na -m ha/vs -p bulk_modulus --script > bulk_modulus.py
    """
    with catalog_at(db) as catalog:
        if script:
            sys.stdout.write(catalog.script(**selection.arguments(), all_states=all_))
            return
        answer = catalog.explain(**selection.arguments(), all_states=all_)
    if not len(answer):
        notice("nothing is stored for this selection; `metaleos query` names the nearest")
    if form is Format.TABLE:
        sys.stdout.write(f"{answer.text()}\n" if len(answer) else "")
    elif form in {Format.JSON, Format.JSONL}:
        show(answer, form)
    else:
        from metaleos.catalog.trust.explain_text import explanation_rows  # only here

        rows = [row for item in answer.rows() for row in explanation_rows(item)]
        show_rows(rows, form, answer.schema)
