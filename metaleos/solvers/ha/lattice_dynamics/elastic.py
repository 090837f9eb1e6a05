"""Elastic constants of the cubic structures from the energy of Soma 1978, by two routes.

**Homogeneous deformation.** Stress-strain (Birch) coefficients at the state's own pressure:
C' = (C11 - C12)/2 and C44 are second derivatives of the energy with respect to strains that
conserve the volume, so the volume terms of the energy do not enter; B is the volume derivative of
the whole energy; C11 = B + 4C'/3 and C12 = B - 2C'/3.

**Long waves.** The limit q -> 0 of the dynamical matrix. It sees the pair interaction at the
density of the crystal: C' and C44 are the same, but B is that of an energy in which the function
Phi(q) does not follow the density. Terms of order three and four of the pseudopotential would
mend this (Brovman, Kagan 1970; Wallace 1969); at second order the two B differ.
With G = 0 the waves see ``B = (1/Omega^2)[1/chi0(0) - 8 pi gamma/kF^2 + 16 pi a]``, a =
R_M^2 (1/2 + u/3): the gas, whose local field f -> gamma x^2 stands for exchange and correlation,
and E1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.lattice_dynamics.cubic_shells import (
    DEFAULT_CUTOFF,
    cubic_shells,
    shear_sums,
)
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import field_slope, pair_energy_series
from metaleos.solvers.lattice import madelung_constant

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_dynamics.cubic_shells import CubicShells
    from metaleos.solvers.ha.variants import Variant

_CHUNK = 60_000  # points times states kept at once
_ROUNDING = 1e-13
_SLOW = 4.0  # where wells overlap (R = 2 R_M) the error falls as slowly as 1/cutoff


@dataclass(frozen=True, slots=True, eq=False)
class Elasticity:
    """Shear constants and the long-wave bulk modulus, by terms [Ry/bohr3].

    Parameters
    ----------
    shear, c44 : dict of str to array, shape (n,)
        C' and C44: terms ``madelung``, ``second_order`` and ``total``.
    long_wave_bulk : dict of str to array, shape (n,)
        B of the dynamical matrix: ``madelung``, ``electron_gas``, ``first_order``,
        ``second_order`` and ``total``.
    errors : dict of str to array, shape (n,)
        Of the totals ``shear``, ``c44``, ``long_wave_bulk``.
    least : array, shape (n,)
        Smallest screening denominator at a reciprocal point; not positive: no solution (NaN).
    """

    shear: dict[str, FloatArray]
    c44: dict[str, FloatArray]
    long_wave_bulk: dict[str, FloatArray]
    errors: dict[str, FloatArray]
    least: FloatArray


def elasticity(
    model: Variant,
    structure: str,
    volume: npt.ArrayLike,
    radius: npt.ArrayLike,
    depth: npt.ArrayLike,
    cutoff: float = DEFAULT_CUTOFF,
) -> Elasticity:
    """Evaluate shear constants and the long-wave bulk modulus.

    Parameters
    ----------
    model : Variant
    structure : {"bcc", "fcc"}
    volume : array_like
        Volume per atom [bohr3].
    radius, depth : array_like
        R_M [bohr] and u.
    cutoff : float
        Width of the window over the reciprocal sum, in units of kF.
    """
    volume, radius, depth = (
        np.array(a, dtype=np.float64)
        for a in np.broadcast_arrays(np.atleast_1d(volume), radius, depth)
    )
    if not np.all(radius > 0.0):
        raise ValueError(f"R_M must be positive, not {float(np.min(radius)):.6g}")
    r_s = spacing_radius(volume)
    k_f = fermi_wavenumber(r_s)
    points = cubic_shells(structure, cutoff)
    second = np.empty((2, 3, len(volume)))  # full, narrower window; V C', V C44, V B
    least = np.empty(len(volume))
    step = max(1, _CHUNK // len(points.x))
    for start in range(0, len(volume), step):
        part = slice(start, start + step)
        second[:, :, part], least[part] = _second_order(
            model, points, r_s[part], radius[part], depth[part]
        )
    second /= volume
    error = _SLOW * np.abs(second[1] - second[0])
    if model.tabulated:
        for start in range(0, len(volume), step):
            part = slice(start, start + step)
            other, _ = _second_order(
                model, points, r_s[part], radius[part], depth[part], alternative=True
            )
            error[:, part] += np.abs(other[0] / volume[part] - second[0, :, part])
        slopes = [field_slope(r_s, model.field, alternative=which) for which in (False, True)]
        error[2] += 8.0 * np.pi * np.abs(slopes[1] - slopes[0]) / (k_f * volume) ** 2

    ions = [k / (r_s * volume) for k in points.madelung]
    ions.append(-4.0 / 9.0 * madelung_constant(structure) / (r_s * volume))
    gas = (2.0 * np.pi**2 / k_f - 8.0 * np.pi * field_slope(r_s, model.field) / k_f**2) / volume**2
    first = 16.0 * np.pi * radius**2 * (0.5 + depth / 3.0) / volume**2
    shear = _with_total({"madelung": ions[0], "second_order": second[0, 0]})
    c44 = _with_total({"madelung": ions[1], "second_order": second[0, 1]})
    bulk = _with_total(
        {
            "madelung": ions[2],
            "electron_gas": gas,
            "first_order": first,
            "second_order": second[0, 2],
        }
    )
    errors = {
        name: error[i] + _ROUNDING * sum(np.abs(v) for v in table.values())
        for i, (name, table) in enumerate(
            (("shear", shear), ("c44", c44), ("long_wave_bulk", bulk))
        )
    }
    return Elasticity(shear, c44, bulk, errors, least)


def _with_total(terms: dict[str, FloatArray]) -> dict[str, FloatArray]:
    return {"total": np.asarray(sum(terms.values())), **terms}


def _second_order(
    model: Variant,
    points: CubicShells,
    r_s: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    *,
    alternative: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """V C', V C44 and the long-wave V B of E2 [Ry], shape (2 windows, 3, n)."""
    phi, least = pair_energy_series(
        model, points.x, points.response, r_s, radius, depth, 2, alternative=alternative
    )
    out = np.empty((2, 3, len(r_s)))
    for i, weight in enumerate(points.weight):
        series = taylor.multiply(np.broadcast_to(weight[:, None, :], phi.shape), phi)
        first, twice = series[1], 2.0 * series[2]
        out[i, 0], out[i, 1] = shear_sums(first, twice, points.invariant)
        # V d2/dV2 of (1/V) sum phi(G) at fixed function phi: 2 + D + D^2/9
        out[i, 2] = np.sum(2.0 * series[0] + first + twice / 9.0, axis=-1)
    return out, least
