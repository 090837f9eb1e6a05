"""Which ingredient of `printed` moves which cell: the shipped data, and what was inferred.

``ingest/data/ingredients.csv`` holds, for what is shipped, the value of a cell in `standard` and
with one ingredient switched alone. A row counts only where its `standard` is the one of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from metaleos.catalog.compare.rules import Alone
from metaleos.ingest.reader import read_lines, shipped
from metaleos.solvers.protocol import Ingredient, names_column
from metaleos.solvers.registry import models

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from metaleos.catalog.compare.cells import Cell
    from metaleos.solvers.protocol import Input

FILE = "ingredients.csv"
SAME = 1e-6
"""A `standard` that differs by more, relative, is another one than the file was made with."""

Moves = dict[str, list[tuple[str, float, float]]]
"""Ingredient, value in `standard`, and value with it switched (printed unit), by cell."""


@cache
def shipped_moves() -> Moves:
    """Return every ingredient that moves a cell of the papers."""
    found: Moves = {}
    if not shipped(FILE).is_file():
        return found
    for line in read_lines(shipped(FILE), ("cell", "ingredient", "standard", "switched")):
        row = line.fields
        numbers = (float(row["standard"] or "nan"), float(row["switched"] or "nan"))
        found.setdefault(row["cell"], []).append((row["ingredient"], *numbers))
    return found


@cache
def shipped_fingerprints() -> dict[str, str]:
    """Return the fingerprint of what was read when the effects on a cell were made, by cell."""
    if not shipped(FILE).is_file():
        return {}
    lines = read_lines(shipped(FILE), ("cell", "fingerprint"))
    return {line.fields["cell"]: line.fields["fingerprint"] for line in lines}


@dataclass(frozen=True)
class Causes:
    """What the ingredients and inputs of a cell's model do to it.

    Parameters
    ----------
    alone : tuple of Alone
        Ingredients that move it when switched alone.
    of_both : tuple of str
        Inputs of both conventions that were inferred from its column.
    of_column : tuple of str
        Ingredients with numbers inferred from its column.
    of_table : tuple of str
        Ingredients with numbers inferred from another column of its table, that move it.
    """

    alone: tuple[Alone, ...] = ()
    of_both: tuple[str, ...] = ()
    of_column: tuple[str, ...] = ()
    of_table: tuple[str, ...] = ()


def causes(cell: Cell, standard: float | None, moves: Moves | None = None) -> Causes:
    """Return the causes of one cell.

    Parameters
    ----------
    cell : Cell
    standard : float or None
        Ours in `standard` (printed unit).
    moves : Moves
        In place of what is shipped.
    """
    model = models().get(cell.solver)
    if model is None:
        return Causes()
    source, table = cell.facts["source"], cell.facts["table_no"]
    heads = (cell.facts["model"], cell.solver)

    def of_column(item: Ingredient | Input) -> bool:
        quantity = cell.facts["quantity"]
        return any(names_column(item.inferred, source, table, quantity, head) for head in heads)

    def of_table(item: Ingredient) -> bool:
        columns = (column.split(" ") for column in item.inferred)
        return any(
            (key, place.partition(":")[0]) == (source, table) and {*heads}.issuperset(named)
            for key, place, *named in columns
        )

    known = {item.name: item for item in model.ingredients}
    rows = (shipped_moves() if moves is None else moves).get(cell.facts["cell"], [])
    moved = {
        name: Alone(name, known[name].text, switched, of_table(known[name]))
        for name, was, switched in rows
        if name in known and standard is not None and abs(was - standard) <= SAME * abs(standard)
        and switched != was
    }  # fmt: skip
    column = [name for name, item in known.items() if of_column(item)]
    return Causes(
        tuple(moved.values()),
        tuple(item.name for item in model.inputs if item.name not in known and of_column(item)),
        tuple(column),
        tuple(name for name, one in moved.items() if one.is_inferred and name not in column),
    )


Numbers = dict[tuple[str, str, str], int]
"""How many values the catalog holds of a parameter, by theory, variant (or ``*``) and name."""


def parameter_counts(connection: duckdb.DuckDBPyConnection) -> Numbers:
    """Return how many values the catalog holds of every parameter."""
    rows = connection.execute(
        "SELECT theory, variant, name, count(*) FROM parameter GROUP BY ALL"
    ).fetchall()
    return {(theory, variant, name): count for theory, variant, name, count in rows}


def inferred_numbers(
    columns: Iterable[tuple[str, str, str, str, str]], counts: Numbers
) -> dict[tuple[str, ...], int]:
    """Return how many numbers were inferred from some columns, each counted once.

    Parameters
    ----------
    columns : iterable of (str, str, str, str, str)
        Source, table, quantity, model as the paper heads it, and model of ours.
    counts : Numbers

    Returns
    -------
    dict
        By theory and what they are of.
    """
    found: dict[tuple[str, ...], int] = {}
    for source, table, quantity, head, name in columns:
        model = models().get(name)
        if model is None:
            continue
        every: list[Ingredient | Input] = [*model.ingredients, *model.inputs]
        for item in every:
            if not any(
                names_column(item.inferred, source, table, quantity, one) for one in (head, name)
            ):
                continue
            for variant in (model.variant, "*"):
                key = (model.theory, variant, item.name)
                if key in counts:
                    found[key] = counts[key]
            if isinstance(item, Ingredient) and item.numbers:
                found[model.theory, item.name, item.text] = item.numbers
    return found
