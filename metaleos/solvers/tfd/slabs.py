"""Large batches in slabs of rows, so that only the answers grow with the number of states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from metaleos.solvers.protocol import Batch, Curve, Solution

SLAB = 16384  # states


class _Rows(Mapping[str, Any]):
    """The columns of a table at a slice of its rows; reads pass through, as the catalog logs them.

    Parameters
    ----------
    table : mapping of str to array, shape (n, ...)
    rows : slice
    """

    def __init__(self, table: Mapping[str, Any], rows: slice) -> None:
        self._table, self._rows = table, rows

    def __getitem__(self, name: str) -> Any:
        return self._table[name][self._rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


def in_slabs(batch: Batch, solve: Callable[[Batch], Solution], size: int = SLAB) -> Solution:
    """Solve a batch slab by slab and join the solutions.

    Parameters
    ----------
    batch : Batch
    solve : callable
        Solves one slab; has to return the same values and curves for each.
    size : int
        States in a slab.
    """
    n = len(batch)
    if n <= size:
        return solve(batch)
    rows = slice(0, size)
    found = solve(_part(batch, rows))
    whole = _room(found, n)
    _put(whole, rows, found)
    for start in range(size, n, size):
        rows = slice(start, min(start + size, n))
        _put(whole, rows, solve(_part(batch, rows)))
    return whole


def _part(batch: Batch, rows: slice) -> Batch:
    points = {
        name: grid[rows] if np.ndim(grid) > 1 else grid for name, grid in batch.points.items()
    }
    return replace(
        batch,
        states=_Rows(batch.states, rows),
        inputs=_Rows(batch.inputs, rows),
        points=points,
    )


def _put(whole: Solution, rows: slice, found: Solution) -> None:
    """Write the solution of a slab into its rows."""
    for own, other in ((whole.values, found.values), (whole.errors, found.errors)):
        for key, column in other.items():
            own[key][rows] = column
    whole.outcome[rows], whole.reason[rows] = found.outcome, found.reason
    for name, why in found.missing.items():
        whole.missing.setdefault(name, np.full(whole.outcome.size, "", dtype=object))[rows] = why
    for key, curve in found.curves.items():
        room = whole.curves[key]
        room.points[rows], room.values[rows], room.errors[rows] = (
            curve.points,
            curve.values,
            curve.errors,
        )


def _room(first: Solution, n: int) -> Solution:
    """Return an empty solution of n states with the columns of that of a slab."""
    return Solution(
        values={key: np.full(n, np.nan) for key in first.values},
        errors={key: np.full(n, np.nan) for key in first.errors},
        outcome=np.full(n, "", dtype=object),
        reason=np.full(n, "", dtype=object),
        curves={
            key: Curve(
                variable=curve.variable,
                unit=curve.unit,
                points=np.empty((n, curve.points.shape[1])),
                values=np.empty((n, curve.points.shape[1])),
                errors=np.empty((n, curve.points.shape[1])),
            )
            for key, curve in first.curves.items()
        },
    )
