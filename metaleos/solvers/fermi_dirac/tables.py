"""Piecewise polynomials on fine uniform segments, refined from `coefficients.npz` when first used.

The file holds polynomials of degree 17 on segments of width 1 (1/8 for the inverse). A Taylor
shift of each to 32 (8) sub-segments leaves polynomials of degree 6, which numpy evaluates with
seven gathers from a table that fits the second-level cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray


TERMS = 7
"""Coefficients kept on a fine segment."""


@dataclass(frozen=True)
class Piecewise:
    """A function on [low, high) as polynomials on uniform segments.

    Parameters
    ----------
    low, high : float
    per_unit : float
        Segments per unit of the argument.
    coefficients : float array, shape (TERMS, segments)
        Of powers of the offset from the segment's centre, counted in segments.
    """

    low: float
    high: float
    per_unit: float
    coefficients: FloatArray

    def locate(self, x: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return the segments of `x` and the offsets in them; x must lie in [low, high)."""
        offset = (x - self.low) * self.per_unit
        segment = offset.astype(np.intp)
        offset -= segment
        offset -= 0.5
        return segment, offset

    def evaluate(self, segment: IntArray, offset: FloatArray) -> FloatArray:
        """Return the function at located arguments."""
        rows = self.coefficients
        out: FloatArray = rows[-1].take(segment, mode="clip")
        gathered = np.empty_like(out)
        for row in rows[-2::-1]:
            out *= offset
            row.take(segment, out=gathered, mode="clip")
            out += gathered
        return out


def _refine(coarse: FloatArray, parts: int) -> FloatArray:
    """Shift each coarse polynomial to the centres of `parts` sub-segments."""
    centres = (np.arange(parts) + 0.5) / parts - 0.5
    degree = coarse.shape[0] - 1
    work = np.repeat(coarse[:, :, None], parts, axis=2).astype(np.longdouble)
    for low in range(TERMS):  # repeated synthetic division: the Taylor shift
        for k in range(degree - 1, low - 1, -1):
            work[k] += centres * work[k + 1]
    scale = np.longdouble(1.0 / parts) ** np.arange(TERMS)
    fine = work[:TERMS].reshape(TERMS, -1) * scale[:, None]
    return np.ascontiguousarray(fine.astype(np.float64))


@cache
def table(name: str) -> Piecewise:
    """Return the fine table of one function: an array of the file, or a derivative of one."""
    parts = 8 if name == "inverse" else 32
    with (files(__package__) / "coefficients.npz").open("rb") as stream, np.load(stream) as data:
        if name == "entropy_slope":
            powers = np.arange(1, data["entropy"].shape[0])
            coarse = data["entropy"][1:] * powers[:, None]
        else:
            coarse = data[name]
        low, high = data["log_range" if name == "inverse" else "eta_range"]
    fine = _refine(coarse, parts)
    return Piecewise(float(low), float(high), parts * coarse.shape[1] / float(high - low), fine)
