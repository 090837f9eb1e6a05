"""The temperature-perturbation theory: the cold atom and its first correction, of order T^2.

Expanding I_1/2 for a degenerate gas, the density gains lam (pi^2/8) t^2 x^2 y^(-1/2); the change of
the screening function follows from one linear solve on the cold atom (Marshak and Bethe; Gilvarry
and Peebles). It needs phi(1) >> 1, and is compared with the exact atom in Latter's Figs. 8-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tf import poisson, thermodynamics
from metaleos.solvers.tf.atom import solve
from metaleos.solvers.tf.gas import density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


@dataclass(frozen=True)
class Perturbation:
    """Cold values and the coefficients of T~^2 (of T~ for the entropy), Z = 1, atomic units."""

    pressure: FloatArray
    total_energy: FloatArray
    chemical_potential: FloatArray
    pressure_t2: FloatArray
    total_energy_t2: FloatArray
    entropy_t1: FloatArray


def evaluate(radius: FloatArray) -> Perturbation:
    """Return the perturbation theory of cells of radius r~ [bohr], shape (m,)."""
    atoms = solve(radius, np.zeros_like(radius), nodes=12)
    mesh, lam, y1 = atoms.mesh, atoms.lam, atoms.boundary
    cold = thermodynamics.evaluate(atoms)
    y = atoms.y
    _, d = density(atoms.gas, mesh, lam, atoms.t, y)
    # per t^2: F2 = lam (pi^2/8) x^2 y^(-1/2), and t = T~ r~
    source = lam * (pi**2 / 8.0) * mesh.x**2 / np.sqrt(y)
    found = poisson.solve(mesh, poisson.kernel(mesh), source, d, 0.0, np.zeros_like(radius))
    volume = 4.0 * pi / 3.0 * radius**3
    root = np.sqrt(y1)
    # PV = (1/3) lam [(2/5) y1^(5/2) + (pi^2/4) t^2 y1^(1/2)]
    pv = lam / 3.0 * (y1 * root * found.boundary + (pi**2 / 4.0) * root)
    entropy = pi**2 * lam * mesh.integral(mesh.x**2 * np.sqrt(y))  # S = entropy * t
    return Perturbation(
        pressure=cold.pressure,
        total_energy=cold.kinetic_energy + cold.potential_energy,
        chemical_potential=cold.chemical_potential,
        pressure_t2=pv * radius / volume,
        total_energy_t2=0.5 * entropy * radius,
        entropy_t1=entropy * radius,
    )
