"""The fragment's five claims, each with the range of x = Theta/R0 in which it holds.

Every range is found numerically from the functions of this package, with the displaced charge
held constant and dTheta/dT > 0 as in the paper. The signs depend on x alone: not on the metal,
its valence, or the amount of charge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from metaleos.solvers.nud.shape_factor import bracket, shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.nud.shape_factor import Form
    from metaleos.solvers.protocol import Batch

_X = np.linspace(0.0, 1.0, 2001)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the paper, tested.

    Parameters
    ----------
    name : str
        Short name.
    statement : str
        What the paper says.
    holds : bool
        Whether it holds as worded, over its whole stated or implied range.
    lower, upper : float
        The range of x in which it holds (NaN where it holds nowhere).
    finding : str
        One line: what holds, what does not.
    numbers : mapping
        The numbers behind the finding.
    """

    name: str
    statement: str
    holds: bool
    lower: float
    upper: float
    finding: str
    numbers: Mapping[str, float] = field(default_factory=dict)


def claims(form: Form = "exact") -> tuple[Claim, ...]:
    """Return the five claims, tested with Eq. 3 (``"exact"``) or Eq. 4 (``"linear"``)."""
    return (
        never_negative(form),
        roots_of_bracket(form),
        no_dependence_at_small_x(form),
        compressibility_above_uniform(form),
        expansion_below_uniform(form),
    )


def model_claims(batch: Batch, elements: Sequence[str]) -> tuple[Claim, ...]:
    """Test the claims with the form of the batch's model; they hang on x alone, on no element."""
    del elements
    return claims("linear" if batch.model.variant == "linear" else "exact")


def never_negative(form: Form = "exact") -> Claim:
    """Delta U >= 0: evening out the density never lowers the energy."""
    upper = _first_sign_change("g", form)
    where = "0 <= x <= 1" if upper == 1.0 else f"0 <= x <= {upper:.6g} only"
    return Claim(
        name="never_negative",
        statement="Delta U >= 0",
        holds=upper == 1.0,
        lower=0.0,
        upper=upper,
        finding=f"Delta U >= 0 for {where}",
        numbers={"least_g_below_1": float(np.min(shape(_X[:-1], form).g))},
    )


def roots_of_bracket(form: Form = "exact") -> Claim:
    """Eq. 2 vanishes at x = 0 and x = 1, the equilibrium distributions, and only there."""
    inside = float(np.min(bracket(_X[1:-1])))
    at_0, at_1 = (float(b) for b in bracket(np.array([0.0, 1.0])))
    g0 = float(shape(0.0, form).g)
    g1 = float(shape(1.0, form).g)  # NaN for Eq. 4: a pole, no root
    return Claim(
        name="roots_of_bracket",
        statement="Delta U of Eq. 2 vanishes at Theta = 0 and Theta = R0",
        holds=at_0 == 0.0 and at_1 == 0.0 and inside > 0.0,
        lower=0.0,
        upper=1.0,
        finding=(
            "the bracket of Eq. 2 vanishes at x = 0 and x = 1 alone (constant density step); "
            f"at constant displaced charge g(0) = {g0:g}, g(1) = {g1:g}: the root at x = 0 is gone"
        ),
        numbers={
            "bracket_0": at_0,
            "bracket_1": at_1,
            "least_inside": inside,
            "g_0": g0,
            "g_1": g1,
        },
    )


def no_dependence_at_small_x(form: Form = "exact", tolerance: float = 0.01) -> Claim:
    """As x -> 0 the energy does not depend on the distribution of the valence electrons."""

    def excess(x: float) -> float:
        return 1.0 - float(shape(x, form).g) - tolerance

    upper = float(brentq(excess, 0.0, 0.4))
    x = 1e-4
    quadratic = (1.0 - float(shape(x, form).g)) / x**2
    slope_0 = float(shape(0.0, form).slope)
    return Claim(
        name="no_dependence_at_small_x",
        statement="for x -> 0 the energy does not depend on the distribution",
        holds=slope_0 == 0.0,
        lower=0.0,
        upper=upper,
        finding=(
            f"independent of Theta in the limit: g = 1 - {quadratic:.4f} x^2, within {tolerance:g} "
            f"for x <= {upper:.4g}; it stays proportional to the displaced charge"
        ),
        numbers={"slope_0": slope_0, "quadratic_coefficient": quadratic, "tolerance": tolerance},
    )


def compressibility_above_uniform(form: Form = "exact") -> Claim:
    """(1/beta) dbeta/dT = kappa0 at x -> 0 and above kappa0, ever faster, for larger x."""
    upper = _first_sign_change("curvature", form)
    at_0 = float(shape(0.0, form).curvature)
    peak = _lowest("curvature", form)
    return Claim(
        name="compressibility_above_uniform",
        statement="(1/beta) dbeta/dT equals kappa0 at low T and exceeds it, growing, at higher T",
        holds=at_0 == 0.0 and upper == 1.0 and peak == 1.0,
        lower=0.0,
        upper=upper,
        finding=(
            f"equal at x = 0, above for 0 < x < {upper:.6g}, growing up to x = {peak:.4g}"
            + ("" if upper == 1.0 else f"; below kappa0 for x > {upper:.6g}")
        ),
        numbers={"curvature_0": at_0, "sign_change": upper, "largest_at": peak},
    )


def expansion_below_uniform(form: Form = "exact") -> Claim:
    """Alpha < alpha0 once x > 0 (no contribution at low T)."""
    upper = _first_sign_change("mixed", form)
    printed = _first_sign_change("slope", form)
    at_0 = float(shape(0.0, form).mixed)
    return Claim(
        name="expansion_below_uniform",
        statement="alpha = alpha0 at low T and alpha < alpha0 at higher T",
        holds=at_0 == 0.0 and upper == 1.0,
        lower=0.0,
        upper=upper,
        finding=(
            f"exact shift: alpha < alpha0 for 0 < x < {upper:.6g}"
            + ("" if upper == 1.0 else f" and above it for x > {upper:.6g}")
            + f"; the printed limit is negative for 0 < x < {printed:.6g}"
        ),
        numbers={"mixed_0": at_0, "sign_change": upper, "largest_at": _lowest("mixed", form)},
    )


def _first_sign_change(quantity: str, form: Form) -> float:
    """Return the first x in (0, 1) at which `quantity` changes sign; 1.0 where it never does."""

    def of(x: float) -> float:
        return float(_values(quantity, np.array([x]), form)[0])

    x = _X[1:-1]
    sign = np.sign(_values(quantity, x, form))
    (changes,) = np.nonzero(sign != sign[0])
    if changes.size == 0:
        return 1.0
    last, first = changes[0] - 1, changes[0]
    return float(brentq(of, x[last], x[first], xtol=1e-14))


def _lowest(quantity: str, form: Form) -> float:
    """Return the x at which `quantity` is lowest (1.0 where it falls without end)."""
    values = _values(quantity, _X[:-1], form)
    at = int(np.argmin(values))
    if at == len(values) - 1:
        return 1.0
    result = minimize_scalar(
        lambda x: float(_values(quantity, np.array([x]), form)[0]),
        bounds=(_X[at - 1], _X[at + 1]),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return float(result.x)


def _values(quantity: str, x: FloatArray, form: Form) -> FloatArray:
    values: FloatArray = getattr(shape(x, form), quantity)
    return values
