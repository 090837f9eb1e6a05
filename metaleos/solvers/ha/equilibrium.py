"""The volume of zero pressure, and energy differences between structures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas.gas import spacing_radius
from metaleos.solvers.ha.energy import energy_series
from metaleos.solvers.ha.overlap import left_out
from metaleos.solvers.ha.second_order import second_order_series, windowing_error

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_sum import LatticeSum
    from metaleos.solvers.ha.variants import Variant

SEARCH = (0.4, 2.5)
"""Range of V/V_reference that is searched for the equilibrium."""

_LONGEST_STEP = 0.08  # in ln V
_STEPS = 60
_TOLERANCE = 1e-13


def equilibrium_volume(
    model: Variant,
    points: LatticeSum,
    start: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    first_order: FloatArray | None = None,
    *,
    correlation: str = "",
) -> tuple[FloatArray, FloatArray]:
    """Volume where P = 0 and B > 0, downhill in energy from `start`.

    Parameters
    ----------
    model : Variant
    points : LatticeSum
    start, radius, depth : array, shape (n,)
        Starting volume [bohr3 per atom], R_M [bohr] and u.
    first_order : array, shape (n,), optional
        E1 Omega of the empty-core model.
    correlation : str
        Correlation energy instead of the model's own.

    Returns
    -------
    volume, error : array, shape (n,)
        NaN where the energy falls beyond the range `SEARCH` or has no minimum in it.
    """
    shift = np.zeros(len(start))
    low, high = np.log(SEARCH[0]), np.log(SEARCH[1])
    active = np.ones(len(start), dtype=bool)
    converged = np.zeros(len(start), dtype=bool)
    for _ in range(_STEPS):
        rows = np.flatnonzero(active)
        if not len(rows):
            break
        series = energy_series(
            model.with_correlation(correlation),
            points,
            start[rows] * np.exp(shift[rows]),
            radius[rows],
            depth[rows],
            first_order=None if first_order is None else first_order[rows],
            estimate_errors=False,
        ).terms["total"]
        slope, curvature = series[1], 2.0 * series[2]
        step = np.clip(-slope / np.abs(curvature), -_LONGEST_STEP, _LONGEST_STEP)
        shift[rows] += step
        done = (np.abs(step) < _TOLERANCE * 10.0) & (curvature > 0.0)
        out = ~np.isfinite(step) | (shift[rows] < low) | (shift[rows] > high)
        converged[rows[done & ~out]] = True
        active[rows[done | out]] = False
    volume = np.where(converged, start * np.exp(np.clip(shift, low, high)), np.nan)
    error = np.full(len(start), np.nan)
    good = np.flatnonzero(converged)
    if len(good):
        result = energy_series(
            model.with_correlation(correlation),
            points,
            volume[good],
            radius[good],
            depth[good],
            first_order=None if first_order is None else first_order[good],
        )
        stiffness = 2.0 * result.terms["total"][2]
        error[good] = volume[good] * (_TOLERANCE + result.errors["total"][1] / stiffness)
    return volume, error


@dataclass(frozen=True, slots=True, eq=False)
class StructuralEnergy:
    """Energy of one structure over another at equal volume [Ry per atom], with errors."""

    madelung: FloatArray
    second_order: FloatArray
    madelung_error: FloatArray
    second_order_error: FloatArray


def structural_energy(
    model: Variant,
    points: LatticeSum,
    origin: LatticeSum,
    volume: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
) -> StructuralEnergy:
    """Energy of `points` over `origin` at equal volume: E_i and E2 differ, E0 and E1 do not."""
    r_s = spacing_radius(volume)

    def second(*, alternative: bool) -> FloatArray:
        """Return the sums over `points` less those over `origin`."""
        one, other = (
            second_order_series(
                lattice, r_s, radius, depth, model.field, 0, alternative=alternative
            )[0]
            for lattice in (points, origin)
        )
        return one - other

    sums = second(alternative=False)
    value = sums[0, 0]
    one, other = (left_out(lattice, r_s, radius, depth, 0) for lattice in (points, origin))
    error = windowing_error(sums, one - other)[0]
    if model.tabulated:
        error = error + np.abs(second(alternative=True)[0, 0] - value)
    madelung = (origin.madelung - points.madelung) / r_s
    return StructuralEnergy(madelung, value, np.full(len(r_s), 2e-14), error + 1e-15)
