"""The six differences between the conventions, each switched alone: what moves what, and how far.

A reader of the printed tables can so follow why their numbers are what they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.wh.conventions import PRINTED, STANDARD, Treatment
from metaleos.solvers.wh.declaration import DIFFERENCES
from metaleos.solvers.wh.minimum import minimise
from metaleos.solvers.wh.thermodynamics import free_energy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.wh.metal import LiquidMetal

NAMES = DIFFERENCES
"""T of the printed P_HS rather than T_m; pair integral to 3 sigma; g of Verlet and Weis; -T S_el
left out; u_d(d)/2 added; Z_s^(1/3) r_s for r_s in E_EG and G."""

_TREATED: Mapping[str, str] = {
    "pair_cutoff": "cutoff",
    "distribution": "distribution",
    "electronic": "electronic",
    "d_shift": "d_shift",
}


@dataclass(frozen=True)
class Difference:
    """What one difference does, per metal; arrays of shape (n,), NaN where F has no minimum.

    Parameters
    ----------
    name : str
        One of `NAMES`, or ``"all"``.
    eta, free_energy : array
        Change of eta and of F [hartree] on making this one difference in `standard`.
    eta_undone, free_energy_undone : array
        Change on making it last, that is: `printed` minus `printed` without it.
    """

    name: str
    eta: FloatArray
    free_energy: FloatArray
    eta_undone: FloatArray
    free_energy_undone: FloatArray


def differences(
    metal: LiquidMetal, kind: str, melting_temperature: FloatArray
) -> tuple[Difference, ...]:
    """Return the six differences one by one, and all of them together.

    Parameters
    ----------
    metal : LiquidMetal
        As in `printed`: at the kT that the printed P_HS implies, with `distance`, and with
        `ion_sphere` where the printed numbers have the slip.
    kind : {"h", "vs", "iu"}
    melting_temperature : array, shape (n,)
        k T_m [hartree]: where a calculation would be done without the paper's P_HS.
    """
    none: frozenset[str] = frozenset()
    every = frozenset(NAMES)
    low, high = (_solve(metal, kind, melting_temperature, s) for s in (none, every))
    out = []
    for name in NAMES:
        made = _solve(metal, kind, melting_temperature, frozenset({name}))
        undone = _solve(metal, kind, melting_temperature, every - {name})
        out.append(
            Difference(
                name,
                eta=made[0] - low[0],
                free_energy=made[1] - low[1],
                eta_undone=high[0] - undone[0],
                free_energy_undone=high[1] - undone[1],
            )
        )
    total = (high[0] - low[0], high[1] - low[1])
    return (*out, Difference("all", *total, *total))


def _solve(
    metal: LiquidMetal, kind: str, melting_temperature: FloatArray, made: frozenset[str]
) -> tuple[FloatArray, FloatArray]:
    """Return eta and F with the differences `made`."""
    if "temperature" not in made:
        metal = replace(metal, temperature=melting_temperature)
    if "ion_sphere" not in made:
        metal = replace(metal, ion_sphere=np.zeros(len(metal)))
    changed = {
        field: getattr(PRINTED if name in made else STANDARD, field)
        for name, field in _TREATED.items()
    }
    treatment = Treatment(**changed)
    minimum = minimise(metal, kind, treatment)
    energy = np.full(len(metal), np.nan)
    found = np.flatnonzero(np.isfinite(minimum.eta))
    if len(found):
        f = free_energy(metal.take(found), kind, minimum.eta[found], treatment)
        energy[found] = f.total
    return minimum.eta, energy
