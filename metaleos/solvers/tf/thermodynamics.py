"""Pressure, energies and entropy of solved atoms (Latter 1955, Eqs. 10-16, 29-31).

With energies in Z^2 e^2/r0 the integrals over u = sqrt(r/r0) are

    PV = (1/3) lam t^(5/2) I_3/2(y1/t),   E_en = -2 int F du,
    E_ee = int F (1 - y + y1 u^2) du,     E_kin = (3 PV - E_en - E_ee)/2   (virial theorem),
    S/Zk = 3 lam t^(3/2) int u^5 sigma(eta) du.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac import entropy_sigma, i_half, i_three_half
from metaleos.solvers.tf.gas import density_only

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tf.atom import Atoms


@dataclass(frozen=True)
class Thermodynamics:
    """Z = 1 values in hartree atomic units, shape (m,) each; entropy in k."""

    pressure: FloatArray
    kinetic_energy: FloatArray
    electron_nucleus: FloatArray
    electron_electron: FloatArray
    entropy: FloatArray
    chemical_potential: FloatArray
    boundary_density: FloatArray
    """Z kT phi'(0): with PV and TS it gives E_tot = (3/7)(PV + TS + Z kT phi'(0))."""

    @property
    def potential_energy(self) -> FloatArray:
        """Electron-nucleus and electron-electron energy."""
        return self.electron_nucleus + self.electron_electron


def pressure_volume(atoms: Atoms) -> FloatArray:
    """Return PV in Z^2 e^2/r0 (Eq. 10)."""
    lam, t, y1 = atoms.lam, atoms.t, atoms.boundary
    if t[0] == 0.0:
        return np.asarray((2.0 / 15.0) * lam * np.maximum(y1, 0.0) ** 2.5)
    return lam * t**2.5 * i_three_half(y1 / t) / 3.0


def evaluate(atoms: Atoms) -> Thermodynamics:
    """Return the thermodynamic functions of solved atoms."""
    mesh, r, lam, t = atoms.mesh, atoms.radius, atoms.lam, atoms.t
    y, y1 = atoms.y, atoms.boundary
    f = density_only(atoms.gas, mesh, lam, t, y)
    pv = pressure_volume(atoms)
    nucleus = -2.0 * mesh.integral(f)
    electrons = mesh.integral(f * (1.0 - atoms.rest + (y1 - atoms.shift) * mesh.x))
    volume = 4.0 * pi / 3.0 * r**3
    if t[0] == 0.0:
        entropy = np.zeros_like(t)
        boundary = lam * np.maximum(y1, 0.0) ** 1.5
    else:
        sigma = entropy_sigma(y / (t * mesh.x))
        entropy = 3.0 * lam * t**1.5 * mesh.integral(mesh.x**2 * mesh.u * sigma)
        boundary = 1.5 * lam * t**1.5 * i_half(y1 / t)
    return Thermodynamics(
        pressure=pv / (r * volume),
        kinetic_energy=0.5 * (3.0 * pv - nucleus - electrons) / r,
        electron_nucleus=nucleus / r,
        electron_electron=electrons / r,
        entropy=entropy,
        chemical_potential=y1 / r,
        boundary_density=boundary / (4.0 * pi * r**3),
    )
