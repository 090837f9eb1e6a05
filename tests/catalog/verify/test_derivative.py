"""Logarithmic derivatives of what is known in closed form."""

from __future__ import annotations

from metaleos.catalog.verify.derivative import factors, log_derivative


def test_log_derivatives_of_powers():
    x = factors()
    for power in (-5.0 / 3.0, 0.5, 3.0):
        first, error = log_derivative(x[None, :] ** power)
        assert abs(first[0] - power) <= error[0] < 1e-6
        second, error = log_derivative(x[None, :] ** power, order=2)
        assert abs(second[0] - power**2) <= error[0] < 1e-3
