"""What `printed` and `standard` differ in: units, the grid of form factors, the third-order sum.

``printed`` is what the paper's numbers were made with, as far as that could be inferred: 13.60 eV
per rydberg and rounded ionisation energies in E_coh, 1.4711e14 dyn/cm2 per Ry/bohr3, form factors
at q/2kF = 1.150, 1.625, 1.975, a third-order sum with G1 from the shortest vectors only, the
printed E1 of `al`, and totals of P and B (so the fit of R_M, and by subtraction P2 and B2) with
another correlation energy than the printed E0, P0, B0: that of Nozieres and Pines for `pcp`, the
polynomial through the table for `vs`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metaleos.constants import RYDBERG_EV, RYDBERG_PER_BOHR3_GPA
from metaleos.solvers.ha.third_order import PRINTED_CUTOFF

if TYPE_CHECKING:
    from metaleos.solvers.protocol import Batch


@dataclass(frozen=True, slots=True)
class Units:
    """Units and grids of one convention.

    Parameters
    ----------
    pressure : float
        GPa per Ry/bohr3.
    cohesive : float
        eV per Ry in the cohesive energy.
    form_factor_grid : tuple of float
        q/2kF of the three form factors; empty: the reciprocal vectors themselves.
    printed_triples : bool
        The paper's restricted third-order sum.
    """

    pressure: float
    cohesive: float
    form_factor_grid: tuple[float, ...]
    printed_triples: bool

    def triple_cutoff(self, setting: float) -> float:
        """Return the cut-off of the third-order sum in units of kF."""
        return PRINTED_CUTOFF if self.printed_triples else setting


def units(batch: Batch) -> Units:
    """Return the units and grids of a batch's convention, each an ingredient of its own."""
    return Units(
        14711.0 if batch.takes("pressure_unit") else RYDBERG_PER_BOHR3_GPA,
        13.60 if batch.takes("rydberg") else RYDBERG_EV,
        (1.150, 1.625, 1.975) if batch.takes("form_factor_grid") else (),
        printed_triples=batch.takes("restricted_triples"),
    )
