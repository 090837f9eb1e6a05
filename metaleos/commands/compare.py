"""``metaleos compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from metaleos.commands.options import (
    AxialRatio,
    Compression,
    Convention,
    Db,
    Density,
    Element,
    Format,
    Model,
    OutputFormat,
    Property,
    Structure,
    Temperature,
    Theta,
    Volume,
    VolumeRatio,
    state_options,
)  # fmt: skip
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at, notice
from metaleos.errors import UsageError

if TYPE_CHECKING:
    from metaleos.catalog.catalog import Catalog

_ROWS = {
    "element": "element", "model": "model", "convention": "convention", "property": "property",
    "value": "ours", "published": "published", "observed": "observed", "unit": "unit",
    "deviation": "deviation", "deviation_percent": "%", "outcome": "outcome",
}  # fmt: skip
_MODELS = {
    "property": "property", "model": "model", "convention": "convention", "n": "n", "of": "of",
    "failed": "failed", "missing": "missing", "mean_deviation": "mean", "unit": "unit",
    "mean_percent": "mean %", "mean_absolute_percent": "mean |%|", "worst_percent": "worst %",
    "worst_element": "of",
}  # fmt: skip
_TABLES = {
    "source": "paper", "table_no": "table", "model": "model", "property": "property",
    "cells": "cells", "n": "n", "agrees": "agrees", "explained": "expl.", "disagrees": "disagr.",
    "reproduced": "reprod.", "mean": "mean", "median": "median", "max": "max", "unit": "unit",
    "rank": "rank",
}  # fmt: skip
_CELLS = {
    "source": "paper", "table_no": "table", "element": "element", "model": "model",
    "quantity": "quantity", "printed": "printed", "standard": "standard", "as_printed": "printed'",
    "unit": "unit", "verdict": "verdict", "kind": "kind", "reason": "reason",
}  # fmt: skip


def run(
    element: Element = None,
    model: Model = None,
    property: Property = None,  # the option's name
    convention: Convention = None,
    temperature: Temperature = None,
    density: Density = None,
    volume: Volume = None,
    compression: Compression = None,
    volume_ratio: VolumeRatio = None,
    structure: Structure = None,
    axial_ratio: AxialRatio = None,
    theta: Theta = None,
    paper: Annotated[
        str | None,
        typer.Option(
            "--paper",
            help="soma1978, bretonnet1990, latter1955, perrot1979 or all: a verdict "
            "for every printed cell.",
        ),
    ] = None,
    verdict: Annotated[
        str | None, typer.Option("--verdict", help="With --paper: only cells of this verdict.")
    ] = None,
    summary: Annotated[
        bool, typer.Option("--summary", help="Only counts and deviations by model and property.")
    ] = False,  # a flag
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    """Set models beside experiment, or every printed cell of a paper beside ours.

    A cell agrees (convention standard within the printed digits and those of the inputs), is
    explained (misprint, scan, convention, constants), or disagrees; inputs, observed values and
    models we do not solve are no results.

    \b
    metaleos compare -e Na,K -m ha -p bulk_modulus
    metaleos compare -m ha -p cohesive_energy --summary
    metaleos compare --paper soma1978
    metaleos compare --paper all --verdict disagrees --format csv
    """  # noqa: D301  # the backslash is typer's mark of a verbatim block
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    with catalog_at(db) as catalog:
        if paper is not None:
            if state or convention:
                raise UsageError("--paper takes no state and no convention", "both are compared")
            _paper(catalog, paper, verdict, element, model, property, form, only_summary=summary)
            return
        if verdict is not None:
            raise UsageError("--verdict needs --paper", "for example --paper all")
        _experiment(
            catalog, element, model, property, convention, state, form, only_summary=summary
        )


def _experiment(
    catalog: Catalog,
    element: Element,
    model: Model,
    property: Property,  # the option's name
    convention: Convention,
    state: dict[str, str],
    form: Format,
    *,
    only_summary: bool,
) -> None:
    from metaleos.catalog.comparing import compare  # noqa: PLC0415  # only this branch needs it

    found = compare(catalog, element, model, property, convention=convention, **state)
    if not only_summary:
        show_records(
            found.rows, form, "metaleos.compare/1", headings=_ROWS,
            summary=found.summary, sources=found.sources,
        )  # fmt: skip
    if only_summary or form is Format.TABLE:
        show_records(found.summary, form, "metaleos.compare.summary/1", headings=_MODELS)
    for text in found.notices:
        notice(text)


def _paper(
    catalog: Catalog,
    paper: str,
    verdict: str | None,
    element: Element,
    model: Model,
    property: Property,  # the option's name
    form: Format,
    *,
    only_summary: bool,
) -> None:
    from metaleos.catalog.verdicts import (  # noqa: PLC0415  # needs numpy and the solvers
        VERDICTS,
        chosen,
        summary,
        verdicts,
    )

    if verdict is not None and verdict not in VERDICTS:
        raise UsageError(f"unknown verdict {verdict!r}", f"valid: {', '.join(VERDICTS)}")
    with catalog.reading() as connection:
        found = chosen(connection, verdicts(connection, paper), element, model, property)
    tables = summary(found)
    shown = [item.row() for item in found if verdict is None or item.verdict == verdict]
    counts: dict[str, Any] = {
        name: sum(item.verdict == name for item in found) for name in VERDICTS
    }
    by_table = form is Format.TABLE and verdict is None
    if only_summary or by_table:
        show_records(
            tables, form, "metaleos.compare.paper.summary/1", headings=_TABLES, counts=counts
        )
    else:
        show_records(
            shown, form, "metaleos.compare.paper/1", headings=_CELLS, summary=tables, counts=counts
        )
    text = ", ".join(f"{count} {name}" for name, count in counts.items())
    more = " (--verdict disagrees or --format csv for the cells)" if by_table else ""
    notice(f"{len(found)} cells: {text}{more}")
