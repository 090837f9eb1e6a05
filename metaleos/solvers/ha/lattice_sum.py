"""A sum over reciprocal points as a weighted sum over wavenumbers, with its tail integrated.

A lattice sum over G of g(G) ~ G^-6 converges slowly and, in its volume derivatives, noisily. Here
it is split with a smooth window w = exp(-(x/X)^6), x = G/kF: the shells carry w, and the rest,
smooth in G, is replaced by its integral (Poisson's formula: only the terms R != 0 of the direct
lattice are left out, and they vanish faster than any power of X; so does the oscillating part
of F(q R_M)^2, which is therefore dropped from the integral). With one electron per atom,
``Omega/(2 pi)^3 d3q = (3/2) x^2 dx``: the quadrature nodes are just more points with weights, and
all of them are pure numbers, the same at every volume.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas.gas import FERMI_RADIUS
from metaleos.solvers.electron_gas.lindhard import lindhard
from metaleos.solvers.lattice import (
    IDEAL_RATIO,
    crystal,
    lattice_points,
    madelung_constant,
    shells,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.lattice import Crystal

DEFAULT_CUTOFF = 24.0
"""Width X of the window in units of kF: E to 1e-8 Ry, P to 1e-5 and B to 1e-5 GPa."""
LEAST_CUTOFF = 8.0
LARGEST_CUTOFF = 200.0  # beyond, the points fill the memory

_NARROWER = (1.0, 0.8, 0.64)  # narrower windows on the same points measure the error
_INNER = 8.0  # beyond, 1 + (1 - f) Q differs from 1 by less than 1e-3
_NEGLIGIBLE = 1.85  # exp(-1.85^6) = 4e-18
_PANELS = ((0.03, 0.25), (0.25, 0.75), (0.75, 1.5))
_NODES = 24
_REACH = 4.2  # of r_s: twice the largest well, and what its window reaches


@dataclass(frozen=True, slots=True, eq=False)
class LatticeSum:
    """Points and weights of one structure.

    Parameters
    ----------
    madelung : float
        alpha in E_i = -alpha/r_s.
    x : array, shape (m,)
        Wavenumbers over kF: first the `shells`, then the nodes of the tail.
    shells : int
        Number of shells.
    response : array, shape (m,)
        L(x/2) at the points.
    weight : array, shape (m, 3)
        Weights, and those of two narrower windows (error estimate).
    neighbours : array, shape (2, k)
        kF R of the shells of neighbours and their numbers, for what the tail leaves out.
    widths : tuple of float
        Widths X of the window and of the two narrower ones, in units of kF.
    """

    madelung: float
    x: FloatArray
    shells: int
    response: FloatArray
    weight: FloatArray
    neighbours: FloatArray
    widths: tuple[float, ...]

    def inner(self) -> LatticeSum:
        """Return the shells within 8 kF alone: where a local field makes a difference."""
        m = min(self.shells, max(1, int(np.searchsorted(self.x[: self.shells], _INNER))))
        return replace(
            self, x=self.x[:m], shells=m, response=self.response[:m], weight=self.weight[:m]
        )


@lru_cache(maxsize=128)
def lattice_sum(
    structure: str, axial_ratio: float = IDEAL_RATIO, cutoff: float = DEFAULT_CUTOFF
) -> LatticeSum:
    """Return points and weights for a structure (kept; they do not depend on the volume).

    Parameters
    ----------
    structure : {"bcc", "fcc", "hcp"}
    axial_ratio : float
        c/a of hcp.
    cutoff : float
        Width X of the window in units of kF; at least 8.
    """
    if not cutoff >= LEAST_CUTOFF:
        raise ValueError(f"the lattice cut-off must be at least 8 kF, not {cutoff!r}")
    sphere = crystal(structure, 4.0 * np.pi / 3.0, axial_ratio)  # r_s = 1
    found = shells(sphere, _NEGLIGIBLE * cutoff * FERMI_RADIUS)
    inner = found.length / FERMI_RADIUS
    nodes, measure = _tail_nodes(cutoff)
    weights = []
    widths = tuple(cutoff * share for share in _NARROWER)
    for width in widths:
        shell = found.weight * np.exp(-((inner / width) ** 6))
        tail = -np.expm1(-((nodes / width) ** 6)) * 1.5 * nodes**2 * measure
        weights.append(np.concatenate([shell, tail]))
    x = np.concatenate([inner, nodes])
    return LatticeSum(
        madelung=madelung_constant(structure, axial_ratio),
        x=x,
        shells=len(inner),
        response=lindhard(0.5 * x),
        weight=np.stack(weights, axis=1),
        neighbours=_neighbours(sphere),
        widths=widths,
    )


def _neighbours(sphere: Crystal) -> FloatArray:
    """Return kF R and the number of neighbours an atom has there, to `_REACH` of r_s."""
    basis = sphere.basis
    distance = np.concatenate(
        [
            np.linalg.norm(lattice_points(sphere.vectors, _REACH, other - one), axis=1)
            for one in basis
            for other in basis
        ]
    )
    length, number = np.unique(np.round(distance[distance > 1e-9], 9), return_counts=True)
    return np.stack([FERMI_RADIUS * length, number / len(basis)])


def _tail_nodes(cutoff: float) -> tuple[FloatArray, FloatArray]:
    """Gauss-Legendre nodes and measure for the integral over x up to infinity."""
    node, weight = np.polynomial.legendre.leggauss(_NODES)
    x, dx = [], []
    for low, high in _PANELS:
        x.append(cutoff * (0.5 * (low + high) + 0.5 * (high - low) * node))
        dx.append(cutoff * 0.5 * (high - low) * weight)
    end = _PANELS[-1][1] * cutoff
    s = 0.5 * (1.0 + node)  # x = end/s covers the rest
    x.append(end / s)
    dx.append(end / s**2 * 0.5 * weight)
    return np.concatenate(x), np.concatenate(dx)
