"""The isolated atom: Majorana's series against known values and its own equation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from metaleos.solvers.tf import isolated
from metaleos.solvers.tf.scaling import ISOLATED_ENERGY, ISOLATED_SLOPE


def test_constants():
    """Initial slope: Fernandez (2011), 25 digits. Energy coefficient: 0.768745124213662."""
    assert abs(ISOLATED_SLOPE + 1.588071022611375312718685) < 1e-15
    assert abs(ISOLATED_ENERGY / -0.768745124213662 - 1) < 2e-15


def test_screening_from_the_slope_by_integration():
    """The equation integrated outwards from the series at the nucleus, where that is stable."""
    w0 = 1e-3
    b = ISOLATED_SLOPE
    # chi = 1 + b w^2 + (4/3) w^3 + (2/5) b w^5 + (1/3) w^6 + ... in w = sqrt(xi)
    chi = 1 + b * w0**2 + 4 / 3 * w0**3 + 0.4 * b * w0**5 + w0**6 / 3
    slope = b + 2 * w0 + b * w0**3 + w0**4
    found = solve_ivp(
        lambda x, v: [v[1], v[0] ** 1.5 / np.sqrt(x)],
        (w0**2, 3.0),
        [chi, slope],
        method="DOP853",
        rtol=1e-13,
        atol=1e-15,
        t_eval=[0.1, 0.5, 1.0, 3.0],
    )
    value, derivative = isolated.screening_with_slope(found.t)
    # the start's rounding grows as xi^3.8 along the way
    assert np.max(np.abs(value / found.y[0] - 1)) < 5e-11
    assert np.max(np.abs(derivative / found.y[1] - 1)) < 5e-11


def test_it_falls_as_144_over_the_cube():
    """Coulson and March: chi = 144/xi^3 (1 - 13.270973848 xi^-0.7720018726 + ...)."""
    xi = 1e7
    leading = 1 - 13.270973848 * xi**-0.7720018726
    assert abs(isolated.screening(xi) * xi**3 / 144 / leading - 1) < 1e-8


def test_out_of_the_table():
    with pytest.raises(ValueError, match="outside"):
        isolated.screening(-1.0)
    with pytest.raises(ValueError, match="outside"):
        isolated.screening(1e9)
