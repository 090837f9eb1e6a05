"""A starting density: Moliere's screened charge, or the uniform cell's where that screens more."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.gas.functional import LN_C, chemical_potential, gas, gradient_coefficient

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tfd.atom.cells import Cells

COLDEST = 1e-3  # kT [Ha] below which the starting density is that of this temperature


@cache
def _inverse() -> tuple[FloatArray, FloatArray]:
    """Return eta and ln y on a common grid, for interpolation."""
    log_y = np.linspace(-200.0, 30.0, 6000)
    eta, _slope = chemical_potential(gas(log_y - LN_C, np.array([1.0])))
    return eta, log_y


def screened_density(cell: Cells) -> tuple[FloatArray, FloatArray]:
    """Return ln n, shape (b, m), and mu, shape (b,), to start Newton's method from."""
    Z, S, r = cell.Z, cell.radius, np.maximum(cell.mesh.r, 1e-12)
    x = r * (Z ** (1.0 / 3.0) / 0.8853)[:, None]
    moliere = 0.1 * np.exp(-6.0 * x) + 0.55 * np.exp(-1.2 * x) + 0.35 * np.exp(-0.3 * x)
    X = r / S[:, None]
    U = -Z[:, None] / r * np.minimum(moliere, 1.0 - 1.5 * X + 0.5 * X**3)
    U = U - U[:, -1:]
    T = np.maximum(cell.kT, COLDEST)[:, None]
    weights = cell.shell * cell.weights
    log_n, mu = _local_density(U, T, weights, Z)
    if cell.gradient:
        for _ in range(2):  # the gradient term smooths U over (2 h/stiffness)^(1/2)
            log_n = _cusped(cell, log_n, T, weights)
            g = gas(log_n[:, :1], T, cell.functions)
            h = cell.gradient * gradient_coefficient(g)[0]
            length = np.sqrt(2.0 * h / chemical_potential(g)[1])
            log_n, mu = _local_density(-U * np.expm1(-r / length), T, weights, Z)
        log_n = _cusped(cell, log_n, T, weights)
    return log_n, mu


def _local_density(
    U: FloatArray, T: FloatArray, weights: FloatArray, Z: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return ln n of the free gas in the potential U, with mu from neutrality."""
    offset = 1.5 * np.log(T) - LN_C
    low, high = -200.0 * T[:, 0] - 1.0, np.full(Z.shape, 1e5)
    for _ in range(45):
        mu = 0.5 * (low + high)
        log_n = np.interp((mu[:, None] - U) / T, *_inverse()) + offset
        above = np.sum(weights * np.exp(log_n), axis=1) > Z
        high, low = np.where(above, mu, high), np.where(above, low, mu)
    return log_n, mu


def _cusped(cell: Cells, log_n: FloatArray, T: FloatArray, weights: FloatArray) -> FloatArray:
    """Return ln n with its slope limited to the cusp's, Z/(4 h), and the charge restored."""
    h = cell.gradient * gradient_coefficient(gas(log_n, T, cell.functions))[0]
    steepest = cell.Z[:, None] / (4.0 * h[:, :-1]) * np.diff(cell.mesh.r, axis=1)
    for i in range(log_n.shape[1] - 2, -1, -1):
        log_n[:, i] = np.minimum(log_n[:, i], log_n[:, i + 1] + steepest[:, i])
    charge = np.sum(weights * np.exp(log_n), axis=1)
    restored: FloatArray = log_n + np.log(cell.Z / charge)[:, None]
    return restored
