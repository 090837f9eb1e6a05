"""The fit of R_M and u: a given first zero and zero pressure (Soma 1978, Eqs. 7 and 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq, minimize_scalar

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.energy import energy_series
from metaleos.solvers.ha.potential import TANGENT_ROOT, depth_from_zero

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.lattice_sum import LatticeSum
    from metaleos.solvers.ha.variants import Variant

_SCAN = 48
_LOWEST, _HIGHEST = 0.04, 0.998  # of the admissible range: at its ends u diverges


@dataclass(frozen=True, slots=True)
class Fit:
    """All solutions of the fit for one metal.

    Parameters
    ----------
    radii, depths : tuple of float
        R_M [bohr] and u of every solution, by rising R_M.
    radius_errors, depth_errors : tuple of float
        Estimated errors: that of the pressure over its slope in R_M; u follows by Eq. 7.
    nearest : tuple of (float, float), or None
        Where there is no solution: the R_M at which the total pressure comes closest to zero, and
        that pressure [Ry/bohr3].
    """

    radii: tuple[float, ...]
    depths: tuple[float, ...]
    radius_errors: tuple[float, ...]
    depth_errors: tuple[float, ...]
    nearest: tuple[float, float] | None


def fit_potential(
    model: Variant, points: LatticeSum, volume: float, zero: float, *, correlation: str = ""
) -> Fit:
    """Find every R_M with zero pressure at `volume`, u following from the first zero.

    Parameters
    ----------
    model : Variant
    points : LatticeSum
        bcc in the paper.
    volume : float
        Observed volume per atom [bohr3].
    zero : float
        First zero q0/2kF of the potential to imitate: positive.
    correlation : str
        Correlation energy instead of the model's own.

    Raises
    ------
    ValueError
        If `volume` or `zero` is not positive.
    """
    if not volume > 0.0:
        raise ValueError(f"volume per atom must be positive, not {volume!r}")
    if not zero > 0.0:
        raise ValueError(f"the first zero q0/2kF must be positive, not {zero!r}")
    q0 = 2.0 * zero * float(fermi_wavenumber(spacing_radius(volume)))
    edge = TANGENT_ROOT / q0

    def slope(radius: npt.ArrayLike) -> FloatArray:
        """dE/dlnV at the radii: minus P V."""
        r = np.atleast_1d(np.asarray(radius, dtype=float))
        result = energy_series(
            model.with_correlation(correlation),
            points,
            volume,
            r,
            depth_from_zero(q0, r),
            order=1,
            estimate_errors=False,
        )
        return np.asarray(result.terms["total"][1])

    def scalar(radius: float) -> float:
        return float(slope(radius)[0])

    grid = np.linspace(_LOWEST * edge, _HIGHEST * edge, _SCAN)
    value = slope(grid)
    brackets = [(grid[i], grid[i + 1]) for i in np.flatnonzero(value[:-1] * value[1:] < 0.0)]
    # two close roots may hide between neighbours: look where |dE/dlnV| has a minimum off zero
    size = np.abs(value)
    turning = [(float(size[0]), float(grid[0])), (float(size[-1]), float(grid[-1]))]
    for i in range(1, _SCAN - 1):
        same = value[i - 1] * value[i] > 0.0 and value[i] * value[i + 1] > 0.0
        if same and size[i] <= size[i - 1] and size[i] <= size[i + 1]:
            sign = float(np.sign(value[i]))
            found = minimize_scalar(
                lambda r, s=sign: s * scalar(r),
                bounds=(grid[i - 1], grid[i + 1]),
                method="bounded",
                options={"xatol": 1e-7 * edge},
            )
            if found.fun < 0.0:
                brackets += [(grid[i - 1], found.x), (found.x, grid[i + 1])]
            else:
                turning.append((float(found.fun), float(found.x)))
    radii = sorted(float(brentq(scalar, a, b, xtol=1e-12 * edge)) for a, b in brackets)
    if not radii:
        best = min(turning)[1]
        return Fit((), (), (), (), (best, -scalar(best) / volume))
    r = np.array(radii)
    depths = depth_from_zero(q0, r)
    errors = energy_series(
        model.with_correlation(correlation), points, volume, r, depths, order=1
    ).errors["total"][1]
    step = 1e-4 * edge
    steepness = np.abs(slope(r + step) - slope(r - step)) / (2.0 * step)
    errors = errors / steepness + 1e-12 * edge
    z = q0 * r
    tilt = q0 * (z - np.sin(z) * np.cos(z)) / (np.sin(z) - z * np.cos(z)) ** 2  # -du/dR_M
    return Fit(
        tuple(radii),
        tuple(depths.tolist()),
        tuple(errors.tolist()),
        tuple((np.abs(tilt) * errors).tolist()),
        None,
    )
