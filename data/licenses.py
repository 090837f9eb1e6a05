"""Write DATA-LICENSES.md: where the numbers of the facts were read, and what is asked for them."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

from data.evidence import carrier_of, carriers

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
# Where the facts were read

Written by `python -m data licenses` from `data/inputs/carriers.csv` and the facts: mend it there.

The measured values and constants in `metaleos/ingest/data/facts`, and the computed ones of
`references.csv` beside it, {rows} rows, were read in the
{carriers} carriers below: packages, repositories, pages, abstracts. Values were taken, with what
they say of them; no code and no text of a carrier is in this package, and we claim no rights in
the facts. What a carrier asks, and the credit that it has, stand in its line. Row by row they are
in the columns `carrier` and `carrier_license` of the files, and of the views `v_constants`,
`v_observations` and `v_references`. Whoever uses a value cites its source (`metaleos cite`).

| rows | carrier | licence | what it asks | credit |
|---|---|---|---|---|
"""


def build(inputs: Path, package: Path) -> None:
    """Write `DATA-LICENSES.md` beside `package`, whose facts must be there."""
    known = carriers(inputs)
    count: Counter[str] = Counter()
    folder = package / "ingest/data"
    for path in sorted([folder / "references.csv", *(folder / "facts").glob("*.csv")]):
        with path.open(encoding="utf-8", newline="") as handle:
            count.update(carrier_of(row, known)["carrier"] for row in csv.DictReader(handle))
    lines = [
        f"| {count[row['carrier']]} | {row['carrier']} | {row['license'] or '-'} | {row['asks']} "
        f"| {row['credit']} |\n"
        for row in sorted(known, key=lambda row: (-count[row["carrier"]], row["carrier"]))
    ]
    text = HEAD.format(carriers=len(known), rows=sum(count.values())) + "".join(lines)
    (package.parent / "DATA-LICENSES.md").write_text(text, encoding="utf-8")
