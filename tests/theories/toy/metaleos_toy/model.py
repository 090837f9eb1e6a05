"""Murnaghan's equation of state.

A bulk modulus that grows linearly with the pressure, B = -V dP/dV = B0 + B' P, integrates to

    V/V0 = (1 + B' P/B0)^(-1/B').

For small P it is 1 - P/B0, and for B' -> 0 it is exp(-P/B0).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.protocol import Solution

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.protocol import Batch

    FloatArray = npt.NDArray[np.float64]


def relative_volume(P: npt.ArrayLike, B0: npt.ArrayLike, derivative: npt.ArrayLike) -> FloatArray:
    """Return V/V0 at pressure `P`, for the bulk modulus `B0` (same unit) and B' at P = 0.

    Parameters
    ----------
    P, B0, derivative : array_like, shape (n,)
        P not negative, B0 and B' positive.
    """
    slope = np.asarray(derivative, dtype=np.float64)
    # log1p keeps the digits of 1 - V/V0 where P is small beside B0
    return np.exp(-np.log1p(slope * np.asarray(P) / np.asarray(B0)) / slope)


def solve(batch: Batch) -> Solution:
    """Return V/V0 at each applied pressure."""
    P = np.asarray(batch.states["applied_pressure"], dtype=np.float64)
    B0 = np.asarray(batch.inputs["bulk_modulus"], dtype=np.float64)
    slope = np.asarray(batch.inputs["pressure_derivative"], dtype=np.float64)
    outcome = np.full(len(batch), "ok", dtype=object)
    reason = np.full(len(batch), "", dtype=object)
    for bad, word, text in (
        (~((P >= 0.0) & np.isfinite(P)), "out_of_range", "the pressure must not be negative"),
        (~((B0 > 0.0) & np.isfinite(B0)), "invalid_input", "bulk_modulus must be positive"),
        (
            ~((slope > 0.0) & np.isfinite(slope)),
            "invalid_input",
            "pressure_derivative must be positive",
        ),
    ):
        outcome[bad], reason[bad] = word, text
    ok = outcome == "ok"
    value = np.full(len(batch), np.nan)
    value[ok] = relative_volume(P[ok], B0[ok], slope[ok])
    key = ("relative_volume", "total")
    return Solution(
        values={key: value}, errors={key: 1e-15 * value}, outcome=outcome, reason=reason
    )
