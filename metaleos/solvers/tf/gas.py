"""The electron gas in scaled variables: density and its slope from the screening function.

    F(u) = lam u^3 (3/2) t^(3/2) I_1/2(y/(t u^2)),   and   lam max(y, 0)^(3/2) at t = 0.

`EXACT` holds the true Fermi-Dirac functions, `FITTED` Latter's fits (convention ``printed``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac import evaluate, i_half, i_half_inverse
from metaleos.solvers.fermi_dirac.functions import degenerate_excess
from metaleos.solvers.fermi_dirac.latter_fits import excess_fitted, i_half_fitted, kinks

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tf.mesh import Mesh


def _exact(eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    value, slope = evaluate(("i_half", "i_minus_half"), eta)
    slope *= 0.5
    return value, slope


def _fitted(eta: FloatArray) -> tuple[FloatArray, FloatArray]:
    # the slope only steers Newton's iteration, so the exact one serves
    return i_half_fitted(eta), 0.5 * evaluate(("i_minus_half",), eta)[0]


@dataclass(frozen=True)
class Gas:
    """The density of a free electron gas, as used in one convention.

    Parameters
    ----------
    name : str
    half : callable
        I_1/2 and its derivative.
    value : callable
        I_1/2 alone.
    excess : callable
        I_1/2/((2/3) eta^(3/2)) - 1 for eta >= 44.
    kinks : tuple of (eta, step, slope)
        Where I_1/2 jumps and its slope does, and by how much of I_1/2.
    """

    name: str
    half: Callable[[FloatArray], tuple[FloatArray, FloatArray]]
    value: Callable[[FloatArray], FloatArray]
    excess: Callable[[FloatArray], FloatArray]
    kinks: tuple[tuple[float, float, float], ...] = ()


EXACT = Gas("exact", _exact, i_half, lambda eta: degenerate_excess(0.5, eta))
FITTED = Gas("fitted", _fitted, i_half_fitted, excess_fitted, kinks())


def density(
    gas: Gas, mesh: Mesh, lam: FloatArray, t: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return F and dF/dy at the nodes.

    Parameters
    ----------
    gas : Gas
    mesh : Mesh
    lam, t : float array, shape (m,)
        All t positive, or all zero.
    y : float array, shape (n, blocks, m)
    """
    if t[0] == 0.0:
        root = np.sqrt(np.maximum(y, 0.0))
        slope = 1.5 * lam * root
        return lam * root * np.maximum(y, 0.0), slope
    per_y = 1.0 / (t * mesh.x)
    value, slope = gas.half(y * per_y)
    scale = 1.5 * lam * t * np.sqrt(t) * (mesh.x * mesh.u)
    value *= scale
    scale *= per_y
    slope *= scale
    return value, slope


def density_only(gas: Gas, mesh: Mesh, lam: FloatArray, t: FloatArray, y: FloatArray) -> FloatArray:
    """Return F at the nodes, as `density` does, at half the cost."""
    if t[0] == 0.0:
        positive = np.maximum(y, 0.0)
        return np.asarray(lam * np.sqrt(positive) * positive)
    scale = 1.5 * lam * t * np.sqrt(t) * (mesh.x * mesh.u)
    return np.asarray(scale * gas.value(y / (t * mesh.x)))


def uniform_boundary(lam: FloatArray, t: FloatArray) -> FloatArray:
    """Return y(1) of the uniform gas: (lam/2) t^(3/2) I_1/2(y1/t) = 1 (neutrality of Eq. 51)."""
    if t[0] == 0.0:
        return np.asarray(np.cbrt(3.0 / lam) ** 2)
    return np.asarray(t * i_half_inverse(2.0 / (lam * t * np.sqrt(t))))
