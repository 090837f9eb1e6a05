"""``metaleos compare``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.errors import UsageError
from metaleos.ingest.papers import papers
from metaleos.terminal.completion import complete_paper
from metaleos.terminal.options import (
    Db,
    Format,
    OutputFormat,
    Selection,
    Setting,
    Shape,
    Where,
    assignments,
)
from metaleos.terminal.output import show
from metaleos.terminal.progress import catalog_at, notice

Paper = Annotated[
    str | None,
    typer.Option(
        "--paper",
        help=f"{', '.join(papers())} or all: a verdict for every printed cell.",
        autocompletion=complete_paper,
    ),
]
Observed = Annotated[
    str,
    typer.Option("--observed", help="recommended, nearest (in T), all, or a source."),
]
Verdict = Annotated[
    str | None, typer.Option("--verdict", help="With --paper: only cells of this verdict.")
]
Summary = Annotated[
    bool, typer.Option("--summary", help="Only counts and deviations by model and property.")
]
Best = Annotated[
    bool, typer.Option("--best", help="Models by their record in the group of the element.")
]
Pivot = Annotated[
    str | None,
    typer.Option("--pivot", help="model, element or property as columns; cells: deviations [%]."),
]


def run(
    *,
    selection: Selection,
    where: Where = None,
    observed: Observed = "recommended",
    setting: Setting = None,
    paper: Paper = None,
    verdict: Verdict = None,
    summary: Summary = False,  # a flag
    best: Best = False,  # a flag
    pivot: Pivot = None,
    shape: Shape,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    """Set models beside experiment, or every printed cell of a paper beside ours.

    A cell is reproduced (by standard, or by printed with nothing inferred from its table), fitted
    (by a number inferred from it), explained (one named cause alone gives it), described (a
    formula does, cause unknown) or disagrees; inputs, observed values and models we do not solve
    are no results.

    \b
    metaleos compare -e Na,K -m ha -p bulk_modulus
    metaleos compare -m ha -p cohesive_energy --summary
    metaleos compare -e alkali -m ha -p B --pivot model
    metaleos compare --best -e K -p bulk_modulus
    metaleos compare -e Fe -m tfdw -p shock_velocity
    metaleos compare --paper soma1978
    metaleos compare --paper all --verdict disagrees --format csv
    """  # noqa: D301  # the backslash is typer's mark of a verbatim block
    if paper is not None and (selection.state or selection.convention):
        raise UsageError("--paper takes no state and no convention", "both are compared")
    if paper is None and verdict is not None:
        raise UsageError("--verdict needs --paper", "for example --paper all")
    # A paper has hundreds of cells: people see them when they ask for a verdict or a format.
    by_table = paper is not None and form is Format.TABLE and verdict is None
    with catalog_at(db) as catalog:
        answer = catalog.compare(
            **selection.arguments(), **shape.arguments(), where=where, observed=observed,
            settings=assignments(setting),
            paper=paper, verdict=verdict, summary=summary or by_table, best=best, pivot=pivot,
        )  # fmt: skip
    show(answer, form)
    if by_table:
        notice("--verdict disagrees or --format csv shows the cells")
