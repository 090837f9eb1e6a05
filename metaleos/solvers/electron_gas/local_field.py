"""Local-field corrections f(q) of the electron gas, by name; x = q/kF throughout.

``h``     Hubbard, modified: x^2/2(x^2 + xi).
``kl``    Kleinman and Langreth: x^2/4(x^2 + xi) + x^2/4xi.
``vs``, ``sstl``  A[1 - exp(-B x^2)], A and B tabulated at r_s = 1 ... 6.

xi follows from the compressibility sum rule with the correlation energy of Nozieres and Pines:
``f -> gamma x^2`` at small x with gamma = 1/4 - (pi a/24) r_s^5 d/dr_s(r_s^-2 dE_c/dr_s),
a = (4/9 pi)^(1/3), and both Hubbard forms have gamma = 1/(2 xi). Hence xi = 2/(1 + 0.0254 r_s).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.tables import polynomial, series, smooth

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

KINDS = ("h", "kl", "sstl", "vs")
XI_SLOPE = 0.0254
"""Coefficient of r_s in 2/xi - 1, as the paper's numbers have it (unrounded: 0.025374)."""


def compressibility_xi(r_s: npt.ArrayLike) -> FloatArray:
    """Return xi = 2/(1 + 0.0254 r_s), which satisfies the compressibility sum rule."""
    return np.asarray(2.0 / (1.0 + XI_SLOPE * np.asarray(r_s, dtype=float)))


def singwi_coefficients(r_s: npt.ArrayLike, kind: str) -> tuple[FloatArray, FloatArray]:
    """Return A and B of `kind` (``"vs"``, ``"sstl"``) at `r_s`, interpolated (degree five)."""
    return (
        series(polynomial(kind, "A"), r_s, 0)[0],
        series(polynomial(kind, "B"), r_s, 0)[0],
    )


def singwi(x: npt.ArrayLike, a: npt.ArrayLike, b: npt.ArrayLike) -> FloatArray:
    """Return f = A[1 - exp(-B x^2)]."""
    x2 = np.asarray(x, dtype=float) ** 2
    return np.asarray(-np.asarray(a, dtype=float) * np.expm1(-np.asarray(b, dtype=float) * x2))


def local_field(x: npt.ArrayLike, r_s: npt.ArrayLike, kind: str) -> FloatArray:
    """Local field f at x = q/kF in a gas of radius `r_s`, broadcast together.

    Parameters
    ----------
    x : array_like
        q/kF.
    r_s : array_like
        [bohr]. `vs` and `sstl` rest on tables from 1 to 6.
    kind : {"h", "kl", "sstl", "vs"}
    """
    x, r_s = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(r_s, dtype=float))
    return np.asarray(local_field_series(x, r_s, kind, 0)[0])


def local_field_series(
    x: FloatArray, r_s: FloatArray, kind: str, order: int, *, alternative: bool = False
) -> FloatArray:
    """Taylor coefficients of f at fixed x in t = ln(V/V0), shape (order + 1, *broadcast shape).

    Parameters
    ----------
    x, r_s : array
        Broadcast together: (m,) and (n, 1) give (order + 1, n, m).
    kind : {"h", "kl", "sstl", "vs"}
    order : int
    alternative : bool
        Take the second opinion on the interpolated A and B (error estimates).
    """
    x2 = x * x
    r_s = np.reshape(r_s, (1,) * (x.ndim - np.ndim(r_s)) + np.shape(r_s))
    if kind in {"h", "kl"}:
        inverse = series((((0.5, 0.0), (0.5 * XI_SLOPE, 1.0)), 0.0), r_s, order)  # 1/xi
        # f/x^2 = 1/2xi / (1 + x^2/xi): rational in 1/xi, so only one division
        denominator = x2 * inverse
        denominator[0] += 1.0
        part = taylor.divide(inverse + np.zeros_like(denominator), denominator) * x2
        if kind == "h":
            return 0.5 * part
        return 0.25 * (part + x2 * inverse)
    if kind in {"sstl", "vs"}:
        form = smooth if alternative else polynomial
        a = series(form(kind, "A"), r_s, order)
        b = series(form(kind, "B"), r_s, order)
        decay = -taylor.exp(-b * x2)
        decay[0] = -np.expm1(-b[0] * x2)
        return taylor.multiply(a + np.zeros_like(decay), decay)
    raise ValueError(f"unknown local field {kind!r}: one of {', '.join(KINDS)}")
