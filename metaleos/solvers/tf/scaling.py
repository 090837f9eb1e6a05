"""The scaling of the Thomas-Fermi atom: one solution in Z = 1 variables serves every element.

In hartree atomic units, with a tilde for the Z = 1 quantity (Latter 1955, Sec. II):

    r~ = r0 Z^(1/3),  T~ = kT/Z^(4/3),  P~ = P/Z^(10/3),  E~ = E/Z^(7/3),  S~ = S/Z.

Two numbers fix a state: lam = (8 sqrt2/(3 pi)) r~^(3/2), which measures the size of the cell in
units of the atom, and t = 1/phi(0) = T~ r~, the temperature in units of Z e^2/r0.
"""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray

COUPLING = 8.0 * sqrt(2.0) / (3.0 * pi)
"""lam over r~^(3/2): the constant of Poisson's equation at T = 0."""

ISOLATED_SLOPE = -1.588071022611375312719
"""Initial slope of the isolated neutral atom's screening function (Majorana's series)."""

ISOLATED_ENERGY = (3.0 / 7.0) * COUPLING ** (2.0 / 3.0) * ISOLATED_SLOPE
"""Energy of the isolated atom [hartree Z^(7/3)]: -0.768745..., by the virial theorem."""


def radius(volume: npt.ArrayLike) -> FloatArray:
    """Return the radius [bohr] of the sphere of `volume` [bohr3]."""
    return np.asarray(np.cbrt(0.75 / pi * np.asarray(volume, dtype=np.float64)))
