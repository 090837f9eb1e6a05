"""The energy of the uniform metal, U = -C/R + B/R^3 (after Eq. 5), in Hartree atomic units.

U' = 0 gives R0^2 = 3B/C; the bulk modulus there is B/(2 pi R0^6).
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from metaleos.solvers.nud.displaced_shell import sphere_radius

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray


class UniformMetal(NamedTuple):
    """The constants of the uniform metal's energy: C [hartree bohr] and B [hartree bohr3]."""

    C: FloatArray
    B: FloatArray


def uniform_metal(volume: npt.ArrayLike, bulk_modulus: npt.ArrayLike) -> UniformMetal:
    """Return C and B from the equilibrium volume [bohr3] and bulk modulus [hartree/bohr3].

    Raises
    ------
    ValueError
        If a volume or a bulk modulus is not positive.
    """
    R0 = sphere_radius(volume)
    K = np.asarray(bulk_modulus, dtype=np.float64)
    if not np.all(K > 0.0):
        raise ValueError("the bulk modulus must be positive")
    B = 2.0 * pi * R0**6 * K
    return UniformMetal(C=3.0 * B / R0**2, B=B)


def energy(metal: UniformMetal, radius: npt.ArrayLike) -> FloatArray:
    """Return U = -C/R + B/R^3 [hartree] at radius R [bohr]."""
    R = np.asarray(radius, dtype=np.float64)
    return np.asarray(-metal.C / R + metal.B / R**3)


def bulk_modulus(metal: UniformMetal, radius: npt.ArrayLike) -> FloatArray:
    """Return K = V d2U/dV2 = (9B/R^2 - 2C)/(6 pi R^4) [hartree/bohr3] at radius R [bohr].

    It vanishes at R^2 = 9B/2C, that is V = 1.5^(3/2) V0: beyond, this metal is not stable.
    """
    R = np.asarray(radius, dtype=np.float64)
    return np.asarray((9.0 * metal.B / R**2 - 2.0 * metal.C) / (6.0 * pi * R**4))
