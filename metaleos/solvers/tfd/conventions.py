"""What `standard` and `printed` mean: the units computed in, and the functions of the electron gas.

``standard`` is CODATA and exact functions. ``printed`` is what is behind Perrot's tables: his fits
of the functions, and a0 = 0.53 angstrom, 1 Ha = 27.21 eV, 1 Ha/a0^3 = 293 Mbar (inferred from the
Thomas-Fermi columns), parameters of that convention, as are his atomic masses and his N_A.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaleos import constants as const

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.protocol import Batch
    from metaleos.solvers.tfd.gas.functional import GasFunctions


@dataclass(frozen=True, slots=True)
class Units:
    """Factors from storage units to hartree atomic units and back, numbers or columns.

    Parameters
    ----------
    bohr : float or float array
        The atomic unit of length [CODATA bohr].
    hartree_kelvin : float or float array
        One hartree over the Boltzmann constant [K].
    pressure : float or float array
        One hartree per cubic bohr [GPa].
    """

    bohr: float | FloatArray
    hartree_kelvin: float | FloatArray
    pressure: float | FloatArray


def functions(batch: Batch) -> GasFunctions:
    """Return which functions of the gas a batch takes (`metaleos.solvers.tfd.gas.functional`)."""
    return "fits" if batch.takes("fits") else "exact"


CODATA = Units(1.0, 1.0 / const.BOLTZMANN_HARTREE_K, const.HARTREE_PER_BOHR3_GPA)


def units(batch: Batch) -> Units:
    """Return the units of a batch's convention; ``printed`` reads its three parameters."""
    read = batch.inputs
    return Units(
        read["bohr_radius"] / const.BOHR_ANGSTROM if batch.takes("bohr_radius") else CODATA.bohr,
        read["hartree_energy"] / const.BOLTZMANN_EV_K
        if batch.takes("hartree_energy")
        else CODATA.hartree_kelvin,
        read["pressure_unit"] * 100.0 if batch.takes("pressure_unit") else CODATA.pressure,
    )
