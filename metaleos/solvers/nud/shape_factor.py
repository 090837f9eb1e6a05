"""The shape factor g(x) of the redistribution energy, exact (Eq. 3) and ``linear`` (Eq. 4).

Derivatives are closed forms. The combinations that the coefficients need are kept factored, so
that they keep full relative precision down to x = 0, where they vanish linearly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.polynomial.polynomial import polyval

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray

Form = Literal["exact", "linear"]

# Exact form, D = x^2 - 3x + 3. With n_k = D^(k+1) g^(k), by the quotient rule from Eq. 3:
# 2 g' + x g'' = -2 x MIXED / D^3 ;  10 g' + 8 x g'' + x^2 g''' = -4 x CURVATURE / D^4.
_MIXED = (135.0, -405.0, 480.0, -315.0, 126.0, -29.0, 3.0)
_CURVATURE = (1215.0, -4860.0, 8190.0, -8055.0, 5205.0, -2274.0, 654.0, -113.0, 9.0)


@dataclass(frozen=True, slots=True)
class Shape:
    """g and what the derivatives of Delta U = A g(Theta/R)/R need, at each x.

    Parameters
    ----------
    g : array
        Shape factor.
    slope : array
        g'(x).
    mixed : array
        2 g' + x g'': d2(Delta U)/(dR dTheta) = -A mixed/R^3.
    curvature : array
        10 g' + 8 x g'' + x^2 g''': d2/dV2 d(Delta U)/dTheta = A curvature/(16 pi^2 R^8).
    """

    g: FloatArray
    slope: FloatArray
    mixed: FloatArray
    curvature: FloatArray


def exact(x: npt.ArrayLike) -> Shape:
    """Return Eq. 3: g = (1-x)^2 (3 + 3x - x^2)/(3 - 3x + x^2), for 0 <= x <= 1.

    g(0) = 1, g(1) = 0; g' vanishes at both ends and is negative between them.

    Raises
    ------
    ValueError
        If any x lies outside 0 to 1.
    """
    x = _checked(x)
    D = 3.0 + x * (x - 3.0)
    g = (1.0 - x) ** 2 * (3.0 + x * (3.0 - x)) / D
    slope = 2.0 * x * (1.0 - x) * polyval(x, (-15.0, 15.0, -6.0, 1.0)) / D**2
    mixed = -2.0 * x * polyval(x, _MIXED) / D**3
    curvature = -4.0 * x * polyval(x, _CURVATURE) / D**4
    return Shape(g, slope, mixed, curvature)


def linear(x: npt.ArrayLike) -> Shape:
    """Return Eq. 4: g = (1-2x)(1+x)/(1-x), for 0 <= x < 1; NaN at its pole x = 1.

    The paper calls it linear in Theta, but its linear terms cancel: g = 1 - 2x^2 - 2x^3 ...,
    against 1 - (5/3) x^2 of Eq. 3. It is negative beyond x = 1/2.

    Raises
    ------
    ValueError
        If any x lies outside 0 to 1.
    """
    x = _checked(x)
    u = np.where(x < 1.0, 1.0 - x, np.nan)
    # g = 2x + 3 - 2/u: g' = 2 - 2/u^2, g'' = -4/u^3, g''' = -12/u^4
    g = (1.0 - 2.0 * x) * (1.0 + x) / u
    slope = -2.0 * x * (2.0 - x) / u**2
    mixed = 2.0 * slope - 4.0 * x / u**3
    curvature = 10.0 * slope - 32.0 * x / u**3 - 12.0 * x**2 / u**4
    return Shape(g, slope, mixed, curvature)


def shape(x: npt.ArrayLike, form: Form) -> Shape:
    """Return the shape factor of the named form: ``"exact"`` (Eq. 3) or ``"linear"`` (Eq. 4)."""
    if form == "exact":
        return exact(x)
    if form == "linear":
        return linear(x)
    raise ValueError(f"unknown form {form!r} of the redistribution energy: exact or linear")


def bracket(x: npt.ArrayLike) -> FloatArray:
    """Return the square bracket of Eq. 2, 5 s^2 - 6 s^3 + s^5 with s = 1 - x.

    Factored, s^2 (1 - s)(5 - s - s^2): roots at x = 0 (simple) and x = 1 (double) and none between.
    """
    x = _checked(x)
    s = 1.0 - x
    return np.asarray(s**2 * x * (5.0 - s - s**2))


def _checked(x: npt.ArrayLike) -> FloatArray:
    values = np.asarray(x, dtype=np.float64)
    if not np.all((values >= 0.0) & (values <= 1.0)):
        raise ValueError("x = Theta/R0 must lie between 0 and 1")
    return values
