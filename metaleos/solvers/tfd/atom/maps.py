"""Where the points of the mesh go: core scale, and a cluster at the singularities of Eq. 24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.cells import density, potential
from metaleos.solvers.tfd.atom.newton import Density, Maps, coordinate, power
from metaleos.solvers.tfd.gas.functional import LN_C, chemical_potential, exchange_potential, gas
from metaleos.solvers.tfd.gas.spinodal import critical_point

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray
    from metaleos.solvers.tfd.atom.cells import Cells

LOG_Y_CLUSTER = 1.0  # tanh in Eq. 24 has its nearest poles at ln y = 0.26 +- 1.34 i
SHARP = 0.8  # relative stiffness of the local functional below which the knee matters
NARROWEST = 1e-4  # least width of a cluster in s


def core_scale(Z: FloatArray, gradient: float) -> FloatArray:
    """Return r_c [bohr]: a few cusp lengths 1/(18 Z), or a fraction of the Thomas-Fermi length."""
    if gradient:  # the cusp sharpens with a smaller gradient term
        return 0.15 * min(gradient, 1.0) / Z
    scale: FloatArray = 0.3 * 0.8853 / np.cbrt(Z)
    return scale


def default_maps(Z: FloatArray, radius: FloatArray, gradient: float) -> Maps:
    """Return the maps to start with, when nothing is known of the density."""
    core = core_scale(Z, gradient)
    end = np.log1p((radius / core) ** (1.0 / power(gradient)))
    return Maps(core, 0.75 * end, np.full(Z.shape, 1.5))


def adapted_maps(solution: Density, maps: Maps) -> Maps:
    """Return maps that cluster where ln y passes 1, with the width that its slope implies.

    Where ln y stays above 1 (cold, dense cells) the cluster is at S, where n flattens. Without
    the gradient term the density has a knee where the local functional is nearly unstable; its
    complex distance bounds the width.
    """
    cell = solution.cell
    s = coordinate(cell.mesh, maps.core, power(cell.gradient))
    log_y = solution.log_n + LN_C - 1.5 * np.log(np.maximum(cell.kT, 1e-9))[:, None]
    centre, slope, _next = _crossing(log_y, s, np.full(maps.core.shape, LOG_Y_CLUSTER))
    edge = log_y[:, -1] >= LOG_Y_CLUSTER
    width = np.where(edge, 0.5, np.clip(1.8 / np.maximum(slope, 0.3), 0.2, 4.0))
    if cell.gradient == 0.0 and cell.exchange:
        centre, width = _knee(solution, maps, s, log_y, centre, width)
    return Maps(maps.core, centre, width)


def _crossing(
    log_y: FloatArray, s: FloatArray, level: FloatArray
) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return s where ln y falls through a level (S if it does not), -d ln y/ds, the next point."""
    rows = np.arange(s.shape[0])
    k = np.clip((log_y[:, 1:] >= level[:, None]).sum(axis=1) + 1, 2, s.shape[1] - 1)
    y0, y1 = log_y[rows, k - 1], log_y[rows, k]
    s0, s1 = s[rows, k - 1], s[rows, k]
    share = np.clip((y0 - level) / np.maximum(y0 - y1, 1e-12), 0.0, 1.0)
    return s0 + share * (s1 - s0), (y0 - y1) / (s1 - s0), k


def _knee(
    solution: Density,
    maps: Maps,
    s: FloatArray,
    log_y: FloatArray,
    centre: FloatArray,
    width: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return centre and width where the knee of ``tfd`` is sharper than the poles of Eq. 24.

    g = dF0/dn + dFxc/dn = mu - U rises with ln n at the rate k (the stiffness), least at the
    critical y. Where the cell ends above it, g = g_S + 2 pi n_S (S - r)^2 reaches the turning
    point k = 0 at the complex distance k/(4 pi n_S k')^(1/2); inside, where k = k_min + k'' x^2/2,
    it does so at (2/3) k_min (2 k_min/k'')^(1/2) over the slope of the potential.
    """
    cell = solution.cell
    level = np.full(maps.core.shape, critical_point(cell.functions)[1])
    inside = log_y[:, -1] < level
    where, _slope, k = _crossing(log_y, s, level)
    weak = np.where(
        inside, level - LN_C + 1.5 * np.log(np.maximum(cell.kT, 1e-300)), solution.log_n[:, -1]
    )
    rate, gas_rate = _stiffness(cell, weak)
    up, _ = _stiffness(cell, weak + 0.05)
    down, _ = _stiffness(cell, weak - 0.05)
    first = np.maximum(np.abs(up - down) / 0.1, 1e-12)
    second = np.maximum(np.abs(up + down - 2.0 * rate) / 0.05**2, 1e-12)
    rate = np.maximum(rate, 0.0)
    rows = np.arange(s.shape[0])
    r = np.where(inside, maps.core * np.expm1(where) ** 2, cell.radius)
    electrons = potential(cell, density(cell, solution.log_n)) / np.maximum(cell.mesh.r, 1e-300)
    field = (electrons[rows, k] - electrons[rows, k - 1]) / (
        cell.mesh.r[rows, k] - cell.mesh.r[rows, k - 1]
    )
    knee = np.where(
        inside,
        (2.0 / 3.0) * rate * np.sqrt(2.0 * rate / second) / np.maximum(field, 1e-12),
        rate / np.sqrt(4.0 * np.pi * np.exp(weak) * first),
    )
    knee = knee / (2.0 * (r + np.sqrt(r * maps.core)))
    sharp = (rate < SHARP * gas_rate) & (1.2 * knee < width)
    return (
        np.where(sharp, where, centre),
        np.where(sharp, np.maximum(1.2 * knee, NARROWEST), width),
    )


def _stiffness(cell: Cells, log_n: FloatArray) -> tuple[FloatArray, FloatArray]:
    g = gas(log_n, cell.kT, cell.functions)
    own = chemical_potential(g)[1]
    return own + cell.exchange * exchange_potential(g)[1], own
