"""The printed tables, cell by cell, for the tests that hold a solver against its paper."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Cell:
    """One printed cell; `value` is the corrected reading where there is one, else as printed."""

    table: str
    element: str
    model: str
    label: str
    quantity: str
    property: str
    term: str
    state: str
    printed: str
    value: float | None
    unit: str
    note: str
    corrected: bool


@cache
def cells(paper: str) -> tuple[Cell, ...]:
    """Return all cells of ``soma_1978``, ``bretonnet_derouiche_1990`` and so on."""
    path = files("metaleos.ingest") / "data" / "papers" / f"{paper}.csv"
    found = []
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        text = row["reading"] or row["parsed"]
        found.append(
            Cell(
                table=row["table"],
                element=row["element"],
                model=row["model"],
                label=row["label"],
                quantity=row["quantity"],
                property=row["property"],
                term=row["term"],
                state=row["state"],
                printed=row["printed"],
                value=float(text) if text else None,
                unit=row["unit"],
                note=row["note"],
                corrected=bool(row["reading"]),
            )
        )
    return tuple(found)
