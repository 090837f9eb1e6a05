"""How good a fact is: the kind of evidence behind each row, by what was read where.

`inputs/carriers.csv` names each carrier, with the beginning of the keys of sources that are the
carrier itself, because it cites none for these numbers (``*``: it is the source itself). A number
computed here is no better than what it was computed from.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, str]
EXPANDED = {"prohaska2022", "meija2016", "atct"}
"""Sources whose uncertainties are intervals with a level of confidence, not one deviation."""


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
    carrier = carrier_of(row, known)
    if row["quantity"] == "valence":
        return "convention"
    if row["status"] in {"predicted", "recalled"}:
        return row["status"]
    if carrier["key"] and row["source"].startswith(carrier["key"]):
        return "uncited"
    if row["status"] == "computed":
        return "computed"
    return "primary" if carrier["key"] == "*" else "cited"


def material(row: Row) -> tuple[str, str]:
    """Return the form, alloy or isotope of a row, and its note without it."""
    form = re.search(r"form: (?:\w+ \()?([^();]+)\)?(?:; )?", row["note"])
    if row["material"] or form is None:
        named = re.search(r"graphite|\b7Li\b", row["state"])
        pure = row["material"] if row["material"] != row["element"] else ""
        return pure or (named[0] if named else ""), row["note"]
    return form[1].strip(), row["note"].replace(form[0], "").strip("; ")


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
    if number.endswith("%"):  # of the value
        return f"{float(number[:-1]) / 100 * float(row['value']):.2g}", "expanded"
    if row["source"] in EXPANDED:
        return number, "expanded"
    if row["source"] == "wang2021":
        return number, "standard"
    estimated = row["carrier"].startswith("github hasundue") or row["status"] == "predicted"
    return number, "estimate" if estimated else "stated"
