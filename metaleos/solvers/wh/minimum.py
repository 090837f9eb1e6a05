"""The variational minimum of F over the packing fraction, for columns of metals at once.

F(eta) is scanned over (0, 0.6), then replaced near its lowest point by its Chebyshev interpolant
of degree 8 on a window of half-width 0.02 or 0.1 eta, whose derivative's root is the minimum. F is
analytic around it up to eta = 0 and beyond 0.6, so the interpolant's error is below rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.hard_spheres.packing import MAXIMUM_PACKING
from metaleos.solvers.wh.conventions import STANDARD, Treatment
from metaleos.solvers.wh.thermodynamics import eta_dependent

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray
    from metaleos.solvers.wh.metal import LiquidMetal

_SCAN = np.concatenate([[0.003, 0.01, 0.025, 0.05], np.arange(0.08, 0.595, 0.03), [0.597]])
_SCAN_DENSITY = 0.75
_HALF_WIDTH, _DEGREE = 0.02, 8
_ROUNDS = 8
_OFFSETS = np.cos(np.pi * np.arange(_DEGREE + 1) / _DEGREE)[::-1]
_ROUNDING = 2e-15  # of F(eta), hartree: sums of some hundred terms of order one


@dataclass(frozen=True)
class Minimum:
    """The lowest minimum of F inside (0, 0.6), arrays of shape (n,).

    Parameters
    ----------
    eta : array
        NaN where F has no minimum inside.
    error : array
        Estimated absolute error of eta.
    curvature : array
        d2F/deta2 [hartree].
    outcome, reason : list of str
        ``"ok"`` and ``""``, or why there is no value.
    """

    eta: FloatArray
    error: FloatArray
    curvature: FloatArray
    outcome: list[str]
    reason: list[str]


def minimise(metal: LiquidMetal, kind: str, treatment: Treatment = STANDARD) -> Minimum:
    """Minimise F over eta.

    Parameters
    ----------
    metal : LiquidMetal
    kind : {"h", "vs", "iu"}
    treatment : Treatment
    """
    n = len(metal)
    eta, error, curvature = (np.full(n, np.nan) for _ in range(3))
    outcome, reason = ["ok"] * n, [""] * n
    scan = np.broadcast_to(_SCAN, (n, len(_SCAN)))
    values = eta_dependent(metal, kind, scan, treatment, _SCAN_DENSITY, rough=True)
    lowest = np.argmin(values, axis=1)
    for i in np.flatnonzero((lowest == 0) | (lowest == len(_SCAN) - 1)):
        outcome[i] = "no_solution"
        reason[i] = (
            f"the free energy has no minimum inside 0 < eta < {MAXIMUM_PACKING}: it still falls "
            f"towards eta = {MAXIMUM_PACKING if lowest[i] else 0.0:g}"
        )
    active = np.flatnonzero((lowest > 0) & (lowest < len(_SCAN) - 1))
    centre = _parabola(values[active], lowest[active])
    for _ in range(_ROUNDS):
        if not len(active):
            break
        centre = np.clip(centre, 0.0, MAXIMUM_PACKING)
        width = np.minimum(_HALF_WIDTH, 0.1 * centre)
        width = np.minimum(width, 0.9 * (MAXIMUM_PACKING - centre))
        window = centre[:, None] + width[:, None] * _OFFSETS
        x, slope_error, second = _root(eta_dependent(metal.take(active), kind, window, treatment))
        done = np.abs(x) <= 1.0
        found = active[done]
        eta[found] = (centre + width * x)[done]
        curvature[found] = (second / width**2)[done]
        # the root of the slope moves by the slope's error over the curvature
        error[found] = (width * slope_error / np.abs(second))[done]
        centre = (centre + width * np.clip(x, -1.5, 1.5))[~done]
        active = active[~done]
    for i in active:
        outcome[i], reason[i] = (
            "not_converged",
            f"no minimum found near eta = {centre[list(active).index(i)]:.4f}",
        )
    return Minimum(eta, error, curvature, outcome, reason)


def _parabola(values: FloatArray, lowest: IntArray) -> FloatArray:
    """Vertex of the parabola through the lowest point and its neighbours."""
    rows = np.arange(len(values))
    a, b, c = (_SCAN[lowest + k] for k in (-1, 0, 1))
    fa, fb, fc = (values[rows, lowest + k] for k in (-1, 0, 1))
    left, right = (fb - fa) / (b - a), (fc - fb) / (c - b)
    second = (right - left) / (c - a)
    return np.asarray(np.clip(0.5 * (a + b) - 0.5 * left / second, a, c))


def _root(values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Root x of the interpolant's slope, the slope's error and the second derivative in x."""
    chebyshev = np.polynomial.chebyshev
    series = np.linalg.solve(chebyshev.chebvander(_OFFSETS, _DEGREE), values.T)
    slope, second = chebyshev.chebder(series), chebyshev.chebder(series, 2)
    x = np.zeros(len(values))
    for _ in range(12):
        bend = chebyshev.chebval(x, second, tensor=False)
        # downhill where F is concave: a step of one window towards the lower end
        concave = -np.sign(chebyshev.chebval(x, slope, tensor=False))
        safe = np.where(bend > 0.0, bend, 1.0)
        newton = -chebyshev.chebval(x, slope, tensor=False) / safe
        x = np.clip(x + np.where(bend > 0.0, newton, concave), -1.5, 1.5)
    # the last coefficient bounds what the interpolant leaves out; rounding grows as degree^2
    error = _DEGREE**2 * (np.abs(series[-1]) * 0.05 + _ROUNDING)
    bend = chebyshev.chebval(x, second, tensor=False)
    return x, error, np.where(bend > 0.0, bend, np.nan)
