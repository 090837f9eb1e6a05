"""Curves of `wh` in storage units: u(r) with its parts, S(q)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.constants import HARTREE_EV
from metaleos.solvers.hard_spheres.packing import diameter
from metaleos.solvers.hard_spheres.percus_yevick import structure_factor as percus_yevick
from metaleos.solvers.hard_spheres.verlet_weis import verlet_weis_structure_factor
from metaleos.solvers.protocol import Curve

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray
    from metaleos.solvers.wh.metal import LiquidMetal

Curves = dict[tuple[str, str], Curve]

DISTANCES = np.linspace(3.0, 20.0, 500)
"""Default distances of u(r) [bohr]."""

WAVEVECTORS = np.linspace(0.02, 8.0, 400)
"""Default wavevectors of S(q) [1/bohr]."""

_CHECK_DENSITY = 0.75


def pair_potential(
    metals: LiquidMetal,
    kind: str,
    points: FloatArray,
    rows: IntArray,
    n: int,
) -> Curves:
    """u(r) and its s and d parts [eV] at `points` [bohr]; rows not in `rows` are NaN."""
    r = np.asarray(points, dtype=float)
    s, d, error = (np.full((n, len(r)), np.nan) for _ in range(3))
    inside = r > 0.0  # no value at contact of the nuclei
    if len(rows) and np.any(inside):
        potential = metals.pair_potential(kind)
        z = r if np.all(inside) else r[inside]
        s_part = potential.s_part(z)
        place = np.ix_(rows, np.flatnonzero(inside))
        s[place], d[place] = s_part, potential.d_part(z)
        error[place] = np.abs(potential.s_part(z, _CHECK_DENSITY) - s_part) + 1e-15
    error = error + 1e-15 * np.abs(d)
    return {
        ("pair_potential", term): Curve(
            variable="distance",
            unit="bohr",
            points=r,
            values=value * HARTREE_EV,
            errors=error * HARTREE_EV,
        )
        for term, value in (("total", s + d), ("s_part", s), ("d_part", d))
    }


def structure_factor(
    metals: LiquidMetal, distribution: str, eta: FloatArray, points: FloatArray
) -> Curves:
    """S(q) at `points` [1/bohr] for packing fractions `eta` of shape (n,), NaN where it is NaN."""
    q = np.asarray(points, dtype=float)
    values = np.full((len(eta), len(q)), np.nan)
    rows = np.flatnonzero(np.isfinite(eta))
    if len(rows):
        y = np.outer(diameter(eta[rows], metals.volume), q)
        if distribution == "verlet_weis":
            values[rows] = verlet_weis_structure_factor(y, eta[rows])
        else:
            values[rows] = percus_yevick(y, eta[rows][:, None])
    return {
        ("structure_factor", "total"): Curve(
            variable="wavevector",
            unit="1/bohr",
            points=q,
            values=values,
            # eta is known to 1e-9, and S moves by less than 50 per unit of eta
            errors=np.where(np.isfinite(values), 1e-7, np.nan),
        )
    }
