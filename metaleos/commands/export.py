"""``metaleos export``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from metaleos.commands.completion import complete_table
from metaleos.commands.options import (
    All,
    AxialRatio,
    Columns,
    Compression,
    Convention,
    Db,
    Density,
    Element,
    Limit,
    Model,
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
)
from metaleos.commands.progress import catalog_at, notice
from metaleos.errors import UsageError

Table = Annotated[
    str | None,
    typer.Argument(
        metavar="[TABLE]",
        help="results, observations, published, ... or all; without one, a selection.",
        autocompletion=complete_table,
    ),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="File, or folder for all.")
]
Form = Annotated[
    str | None,
    typer.Option("--format", "-f", help="parquet, csv, json or jsonl; else by the file's name."),
]


def run(
    output: Output,
    table: Table = None,
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
    units: Units = None,
    columns: Columns = None,
    sort: Sort = None,
    limit: Limit = None,
    form: Form = None,
    db: Db = None,
) -> None:
    r"""Write a whole table, or a selection, to a file.

    Parquet files carry the units in their metadata (metaleos_units).

    \b
    metaleos export results -o results.parquet
    metaleos export observations -o observed.csv
    metaleos export all -o tables -f csv
    metaleos export -m ha -p bulk_modulus --units bulk_modulus=Mbar -o ha.csv
    """
    state = state_options(
        temperature, density, volume, compression, volume_ratio, structure, axial_ratio, theta
    )
    path = Path(output)
    with catalog_at(db) as catalog:
        if table is None:
            answer = catalog.query(
                element, model, property, convention=convention, every=all_, where=where,
                units=units, columns=columns, sort=sort, limit=limit, **state,
            )  # fmt: skip
            from metaleos.catalog.export import export_rows  # noqa: PLC0415  # only here

            for text in answer.notices:
                notice(text)
            written = {output: export_rows(answer.flat(), path, form, answer.sources)}
        else:
            chosen = (element, model, property, convention, where, units, columns, sort, limit)
            if state or all_ or any(item is not None for item in chosen):
                raise UsageError(
                    f"a whole table ({table}) takes no selection",
                    "leave out the table to export a selection",
                )
            written = catalog.export(table, path, form)
    for name, rows in written.items():
        notice(f"{name}: {rows} row{'' if rows == 1 else 's'}")
