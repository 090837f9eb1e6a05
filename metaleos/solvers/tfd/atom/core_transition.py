"""The temperature at which the core of ``tfdw`` goes over from collapsed to diffuse.

Where both kinds of core are stationary (`metaleos.solvers.tfd.atom.branches`) they have the same
free energy at one temperature, at fixed volume: a transition of first order. It is bracketed by the
drop of n(0) along the states of lower free energy; then each branch is followed on its own mesh,
and T + (F_c - F_d)/(S_c - S_d) is Newton's step towards F_c = F_d, since dF/dT = -S on each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.atom.branches import (
    BAND,
    collapsed_density,
    diffuse_density,
    transition_estimate,
)
from metaleos.solvers.tfd.atom.ladder import DISTINCT, FIRST, TFDW, States, build_cells, part
from metaleos.solvers.tfd.atom.maps import adapted_maps, default_maps
from metaleos.solvers.tfd.atom.newton import Density, Maps, iterate, transfer
from metaleos.solvers.tfd.atom.observables import observables
from metaleos.solvers.tfd.atom.screened_start import screened_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tfd.atom.ladder import Physics

SCAN = np.geomspace(*BAND, 46)
"""kT over its estimate: a per cent apart."""

NARROW = 1e-5
"""Relative width of the bracket: what n(0) drops by within it, it drops by at once."""

MESHES = (65, 97)
PRECISE = 1e-9  # of ln n
ROUNDING = 1e-11  # of F, which is a sum without cancellation


@dataclass(frozen=True, slots=True)
class CoreTransition:
    """The transition of b cells, NaN where the core changes continuously.

    Parameters
    ----------
    kT, error : float array, shape (b,)
        [Ha].
    entropy_jump : float array, shape (b,)
        Entropy of the diffuse less that of the collapsed core [k].
    centre : float array, shape (b, 2)
        n(0) of the collapsed and the diffuse core [1/bohr3].
    """

    kT: FloatArray
    error: FloatArray
    entropy_jump: FloatArray
    centre: FloatArray


@dataclass(slots=True)
class _Branches:
    """A collapsed and a diffuse core of each cell, each with its mesh."""

    densities: tuple[Density, Density]
    maps: tuple[Maps, Maps]


def core_transition(
    Z: npt.ArrayLike, volume: npt.ArrayLike, *, physics: Physics = TFDW
) -> CoreTransition:
    """Return the transition of cells at constant volume.

    Parameters
    ----------
    Z, volume : array_like, broadcast to shape (b,)
        Nuclear charge and volume per atom [bohr3].
    physics : Physics
        With the gradient term: without it there is no such transition.
    """
    z, v = (
        np.ascontiguousarray(c, dtype=float)
        for c in np.broadcast_arrays(np.atleast_1d(Z), np.atleast_1d(volume))
    )
    blank = np.full((5, z.size), np.nan)
    out = CoreTransition(blank[0], blank[1], blank[2], blank[3:].T)
    if not z.size:
        return out
    radius = np.cbrt(0.75 / pi * v)
    low, high = _bracket(z, v, radius, physics)
    states = States(z, low, radius, np.full(z.size, -np.inf))
    start = _Branches((_ground(states, physics), _ground(replace(states, kT=high), physics)),
                      (default_maps(z, radius, 1.0),) * 2)  # fmt: skip
    rows = np.flatnonzero(_apart(*start.densities))
    if not rows.size:
        return out
    kT, states = 0.5 * (low + high)[rows], states.part(rows)
    now = _Branches(
        (part(start.densities[0], rows), part(start.densities[1], rows)),
        (start.maps[0].part(rows), start.maps[1].part(rows)),
    )
    found: list[FloatArray] = []
    for m in MESHES:
        kT, now, jump = _equal(m, kT, now, states, physics)
        found.append(kT)
    energy = np.abs(observables(now.densities[0])["kinetic_homogeneous"])
    good = np.isfinite(kT) & (np.abs(kT / low[rows] - 1.0) < 0.02) & _apart(*now.densities)
    here = rows[good]
    out.kT[here] = kT[good]
    out.error[here] = (np.abs(found[-1] - found[-2]) + ROUNDING * energy / jump)[good]
    out.entropy_jump[here] = jump[good]
    for k in (0, 1):
        out.centre[here, k] = np.exp(now.densities[k].log_n[good, 0])
    return out


def _apart(collapsed: Density, diffuse: Density) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    both = collapsed.converged & diffuse.converged
    result: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = both & (
        collapsed.log_n[:, 0] - diffuse.log_n[:, 0] > DISTINCT
    )
    return result


def _ground(states: States, physics: Physics) -> Density:
    """Return the density of lower free energy of two starts, on the first mesh."""
    cell = build_cells(
        FIRST, states, physics, default_maps(states.Z, states.radius, physics.gradient)
    )
    mu = screened_density(cell)[1]
    one, other = (
        iterate(cell, start(cell), mu, 1e-6, states.floor)
        for start in (collapsed_density, diffuse_density)
    )
    with np.errstate(all="ignore"):
        gain = observables(one)["free_energy"] - observables(other)["free_energy"]
    better = np.flatnonzero(other.converged & (~one.converged | (gain > 0.0)))
    one.log_n[better], one.mu[better] = other.log_n[better], other.mu[better]
    one.converged[better] = True
    return one


def _centre(z: FloatArray, kT: FloatArray, radius: FloatArray, physics: Physics) -> FloatArray:
    """Return ln n(0) of the states of lower free energy, NaN where none was found."""
    found = _ground(States(z, kT, radius, np.full(z.size, -np.inf)), physics)
    return np.where(found.converged, found.log_n[:, 0], np.nan)


def _bracket(
    z: FloatArray, v: FloatArray, radius: FloatArray, physics: Physics
) -> tuple[FloatArray, FloatArray]:
    """Return two temperatures between which ln n(0) drops most steeply."""
    grid = transition_estimate(z, v)[:, None] * SCAN
    shape = grid.shape
    wide = [np.broadcast_to(c[:, None], shape).ravel() for c in (z, radius)]
    log_n = _centre(wide[0], grid.ravel(), wide[1], physics).reshape(shape)
    drop = np.nan_to_num(log_n[:, :-1] - log_n[:, 1:], nan=-np.inf)
    rows, k = np.arange(z.size), drop.argmax(axis=1)
    low, high = grid[rows, k], grid[rows, k + 1]
    above, below = log_n[rows, k], log_n[rows, k + 1]
    while np.any(high / low - 1.0 > NARROW):
        middle = np.sqrt(low * high)
        there = _centre(z, middle, radius, physics)
        upper = there - below > above - there  # the larger drop
        low, above = np.where(upper, middle, low), np.where(upper, there, above)
        high, below = np.where(upper, high, middle), np.where(upper, below, there)
    return low, high


def _equal(
    m: int, kT: FloatArray, before: _Branches, states: States, physics: Physics
) -> tuple[FloatArray, _Branches, FloatArray]:
    """Return on m points the temperature of equal free energies, the branches, S_d - S_c."""
    densities, maps = [], []
    for old, old_maps in zip(before.densities, before.maps, strict=True):
        new_maps = adapted_maps(old, old_maps)
        cell = build_cells(m, replace(states, kT=kT), physics, new_maps)
        log_n = transfer(old, old_maps, cell)
        densities.append(iterate(cell, log_n, old.mu, PRECISE, states.floor))
        maps.append(new_maps)
    for _ in range(6):
        collapsed, diffuse = (observables(d) for d in densities)
        jump = diffuse["entropy"] - collapsed["entropy"]
        step = (diffuse["free_energy"] - collapsed["free_energy"]) / jump
        kT = kT + np.clip(step, -0.002 * kT, 0.002 * kT)
        densities = [
            iterate(replace(d.cell, kT=kT), d.log_n, d.mu, PRECISE, states.floor) for d in densities
        ]
    return kT, _Branches((densities[0], densities[1]), (maps[0], maps[1])), jump
