"""``metaleos solve``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.quantity import finite_number
from metaleos.terminal.options import (
    Db,
    Output,
    Same,
    Selection,
    Setting,
    Totals,
    Where,
    assignments,
)
from metaleos.terminal.output import ask

Set = Annotated[
    list[str] | None,
    typer.Option("--set", help="What-if input, in its own unit: R_M=2.1; repeatable."),
]
Parameters = Annotated[
    str | None,
    typer.Option(help="ha: published (default) or fitted R_M and u."),
]
Input = Annotated[
    str | None,
    typer.Option("--input", help="A csv of states: one column per state variable."),
]
Sensitivity = Annotated[
    bool, typer.Option("--sensitivity", help="Show d(property)/d(input) instead of values.")
]


def run(
    *,
    selection: Selection,
    set_: Set = None,
    setting: Setting = None,
    parameters: Parameters = None,
    input_: Input = None,
    sensitivity: Sensitivity = False,  # a flag
    totals: Totals = False,  # a flag
    same: Same = None,
    where: Where = None,
    output: Output,
    db: Db = None,
) -> None:
    r"""Solve any state of a model now; nothing is stored.

    Without --property every scalar the model yields; curves by name. Lists form a grid.

    \b
    metaleos solve --element Na --model ha/h --volume-ratio 0.9,1,1.1
    metaleos solve -e Al -m tf --temperature "1:9:5 eV" --compression 0.5,1,2
    metaleos solve -e Na -m ha/vs -p bulk_modulus --set R_M=2.1
    metaleos solve -e Fe -m wh/vs -p pair_potential --format csv
    """
    settings = assignments(setting)
    if parameters is not None:
        settings["parameters"] = parameters
    asked = {**selection.arguments(), "settings": settings, "what_if": _numbers(set_)}
    more = {
        **output.shape.arguments(),
        "states_file": input_,
        "where": where,
        "totals": totals,
        "same": same,
    }
    answer = ask(
        db,
        output.form,
        lambda cat: cat.sensitivity(**asked) if sensitivity else cat.solve(**asked, **more),
    )
    if answer.all_failed:
        raise typer.Exit(1)


def _numbers(texts: list[str] | None) -> dict[str, float]:
    return {name: finite_number(x, f"--set {name}") for name, x in assignments(texts).items()}
