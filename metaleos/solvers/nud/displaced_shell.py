"""The redistribution energy Delta U = U(uniform) - U(nonuniform) and its derivatives.

Hartree atomic units (e = 1): Delta U = (3/10) z dq g(x)/R with x = Theta/R, R the radius of the
elementary sphere, z the valence, dq = q z the charge displaced. In every derivative Theta and dq
are held fixed, so x changes with R.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.nud.shape_factor import shape

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.nud.shape_factor import Form


@dataclass(frozen=True, slots=True)
class Redistribution:
    """Delta U and its derivatives, per atom, in hartree and bohr.

    Parameters
    ----------
    energy : array
        Delta U [hartree].
    dtheta : array
        d(Delta U)/dTheta [hartree/bohr].
    dtheta_dradius : array
        d2(Delta U)/(dR dTheta) [hartree/bohr2].
    dtheta_dvolume2 : array
        d2/dV2 of d(Delta U)/dTheta [hartree/bohr7].
    pressure : array
        -d(Delta U)/dV [hartree/bohr3].
    """

    energy: FloatArray
    dtheta: FloatArray
    dtheta_dradius: FloatArray
    dtheta_dvolume2: FloatArray
    pressure: FloatArray


def sphere_radius(volume: npt.ArrayLike) -> FloatArray:
    """Return the radius R [bohr] of the elementary sphere of `volume` [bohr3].

    Raises
    ------
    ValueError
        If a volume is not positive.
    """
    V = np.asarray(volume, dtype=np.float64)
    if not np.all(V > 0.0):
        raise ValueError("the volume per atom must be a positive number of bohr3")
    return np.asarray(np.cbrt(3.0 * V / (4.0 * pi)))


def redistribution(
    x: npt.ArrayLike,
    radius: npt.ArrayLike,
    valence: npt.ArrayLike,
    displaced_charge: npt.ArrayLike = 1.0,
    form: Form = "exact",
) -> Redistribution:
    """Return Delta U (Eq. 3 or Eq. 4) and its derivatives.

    Parameters
    ----------
    x : array_like
        Theta/R, 0 to 1.
    radius : array_like
        R [bohr].
    valence : array_like
        z.
    displaced_charge : array_like
        dq in units of z e.
    form : {"exact", "linear"}
        Eq. 3 or Eq. 4 of the paper.
    """
    R = np.asarray(radius, dtype=np.float64)
    z = np.asarray(valence, dtype=np.float64)
    A = 0.3 * z**2 * np.asarray(displaced_charge, dtype=np.float64)
    s = shape(x, form)
    x = np.asarray(x, dtype=np.float64)
    return Redistribution(
        energy=A * s.g / R,
        dtheta=A * s.slope / R**2,
        dtheta_dradius=-A * s.mixed / R**3,
        dtheta_dvolume2=A * s.curvature / (16.0 * pi**2 * R**8),
        # d/dR [g(Theta/R)/R] = -(g + x g')/R^2 and dV = 4 pi R^2 dR
        pressure=A * (s.g + x * s.slope) / (4.0 * pi * R**4),
    )
