"""``metaleos report``."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from metaleos.commands.options import (
    AxialRatio,
    Compression,
    Convention,
    Db,
    Density,
    Element,
    Model,
    Property,
    Structure,
    Temperature,
    Theta,
    Volume,
    VolumeRatio,
    state_options,
)  # fmt: skip
from metaleos.commands.progress import catalog_at, notice

Output = Annotated[
    str | None,
    typer.Option("--output", "-o", help="A name ending in .md or .html; else Markdown on stdout."),
]
Cells = Annotated[
    bool, typer.Option("--cells", help="Count the verdicts on printed cells; list disagreements.")
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
    output: Output = None,
    cells: Cells = False,  # a flag
    db: Db = None,
) -> None:
    r"""Write a report: models beside experiment and what their papers printed.

    A summary (n of N, mean, worst), a table a property, what has no value, the sources.

    \b
    metaleos report -m ha -p bulk_modulus,cohesive_energy
    metaleos report -m ha -o alkali.html
    metaleos report -m wh --convention printed --cells -o liquids.md
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    from metaleos.catalog.report import checked_output, report  # noqa: PLC0415  # when called

    if output is not None:
        checked_output(output)
    with catalog_at(db) as catalog:
        made = report(
            catalog, element, model, property, convention=convention, cells=cells, **state
        )
    if output is None:
        sys.stdout.write(made.markdown())
    else:
        notice(f"wrote {made.write(output)}")
    for text in made.notices:
        notice(text)
