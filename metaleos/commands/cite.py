"""``metaleos cite``."""

from __future__ import annotations

import sys

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
    Where,
    state_options,
)  # fmt: skip
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at, notice


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
    where: Where = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Print BibTeX of exactly the sources behind the rows that `query` shows.

    Papers of the models, sources of every input that was read, published and observed values.

    \b
    metaleos cite --element Na --model VS > na.bib
    metaleos cite -e Al -m tfdw --all --format json
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    with catalog_at(db) as catalog:
        sources = catalog.cite(
            element, model, property, convention=convention, every=all_, where=where, **state
        )
    if not sources:
        notice("nothing is stored for this selection; `metaleos query` names the nearest")
    if form is Format.TABLE:
        from metaleos.catalog.cite import bibtex  # noqa: PLC0415  # beside its only use

        sys.stdout.write(bibtex(sources))
    else:
        show_records(sources, form, "metaleos.cite/1")
