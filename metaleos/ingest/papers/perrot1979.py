"""Perrot 1979: Thomas-Fermi-Dirac atoms with a gradient correction, Tables I to III."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from metaleos.constants import BOLTZMANN_EV_K
from metaleos.errors import FactError
from metaleos.ingest.papers.paper import Meaning, Paper, Place, by_quantity, joined
from metaleos.ingest.reader import read_lines, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.ingest.papers.paper import Doubt, Fields, PrintedCell, Readings


@cache
def _density(element: str) -> float:
    for line in read_lines(shipped("parameters", "tfd.csv"), ("element", "name", "value")):
        if line.fields["element"] == element and line.fields["name"] == "reference_density":
            return float(line.fields["value"])
    raise FactError(f"parameters/tfd.csv holds no reference_density of {element}")


def _rule(cell: Fields, _: Readings) -> Meaning:
    match = re.fullmatch(r"T=(\S+) eV; compression=(\S+)", cell["state"])
    if match is None:
        raise FactError(f"state {cell['state']!r} is not 'T=... eV; compression=...'")
    place = Place(
        temperature=float(match.group(1)) / BOLTZMANN_EV_K,
        density=float(match.group(2)) * _density(cell["element"]),
    )
    return Meaning(role="published", place=place, publish=True)


def _cell_key(cell: Fields) -> str:
    """Return the usual key and the state."""
    return joined(by_quantity(cell), cell["state"])


def _neighbours(cells: Sequence[PrintedCell]) -> Iterator[Doubt]:
    """E of `tfdw` differs from that of `tfd` by less than half of what exchange does."""
    rows: dict[tuple[str, str], dict[str, PrintedCell]] = {}
    for cell in cells:
        if cell.quantity == "E" and cell.number is not None:
            rows.setdefault((cell.element, cell.state), {})[cell.model] = cell
    for row in rows.values():
        if len(row) < 3:  # one of the three models is not printed
            continue
        gradient = row["tfdw"].value - row["tfd"].value
        exchange = row["tfd"].value - row["tf"].value
        room = sum(cell.step for cell in row.values())
        if abs(gradient) > 0.5 * abs(exchange) + room:
            text = f"tfdw less tfd is {gradient:.3g} Ha, tfd less tf {exchange:.3g}"
            for cell in row.values():
                yield "neighbour", cell.key, text


PAPER = Paper(
    key="perrot1979",
    file="perrot_1979",
    order=4,
    models={"tf": "tf/exact"},
    rule=_rule,
    cell_key=_cell_key,
    relations=_neighbours,
)
