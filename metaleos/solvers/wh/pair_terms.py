"""E_pair = 2 pi rho int_sigma r^2 g(r) u(r) dr [hartree per ion], as a function of eta.

Two ways, for columns of metals and several packing fractions each:

* all space, Percus-Yevick: the s part by its Fourier transform and S(q), less the Coulomb part in
  closed form,

      2 pi rho Z_s^2 sigma^2 int x h dx - (Z_s^2/pi) int [S(q) - 1] F_N dq + (rho/2) u_s(q = 0),

  and the powers of the d part by the Laplace transform of x g(x);
* in real space, on panels between the kinks of g(r), up to a cut-off.

With Verlet and Weis' g and no cut-off, the first for the Percus-Yevick part and the second for the
correction.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.hard_spheres.packing import diameter
from metaleos.solvers.hard_spheres.percus_yevick import (
    baxter_factor_squared,
    coulomb_integral,
    inverse_power_integral,
)
from metaleos.solvers.hard_spheres.radial_distribution import shells
from metaleos.solvers.hard_spheres.verlet_weis import verlet_weis
from metaleos.solvers.wh.d_band import d_potential
from metaleos.solvers.wh.quadrature import gauss, grid
from metaleos.solvers.wh.table import TABLE_CLEARANCE, PotentialTable

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.wh.pair_potential import PairPotential

_Q_UPPER = 64.0
_PANEL_NODES = 20
_CORRECTION_NODES, _CORRECTION_RANGE = 40, 36.0


@dataclass(frozen=True)
class PairEnergy:
    """The s and d parts of E_pair [hartree per ion], arrays of the shape of eta."""

    s: FloatArray
    d: FloatArray

    @property
    def total(self) -> FloatArray:
        """E_pair."""
        return np.asarray(self.s + self.d)


def pair_energy(
    potential: PairPotential,
    volume: FloatArray,
    eta: FloatArray,
    *,
    distribution: str = "percus_yevick",
    cutoff: float = np.inf,
    density: float = 1.0,
    rough: bool = False,
) -> PairEnergy:
    """E_pair at packing fractions `eta`.

    Parameters
    ----------
    potential : PairPotential
        Of n metals.
    volume : array, shape (n,)
        Per ion [bohr3].
    eta : array, shape (n, m)
    distribution : {"percus_yevick", "verlet_weis"}
    cutoff : float
        In diameters, at most 5, or infinite.
    density : float
        Factor on the number of quadrature nodes, for error estimates.
    rough : bool
        Tabulate u_s also below r = 2 R_c, where it is not analytic: good to about 1e-6 hartree.
    """
    if np.isfinite(cutoff):
        return _real_space(potential, volume, eta, distribution, cutoff, density, rough=rough)
    if distribution == "percus_yevick":
        return _all_space(potential, volume, eta, diameter(eta, volume[:, None]), density)
    return _all_space_verlet_weis(potential, volume, eta, density, rough=rough)


def _all_space(
    potential: PairPotential,
    volume: FloatArray,
    eta: FloatArray,
    sigma: FloatArray,
    density: float,
) -> PairEnergy:
    f = potential.characteristic
    z2, rho = potential.valence[:, None] ** 2, 1.0 / volume[:, None]
    rate = np.max(f.k_f[:, None] * sigma) + 2.0 * np.max(f.k_f * f.core_radius)
    Q, w = grid(_Q_UPPER, 2 * int(np.ceil(rate / 2.0)), density)
    weights = f(Q) * w * f.k_f[:, None]
    overlap = np.empty_like(sigma)
    for i in range(len(sigma)):
        y = (f.k_f[i] * sigma[i])[:, None] * Q
        inverse = baxter_factor_squared(y, eta[i][:, None])
        overlap[i] = np.einsum("mk,k->m", 1.0 / inverse - 1.0, weights[i])
    s = (
        2.0 * np.pi * rho * z2 * sigma**2 * coulomb_integral(eta)
        - z2 / np.pi * overlap
        + 0.5 * rho * potential.s_zero[:, None]
    )
    d = (
        2.0
        * np.pi
        * rho
        * (
            potential.C[:, None] * inverse_power_integral(8, eta) / sigma**5
            - potential.A[:, None] * inverse_power_integral(5, eta) / sigma**2
        )
    )
    return PairEnergy(np.asarray(s), np.asarray(d))


def _real_space(
    potential: PairPotential,
    volume: FloatArray,
    eta: FloatArray,
    distribution: str,
    cutoff: float,
    density: float,
    *,
    rough: bool,
) -> PairEnergy:
    sigma = diameter(eta, volume[:, None])
    if distribution == "verlet_weis":
        correction = verlet_weis(eta)
        reduced, shrink = correction.reduced, correction.diameter
    else:
        correction, reduced, shrink = None, eta, np.ones_like(eta)
    # panels end at the kinks of g, r = k d
    ends = [np.ones_like(eta)]
    k = 2
    while k * float(np.max(shrink)) < cutoff:
        ends.append(k * shrink)
        k += 1
    ends.append(np.full_like(eta, cutoff))
    t, w = gauss(round(_PANEL_NODES * density))
    x = np.concatenate(
        [a[..., None] + (b - a)[..., None] * t for a, b in itertools.pairwise(ends)], -1
    )
    weights = np.concatenate([(b - a)[..., None] * w for a, b in itertools.pairwise(ends)], -1)
    g = shells(x / shrink[..., None], reduced[..., None], int(np.ceil(cutoff / np.min(shrink))))
    if correction is not None:
        phase = correction.decay[..., None] * (x - 1.0)
        g = g + correction.amplitude[..., None] / x * np.exp(-phase) * np.cos(phase)
    r = x * sigma[..., None]
    weights = weights * g * r**2 * (2.0 * np.pi * sigma / volume[:, None])[..., None]
    s, d = _parts(potential, r, density, rough=rough)
    return PairEnergy(np.sum(weights * s, axis=-1), np.sum(weights * d, axis=-1))


def _all_space_verlet_weis(
    potential: PairPotential, volume: FloatArray, eta: FloatArray, density: float, *, rough: bool
) -> PairEnergy:
    sigma, vw = diameter(eta, volume[:, None]), verlet_weis(eta)
    bulk = _all_space(potential, volume, vw.reduced, sigma * vw.diameter, density)
    scale = (2.0 * np.pi * sigma / volume[:, None])[..., None]
    t, w = gauss(16)
    gap = (1.0 - vw.diameter)[..., None]
    inner = vw.diameter[..., None] + gap * t
    lost = shells(inner / vw.diameter[..., None], vw.reduced[..., None], 1) * gap * w
    t, w = gauss(round(_CORRECTION_NODES * density))
    phase = _CORRECTION_RANGE * t
    outer = 1.0 + phase / vw.decay[..., None]
    gained = vw.amplitude[..., None] / outer * np.exp(-phase) * np.cos(phase)
    gained = gained * w * _CORRECTION_RANGE / vw.decay[..., None]
    r = np.concatenate([inner, outer], axis=-1) * sigma[..., None]
    weights = np.concatenate([-lost, gained], axis=-1) * r**2 * scale
    s, d = _parts(potential, r, density, rough=rough)
    return PairEnergy(
        np.asarray(bulk.s + np.sum(weights * s, axis=-1)),
        np.asarray(bulk.d + np.sum(weights * d, axis=-1)),
    )


def _parts(
    potential: PairPotential, r: FloatArray, density: float, *, rough: bool
) -> tuple[FloatArray, FloatArray]:
    """u_s and u_d at distances of shape (n, m, k)."""
    low, high = r.min(axis=(1, 2)), r.max(axis=(1, 2))
    d = d_potential(r, potential.A[:, None, None], potential.C[:, None, None])
    smooth = low > 2.0 * potential.characteristic.core_radius + TABLE_CLEARANCE * (high - low)
    if rough or np.all(smooth):
        return PotentialTable.of(potential, low, high, density)(r), d
    s = np.empty_like(r)
    for rows, tabulated in ((np.flatnonzero(smooth), True), (np.flatnonzero(~smooth), False)):
        if not len(rows):
            continue
        some = potential.take(rows)
        if tabulated:
            s[rows] = PotentialTable.of(some, low[rows], high[rows], density)(r[rows])
        else:
            direct = some.s_part(r[rows].reshape(len(rows), -1), density)
            s[rows] = direct.reshape(r[rows].shape)
    return s, d
