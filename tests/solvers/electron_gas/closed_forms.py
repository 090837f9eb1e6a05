"""The electron gas in closed form, as the papers write it: what the series are held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.correlation import correlation_series
from metaleos.solvers.electron_gas.lindhard import lindhard
from metaleos.solvers.electron_gas.local_field_iu import (
    ichimaru_utsumi_coefficients,
    ichimaru_utsumi_field,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


def correlation_energy(r_s: npt.ArrayLike, kind: str = "np") -> FloatArray:
    """Correlation energy E_c(r_s) [Ry per electron].

    Parameters
    ----------
    r_s : array_like
        [bohr], positive. `vs` and `sstl` rest on tables from 1 to 6.
    kind : {"np", "vs", "vs_table", "sstl"}
    """
    return np.asarray(correlation_series(r_s, kind, 0)[0])


def susceptibility(q: npt.ArrayLike, k_f: npt.ArrayLike) -> FloatArray:
    """Response chi0(q) = (kF/2 pi^2) L(q/2kF) [1/(Ry bohr3)] (Soma 1978, Eq. 6).

    The Coulomb factor that goes with it is v = 8 pi/q^2; in hartree units chi0 is twice as large
    and v = 4 pi/q^2.

    Parameters
    ----------
    q, k_f : array_like
        Wavenumber and Fermi wavenumber [1/bohr], broadcast together.
    """
    k_f = np.asarray(k_f, dtype=float)
    if not np.all(k_f > 0.0):
        raise ValueError("Fermi wavenumber must be positive")
    return np.asarray(k_f / (2.0 * np.pi**2) * lindhard(np.asarray(q, dtype=float) / (2.0 * k_f)))


def hubbard(x: npt.ArrayLike, xi: npt.ArrayLike) -> FloatArray:
    """Return f = x^2/2(x^2 + xi)."""
    x2 = np.asarray(x, dtype=float) ** 2
    return np.asarray(0.5 * x2 / (x2 + np.asarray(xi, dtype=float)))


def kleinman_langreth(x: npt.ArrayLike, xi: npt.ArrayLike) -> FloatArray:
    """Return f = x^2/4(x^2 + xi) + x^2/4xi."""
    x2, xi = np.asarray(x, dtype=float) ** 2, np.asarray(xi, dtype=float)
    return np.asarray(0.25 * x2 / (x2 + xi) + 0.25 * x2 / xi)


def ichimaru_utsumi(x: npt.ArrayLike, r_s: npt.ArrayLike) -> FloatArray:
    """Local field G at x = q/kF in a gas of radius `r_s` [bohr], broadcast together."""
    return ichimaru_utsumi_field(np.asarray(x, dtype=float), ichimaru_utsumi_coefficients(r_s))
