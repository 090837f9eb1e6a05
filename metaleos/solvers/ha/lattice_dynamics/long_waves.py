"""Elastic constants as long waves see them: the dynamical matrix near q = 0.

An independent route to C' and C44 (which must agree with homogeneous deformation) and the source
of the second-order discrepancy in C11 and C12 (see `elastic`).
"""

from __future__ import annotations

from math import pi, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from metaleos.solvers.ha.lattice_dynamics.phonons import branch_stiffness

if TYPE_CHECKING:
    from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import Ion

_ZETA = 0.01


class LongWaves(NamedTuple):
    """C11, C12, C44, C' [Ry/bohr3] of long waves, each as (value, error)."""

    c11: tuple[float, float]
    c12: tuple[float, float]
    c44: tuple[float, float]
    shear: tuple[float, float]


def long_waves(ion: Ion) -> LongWaves:
    """Return the elastic constants of waves along [100] and [110] for q -> 0.

    e.D.e/(Omega q^2) at q and 2q, extrapolated to 0 (the next term goes as q^2).
    """
    zeta = np.array([_ZETA, 2.0 * _ZETA])
    unit = 2.0 * pi / ion.lattice_constant * zeta
    found: dict[str, tuple[float, float]] = {}
    for direction, length in (("100", unit), ("110", sqrt(2.0) * unit)):
        for name, (stiffness, error) in branch_stiffness(ion, direction, zeta).items():
            ratio = stiffness / (ion.volume * length**2)
            value = (4.0 * ratio[0] - ratio[1]) / 3.0
            spread = error[0] / (ion.volume * length[0] ** 2)
            # the term in q^4 that is left, and 1e-15 of D lost where ions and electrons cancel
            left = abs(ratio[1] - ratio[0]) * _ZETA + 1e-14 * abs(value) / _ZETA**2
            found[f"{direction}_{name}"] = float(value), float(spread + left)
    c11, c44, shear = found["100_l"], found["100_t"], found["110_t1"]
    c12 = c11[0] - 2.0 * shear[0], c11[1] + 2.0 * shear[1]
    return LongWaves(c11, c12, c44, shear)
