"""Latter's parameters a and phi(1), and the boundary f(a) of the region where they have a solution.

A state is fixed by (a, phi(1)) as by (r~, T~): a = (4 sqrt2/pi) r~^2 T~^(1/2), phi(0) = 1/(T~ r~).
For given a solutions exist for phi(1) < f(a) only; towards f(a) phi(0) grows without bound, and
the atom becomes isolated and cold.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac import i_half
from metaleos.solvers.tf.atom import solve
from metaleos.solvers.tf.gas import EXACT, Gas
from metaleos.solvers.tf.scaling import COUPLING

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaleos.solvers.arrays import FloatArray

_COLDEST, _HOTTEST = -14.0, 28.0  # of ln t
_MODE = 0.5 * (1.0 + sqrt(73.0))  # of the perturbations x^m of 1/x^3: m (m - 1) = 18

_GUESSES = np.array(  # phi(1), ln a, c/(a/18)^4: where `boundary` starts its search
    [
        [-3.80, 5.30, -3.17],
        [-3.00, 4.79, -3.47],
        [-2.00, 4.21, -3.77],
        [-1.00, 3.72, -3.92],
        [0.00, 3.33, -3.83],
        [1.62, 2.89, -2.97],
        [6.37, 2.30, 6.28],
        [17.9, 1.79, 74.1],
    ]
)


def state(a: float, phi1: float, gas: Gas = EXACT) -> tuple[float, float]:
    """Return (r~, T~) of the atom with the given a and phi(1).

    Parameters
    ----------
    a, phi1 : float
    gas : Gas

    Raises
    ------
    ValueError
        If there is no solution (phi(1) >= f(a)), or a is not positive.
    """
    if not a > 0.0:
        raise ValueError(f"a is {a}; valid are positive numbers")

    def radius_temperature(log_t: float) -> tuple[float, float]:
        t = np.exp(log_t)
        radius = (a / (1.5 * COUPLING * np.sqrt(t))) ** (2.0 / 3.0)
        return radius, t / radius

    def miss(log_t: float) -> float:
        radius, temperature = radius_temperature(log_t)
        atoms = solve(np.array([radius]), np.array([temperature]), gas, nodes=12)
        return float(atoms.boundary[0] / atoms.t[0]) - phi1

    # phi(1) falls as t = 1/phi(0) grows at fixed a
    low = high = 0.0
    while miss(high) > 0.0 and high < _HOTTEST:
        low, high = high, high + 2.0
    while not miss(low) > 0.0:
        high, low = low, low - 1.0
        if low < _COLDEST or np.isnan(miss(low)):
            raise ValueError(f"no solution: phi(1) = {phi1} is not below f(a) at a = {a}")
    from scipy.optimize import brentq

    return radius_temperature(brentq(miss, low, high, xtol=1e-13, rtol=1e-13))


def _secant(function: Callable[[float], float], first: float, second: float) -> float:
    """Return a root from two near guesses; stops where rounding stops the secants."""
    at_first, at_second = function(first), function(second)
    for _ in range(50):
        if at_second == at_first:
            return second
        step = -at_second * (second - first) / (at_second - at_first)
        first, at_first = second, at_second
        second += step
        if abs(step) < 1e-9 * abs(second):
            return second
        at_second = function(second)
    raise ValueError("the point of Fig. 1 was not found; covered are phi(1) from -4 to 15")


def boundary(phi1: float) -> float:
    """Return a with f(a) = phi1: the point of Fig. 1 at work function `phi1`.

    With phi = (18/a)^2 psi/x^3 (Eq. 35) the solution starts at the nucleus as psi = 1 + c x^m',
    m' = 3 + (1 + sqrt73)/2. It is integrated outwards from there, where its density is degenerate,
    as g(x) = (a/18)^2 phi(x), which makes c the only parameter; c and a follow from
    phi'(1) = phi(1) and the given value.
    """
    from scipy.integrate import solve_ivp

    start = 0.05
    log_guess = float(np.interp(phi1, _GUESSES[:, 0], _GUESSES[:, 1]))

    def integrate(c: float, a: float) -> tuple[float, float]:
        scale = (18.0 / a) ** 2

        def slope(s: float, v: FloatArray) -> list[float]:
            x = float(np.exp(s))
            eta = scale * v[0] / x
            return [x * v[1], x * a / scale * x * float(i_half(eta))]

        power = _MODE
        first = [start**-3 + c * start**power, -3 * start**-4 + power * c * start ** (power - 1)]
        found = solve_ivp(
            slope, (np.log(start), 0.0), first, method="DOP853", rtol=1e-11, atol=1e-11
        )
        return float(found.y[0, -1]), float(found.y[1, -1])

    guess = float(np.interp(phi1, _GUESSES[:, 0], _GUESSES[:, 2]))

    def amplitude(a: float) -> float:
        # the first thermal term, x^5 times (37/5)(a/18)^4, is almost of the same power as c's
        nonlocal guess
        thermal = (a / 18.0) ** 4

        def neutral(c: float) -> float:
            value, slope = integrate(c * thermal, a)
            return slope - value

        guess = _secant(neutral, guess, 1.001 * guess)
        return guess * thermal

    def miss(log_a: float) -> float:
        a = float(np.exp(log_a))
        return (18.0 / a) ** 2 * integrate(amplitude(a), a)[0] - phi1

    return float(np.exp(_secant(miss, log_guess, log_guess + 0.01)))
