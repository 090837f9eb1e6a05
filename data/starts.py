"""Make ``starts.npz``: solved cells on a grid, to start Newton's method near its goal.

Run as ``python -m data starts`` (five seconds). The table decides how many steps are taken, never
what they converge to. The one shipped was made with the solver of an earlier stage of 0.1.0;
today's solver gives the same densities within what a coarse cell leaves open (`README.md` says
how closely).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.archive import save
from metaleos.solvers.tfd.atom.ladder import FIRST, Physics, States, first_density
from metaleos.solvers.tfd.atom.limit import limiting_radius
from metaleos.solvers.tfd.atom.newton import regular
from metaleos.solvers.tfd.atom.start import LIMIT_TOP
from metaleos.solvers.tfd.gas.spinodal import critical_point

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = (8, 14, 17)
LOW = {"tfdw": (1.0, 0.01, 0.03), "tfd": (1.0, 0.1, 0.03)}  # Z, kT [Ha], V [bohr3]
HIGH = (92.0, 480.0, 40000.0)
LIMITS = 24


def table(name: str) -> dict[str, np.ndarray]:
    """Return the arrays of one model."""
    ends = zip(LOW[name], HIGH, SHAPE, strict=True)
    axes = [np.linspace(np.log(a), np.log(b), n) for a, b, n in ends]
    log_z, log_t, log_v = (x.ravel() for x in np.meshgrid(*axes, indexing="ij"))
    Z, kT, V = np.exp(log_z), np.exp(log_t), np.exp(log_v)
    physics = Physics(1.0 if name == "tfdw" else 0.0)
    values = np.empty((Z.size, FIRST), dtype=np.float32)
    for i in range(0, Z.size, 64):
        part = slice(i, i + 64)
        radius = np.cbrt(0.75 / np.pi * V[part])
        states = States(Z[part], kT[part], radius, np.full(radius.shape, -np.inf))
        found, _maps, _two = first_density(states, physics, tabulated=False)
        if not found.converged.all():
            lost = [
                (Z[i + k], kT[i + k], V[i + k], found.step[k])
                for k in np.flatnonzero(~found.converged)
            ]
            raise RuntimeError(f"{name}: no convergence of (Z, kT, V) = {lost}")
        values[part] = regular(found.cell, found.log_n)
    limits = np.empty((0, 0))
    if name == "tfd":
        kT = np.linspace(0.0, LIMIT_TOP, LIMITS) * critical_point()[0]
        limits = np.array(
            [np.log(limiting_radius(np.full(LIMITS, z), kT).radius) for z in np.exp(axes[0])]
        )
    return {
        f"{name}_first": np.array([x[0] for x in axes]),
        f"{name}_step": np.array([x[1] - x[0] for x in axes]),
        f"{name}_values": values.reshape(*SHAPE, FIRST),
        f"{name}_limits": limits,
    }


def build(_inputs: Path, package: Path) -> None:
    """Write `solvers/tfd/atom/starts.npz` below `package`."""
    save(package / "solvers/tfd/atom/starts.npz", table("tfdw") | table("tfd"), compressed=True)
