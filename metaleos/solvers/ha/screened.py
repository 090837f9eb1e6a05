"""Screened form factors of the pseudopotential (Soma 1978, Table III)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.electron_gas.lindhard import lindhard
from metaleos.solvers.ha.potential import bare_potential
from metaleos.solvers.ha.second_order import screening_series

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.variants import Variant


def form_factors(
    model: Variant,
    x: npt.ArrayLike,
    volume: npt.ArrayLike,
    radius: npt.ArrayLike,
    depth: npt.ArrayLike,
    *,
    screening: str = "consistent",
) -> tuple[FloatArray, FloatArray]:
    """Screened form factor V_S at wavenumbers x kF, and its error estimate [Ry].

    Parameters
    ----------
    model : Variant
    x : array_like, shape (m,)
        q/kF, positive.
    volume, radius, depth : array_like, shape (n,)
    screening : {"consistent", "dielectric"}
        V_b/[1 + (1 - f) Q], which Table III is; or V_b/epsilon, Eq. 5.

    Returns
    -------
    value, error : array, shape (n, m)
    """
    if screening not in {"consistent", "dielectric"}:
        raise ValueError(f"unknown screening {screening!r}: consistent or dielectric")
    x = np.asarray(x, dtype=float)
    volume, radius, depth = (
        np.array(a, dtype=float) for a in np.broadcast_arrays(np.atleast_1d(volume), radius, depth)
    )
    r_s = spacing_radius(volume)
    q = x * fermi_wavenumber(r_s)[:, None]
    bare = bare_potential(q, volume[:, None], radius[:, None], depth[:, None])

    def screened(*, alternative: bool) -> FloatArray:
        denominator, corrected = screening_series(
            x, lindhard(0.5 * x), r_s, model.field, 0, alternative=alternative
        )
        factor = 1.0 - corrected[0] if screening == "dielectric" else 1.0
        return np.asarray(bare * factor / denominator[0])

    value = screened(alternative=False)
    error = 1e-14 * np.abs(bare)
    if model.tabulated:
        error = error + np.abs(screened(alternative=True) - value)
    return value, error
