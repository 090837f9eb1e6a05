"""The columns of a batch, checked: states, parameters, outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.lattice import STRUCTURES

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray, ObjectArray
    from metaleos.solvers.ha.variants import Variant
    from metaleos.solvers.protocol import Batch
    from metaleos.solvers.rows import Outcomes

SIZES = (1e-9, 1e9)
"""Radii [bohr] and volumes [bohr3] beyond which powers of them leave the range of doubles."""


@dataclass(slots=True, eq=False)
class Columns:
    """States and parameters of a batch as columns of n rows.

    Parameters
    ----------
    variant : Variant
    structure : object array
    axial_ratio, volume, radius, depth : array
        c/a (1 for cubic structures), volume [bohr3], R_M [bohr], u.
    hcp_ratio : array
        c/a as given, also where the structure is cubic.
    first_order : array or None
        E1 Omega [Ry bohr3] of the empty-core model.
    reference_volume : array
    outcomes : Outcomes
    cutoff, third_order_cutoff, screening
        Settings.
    """

    variant: Variant
    structure: ObjectArray
    axial_ratio: FloatArray
    hcp_ratio: FloatArray
    volume: FloatArray
    radius: FloatArray
    depth: FloatArray
    first_order: FloatArray | None
    reference_volume: FloatArray
    outcomes: Outcomes
    cutoff: float
    third_order_cutoff: float
    screening: str

    @property
    def k_f(self) -> FloatArray:
        """Fermi wavenumber [1/bohr]."""
        return fermi_wavenumber(spacing_radius(self.volume))

    def groups(self) -> list[IntArray]:
        """Rows that are ``ok``, by structure and c/a."""
        good = self.outcomes.good
        words = self.structure[good].astype(str)
        found: list[IntArray] = []
        for word in STRUCTURES:
            same = good[words == word]
            ratios = self.axial_ratio[same]
            found.extend(same[ratios == ratio] for ratio in np.unique(ratios))
        return found

    def take(self, rows: IntArray) -> Columns:
        """Return a copy of some rows."""
        return Columns(
            self.variant,
            self.structure[rows],
            self.axial_ratio[rows],
            self.hcp_ratio[rows],
            self.volume[rows],
            self.radius[rows],
            self.depth[rows],
            None if self.first_order is None else self.first_order[rows],
            self.reference_volume[rows],
            self.outcomes.take(rows),
            self.cutoff,
            self.third_order_cutoff,
            self.screening,
        )

    def ionisation_energy(self, batch: Batch, rows: IntArray) -> FloatArray:
        """I [eV]: the element's constant, or the paper's in `printed`."""
        name = (
            "ionisation_energy" if batch.takes("ionisation_energy") else "first_ionisation_energy"
        )
        value = batch.inputs[name][rows]
        if np.any(np.isnan(value)):
            why = f"input {name} is missing"
            self.outcomes.lack("cohesive_energy", rows[np.isnan(value)], why, "invalid_input")
        return np.asarray(value)
