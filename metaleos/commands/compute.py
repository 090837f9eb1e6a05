"""``metaleos compute``."""

from __future__ import annotations

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
    Structure,
    Temperature,
    Theta,
    Volume,
    VolumeRatio,
    state_options,
)  # fmt: skip
from metaleos.commands.output import show_records
from metaleos.commands.progress import catalog_at


def run(
    element: Element = None,
    model: Model = None,
    convention: Convention = None,
    temperature: Temperature = None,
    density: Density = None,
    volume: Volume = None,
    compression: Compression = None,
    volume_ratio: VolumeRatio = None,
    structure: Structure = None,
    axial_ratio: AxialRatio = None,
    theta: Theta = None,
    form: OutputFormat = Format.TABLE,
    db: Db = None,
) -> None:
    r"""Solve and store: what the default catalog lacks, or the states given.

    What is stored and fresh is skipped, so an interrupted call is simply repeated.

    \b
    metaleos compute
    metaleos compute -e Al -m tfdw --temperature "1:20:20 eV" --compression 0.5,2
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    with catalog_at(db) as catalog:
        done = catalog.compute(element, model, convention=convention, **state)
    record = {
        "solved": done.solved,
        "failed": done.failed,
        "already fresh": done.fresh,
        "results stored": done.results,
        "seconds": done.seconds,
    }
    show_records([record], form, "metaleos.compute/1")
