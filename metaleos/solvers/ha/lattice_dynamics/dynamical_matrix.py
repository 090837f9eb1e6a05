"""The dynamical matrix of a crystal with one atom per cell: ions, electrons, their sum.

With u_l = e exp(i q.R_l): ``M w^2 e = D(q) e`` and, per atom in rydberg and bohr,
``D = (8 pi/Omega) sum_G k k/k^2 + 2 sum_G k k Phi(|k|) - the same at q = 0 without G = 0``,
k = q + G. The first sum is done by Ewald's method (exact to 1e-13), the second inside a smooth
window; outside it the summand is smooth, so that its sum does not depend on q. D(0) = 0, the
acoustic sum rule, holds by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import erfc

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import pair_energy
from metaleos.solvers.lattice import crystal, lattice_points

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.variants import Variant

DEFAULT_WINDOW = 16.0
"""Width of the window over q + G in units of kF."""

NEGLIGIBLE = 1.85
"""Where the window ends, over its width: exp(-1.85^6) = 4e-18."""

BRAVAIS = ("bcc", "fcc")

_NARROWER = 0.8
SLOW = 4.0
"""Error over the change by the narrower window, where it falls as slowly as 1/window."""
_REACH = 6.2  # exp(-6.2^2) = 2e-17
_CHUNK = 200_000  # points q + G evaluated at once
_PAIRS = ((0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Ion:
    """One state of one model: what the dynamical matrix is made from.

    Parameters
    ----------
    model : Variant
    structure : {"bcc", "fcc"}
    volume : float
        Per atom [bohr3].
    radius, depth : float
        R_M [bohr] and u.
    window : float
        Width of the window over q + G in units of kF.
    """

    model: Variant
    structure: str
    volume: float
    radius: float
    depth: float
    window: float = DEFAULT_WINDOW

    def __post_init__(self) -> None:
        """Refuse what is no state."""
        if self.structure not in BRAVAIS:
            raise ValueError(
                f"lattice vibrations need one atom per cell, {' or '.join(BRAVAIS)}, "
                f"not {self.structure}"
            )
        for name, value in (("volume", self.volume), ("R_M", self.radius), ("window", self.window)):
            if not value > 0.0:
                raise ValueError(f"{name} must be positive, not {value!r}")

    @property
    def lattice_constant(self) -> float:
        """Edge a of the cube [bohr]."""
        atoms = 2.0 if self.structure == "bcc" else 4.0
        return float((atoms * self.volume) ** (1.0 / 3.0))


def dynamical_matrix(ion: Ion, q: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return D(q) of ions and electrons, and the error of its electronic part.

    Parameters
    ----------
    ion : Ion
    q : array_like, shape (n, 3)
        Wavevectors [1/bohr].

    Returns
    -------
    matrix : array, shape (n, 3, 3)
        [Ry/bohr2]; divide by the mass for w^2.
    error : array, shape (n,)
        From the change when the window is narrowed by a fifth.
    """
    q = np.atleast_2d(np.asarray(q, dtype=np.float64))
    electrons, error = electron_matrix(ion, q)
    return coulomb_matrix(ion.structure, ion.volume, q) + electrons, error


def coulomb_matrix(structure: str, volume: float, q: npt.ArrayLike) -> FloatArray:
    """Return D(q) [Ry/bohr2] of unit charges in a uniform background, by Ewald's method.

    Its trace is 8 pi/Omega at every q (Kohn's sum rule).

    Parameters
    ----------
    structure : {"bcc", "fcc"}
    volume : float
        Per atom [bohr3].
    q : array_like, shape (n, 3)
        [1/bohr].
    """
    q = np.atleast_2d(np.asarray(q, dtype=np.float64))
    cell = crystal(structure, volume)
    q = _folded(q, cell.reciprocal)
    eta = sqrt(pi) / volume ** (1.0 / 3.0)
    R = lattice_points(cell.vectors, _REACH / eta)
    R = R[np.einsum("ij,ij->i", R, R) > 1e-12 * volume ** (2.0 / 3.0)]
    r = np.linalg.norm(R, axis=1)
    bell = 2.0 * eta / sqrt(pi) * np.exp(-((eta * r) ** 2))
    h = erfc(eta * r) / r
    first = -h - bell  # r d/dr of erfc(eta r)/r, and again
    second = h + (1.0 + 2.0 * (eta * r) ** 2) * bell
    outer = np.einsum("ij,ik->ijk", R, R) * ((second - 2.0 * first) / r**4)[:, None, None]
    outer += np.eye(3) * (first / r**2)[:, None, None]
    direct = np.tensordot(1.0 - np.cos(q @ R.T), outer, axes=1)

    G = lattice_points(cell.reciprocal, 2.0 * eta * _REACH + np.linalg.norm(cell.reciprocal))
    wave = _wave(q[:, None, :] + G, eta) - _wave(G[None], eta)
    return np.asarray(2.0 * (direct + 4.0 * pi / volume * wave))


