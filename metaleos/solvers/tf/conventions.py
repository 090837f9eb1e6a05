"""Units of the two conventions, and of the sub-convention that Perrot's columns were made with.

``standard`` uses CODATA. ``printed`` uses the constants of Latter's footnote 13 and his fits of
I_1/2; where an element carries Perrot's units as parameters (Be, Al, Cu), those, with exact
functions: his Thomas-Fermi columns were made with them.

The volume of a state is always that of real space: CODATA bohr3. Its temperature is in kelvin,
through CODATA's k to eV, since the papers give kT in eV.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, pi
from typing import Final

from metaleos import constants

LATTER_ELECTRON_MASS_G: Final = 9.10710e-28
LATTER_CHARGE_ESU: Final = 4.80217e-10
LATTER_PLANCK_ERG_S: Final = 6.62363e-27
LATTER_EV_ERG: Final = 1.6020e-12
"""Footnote 13 of Latter (1955)."""


@dataclass(frozen=True)
class Units:
    """What one atomic unit is.

    Parameters
    ----------
    bohr : float
        [CODATA bohr].
    hartree_state : float
        [eV]: divides kT.
    hartree : float
        [eV]: multiplies energies.
    pressure : float
        One hartree per cubic bohr [GPa].
    fitted : bool
        Whether I_1/2 is Latter's.
    """

    bohr: float
    hartree_state: float
    hartree: float
    pressure: float
    fitted: bool


STANDARD: Final = Units(
    1.0, constants.HARTREE_EV, constants.HARTREE_EV, constants.HARTREE_PER_BOHR3_GPA, fitted=False
)


def _latter() -> Units:
    reduced = LATTER_PLANCK_ERG_S / (2.0 * pi)
    bohr = reduced**2 / (LATTER_ELECTRON_MASS_G * LATTER_CHARGE_ESU**2)  # [cm]
    hartree = LATTER_CHARGE_ESU**2 / bohr  # [erg]
    return Units(
        bohr * 1e-2 / constants.BOHR_M,
        hartree / LATTER_EV_ERG,
        hartree / LATTER_EV_ERG,
        hartree / bohr**3 * 1e-10,  # 1 GPa = 1e10 dyn/cm2
        fitted=True,
    )


LATTER: Final = _latter()


def perrot(bohr_radius: float, hartree_energy: float, pressure_unit: float) -> Units:
    """Return Perrot's units from his parameters in angstrom, eV and Mbar (CODATA's for NaN).

    Energies he prints in hartree are stored through CODATA's hartree, so that his numbers
    compare one to one; his own hartree enters through kT.
    """
    return Units(
        1.0 if isnan(bohr_radius) else bohr_radius / constants.BOHR_ANGSTROM,
        constants.HARTREE_EV if isnan(hartree_energy) else hartree_energy,
        constants.HARTREE_EV,
        constants.HARTREE_PER_BOHR3_GPA if isnan(pressure_unit) else pressure_unit * 100.0,
        fitted=False,
    )
