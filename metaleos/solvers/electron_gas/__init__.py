"""The uniform electron gas: Lindhard response, local fields, correlation energies.

Rydberg units (e2 = 2, hbar2/2m = 1), lengths in bohr, unless a docstring says otherwise. Shared
by every theory that screens a pseudopotential.
"""

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius, volume_of_radius
from metaleos.solvers.electron_gas.lindhard import (
    lindhard,
    lindhard_derivative,
    lindhard_second_derivative,
)
from metaleos.solvers.electron_gas.local_field import (
    compressibility_xi,
    local_field,
    singwi,
    singwi_coefficients,
)

__all__ = [
    "compressibility_xi",
    "fermi_wavenumber",
    "lindhard",
    "lindhard_derivative",
    "lindhard_second_derivative",
    "local_field",
    "singwi",
    "singwi_coefficients",
    "spacing_radius",
    "volume_of_radius",
]
