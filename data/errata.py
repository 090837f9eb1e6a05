"""Write errata.csv: one row for every stored reason why a printed cell is known to be wrong.

Run as ``python -m data errata``.

Kinds: misprint (the paper's print), scan (the scanned text), convention (another formula, cut-off
or rounding than the text says), constants (a value that hangs on digits the paper does not give),
unknown. A cell may have several reasons, and a reading is one. `label` and `state` tell apart cells
that share the other columns.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from data.errata_rules import RULES, Rule

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "source", "table", "element", "model", "quantity", "term", "printed", "kind", "explanation",
    "label", "state",
)  # fmt: skip
READINGS = {"scan": "scan", "slip": "misprint"}
"""Kind of a cell's reading, and of the reason that it is."""
SELECTORS = ("table", "element", "model", "quantity", "label", "printed")


def matches(rule: Rule, cell: dict[str, str]) -> bool:
    """Return whether a rule names a cell."""
    for name in SELECTORS:
        allowed = getattr(rule, name)
        if allowed and cell[name] not in allowed:
            return False
    return rule.state in cell["state"]


def reasons(paper: str, cell: dict[str, str]) -> list[tuple[str, str]]:
    """Return (kind, explanation) of one cell."""
    found: list[tuple[str, str]] = []
    note = cell["note"]
    if cell["reading"]:
        found.append((READINGS[cell["reading_kind"]], cell["reading_reason"]))
    if "displaced in the scan" in note:
        found.append(("scan", "power of ten displaced in the scan, restored from context"))
    if note.startswith("MISSING in OCR"):
        found.append(("scan", note))
    if "no TFD solution" in note or note.startswith("MISSING"):
        return found
    rule = next((r for r in RULES[paper] if matches(r, cell)), None)
    if rule is not None and (rule.explanation or note):
        text = rule.explanation or note
        if rule.explanation and note and rule.kind != "misprint":
            text = f"{rule.explanation}; {note}"
        found.append((rule.kind, text))
    return found


def build(inputs: Path, package: Path) -> None:
    """Write `ingest/data/errata.csv` below `package`: the rules on every cell."""
    papers, output = inputs / "papers", package / "ingest/data/errata.csv"
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for paper in RULES:
            with (papers / f"{paper}.csv").open(encoding="utf-8", newline="") as table:
                for cell in csv.DictReader(table):
                    for kind, explanation in reasons(paper, cell):
                        row = {name: cell[name] for name in COLUMNS if name in cell}
                        writer.writerow(row | {"kind": kind, "explanation": explanation})
