"""Energies and pressures of a solved cell (Perrot 1979, Eqs. 33-38 and 42), in hartree and bohr."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.cells import density, electrons
from metaleos.solvers.tfd.atom.cells import repulsion as repelled
from metaleos.solvers.tfd.gas.functional import (
    densities,
    gas,
    gradient_coefficient,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tfd.atom.newton import Density


def observables(solution: Density) -> dict[str, FloatArray]:
    """Return the observables of a stack of b solved cells, each of shape (b,), per atom.

    Returns
    -------
    dict
        ``pressure_homogeneous``, ``pressure_exchange``, ``pressure_gradient``: the terms of Eq. 42,
        the last from Eq. 7 at the boundary, P1 = n(S) [mu - dF0/dn - dFxc/dn], which needs no
        second derivative; ``pressure`` their sum; ``pressure_virial`` by Eq. 38.
        ``kinetic_homogeneous``, ``kinetic_gradient``: K0 and K1 of Eq. 34; ``electron_nucleus``,
        ``electron_electron``: the parts of W (Eq. 35); ``exchange``: X (Eq. 36); ``energy`` their
        sum (Eq. 33). ``free_energy``, ``entropy`` [k], ``mu`` (with U(S) = 0),
        ``centre_density`` (inf without the gradient term), ``boundary_density``, and
        ``neutrality``, the electrons over Z minus one.
    """
    cell, log_n, mu = solution.cell, solution.log_n, solution.mu
    n = density(cell, log_n)
    g = gas(log_n, cell.kT[:, None], cell.functions)
    d = densities(g)
    x = cell.exchange
    volume_element = cell.shell * cell.weights
    charge = n * volume_element
    line = n * cell.line * cell.weights
    k0 = 1.5 * (charge * d.pressure0).sum(axis=1)
    f0 = (charge * d.free0).sum(axis=1)
    if cell.gradient == 0.0:  # r n dF0/dn -> Z n at r = 0, where kT is negligible
        k0 += 0.6 * cell.Z * line[:, 0]
        f0 += 0.6 * cell.Z * line[:, 0]
    nucleus = -cell.Z * line.sum(axis=1)
    repulsion = 0.5 * (line * (repelled(cell, n))).sum(axis=1)
    exchange = x * (charge * d.energy_xc).sum(axis=1)
    entropy = (charge * (d.entropy0 + x * d.entropy_xc)).sum(axis=1)
    k1, f1 = np.zeros_like(mu), np.zeros_like(mu)
    if cell.gradient:
        h, h1, _h2 = (cell.gradient * q for q in gradient_coefficient(g))
        square = charge * ((log_n @ cell.mesh.base.first.T) / cell.mesh.r1) ** 2
        k1 = (square * (h + 1.5 * h1)).sum(axis=1)
        f1 = (square * h).sum(axis=1)
        entropy = entropy + 1.5 * (square * h1).sum(axis=1) / np.maximum(cell.kT, 1e-300)
    work = x * (charge * d.pressure_xc).sum(axis=1)
    volume = cell.volume
    virial = (2.0 * (k0 + k1) + nucleus + repulsion + 3.0 * work) / (3.0 * volume)
    boundary = n[:, -1]
    p0 = boundary * d.pressure0[:, -1]
    pxc = x * boundary * d.pressure_xc[:, -1]
    if cell.gradient:
        local = d.free0 + d.pressure0 + x * (d.free_xc + d.pressure_xc)  # n dF/dn = F + P
        p1 = boundary * (mu - local[:, -1])
    else:
        p1 = np.zeros_like(p0)
    return {
        "pressure": p0 + pxc + p1,
        "pressure_homogeneous": p0,
        "pressure_exchange": pxc,
        "pressure_gradient": p1,
        "pressure_virial": virial,
        "energy": k0 + k1 + nucleus + repulsion + exchange,
        "kinetic_homogeneous": k0,
        "kinetic_gradient": k1,
        "electron_nucleus": nucleus,
        "electron_electron": repulsion,
        "exchange": exchange,
        "free_energy": f0 + f1 + nucleus + repulsion + x * (charge * d.free_xc).sum(axis=1),
        "entropy": entropy,
        "mu": mu,
        "centre_density": n[:, 0] if cell.gradient else np.full_like(mu, np.inf),
        "boundary_density": boundary,
        "neutrality": electrons(cell, n) / cell.Z - 1.0,
    }
