"""A starting density: Moliere's screened charge, or the uniform cell's where that screens more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.functional import LN_C, chemical_potential, gas, gradient_coefficient

if TYPE_CHECKING:
    from metaleos.solvers.tfd.cells import Cells

FloatArray = npt.NDArray[np.float64]

COLDEST = 1e-3  # kT [Ha] below which the starting density is that of this temperature


@cache
def _inverse() -> tuple[FloatArray, FloatArray]:
    """Return eta and ln y on a common grid, for interpolation."""
    log_y = np.linspace(-200.0, 30.0, 6000)
    eta, _slope = chemical_potential(gas(log_y - LN_C, np.array([1.0])))
    return eta, log_y


def starting_density(cell: Cells) -> tuple[FloatArray, FloatArray]:
    """Return ln n, shape (b, m), and mu, shape (b,), to start Newton's method from."""
    Z, S, r = cell.Z, cell.radius, np.maximum(cell.mesh.r, 1e-12)
    x = r * (Z ** (1.0 / 3.0) / 0.8853)[:, None]
    moliere = 0.1 * np.exp(-6.0 * x) + 0.55 * np.exp(-1.2 * x) + 0.35 * np.exp(-0.3 * x)
    X = r / S[:, None]
    U = -Z[:, None] / r * np.minimum(moliere, 1.0 - 1.5 * X + 0.5 * X**3)
    U = U - U[:, -1:]
    T = np.maximum(cell.kT, COLDEST)[:, None]
    offset = 1.5 * np.log(T) - LN_C
    weights = cell.shell * cell.weights
    low, high = -200.0 * T[:, 0] - 1.0, np.full(Z.shape, 1e5)
    for _ in range(45):
        mu = 0.5 * (low + high)
        log_n = np.interp((mu[:, None] - U) / T, *_inverse()) + offset
        above = np.sum(weights * np.exp(log_n), axis=1) > Z
        high, low = np.where(above, mu, high), np.where(above, low, mu)
    if cell.gradient:
        h = gradient_coefficient(gas(log_n, T, cell.functions))[0]
        steepest = Z[:, None] / (4.0 * h[:, :-1]) * np.diff(cell.mesh.r, axis=1)
        for i in range(log_n.shape[1] - 2, -1, -1):
            log_n[:, i] = np.minimum(log_n[:, i], log_n[:, i + 1] + steepest[:, i])
        log_n += np.log(Z / np.sum(weights * np.exp(log_n), axis=1))[:, None]
    return log_n, mu
