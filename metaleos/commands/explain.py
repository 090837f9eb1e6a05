"""``metaleos explain``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from metaleos.commands.options import (
    All,
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

Script = Annotated[
    bool, typer.Option("--script", help="Print a Python script that recomputes the number.")
]


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
    all_: All = False,
    script: Script = False,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Show how a stored number came about: terms, inputs, solver, run, checks, sources.

    \b
    metaleos explain --element Na --model VS --property bulk_modulus
    metaleos explain -e Na -m ha/vs -p bulk_modulus --script > bulk_modulus.py
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    with catalog_at(db) as catalog:
        if script:
            text = catalog.script(
                element, model, property, convention=convention, every=all_, **state
            )
            sys.stdout.write(text)
            return
        found = catalog.explain(
            element, model, property, convention=convention, every=all_, **state
        )
        sources = catalog.sources(list(dict.fromkeys(k for item in found for k in item["sources"])))
    if not found:
        notice("nothing is stored for this selection; `metaleos query` names the nearest")
    if form is Format.TABLE:
        from metaleos.catalog.explain_text import explanation_text  # noqa: PLC0415  # only here
        from metaleos.catalog.grid import source_line  # noqa: PLC0415

        lines = {item["key"]: source_line(item) for item in sources}
        texts = [explanation_text(item, lines) for item in found]
        sys.stdout.write("\n\n".join(texts) + ("\n" if texts else ""))
    elif form in {Format.JSON, Format.JSONL}:
        show_records(found, form, "metaleos.explain/1", sources=sources)
    else:
        from metaleos.catalog.explain_text import explanation_rows  # noqa: PLC0415  # only here

        show_records([row for item in found for row in explanation_rows(item)], form, "")
