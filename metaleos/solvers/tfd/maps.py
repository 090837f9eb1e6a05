"""Where the points of the mesh go: core scale, and a cluster at the singularities of Eq. 24."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.equations import linearise
from metaleos.solvers.tfd.functional import LN_C, chemical_potential, exchange_potential, gas
from metaleos.solvers.tfd.newton import Density, Maps, coordinate, power

if TYPE_CHECKING:
    from metaleos.solvers.tfd.cells import Cells

FloatArray = npt.NDArray[np.float64]

LOG_Y_CLUSTER = 1.0  # tanh in Eq. 24 has its nearest poles at ln y = 0.26 +- 1.34 i


def core_scale(Z: FloatArray, gradient: float) -> FloatArray:
    """Return r_c [bohr]: a few cusp lengths 1/(18 Z), or a fraction of the Thomas-Fermi length."""
    if gradient:
        return 0.15 / Z
    scale: FloatArray = 0.3 * 0.8853 / np.cbrt(Z)
    return scale


def default_maps(Z: FloatArray, radius: FloatArray, gradient: float) -> Maps:
    """Return the maps to start with, when nothing is known of the density."""
    core = core_scale(Z, gradient)
    end = np.log1p((radius / core) ** (1.0 / power(gradient)))
    return Maps(core, 0.75 * end, np.full(Z.shape, 1.5))


def adapted_maps(solution: Density, maps: Maps) -> Maps:
    """Return maps that cluster where ln y passes 1, with the width that its slope implies.

    Without the gradient term the density has a knee where the local functional is nearly
    unstable; its complex distance is estimated and bounds the width.
    """
    cell = solution.cell
    s = coordinate(cell.mesh, maps.core, power(cell.gradient))
    log_y = solution.log_n + LN_C - 1.5 * np.log(np.maximum(cell.kT, 1e-9))[:, None]
    rows = np.arange(s.shape[0])
    k = np.clip((log_y[:, 1:] >= LOG_Y_CLUSTER).sum(axis=1) + 1, 2, s.shape[1] - 1)
    y0, y1 = log_y[rows, k - 1], log_y[rows, k]
    s0, s1 = s[rows, k - 1], s[rows, k]
    slope = (y0 - y1) / (s1 - s0)
    part = np.clip((y0 - LOG_Y_CLUSTER) / np.maximum(y0 - y1, 1e-12), 0.0, 1.0)
    centre = s0 + part * (s1 - s0)
    width = np.clip(1.8 / np.maximum(slope, 0.3), 0.2, 4.0)
    if cell.gradient == 0.0 and cell.exchange:
        centre, width = _knee(solution, maps, s, centre, width)
    return Maps(maps.core, centre, width)


def _knee(
    solution: Density, maps: Maps, s: FloatArray, centre: FloatArray, width: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return centre and width where the knee of ``tfd`` is sharper than the poles of Eq. 24.

    g = dF0/dn + dFxc/dn rises with ln n at the rate k (the stiffness). Where k is small, at the
    boundary, g = g_S + 2 pi n_S (S - r)^2 reaches its turning point k = 0 at the complex distance
    k/(4 pi n_S k')^(1/2); inside, with k = k_min + k'' x^2/2, at (2/3) k_min (2 k_min/k'')^(1/2)
    over the slope of the potential.
    """
    cell = solution.cell
    _matrix, _right, parts = linearise(cell, solution.log_n, solution.mu)
    k = parts.stiffness[:, 1:]
    ratio = k / np.maximum(
        chemical_potential(gas(solution.log_n[:, 1:], cell.kT[:, None], cell.functions))[1], 1e-300
    )
    weakest = np.argmin(ratio, axis=1)
    rows = np.arange(k.shape[0])
    i = weakest + 1
    r = cell.mesh.r[rows, i]
    log_n = solution.log_n[rows, i]
    k_min = np.maximum(k[rows, weakest], 0.0)
    step = 0.05
    up, down = (_stiffness(cell, log_n + q) for q in (step, -step))
    first = np.abs(up - down) / (2.0 * step)
    second = np.abs(up + down - 2.0 * k[rows, weakest]) / step**2
    n = np.exp(log_n)
    ds_dr = 1.0 / (2.0 * (r + np.sqrt(r * maps.core)))
    edge = i == s.shape[1] - 1
    at_edge = k_min / np.sqrt(4.0 * np.pi * n * np.maximum(first, 1e-12))
    before, after = np.maximum(i - 1, 1), np.minimum(i + 1, s.shape[1] - 1)
    rate = k_min * np.abs(solution.log_n[rows, before] - solution.log_n[rows, after])
    rate = rate / np.maximum(cell.mesh.r[rows, after] - cell.mesh.r[rows, before], 1e-12)
    inside = (2.0 / 3.0) * k_min * np.sqrt(2.0 * k_min / np.maximum(second, 1e-12))
    inside = inside / np.maximum(rate, 1e-12)
    knee = np.where(edge, at_edge, inside) * ds_dr
    sharp = (ratio[rows, weakest] < 0.3) & (knee < width)
    return (
        np.where(sharp, s[rows, i], centre),
        np.where(sharp, np.maximum(1.5 * knee, 0.02), width),
    )


def _stiffness(cell: Cells, log_n: FloatArray) -> FloatArray:
    g = gas(log_n, cell.kT, cell.functions)
    result: FloatArray = chemical_potential(g)[1] + cell.exchange * exchange_potential(g)[1]
    return result
