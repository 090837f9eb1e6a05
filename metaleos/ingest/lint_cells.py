"""The printed cells of the papers as the lints see them."""

from __future__ import annotations

from dataclasses import dataclass

from metaleos.errors import FactError
from metaleos.ingest.papers import PAPERS, cell_id, precision
from metaleos.ingest.reader import optional_float, read_lines, shipped


@dataclass(frozen=True, slots=True)
class LintCell:
    """A printed cell as the lints see it: `number` is what the string says."""

    key: str
    paper: str
    table: str
    element: str
    model: str
    label: str
    quantity: str
    state: str
    printed: str
    number: float | None
    step: float


def paper_cells() -> list[LintCell]:
    """Return every cell of the four papers as printed."""
    needed = ("source", "table", "element", "model", "label", "quantity", "state", "printed")
    found = []
    for name in PAPERS:
        for line in read_lines(shipped("papers", f"{name}.csv"), needed):
            cell = line.fields
            number = optional_float(cell["parsed"])
            try:
                step = precision(cell["printed"], number)[1]
            except FactError:
                step = 0.0
            found.append(
                LintCell(
                    cell_id(cell),
                    cell["source"],
                    cell["table"],
                    cell["element"],
                    cell["model"],
                    cell["label"],
                    cell["quantity"],
                    cell["state"],
                    cell["printed"],
                    number,
                    step,
                )
            )
    return found
