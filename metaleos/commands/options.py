"""The options that commands share: one spelling, one help text, one completion each."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from metaleos.commands.completion import (
    complete_columns,
    complete_convention,
    complete_element,
    complete_model,
    complete_property,
    complete_units,
)

_SELECTION = "Selection"
_STATE = "State"
_OUTPUT = "Output"


class Format(StrEnum):
    """Output formats."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    PARQUET = "parquet"


Element = Annotated[
    list[str] | None,
    typer.Option(
        "--element", "-e", help="Symbol, name or Z; comma list or repeated.",
        autocompletion=complete_element, rich_help_panel=_SELECTION,
    ),
]  # fmt: skip
Model = Annotated[
    list[str] | None,
    typer.Option(
        "--model", "-m", help="Model (ha/vs), theory (ha) or variant (VS).",
        autocompletion=complete_model, rich_help_panel=_SELECTION,
    ),
]  # fmt: skip
Property = Annotated[
    list[str] | None,
    typer.Option(
        "--property", "-p", help="Property, e.g. bulk_modulus; comma list or repeated.",
        autocompletion=complete_property, rich_help_panel=_SELECTION,
    ),
]  # fmt: skip
Convention = Annotated[
    list[str] | None,
    typer.Option(
        "--convention",
        help="standard (default) or printed.",
        autocompletion=complete_convention,
        rich_help_panel=_SELECTION,
    ),
]
All = Annotated[
    bool, typer.Option("--all", "-a", help="Everything stored: all states, variants, conventions.")
]
Temperature = Annotated[
    str | None, typer.Option(help='"300 K", "0,10,50 eV", "1:100:21 eV".', rich_help_panel=_STATE)
]
Density = Annotated[str | None, typer.Option(help='"2.7 g/cm3".', rich_help_panel=_STATE)]
Volume = Annotated[
    str | None, typer.Option(help='Per atom: "120 bohr3", "17.8 A3".', rich_help_panel=_STATE)
]
Compression = Annotated[
    str | None,
    typer.Option(help='Density over the reference: "0.1:10:21:log".', rich_help_panel=_STATE),
]
VolumeRatio = Annotated[
    str | None,
    typer.Option(
        "--volume-ratio", help='Volume over the reference: "0.9,1,1.1".', rich_help_panel=_STATE
    ),
]
Structure = Annotated[str | None, typer.Option(help="bcc, fcc, hcp.", rich_help_panel=_STATE)]
AxialRatio = Annotated[
    str | None, typer.Option("--axial-ratio", help="c/a of hcp.", rich_help_panel=_STATE)
]
Theta = Annotated[
    str | None, typer.Option(help="x = Theta/R0 of nud, 0 to 1.", rich_help_panel=_STATE)
]
Where = Annotated[
    list[str] | None,
    typer.Option(help='Condition on totals: "1 GPa < pressure < 5 GPa"; repeatable.'),
]
Units = Annotated[
    str | None,
    typer.Option(
        help="Other units: pressure=Mbar,energy=Ry.",
        autocompletion=complete_units,
        rich_help_panel=_OUTPUT,
    ),
]
Columns = Annotated[
    str | None,
    typer.Option(
        help="Columns: +source,-state, or a list.",
        autocompletion=complete_columns,
        rich_help_panel=_OUTPUT,
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(help="Sort by a column; -value for descending.", rich_help_panel=_OUTPUT),
]
Limit = Annotated[
    int | None, typer.Option(min=0, help="At most so many rows.", rich_help_panel=_OUTPUT)
]
OutputFormat = Annotated[
    Format, typer.Option("--format", "-f", help="Output format.", rich_help_panel=_OUTPUT)
]
Db = Annotated[
    str | None,
    typer.Option("--db", help="Catalog file (else METALEOS_DB, else the data folder)."),
]


def state_options(
    temperature: str | None,
    density: str | None,
    volume: str | None,
    compression: str | None,
    volume_ratio: str | None,
    structure: str | None,
    axial_ratio: str | None,
    theta: str | None,
) -> dict[str, Any]:
    """Return the state options that were given, by their Python names."""
    given = {
        "temperature": temperature,
        "density": density,
        "volume": volume,
        "compression": compression,
        "volume_ratio": volume_ratio,
        "structure": structure,
        "axial_ratio": axial_ratio,
        "theta": theta,
    }
    return {name: text for name, text in given.items() if text is not None}
