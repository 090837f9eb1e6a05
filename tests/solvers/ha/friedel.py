"""The pair potential far from the ion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.pair_potential import friedel_amplitude

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.variants import Variant


def friedel_tail(
    model: Variant, volume: float, radius: float, depth: float, r: npt.ArrayLike
) -> FloatArray:
    """Return the leading term [Ry] of u(r) at large r; arguments as `pair_potential`."""
    r = np.asarray(r, dtype=np.float64)
    k_f = fermi_wavenumber(spacing_radius(volume))
    amplitude = friedel_amplitude(model, volume, radius, depth)
    return np.asarray(amplitude * np.cos(2.0 * k_f * r) / r**3)
