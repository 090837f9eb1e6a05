"""Derivatives of what a solver returns, with the error that the differencing itself makes.

A property is solved at Chebyshev nodes in the logarithm of a state variable, a few per cent
around a state; the series through them is differentiated. The last two coefficients show what
truncation and the solver's noise leave, and bound the error of the derivative.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

NODES = 9
WIDTH = 0.06
"""Half width of the interval in the logarithm."""


def factors() -> FloatArray:
    """Return the factors by which the variable is multiplied at the nodes."""
    return np.exp(WIDTH * _nodes())


def log_derivative(values: FloatArray, order: int = 1) -> tuple[FloatArray, FloatArray]:
    """Differentiate with respect to the logarithm of the variable, at the centre.

    Parameters
    ----------
    values : array, shape (n, NODES)
        At the variable times `factors`.

    Returns
    -------
    derivative, error : array, shape (n,)
    """
    series = values @ _transform().T
    derivative = series @ _weights(order) / WIDTH**order
    # |T_k'| <= k^2 and |T_k''| <= k^2 (k^2 - 1)/3 on the interval
    growth = NODES**2 if order == 1 else NODES**2 * (NODES**2 - 1) / 3.0
    tail = np.maximum(np.abs(series[:, -1]), np.abs(series[:, -2]))
    rounding = 4e-16 * np.max(np.abs(values), axis=1)
    return derivative, growth * (tail + rounding) / WIDTH**order


@cache
def _nodes() -> FloatArray:
    return np.asarray(np.cos(np.pi * (np.arange(NODES) + 0.5) / NODES))


@cache
def _transform() -> FloatArray:
    return np.asarray(np.linalg.inv(np.polynomial.chebyshev.chebvander(_nodes(), NODES - 1)))


@cache
def _weights(order: int) -> FloatArray:
    unit = np.eye(NODES)
    return np.array(
        [
            float(np.polynomial.chebyshev.chebval(0.0, np.polynomial.chebyshev.chebder(c, order)))
            for c in unit
        ]
    )
