"""Starting points for large batches: screening functions interpolated from a grid of solved states.

The grid is solved once per process (0.2 s), when a batch is large enough to gain from it. Meshes
depend smoothly on the state, so that the values at the same node of the same block, and the block
boundaries themselves, can be interpolated between states by cubics in ln r~ and ln T~. Newton's
iteration then needs one step, or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tf import atom

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray


WORTHWHILE = 2000
"""Batches from this size on use the grid."""
NODES = 6
_SPACING = 0.25
_RADIUS_LOG = (-1.75, 5.0)
_TEMPERATURE_LOG = (-12.75, 8.5)


@dataclass(frozen=True)
class Grid:
    """Solved states on a grid in ln r~ and ln T~ (one row of the latter for cold atoms).

    Parameters
    ----------
    low : tuple of float
        ln r~ and ln T~ of the first point.
    table : float array, shape (points in r, points in T, values)
        Inner block boundaries, then y - c x at the nodes.
    """

    low: tuple[float, float]
    table: FloatArray

    def covers(self, radius: FloatArray, temperature: FloatArray) -> BoolArray:
        """Return which states lie inside the grid."""
        inside = self._inside(radius, 0)
        if self.table.shape[1] > 1:
            inside &= self._inside(temperature, 1)
        return inside

    def _inside(self, value: FloatArray, axis: int) -> BoolArray:
        end = self.low[axis] + (self.table.shape[axis] - 1) * _SPACING
        return np.asarray((value >= np.exp(self.low[axis])) & (value <= np.exp(end)))

    def start(self, radius: FloatArray, temperature: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return block boundaries and y - c x for states inside the grid."""
        first, along = self._weights(radius, 0)
        second = np.zeros_like(first)
        across: tuple[FloatArray, ...] = (np.ones(radius.size),)
        if self.table.shape[1] > 1:
            second, across = self._weights(temperature, 1)
        flat = self.table.reshape(-1, self.table.shape[2])
        place = first * self.table.shape[1] + second
        values = np.zeros((radius.size, flat.shape[1]))
        for i, a in enumerate(along):
            for j, b in enumerate(across):
                values += flat[place + (i * self.table.shape[1] + j)] * (a * b)[:, None]
        values = np.ascontiguousarray(values.T)
        inner = values[: atom.BLOCKS - 1]
        ends = np.zeros((1, radius.size)), np.ones((1, radius.size))
        rest = values[atom.BLOCKS - 1 :].reshape(NODES, atom.BLOCKS, radius.size)
        return np.asarray(np.concatenate([ends[0], inner, ends[1]])), rest

    def _weights(self, value: FloatArray, axis: int) -> tuple[IntArray, tuple[FloatArray, ...]]:
        """Return the first of four grid points and Lagrange's weights on them."""
        place = (np.log(value) - self.low[axis]) / _SPACING
        first = np.clip(place.astype(np.intp) - 1, 0, self.table.shape[axis] - 4)
        p = place - first
        a, b, c, d = p, p - 1.0, p - 2.0, p - 3.0
        return first, (-b * c * d / 6.0, a * c * d / 2.0, -a * b * d / 2.0, a * b * c / 6.0)


def _axis(ends: tuple[float, float]) -> FloatArray:
    return np.asarray(np.exp(np.arange(ends[0], ends[1] + 0.5 * _SPACING, _SPACING)))


def _solve(radius: FloatArray, temperature: FloatArray) -> FloatArray:
    atoms = atom.solve(radius, temperature, nodes=NODES)
    columns = atoms.rest.reshape(-1, radius.size)
    return np.asarray(np.concatenate([atoms.mesh.bounds[1:-1], columns]).T)


@cache
def grid(*, cold: bool) -> Grid:
    """Return the grid of hot or of cold states, solving it the first time."""
    radii = _axis(_RADIUS_LOG)
    if cold:
        table = _solve(radii, np.zeros_like(radii))[:, None]
        return Grid((_RADIUS_LOG[0], 0.0), table)
    temperatures = _axis(_TEMPERATURE_LOG)
    columns = [_solve(radii, np.full_like(radii, t)) for t in temperatures]
    return Grid((_RADIUS_LOG[0], _TEMPERATURE_LOG[0]), np.stack(columns, axis=1))
