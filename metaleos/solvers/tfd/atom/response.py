"""How a solution answers to volume and temperature: bulk modulus, thermal pressure, heat capacity.

The linearised equations are solved once more for d/d ln S and d/d kT. The mesh grows with S, so
that at fixed ln n the parts of the residual scale as S, S^3 and 1/S.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.cells import density, repulsion_of_origin
from metaleos.solvers.tfd.atom.equations import linearise, true_shift
from metaleos.solvers.tfd.atom.newton import Density, solve
from metaleos.solvers.tfd.gas.functional import (
    densities,
    exchange_entropy_slopes,
    gas,
    gas_entropy_slope,
    gradient_coefficient,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


def response(solution: Density) -> dict[str, FloatArray]:
    """Return the derivatives of a stack of solutions, each of shape (b,).

    Returns
    -------
    dict
        ``bulk_modulus`` -V (dP/dV)_T [Ha/bohr3], ``thermal_pressure`` (dP/dkT)_V [1/bohr3] and
        ``heat_capacity`` kT (dS/dkT)_V [k]. The last two vanish at T = 0.
    """
    cell, log_n, mu = solution.cell, solution.log_n, solution.mu
    m = log_n.shape[1]
    kT = cell.kT[:, None]
    n = density(cell, log_n)
    g = gas(log_n, kT, cell.functions)
    d = densities(g)
    x = cell.exchange
    matrix, _right, parts = linearise(cell, log_n, mu)
    sigma1 = gas_entropy_slope(g)
    sxc1, sxc_heat = exchange_entropy_slopes(g)
    # entropy per electron s, ds/d ln n: d(dF/dn)/dkT = -(s + ds/d ln n)
    by_kT = -(d.entropy0 + sigma1) - x * (d.entropy_xc + sxc1)
    growth = parts.local + 3.0 * parts.coulomb - parts.gradient
    heating = cell.mesh.r * by_kT
    charge = n * cell.shell * cell.weights
    safe = np.where(kT > 0.0, kT, 1.0)
    entropy_weight = charge * (d.entropy0 + sigma1 + x * (d.entropy_xc + sxc1))
    own = (charge * (-1.5 * sigma1 / safe + x * sxc_heat)).sum(axis=1)
    if cell.gradient:
        _h, h1, h2 = (cell.gradient * q for q in gradient_coefficient(g))
        inverse = 1.0 / cell.mesh.r1
        slope = (log_n @ cell.mesh.base.first.T) * inverse
        lap = cell.mesh.r * (
            (log_n @ cell.mesh.base.second.T) * inverse**2 - slope * cell.mesh.ratio
        )
        lap += 2.0 * slope
        heating += 1.5 / safe * (2.0 * h1 * lap + (h1 + h2) * cell.mesh.r * slope**2)
        growth[:, -1] = heating[:, -1] = 0.0
        own -= (charge * slope**2 * (1.5 * h1 + 2.25 * h2) / safe**2).sum(axis=1)
    else:
        growth -= 1.5 * repulsion_of_origin(cell)
        growth[:, 0] = heating[:, 0] = 0.0
    right = np.zeros((mu.size, m + 1, 2))
    right[:, :m, 0], right[:, :m, 1] = -growth, -heating
    right[:, m, 0] = -3.0
    answer = solve_many(matrix, right)
    boundary = n[:, -1]
    local = parts.local[:, -1] / cell.radius  # dF/dn - mu at S
    edge = answer[:, m - 1]
    shift = np.stack(
        [true_shift(cell, n, answer[:, :m, k], answer[:, m, k]) for k in (0, 1)], axis=1
    )
    change = boundary[:, None] * (shift - local[:, None] * edge)
    thermal = boundary * (d.entropy0[:, -1] + x * d.entropy_xc[:, -1]) + change[:, 1]
    entropy_rate = own + (entropy_weight * answer[:, :m, 1]).sum(axis=1)
    if cell.gradient:
        moved = answer[:, :m, 1] @ cell.mesh.base.first.T * inverse
        part = (h1 + h2) * slope**2 * answer[:, :m, 1] + 2.0 * h1 * slope * moved
        entropy_rate += 1.5 * (charge * part / safe).sum(axis=1)
    cold = cell.kT == 0.0
    return {
        "bulk_modulus": -change[:, 0] / 3.0,
        "thermal_pressure": np.where(cold, 0.0, thermal),
        "heat_capacity": np.where(cold, 0.0, cell.kT * entropy_rate),
    }


def solve_many(matrix: FloatArray, right: FloatArray) -> FloatArray:
    """Solve stacked systems with several right-hand sides, one at a time where one is singular."""
    columns = [solve(matrix, right[:, :, k]) for k in range(right.shape[2])]
    return np.stack(columns, axis=2)
