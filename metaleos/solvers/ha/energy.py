"""The crystal energy E = E_i + E0 + E1 + E2 and its volume derivatives (Soma 1978, Eqs. 9-15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.correlation import correlation_series
from metaleos.solvers.electron_gas.gas import FERMI_RADIUS, spacing_radius
from metaleos.solvers.electron_gas.tables import EXCHANGE, KINETIC
from metaleos.solvers.ha.overlap import left_out
from metaleos.solvers.ha.potential import first_order_constant
from metaleos.solvers.ha.second_order import second_order_series, windowing_error

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_sum import LatticeSum
    from metaleos.solvers.ha.variants import Variant

TERMS = ("madelung", "electron_gas", "first_order", "second_order")
_ROUNDING = 1e-14


@dataclass(frozen=True, slots=True, eq=False)
class EnergySeries:
    """Energy terms as Taylor coefficients in t = ln(V/V0).

    Parameters
    ----------
    volume : array, shape (n,)
        V0 [bohr3 per atom].
    terms, errors : dict of str to array, shape (order + 1, n)
        [Ry per atom], ``"total"`` included; errors are absolute and not negative.
    least : array, shape (n,)
        Smallest screening denominator of the state; not positive: no solution.
    """

    volume: FloatArray
    terms: dict[str, FloatArray]
    errors: dict[str, FloatArray]
    least: FloatArray


def energy_series(
    model: Variant,
    points: LatticeSum,
    volume: npt.ArrayLike,
    radius: npt.ArrayLike,
    depth: npt.ArrayLike,
    *,
    first_order: npt.ArrayLike | None = None,
    order: int = 2,
    estimate_errors: bool = True,
) -> EnergySeries:
    """Evaluate the energy and its volume derivatives at fixed R_M and u.

    Parameters
    ----------
    model : Variant
    points : LatticeSum
        The structure.
    volume : array_like
        Volume per atom [bohr3].
    radius, depth : array_like
        R_M [bohr] and u.
    first_order : array_like, optional
        E1 Omega [Ry bohr3] where Eq. 10 does not give it (the empty-core model).
    order : int
        Derivatives wanted: 2 for B, 3 for its pressure derivative.
    estimate_errors : bool
        Evaluate what only errors need; without it they are those of rounding alone.
    """
    volume, radius, depth = (
        np.array(a, dtype=float) for a in np.broadcast_arrays(np.atleast_1d(volume), radius, depth)
    )
    for name, value in (("volume per atom", volume), ("R_M", radius)):
        if not np.all(value > 0.0):
            raise ValueError(f"{name} must be positive, not {float(np.min(value)):.6g}")
    r_s = spacing_radius(volume)
    kind = model.correlation
    constant = first_order_constant(radius, depth) if first_order is None else first_order
    constant = np.broadcast_to(np.asarray(constant, dtype=float), volume.shape)

    gas = _electron_gas(r_s, kind, order)
    sums, least = second_order_series(points, r_s, radius, depth, model.field, order)
    terms = {
        "madelung": taylor.exponential(-points.madelung / r_s, -1.0 / 3.0, order),
        "electron_gas": gas,
        "first_order": taylor.exponential(constant / volume, -1.0, order),
        "second_order": sums[0],
    }
    errors = {name: _ROUNDING * np.abs(value) for name, value in terms.items()}
    if estimate_errors:
        errors["second_order"] += lattice_error(points, sums, r_s, radius, depth)
    if estimate_errors and model.tabulated:
        main, other = (
            second_order_series(
                points.inner(), r_s, radius, depth, model.field, order, alternative=alternative
            )[0][0]
            for alternative in (False, True)
        )
        errors["second_order"] += np.abs(other - main)
    if estimate_errors and kind != "np":
        errors["electron_gas"] += np.abs(_electron_gas(r_s, kind, order, alternative=True) - gas)
    terms["total"] = sum((terms[name] for name in TERMS[1:]), start=terms["madelung"])
    errors["total"] = sum((errors[name] for name in TERMS[1:]), start=errors["madelung"])
    return EnergySeries(volume, terms, errors, least)


def lattice_error(
    points: LatticeSum, sums: FloatArray, r_s: FloatArray, radius: FloatArray, depth: FloatArray
) -> FloatArray:
    """Error, shape (order + 1, n), of the second order `sums` by the window of the lattice sum."""
    left = left_out(points, r_s, radius, depth, sums.shape[1] - 1)
    return windowing_error(sums, left, 2.0 / 3.0 * FERMI_RADIUS * radius / r_s * points.widths[0])


def pressure(series: FloatArray, volume: FloatArray) -> FloatArray:
    """P = -dE/dV [Ry/bohr3] from a series in ln V (Eq. 12)."""
    return np.asarray(-series[1] / volume)


def bulk_modulus(series: FloatArray, volume: FloatArray) -> FloatArray:
    """B = V d2E/dV2 [Ry/bohr3] from a series in ln V (Eq. 13)."""
    return np.asarray((2.0 * series[2] - series[1]) / volume)


def bulk_modulus_derivative(series: FloatArray) -> FloatArray:
    """dB/dP = -(dB/dlnV)/B from a series in ln V up to third order."""
    first, second, third = series[1], 2.0 * series[2], 6.0 * series[3]
    return np.asarray(-(third - 2.0 * second + first) / (second - first))


def zero_pressure_constant(
    model: Variant, points: LatticeSum, volume: npt.ArrayLike, radius: npt.ArrayLike
) -> FloatArray:
    """E1 Omega [Ry bohr3] that makes the pressure vanish at `volume` (Ashcroft-Langreth)."""
    bare = energy_series(
        model, points, volume, radius, 0.0, first_order=0.0, order=1, estimate_errors=False
    )
    return np.asarray(bare.terms["total"][1] * bare.volume)


def zero_pressure_error(
    model: Variant, points: LatticeSum, volume: npt.ArrayLike, radius: npt.ArrayLike
) -> FloatArray:
    """Error [Ry bohr3] of `zero_pressure_constant`: that of the pressure it cancels."""
    bare = energy_series(model, points, volume, radius, 0.0, first_order=0.0, order=1)
    return np.asarray(bare.errors["total"][1] * bare.volume)


def _electron_gas(
    r_s: FloatArray, kind: str, order: int, *, alternative: bool = False
) -> FloatArray:
    """E0 = 2.21/r_s^2 - 0.916/r_s + E_c; the rounded 2.21 and 0.916 belong to the model."""
    return np.asarray(
        taylor.exponential(KINETIC / r_s**2, -2.0 / 3.0, order)
        - taylor.exponential(EXCHANGE / r_s, -1.0 / 3.0, order)
        + correlation_series(r_s, kind, order, alternative=alternative)
    )
