"""Temperature coefficient of the compressibility and shift of the thermal expansion.

All in Hartree atomic units, kelvin apart. `dtheta_dT` is dTheta/dT = R dx/dT [bohr/K].
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.nud.displaced_shell import Redistribution


def compressibility_coefficient(
    change: Redistribution,
    radius: npt.ArrayLike,
    bulk_modulus: npt.ArrayLike,
    dtheta_dT: npt.ArrayLike,
) -> FloatArray:
    """Return (1/beta) d(beta)/dT - kappa0 [1/K], Eq. 5.

    -beta V (d2/dV2)(dDeltaU/dTheta)(dTheta/dT), beta = 1/K. The "1/3" before dbeta/dT in the scan
    is 1/beta: K = V U'' at fixed V makes d(ln beta) = -d(V U'')/K.

    Parameters
    ----------
    change : Redistribution
        At the same states.
    radius : array_like
        R [bohr].
    bulk_modulus : array_like
        K of the metal at R [hartree/bohr3].
    dtheta_dT : array_like
        dTheta/dT [bohr/K].
    """
    volume = 4.0 * pi / 3.0 * np.asarray(radius, dtype=np.float64) ** 3
    K, rate = np.asarray(bulk_modulus, np.float64), np.asarray(dtheta_dT, np.float64)
    return np.asarray(-volume * change.dtheta_dvolume2 * rate / K)


def expansion_shift(
    change: Redistribution,
    radius: npt.ArrayLike,
    bulk_modulus: npt.ArrayLike,
    dtheta_dT: npt.ArrayLike,
) -> FloatArray:
    """Return alpha - alpha0 [1/K], exact: -beta (d2 DeltaU/dV dTheta) dTheta/dT.

    With U = -C/R + B/R^3 at its minimum this is -(R0^4/2B)(d2 DeltaU/dR dTheta) dTheta/dT; the form
    used here holds at any volume, since alpha = beta (dP/dT)_V. Parameters as
    `compressibility_coefficient`.
    """
    area = 4.0 * pi * np.asarray(radius, dtype=np.float64) ** 2
    K, rate = np.asarray(bulk_modulus, np.float64), np.asarray(dtheta_dT, np.float64)
    return np.asarray(-change.dtheta_dradius * rate / (area * K))


def expansion_shift_limit(
    change: Redistribution,
    radius: npt.ArrayLike,
    repulsion: npt.ArrayLike,
    dtheta_dT: npt.ArrayLike,
) -> FloatArray:
    """Return alpha - alpha0 [1/K] as printed, (3/2)(R^3/B)(dDeltaU/dTheta) dTheta/dT.

    The printed formula lacks R^3. This is the limit of `expansion_shift` for small x.

    Parameters
    ----------
    change, radius, dtheta_dT
        As `compressibility_coefficient`.
    repulsion : array_like
        B of the metal's energy [hartree bohr3].
    """
    R, rate = np.asarray(radius, np.float64), np.asarray(dtheta_dT, np.float64)
    return np.asarray(1.5 * R**3 / np.asarray(repulsion, np.float64) * change.dtheta * rate)
