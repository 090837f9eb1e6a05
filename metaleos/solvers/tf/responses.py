"""First derivatives of the solved atom: bulk modulus, heat capacity, thermal pressure.

The screening function's derivative by ln r~ (at fixed temperature) or ln T~ (at fixed volume)
obeys the equation Newton's iteration already solves, with the density's explicit derivative as
its source: 3 F - y dF/dy and (3/2) F - y dF/dy. Then, with p = PV in Z^2 e^2/r0 and F1 the
density at the boundary,

    B V = (F1/9)(y1 - dy1/dln r),
    dp/dln T = lam t^(5/2) sigma(eta1)/2 + (F1/3) dy1/dln T,
    t dS/dln T = (3/4) [dp/dln T + t S + dy_x(0)/dln T].

The last is the derivative of E = (3/7)[PV + TS + Z kT phi'(0)], with dE = T dS at fixed volume.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac import entropy_sigma, entropy_sigma_slope
from metaleos.solvers.tf import poisson
from metaleos.solvers.tf.gas import density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tf.atom import Atoms


@dataclass(frozen=True)
class Responses:
    """Z = 1 values in atomic units, shape (m,); heat capacity in k.

    At T = 0 the heat capacity is zero and Grueneisen's parameter NaN.
    """

    bulk_modulus: FloatArray
    heat_capacity: FloatArray
    gruneisen: FloatArray


def evaluate(atoms: Atoms, boundary_density: FloatArray, entropy: FloatArray) -> Responses:
    """Return the responses.

    Parameters
    ----------
    atoms : Atoms
    boundary_density : float array, shape (m,)
        n~(r0) [1/bohr3].
    entropy : float array, shape (m,)
        S~ [k].
    """
    mesh, r, lam, t, y1 = atoms.mesh, atoms.radius, atoms.lam, atoms.t, atoms.boundary
    volume = 4.0 * pi / 3.0 * r**3
    f, d = density(atoms.gas, mesh, lam, t, atoms.y)
    green = poisson.kernel(mesh)
    none = np.zeros_like(t)
    explicit = atoms.y * d
    f1 = 4.0 * pi * r**3 * boundary_density
    by_radius = poisson.solve(mesh, green, 3.0 * f - explicit, d, 0.0, none)
    bulk = f1 / 9.0 * (y1 - by_radius.boundary) / (r * volume)
    if t[0] == 0.0:
        return Responses(bulk, none, np.full_like(t, np.nan))
    # (3/2) F - y dF/dy = lam u^3 (3/2) t^(3/2) sigma'(eta): as written it loses all digits at low T
    source = 1.5 * lam * t**1.5 * mesh.x * mesh.u * entropy_sigma_slope(atoms.y / (t * mesh.x))
    by_heat = poisson.solve(mesh, green, source, d, 0.0, none)
    pressure = 0.5 * lam * t**2.5 * entropy_sigma(y1 / t) + f1 / 3.0 * by_heat.boundary
    heat = 0.75 * (pressure + t * entropy + by_heat.slope)
    return Responses(bulk, heat / t, pressure / heat)
