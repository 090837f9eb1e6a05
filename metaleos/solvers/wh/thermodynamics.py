"""The variational free energy F(eta) of Eq. 1 and all that follows from it, hartree per ion.

F = F_HS(eta) + E_0 + E_pair(eta) - T S_el (+ u_d(d)/2 in the printed numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.hard_spheres.carnahan_starling import (
    compressibility_factor,
    excess_free_energy,
    ideal_free_energy,
)
from metaleos.solvers.hard_spheres.packing import diameter, packing_fraction
from metaleos.solvers.wh.conventions import STANDARD, Treatment
from metaleos.solvers.wh.d_band import d_coefficients, d_potential
from metaleos.solvers.wh.electronic import electronic_entropy
from metaleos.solvers.wh.pair_terms import PairEnergy, pair_energy
from metaleos.solvers.wh.volume_terms import VolumeEnergy, volume_energy

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.wh.metal import LiquidMetal

_STEP = 2e-3  # of ln V: truncation (step^4) and rounding (1/step) both leave 1e-12


@dataclass(frozen=True)
class FreeEnergy:
    """Terms of F at given packing fractions [hartree per ion], arrays of shape (n,).

    Parameters
    ----------
    ideal, packing : array
        The two parts of F_HS (Eq. 2): ideal gas, and Carnahan and Starling's excess.
    pair : PairEnergy
    volume : VolumeEnergy
    electronic : array
        -T S_el, half of it, or zero.
    d_shift : array
        u_d(d)/2, or zero.
    """

    ideal: FloatArray
    packing: FloatArray
    pair: PairEnergy
    volume: VolumeEnergy
    electronic: FloatArray
    d_shift: FloatArray

    @property
    def hard_sphere(self) -> FloatArray:
        """F_HS."""
        return np.asarray(self.ideal + self.packing)

    @property
    def structural(self) -> FloatArray:
        """The part that depends on eta, F_HS + E_pair."""
        return np.asarray(self.hard_sphere + self.pair.total)

    @property
    def total(self) -> FloatArray:
        """F."""
        return np.asarray(self.structural + self.volume.total + self.electronic + self.d_shift)


@dataclass(frozen=True)
class Entropy:
    """Terms of the entropy [k per ion], arrays of shape (n,)."""

    ideal: FloatArray
    hard_sphere: FloatArray
    electronic: FloatArray

    @property
    def total(self) -> FloatArray:
        """S_ideal + S_HS + S_el."""
        return np.asarray(self.ideal + self.hard_sphere + self.electronic)


@dataclass(frozen=True)
class Pressure:
    """Terms of -dF/dV at fixed diameter and T [hartree/bohr3], arrays of shape (n,)."""

    fluid: FloatArray
    pair: FloatArray
    volume: FloatArray
    electronic: FloatArray

    @property
    def total(self) -> FloatArray:
        """-dF/dV; at the minimum the diameter's own change does not matter."""
        return np.asarray(self.fluid + self.pair + self.volume + self.electronic)


def eta_dependent(
    metal: LiquidMetal,
    kind: str,
    eta: FloatArray,
    treatment: Treatment = STANDARD,
    density: float = 1.0,
    *,
    rough: bool = False,
) -> FloatArray:
    """Part of F that varies with eta, excess F_HS + E_pair, for `eta` of shape (n, m).

    For `density` and `rough` see `pair_energy`.
    """
    pair = pair_energy(
        metal.pair_potential(kind),
        metal.volume,
        eta,
        distribution=treatment.distribution,
        cutoff=treatment.cutoff,
        density=density,
        rough=rough,
    )
    return np.asarray(metal.temperature[:, None] * excess_free_energy(eta) + pair.total)


def free_energy(
    metal: LiquidMetal,
    kind: str,
    eta: npt.ArrayLike,
    treatment: Treatment = STANDARD,
    density: float = 1.0,
) -> FreeEnergy:
    """Every term of F at packing fractions `eta` of shape (n,).

    Parameters
    ----------
    metal : LiquidMetal
    kind : {"h", "vs", "iu"}
        Local field.
    eta : array_like, shape (n,)
    treatment : Treatment
    density : float
        Factor on the number of quadrature nodes, for error estimates.

    Raises
    ------
    ValueError
        If a packing fraction lies outside (0, 0.6).
    """
    eta = np.broadcast_to(np.asarray(eta, dtype=float), (len(metal),))
    kt = metal.temperature
    potential = metal.pair_potential(kind)
    pair = pair_energy(
        potential,
        metal.volume,
        eta[:, None],
        distribution=treatment.distribution,
        cutoff=treatment.cutoff,
        density=density,
    )
    factor = {"full": -1.0, "consistent": -0.5, "none": 0.0}[treatment.electronic]
    if treatment.d_shift:
        A, C = d_coefficients(metal.d_electrons, metal.d_radius, metal.coordination)
        shift = 0.5 * d_potential(metal.distance, A, C)
    else:
        shift = np.zeros(len(metal))
    return FreeEnergy(
        ideal=kt * ideal_free_energy(metal.mass, kt, metal.volume),
        packing=kt * excess_free_energy(eta),
        pair=PairEnergy(pair.s[:, 0], pair.d[:, 0]),
        volume=volume_energy(
            metal.valence, metal.volume, metal.gas_radius, potential.characteristic, density
        ),
        electronic=np.asarray(factor * kt * _electronic(metal)),
        d_shift=shift,
    )


def entropy(metal: LiquidMetal, eta: npt.ArrayLike) -> Entropy:
    """Entropy of the hard-sphere liquid and its electrons at packing fractions `eta`.

    It is -dF/dT at the minimum where the electronic term of F is ``"consistent"``; with the
    paper's ``"full"`` -T S_el in F, -dF/dT exceeds it by one S_el.
    """
    ideal = 1.5 - ideal_free_energy(metal.mass, metal.temperature, metal.volume)
    return Entropy(
        ideal=np.asarray(ideal), hard_sphere=-excess_free_energy(eta), electronic=_electronic(metal)
    )


def pressure(
    metal: LiquidMetal, kind: str, eta: FloatArray, treatment: Treatment = STANDARD
) -> Pressure:
    """Terms of -dF/dV at fixed T and diameter, at packing fractions `eta` of shape (n,).

    The hard spheres exactly, Z kT/V; the others by differences of fourth order in ln V.
    """
    n = len(metal)
    offsets = np.array([-2.0, -1.0, 1.0, 2.0])
    weights = np.array([1.0, -8.0, 8.0, -1.0]) / (12.0 * _STEP)
    volumes = (metal.volume[:, None] * np.exp(_STEP * offsets)).ravel()
    sigma = diameter(eta, metal.volume)
    moved = metal.take(np.repeat(np.arange(n), 4)).at_volume(volumes)
    f = free_energy(moved, kind, packing_fraction(np.repeat(sigma, 4), volumes), treatment)

    def slope(term: FloatArray) -> FloatArray:
        return np.asarray(0.0 - (term.reshape(n, 4) @ weights) / metal.volume)

    return Pressure(
        fluid=np.asarray(compressibility_factor(eta) * metal.temperature / metal.volume),
        pair=slope(f.pair.total),
        volume=slope(f.volume.total),
        electronic=slope(f.electronic),
    )


def _electronic(metal: LiquidMetal) -> FloatArray:
    return electronic_entropy(metal.temperature, metal.valence, metal.k_f, metal.d_width)
