"""Make ``starts.npz``: solved cells on a grid, to start Newton's method near its goal.

Run as ``python -m data starts`` (five seconds). The table decides how many steps are taken, never
what they converge to, so it holds thousandths as whole numbers:

- fine enough: between its points the table is off by 1e-2 in ln n (median), so that half a
  thousandth takes no step more (4000 random states of each model took 13,436 and 11,893 steps on
  the first two meshes, 13,434 and 11,894 without rounding; hundredths took 2 % more);
- coarse enough: the cells are solved until a step is below 1e-9, whose square is left, so that
  only rounding is (5e-12 was seen between vector instructions and BLAS kernels). No value lies
  within `MARGIN` of half a thousandth, where rounding could go either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.archive import save
from metaleos.solvers.tfd.atom.ladder import FIRST, Physics, States, first_density
from metaleos.solvers.tfd.atom.limit import limiting_radius
from metaleos.solvers.tfd.atom.newton import iterate, regular
from metaleos.solvers.tfd.atom.start import LIMIT_TOP, UNIT
from metaleos.solvers.tfd.gas.spinodal import critical_point

if TYPE_CHECKING:
    from pathlib import Path

    from metaleos.solvers.arrays import FloatArray, IntArray

SHAPE = (8, 14, 17)
LOW = {"tfdw": (1.0, 0.01, 0.03), "tfd": (1.0, 0.1, 0.03)}  # Z, kT [Ha], V [bohr3]
HIGH = (92.0, 480.0, 40000.0)
LIMITS = 24
MARGIN = 5e-10  # a hundred times the rounding seen


def axes(name: str) -> list[FloatArray]:
    """Return ln Z, ln kT and ln V of the grid's points, whole thousandths."""
    low = np.round(np.log(LOW[name]) / UNIT)
    step = np.ceil((np.log(HIGH) / UNIT - low) / (np.array(SHAPE) - 1))
    return [UNIT * (a + s * np.arange(n)) for a, s, n in zip(low, step, SHAPE, strict=True)]


def rounded(values: FloatArray) -> IntArray:
    """Return values in thousandths, as whole numbers.

    Raises
    ------
    RuntimeError
        If one lies so near to a half that its rounding is left to chance.
    """
    scaled = values / UNIT
    near = np.abs(np.abs(scaled % 1.0) - 0.5) * UNIT < MARGIN
    if near.any():
        raise RuntimeError(f"{values[near]} lie within {MARGIN} of half a thousandth")
    return np.round(scaled).astype(np.int16)


def densities(name: str, rows: IntArray) -> IntArray:
    """Return the smooth forms of ln n at points of the grid, shape (rows, FIRST).

    Parameters
    ----------
    name : {"tfd", "tfdw"}
    rows : int array
        Places in the flattened grid.

    Raises
    ------
    RuntimeError
        If a cell does not converge.
    """
    points = [x.ravel()[rows] for x in np.meshgrid(*axes(name), indexing="ij")]
    Z, kT, V = np.exp(points)
    states = States(Z, kT, np.cbrt(0.75 / np.pi * V), np.full(Z.shape, -np.inf))
    found = first_density(states, Physics(float(name == "tfdw")), tabulated=False)[0]
    found = iterate(found.cell, found.log_n, found.mu, 1e-9, states.floor)
    if not found.converged.all():
        lost = np.transpose([Z, kT, V, found.step])[~found.converged]
        raise RuntimeError(f"{name}: no convergence of (Z, kT, V), last step: {lost}")
    return rounded(regular(found.cell, found.log_n))


def limits(Z: float) -> IntArray:
    """Return ln of the limiting radii of ``tfd`` at `LIMITS` temperatures.

    Raises
    ------
    RuntimeError
        If one does not converge.
    """
    kT = np.linspace(0.0, LIMIT_TOP, LIMITS) * critical_point()[0]
    found = limiting_radius(np.full(LIMITS, Z), kT, tabulated=False)
    if not found.converged.all():
        raise RuntimeError(f"no convergence of the limiting radii of Z = {Z}")
    return rounded(np.log(found.radius))


def table(name: str) -> dict[str, IntArray]:
    """Return the arrays of one model."""
    grid = axes(name)
    parts = np.array_split(np.arange(np.prod(SHAPE)), 30)
    limit = [limits(Z) for Z in np.exp(grid[0])] if name == "tfd" else np.empty((0, 0))
    arrays = {
        "first": np.round([x[0] / UNIT for x in grid]),
        "step": np.round([(x[1] - x[0]) / UNIT for x in grid]),
        "values": np.concatenate([densities(name, p) for p in parts]).reshape(*SHAPE, FIRST),
        "limits": limit,
    }
    return {f"{name}_{key}": np.asarray(values, dtype=np.int16) for key, values in arrays.items()}


def build(_inputs: Path, package: Path) -> None:
    """Write `solvers/tfd/atom/starts.npz` below `package`."""
    save(package / "solvers/tfd/atom/starts.npz", table("tfdw") | table("tfd"))
