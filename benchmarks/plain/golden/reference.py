"""What a golden value is; constants and units; derivatives by differences, with their error."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import pi
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

# CODATA 2022, typed again
HARTREE_EV = 27.211386245981
BOHR_ANGSTROM = 0.529177210544
HARTREE_BOHR3_GPA = 4.3597447222060e3 / BOHR_ANGSTROM**3  # 1e-18 J/angstrom3 is 1e3 GPa
KELVIN_HARTREE = 1.380649e-23 / 4.3597447222060e-18
U_ELECTRON_MASSES = 1.66053906892e-27 / 9.1093837139e-31
U_BOHR3_G_CM3 = 1.66053906892 / BOHR_ANGSTROM**3  # one u per cubic bohr

ROUNDED = 3e-12
"""Relative accuracy of a closed form: that of the constants above."""


@dataclass
class Reference:
    """One state of one model, with its inputs and the values found for it.

    Parameters
    ----------
    model, convention, element : str
    state, inputs : dict
        In the units of the model's declaration.
    origin : str
        Program and method.
    values : dict of (property, term) to (value, accuracy)
        In the property's storage unit.
    """

    model: str
    convention: str
    element: str
    state: dict[str, float | str]
    inputs: dict[str, float]
    origin: str
    values: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def put(self, name: str, value: float, accuracy: float, term: str = "total") -> None:
        """Add a value with its absolute accuracy."""
        self.values[name, term] = float(value), abs(float(accuracy))

    def closed(self, name: str, value: float, term: str = "total") -> None:
        """Add the value of a closed form."""
        self.put(name, value, ROUNDED * abs(float(value)), term)


def sphere(volume: float) -> float:
    """Return the radius of a sphere of `volume`."""
    return float(np.cbrt(0.75 * volume / pi))


# central differences over nine points and over seven
_STENCILS = {
    1: (
        [1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280],
        [0, -1 / 60, 3 / 20, -3 / 4, 0, 3 / 4, -3 / 20, 1 / 60, 0],
    ),
    2: (
        [-1 / 560, 8 / 315, -1 / 5, 8 / 5, -205 / 72, 8 / 5, -1 / 5, 8 / 315, -1 / 560],
        [0, 1 / 90, -3 / 20, 3 / 2, -49 / 18, 3 / 2, -3 / 20, 1 / 90, 0],
    ),
    3: (
        [-7 / 240, 3 / 10, -169 / 120, 61 / 30, 0, -61 / 30, 169 / 120, -3 / 10, 7 / 240],
        [0, 1 / 8, -1, 13 / 8, 0, -13 / 8, 1, -1 / 8, 0],
    ),
}


def differences(
    function: Callable[[float], np.ndarray], step: float, noise: float, *, even: bool = False
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Differentiate up to three times at 0, over nine points.

    Parameters
    ----------
    function : callable
        Of the displacement; returns an array.
    step, noise : float
        Step, and the error of the function relative to its size.
    even : bool
        Whether the function is known to be even.

    Returns
    -------
    derivatives, errors : list of array
        Orders 0 to 3; the error is the change from seven points, and what noise leaves.
    """
    half = [function(k * step) for k in range(5)]
    f = np.array(half[:0:-1] + half if even else [function(-k * step) for k in (4, 3, 2, 1)] + half)
    size = np.abs(f[4])
    value, error = [f[4]], [noise * size]
    for order, stencils in _STENCILS.items():
        nine, seven = (np.tensordot(w, f, 1) / step**order for w in stencils)
        value.append(nine)
        error.append(np.abs(nine - seven) + np.abs(stencils[0]).sum() * noise * size / step**order)
    return value, error


def slope(
    function: Callable[[float], np.ndarray], step: float, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Differentiate once at 0, as `differences`."""
    value, error = differences(function, step, noise)
    return value[1], error[1]
