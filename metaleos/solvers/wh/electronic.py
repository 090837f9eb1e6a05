"""Entropy of the electrons at low temperature, with a rectangular d band (Eq. 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


def s_density_of_states(valence: npt.ArrayLike, k_f: npt.ArrayLike) -> FloatArray:
    """n_s(E_F) = 3 Z_s/kF^2 of free electrons [1/hartree per ion, both spins]."""
    return np.asarray(3.0 * np.asarray(valence, dtype=float) / np.asarray(k_f, dtype=float) ** 2)


def d_density_of_states(d_width: npt.ArrayLike) -> FloatArray:
    """n_d(E_F) = 10/W_d of Friedel's rectangular band [1/hartree per ion]; W_d in hartree."""
    return np.asarray(10.0 / np.asarray(d_width, dtype=float))


def electronic_entropy(
    temperature: npt.ArrayLike,
    valence: npt.ArrayLike,
    k_f: npt.ArrayLike,
    d_width: npt.ArrayLike,
) -> FloatArray:
    """S_el = (pi^2/3) kT (n_s + n_d) [k per ion]; kT and W_d in hartree, kF in 1/bohr."""
    total = s_density_of_states(valence, k_f) + d_density_of_states(d_width)
    return np.asarray(np.pi**2 / 3.0 * np.asarray(temperature, dtype=float) * total)
