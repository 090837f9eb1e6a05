"""How good a fact is: the kind of evidence behind each row, by what was read where.

`inputs/carriers.csv` says of each carrier whether it cites the sources of its numbers, or is the
source itself. A number computed here is no better than what it was computed from.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]
OWN_SOURCE = (
    "pymatgen", "mendeleev", "thermolib", "iridium_module", "calqlata", "ora_gadolinium",
    "morris_thesis", "wikipedia_", "agu_shelf", "carter_marsh", "duffy1998",
)  # fmt: skip
"""Sources that are the carrier itself: it names none, or none that can be found."""


def carriers(inputs: Path) -> list[Row]:
    """Return the carriers, the longest beginning of a name first."""
    with (inputs / "carriers.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return sorted(rows, key=lambda row: -len(row["carrier"]))


def carrier_of(row: Row, known: list[Row]) -> Row:
    """Return what is known of the carrier of a fact.

    Raises
    ------
    ValueError
        If no line of `inputs/carriers.csv` begins its name.
    """
    for carrier in known:
        if row["carrier"].startswith(carrier["carrier"]):
            return carrier
    raise ValueError(f"no carrier in inputs/carriers.csv begins {row['carrier']!r}")


def evidence(row: Row, known: list[Row]) -> str:
    """Return the kind of evidence behind a row whose `status` says how its number came here."""
    cites = carrier_of(row, known)["cites"]
    if row["quantity"] == "valence":
        return "convention"
    if row["status"] in {"predicted", "recalled"}:
        return row["status"]
    kind = {"yes": "cited", "itself": "primary"}.get(cites, "uncited")
    if kind == "uncited" or row["source"].startswith(OWN_SOURCE):
        return "uncited"
    return "computed" if row["status"] == "computed" else kind


def uncertainty(row: Row) -> tuple[str, str]:
    """Return the uncertainty of the value in its unit, and its kind, "" and "" where none is given.

    A field may say more: the scatter of a fit (``rms``) is that of another quantity, and the errors
    of a fit's coefficients stand behind their names.
    """
    text, quantity = row["uncertainty"], row["quantity"]
    if named := re.search(rf"\b{quantity.removeprefix('hugoniot_')} ([\d.]+)", text):
        return named[1], "standard"
    number, _, remark = text.partition(" ")
    if not number[:1].isdigit():
        return "", ""
    if "natural range" in remark:
        return number, "range"
    if row["source"] in {"prohaska2022", "meija2016"}:
        return number, "expanded"
    estimated = row["carrier"].startswith("github hasundue") or row["status"] == "predicted"
    return number, "estimate" if estimated else "stated"
