"""The reference state of `wh`: volume of the printed r_s, temperature of the printed P_HS."""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from metaleos.constants import BOLTZMANN_HARTREE_K
from metaleos.solvers.protocol import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.protocol import Convention

FIT_COMPRESSIBILITY = (1.0 + 0.45 + 0.45**2 - 0.45**3) / 0.55**3
"""Carnahan and Starling's P/(rho kT) at the packing fraction 0.45 of the printed P_HS: 9.38467."""


def reference_state(inputs: Mapping[str, float], convention: Convention) -> dict[str, float]:
    """Return the temperature [K] and the volume [bohr3/atom], the same in both conventions.

    V = (4 pi/3) r_s^3 Z_s, and T from P_HS = 9.38467 kT/V.

    Raises
    ------
    RefusedError
        If r_s [bohr], Z_s or P_HS [1e-3 Ha/bohr3] is not positive.
    """
    del convention
    r_s, valence, pressure = inputs["r_s"], inputs["Z_s"], inputs["P_HS"]
    if not (r_s > 0.0 and valence > 0.0 and pressure > 0.0):
        raise RefusedError("wh needs positive r_s [bohr], Z_s and P_HS [1e-3 Ha/bohr3]")
    try:
        volume = 4.0 * pi / 3.0 * r_s**3 * valence
    except OverflowError:
        raise RefusedError(f"r_s = {r_s:g} bohr is beyond any metal") from None
    kt = 1e-3 * pressure * volume / FIT_COMPRESSIBILITY
    return {"temperature": kt / BOLTZMANN_HARTREE_K, "volume": volume}
