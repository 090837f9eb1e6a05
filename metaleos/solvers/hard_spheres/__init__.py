"""The hard-sphere fluid: Carnahan-Starling thermodynamics, Percus-Yevick and Verlet-Weis structure.

Lengths in units of the sphere's diameter unless a docstring says otherwise; the packing fraction
is eta = (pi/6) rho sigma^3.
"""

from metaleos.solvers.hard_spheres.carnahan_starling import (
    compressibility_factor,
    excess_free_energy,
    ideal_free_energy,
)
from metaleos.solvers.hard_spheres.peak import first_peak
from metaleos.solvers.hard_spheres.percus_yevick import (
    coulomb_integral,
    inverse_power_integral,
    laplace_transform,
    py_contact_value,
    structure_factor,
)
from metaleos.solvers.hard_spheres.radial_distribution import radial_distribution
from metaleos.solvers.hard_spheres.verlet_weis import (
    VerletWeis,
    verlet_weis,
    verlet_weis_structure_factor,
)

__all__ = [
    "VerletWeis",
    "compressibility_factor",
    "coulomb_integral",
    "excess_free_energy",
    "first_peak",
    "ideal_free_energy",
    "inverse_power_integral",
    "laplace_transform",
    "py_contact_value",
    "radial_distribution",
    "structure_factor",
    "verlet_weis",
    "verlet_weis_structure_factor",
]
