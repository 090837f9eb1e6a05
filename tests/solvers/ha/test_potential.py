import numpy as np
import pytest
from scipy.integrate import quad

from metaleos.solvers.ha.potential import (
    TANGENT_ROOT,
    bare_potential,
    depth_from_zero,
    first_order_constant,
    first_zero,
    shape,
    shape_series,
)


def test_fourier_transform_of_the_well():
    """V_b(q) from Eq. 3 itself: 2u/R_M inside, -2/r outside (Ry)."""
    radius, depth, volume, q = 2.1, -0.31, 250.0, 1.3
    inside = quad(lambda r: 2.0 * depth / radius * r * np.sin(q * r), 0.0, radius)[0]
    outside = -2.0 * np.cos(q * radius) / q  # of -2/r, with the usual convergence factor
    value = 4.0 * np.pi / (volume * q) * (inside + outside)
    # the sign of the well: Eq. 4 has u > 0 repulsive, as Eq. 3
    assert bare_potential(q, volume, radius, depth) == pytest.approx(value, rel=1e-12)


def test_first_order_is_the_long_wave_limit():
    """E1 = lim (V_b + 8 pi/Omega q^2), the part of V_b(0) that the background does not cancel."""
    radius, depth, volume, q = 1.4, 0.62, 143.7, 1e-3
    limit = float(bare_potential(q, volume, radius, depth)) + 8.0 * np.pi / (volume * q * q)
    assert first_order_constant(radius, depth) / volume == pytest.approx(limit, rel=1e-5)


def test_special_cases():
    z = np.array([0.5, 2.0, 7.0])
    np.testing.assert_allclose(shape(z, 0.0), np.cos(z))  # Ashcroft, Eq. 1
    np.testing.assert_allclose(shape(z, -1.0), np.sin(z) / z)  # Shaw, Eq. 2
    assert shape(0.0, 0.7) == pytest.approx(1.0)


def test_volume_derivatives_of_the_shape():
    z, u, h = np.array([0.4, 2.2, 9.0]), np.array([0.6, -0.3, -1.1]), 2e-3
    f = [shape(z * np.exp(-k * h / 3.0), u) for k in (-2, -1, 0, 1, 2)]
    series = shape_series(z, u, 3)
    first = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / (12 * h)
    second = (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / (12 * h * h)
    third = (-f[0] + 2 * f[1] - 2 * f[3] + f[4]) / (2 * h**3)
    np.testing.assert_allclose(series[1], first, rtol=1e-8, atol=1e-11)
    np.testing.assert_allclose(2 * series[2], second, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(6 * series[3], third, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("depth", [-12.0, -1.05, -0.9605, -0.3, 0.0, 0.6885, 40.0])
def test_zero_and_depth_are_inverse(depth):
    radius = 1.7
    zero = first_zero(radius, depth)
    assert abs(float(shape(zero * radius, depth))) < 1e-12 * max(1.0, abs(depth))
    assert depth_from_zero(zero, radius) == pytest.approx(depth, rel=1e-9, abs=1e-13)


def test_empty_core_zero_is_known():
    assert first_zero(2.0, 0.0) == pytest.approx(np.pi / 4.0, rel=1e-14)
    assert first_zero(2.0, -1.0) == pytest.approx(np.pi / 2.0, rel=1e-14)


def test_depth_at_small_arguments():
    # u -> 3/z^2 as z -> 0
    assert depth_from_zero(1e-4, 1.0) == pytest.approx(3e8, rel=1e-7)
    below, above = depth_from_zero(0.1 - 1e-9, 1.0), depth_from_zero(0.1 + 1e-9, 1.0)
    assert below == pytest.approx(above, rel=1e-7)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: depth_from_zero(TANGENT_ROOT, 1.0), "between 0 and 4.4934"),
        (lambda: depth_from_zero(3.0, 2.0), "ends at 2.2467"),
        (lambda: depth_from_zero(-1.0, 2.0), "q0 must be positive"),
        (lambda: first_zero(0.0, 0.5), "R_M must be positive"),
        (lambda: bare_potential(1.0, -5.0, 1.0, 0.0), "volume must be positive"),
    ],
)
def test_bad_arguments(call, match):
    with pytest.raises(ValueError, match=match):
        call()
