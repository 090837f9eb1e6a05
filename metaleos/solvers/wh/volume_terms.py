"""The volume-dependent energy E_0 of Eq. 7, term by term, in hartree per ion.

E_0 = E_EG - (Z_s^2/pi) int_0^inf F_N dq - 2 pi Z_s^2 rho [pi/4kF - gamma/kF^2].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.tables import EXCHANGE, KINETIC, NOZIERES_PINES

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.wh.characteristic import Characteristic


@dataclass(frozen=True)
class VolumeEnergy:
    """Terms of E_0 [hartree per ion], arrays of shape (n,).

    Parameters
    ----------
    electron_gas : array
        E_EG.
    self_energy : array
        Ion in its own screening cloud, -(Z_s^2/pi) int F_N dq.
    long_wave : array
        The limit q -> 0 that the derivation leaves over.
    """

    electron_gas: FloatArray
    self_energy: FloatArray
    long_wave: FloatArray

    @property
    def total(self) -> FloatArray:
        """E_0."""
        return np.asarray(self.electron_gas + self.self_energy + self.long_wave)


def electron_gas_energy(valence: npt.ArrayLike, r_s: npt.ArrayLike) -> FloatArray:
    """E_EG = (Z_s/2)[2.21/r_s^2 - 0.916/r_s + 0.031 ln r_s - 0.115] [hartree] (Eq. 8)."""
    z, r = np.asarray(valence, dtype=float), np.asarray(r_s, dtype=float)
    free, (constant, slope) = KINETIC / r**2 - EXCHANGE / r, NOZIERES_PINES
    return np.asarray(0.5 * z * (free + slope * np.log(r) + constant))


def volume_energy(
    valence: FloatArray,
    volume: FloatArray,
    gas_radius: FloatArray,
    characteristic: Characteristic,
    density: float = 1.0,
) -> VolumeEnergy:
    """Terms of E_0 for columns of metals.

    Parameters
    ----------
    valence, volume : array, shape (n,)
        Z_s, and V per ion [bohr3].
    gas_radius : array, shape (n,)
        r_s of the electron gas [bohr].
    characteristic : Characteristic
    density : float
        Factor on the number of quadrature nodes.
    """
    z2 = valence**2
    return VolumeEnergy(
        electron_gas=electron_gas_energy(valence, gas_radius),
        self_energy=np.asarray(-z2 / np.pi * characteristic.integral(density)),
        long_wave=np.asarray(-2.0 * np.pi * z2 / volume * characteristic.response_length),
    )
