"""What each ingredient of ``printed`` moves: ``ingest/data/ingredients.csv``.

For every printed cell that a solver of ours yields, its value in ``standard`` and with one
ingredient switched alone, in the printed unit; a row where they differ by more than `LEAST` of the
cell's last digit. The fingerprint is of all inputs that the model may read about the element.
"""

from __future__ import annotations

import csv
from math import isfinite, nan
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from metaleos.catalog.compare.cells import Cell, cells_of, citation_keys
from metaleos.catalog.fill.build import build as build_catalog
from metaleos.catalog.solve.bench import Bench
from metaleos.catalog.solve.fingerprint import fingerprint_of_model
from metaleos.catalog.states.request import StateRequest, at_place
from metaleos.catalog.store.facts import Facts
from metaleos.catalog.store.file import CatalogFile
from metaleos.errors import SolveError
from metaleos.solvers.registry import models, properties
from metaleos.units import conversion_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.solvers.protocol import Model

PATH = "ingest/data/ingredients.csv"
COLUMNS = ("cell", "ingredient", "standard", "switched", "fingerprint")
LEAST = 1e-3

Values = dict[str, float]
"""Ours by cell, in the printed unit."""


def solve(model: Model, cells: Sequence[Cell], facts: Facts, *switched: str) -> Values:
    """Return ``standard`` of a model's cells, with some ingredients switched."""
    bench = Bench(model, "standard", facts, frozenset(switched))
    points, kept = [], []
    for cell in cells:
        place, request = cell.place, StateRequest()
        if place is None:
            continue
        if not place.at_reference:
            request = at_place(
                temperature=place.temperature, volume=place.volume, density=place.density
            )
        try:
            points.append(bench.at(cell.element, request))
        except SolveError:
            continue
        kept.append(cell)
    if not kept:
        return {}
    values = bench.solve(points, sorted({cell.name for cell in kept}))
    return {
        cell.facts["cell"]: float(values.value(cell.name, cell.facts["term"])[row]) / unit(cell)
        for row, cell in enumerate(kept)
    }


def unit(cell: Cell) -> float:
    """Return the printed unit of a cell in the storage unit of its property."""
    if cell.value is not None and cell.facts["parsed"]:
        return cell.value / float(cell.facts["parsed"])
    return conversion_factor(cell.facts["unit"], properties()[cell.name].unit)


def rows(cells: Sequence[Cell], facts: Facts) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the file, in the order of the models and of the papers' tables."""
    for model in models().values():
        mine = [cell for cell in cells if cell.solver == model.name]
        if not mine:
            continue
        standard = solve(model, mine, facts)
        switched = {item.name: solve(model, mine, facts, item.name) for item in model.ingredients}
        made = {cell.element: fingerprint_of_model(model, cell.element, facts) for cell in mine}
        for cell in mine:
            key = cell.facts["cell"]
            was = standard.get(key, nan)
            for name, values in switched.items():
                now = values.get(key, nan)
                if moves(was, now, cell.step):
                    yield key, name, _text(was), _text(now), made[cell.element]


def moves(was: float, now: float, step: float) -> bool:
    """Return whether a value moved by more than `LEAST` of a last digit, or came or went."""
    if isfinite(was) and isfinite(now):
        return step > 0.0 and abs(now - was) > LEAST * step  # 0 where no number stands
    return isfinite(was) != isfinite(now)


def _text(value: float) -> str:
    return f"{value:.9g}" if isfinite(value) else ""


def build(inputs: Path, package: Path) -> None:
    """Write the file; the facts are those of the package, which `inputs` has made."""
    del inputs
    with TemporaryDirectory() as folder:
        catalog = Path(folder) / "catalog.duckdb"
        build_catalog(catalog, solve=False)
        with CatalogFile(catalog).reading() as connection:
            cells = cells_of(connection, citation_keys(connection, "all"))
            facts = Facts(connection)
    path = package / PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(cells, facts))
