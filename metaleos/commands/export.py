"""``metaleos export``."""

from __future__ import annotations

from typing import Annotated

import typer

from metaleos.catalog.store.outputs import output_path
from metaleos.errors import UsageError
from metaleos.terminal.completion import complete_table
from metaleos.terminal.options import All, Db, Selection, Shape, Where
from metaleos.terminal.progress import catalog_at, notice

Table = Annotated[
    str | None,
    typer.Argument(
        metavar="[TABLE]",
        help="results, observations, published, ... or all; without one, a selection.",
        autocompletion=complete_table,
    ),
]
File = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="File, or folder for all.")
]
FileFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", help="parquet, csv, json or jsonl; else by the file's name."),
]


def run(
    *,
    output: File,
    table: Table = None,
    selection: Selection,
    all_: All = False,  # a flag
    where: Where = None,
    shape: Shape,
    form: FileFormat = None,
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
    path = output_path(output)
    asked = {**selection.arguments(), **shape.arguments(), "where": where}
    if table is not None and (all_ or any(value is not None for value in asked.values())):
        raise UsageError(
            f"a whole table ({table}) takes no selection",
            "leave out the table to export a selection",
        )
    with catalog_at(db) as catalog:
        if table is None:
            asked["all_states"] = all_
        written = catalog.export(table, path, form, **(asked if table is None else {}))
    for name, rows in written.items():
        notice(f"{name}: {rows} row{'' if rows == 1 else 's'}")