def electron_matrix(ion: Ion, q: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return the electrons' part of D(q) and its error; arguments as `dynamical_matrix`.

    It includes G = 0, so that for q -> 0 it cancels the ions' plasma frequency.
    """
    q = np.atleast_2d(np.asarray(q, dtype=np.float64))
    k_f = float(fermi_wavenumber(spacing_radius(ion.volume)))
    cell = crystal(ion.structure, ion.volume)
    q = _folded(q, cell.reciprocal)
    reach = NEGLIGIBLE * ion.window * k_f
    G = lattice_points(
        cell.reciprocal, reach + float(np.max(np.linalg.norm(q, axis=1), initial=0.0))
    )
    still = _electron_sum(ion, G[None], k_f)[:, 0]
    sums = np.empty((2, len(q), 3, 3))
    step = max(1, _CHUNK // len(G))
    for start in range(0, len(q), step):
        part = slice(start, start + step)
        sums[:, part] = _electron_sum(ion, q[part, None, :] + G, k_f)
    sums -= still[:, None]
    return sums[0], SLOW * np.linalg.norm(sums[1] - sums[0], axis=(1, 2))


def weighted_pair_energy(ion: Ion, x2: FloatArray) -> FloatArray:
    """Return 2 w Phi [Ry] at (k/kF)^2 = `x2`, full and narrower window, shape (2, *x2.shape).

    Zero at k = 0 and beyond the window.
    """
    inside = (x2 > 1e-20) & (x2 < (NEGLIGIBLE * ion.window) ** 2)
    phi = np.zeros_like(x2)
    r_s = float(spacing_radius(ion.volume))
    phi[inside] = 2.0 * pair_energy(ion.model, np.sqrt(x2[inside]), r_s, ion.radius, ion.depth)
    t = x2 / ion.window**2
    t3 = np.minimum(t * t * t, 600.0)
    return np.stack([phi * np.exp(-t3), phi * np.exp(-np.minimum(t3 / _NARROWER**6, 600.0))])


def _electron_sum(ion: Ion, k: FloatArray, k_f: float) -> FloatArray:
    """2 sum_k k k w(k) Phi(k) for k of shape (n, m, 3): full and narrower window, (2, n, 3, 3)."""
    weights = weighted_pair_energy(ion, np.einsum("nmi,nmi->nm", k, k) / k_f**2)
    out = np.empty((2, len(k), 3, 3))
    for i, j in _PAIRS:
        out[:, :, i, j] = np.einsum("wnm,nm->wn", weights, k[..., i] * k[..., j])
        out[:, :, j, i] = out[:, :, i, j]
    return out


def _wave(k: FloatArray, eta: float) -> FloatArray:
    """Sum of k k exp(-k^2/4 eta^2)/k^2 over the second axis, leaving out k = 0."""
    k2 = np.einsum("nmi,nmi->nm", k, k)
    nothing = k2 < 1e-20 * eta**2
    weight = np.where(nothing, 0.0, np.exp(-k2 / (4.0 * eta**2)) / np.where(nothing, 1.0, k2))
    return np.asarray(np.einsum("nm,nmi,nmj->nij", weight, k, k))


def _folded(q: FloatArray, reciprocal: FloatArray) -> FloatArray:
    """Return q less a reciprocal vector near it, so that the sums stay small."""
    coordinates = q @ np.linalg.inv(reciprocal)
    return np.asarray(q - np.round(coordinates) @ reciprocal)
