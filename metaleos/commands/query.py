"""``metaleos query``."""

from __future__ import annotations

from metaleos.commands.options import (
    All,
    AxialRatio,
    Columns,
    Compression,
    Convention,
    Db,
    Density,
    Element,
    Format,
    Limit,
    Model,
    OutputFormat,
    Property,
    Sort,
    Structure,
    Temperature,
    Theta,
    Units,
    Volume,
    VolumeRatio,
    Where,
    state_options,
)  # fmt: skip
from metaleos.commands.output import show
from metaleos.commands.progress import catalog_at


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
    all_: All = False,  # a flag
    where: Where = None,
    units: Units = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Show what the catalog holds, beside the paper's value and the observed one.

    Without state options: each model's reference state, in convention standard.

    \b
    metaleos query --element Na --model VS
    metaleos query -e Na,K -m ha -p bulk_modulus --units bulk_modulus=Mbar
    metaleos query -e Al -m tf,tfd,tfdw -p pressure --temperature "10 eV"
    metaleos query -m ha --where "bulk_modulus > 5 GPa" --sort -value
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    with catalog_at(db) as catalog:
        answer = catalog.query(
            element, model, property, convention=convention, every=all_, where=where, units=units,
            columns=columns, sort=sort, limit=limit, **state,
        )  # fmt: skip
    show(answer, form)
