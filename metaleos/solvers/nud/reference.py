"""The reference state of `nud`: x = 0.5 at the observed volume."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from metaleos.constants import ATOMIC_MASS_KG, BOHR_M
from metaleos.solvers.protocol import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.protocol import Convention

REFERENCE_THETA = 0.5
"""x = Theta/R0 of the reference state: at 0 (and at 1) the derivatives vanish."""

U_PER_BOHR3_IN_G_PER_CM3 = ATOMIC_MASS_KG * 1e3 / (BOHR_M * 1e2) ** 3
"""One atomic mass unit per cubic bohr [g/cm3]: mass [u] times this over density is a volume."""


def reference_state(inputs: Mapping[str, float], convention: Convention) -> dict[str, float]:
    """Return x = 0.5 and the volume [bohr3/atom] of the uniform metal, in either convention.

    Raises
    ------
    RefusedError
        If neither ``reference_volume`` nor ``density`` and ``atomic_mass`` is a positive number.
    """
    del convention  # the paper has no constants of its own
    volume = inputs.get("reference_volume", float("nan"))
    if not isfinite(volume):
        mass, density = inputs.get("atomic_mass", 0.0), inputs.get("density", 0.0)
        volume = mass * U_PER_BOHR3_IN_G_PER_CM3 / density if density > 0.0 else float("nan")
    if not (isfinite(volume) and volume > 0.0):
        raise RefusedError(
            "nud needs a volume: give a positive density [g/cm3] and atomic_mass [u], "
            "or reference_volume [bohr3/atom]"
        )
    return {"theta": REFERENCE_THETA, "volume": volume}
