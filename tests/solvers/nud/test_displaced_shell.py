"""Delta U against electrostatics done from scratch, and its derivatives against differences."""

from __future__ import annotations

from math import pi

import mpmath
import numpy as np
import pytest

from metaleos.solvers.nud import coefficients
from metaleos.solvers.nud.displaced_shell import redistribution, sphere_radius
from metaleos.solvers.nud.metal import bulk_modulus, energy, uniform_metal

R, Z = 3.93, 2.0


def _first_order_electrostatics(x, dq):
    """U(uniform) - U(nonuniform) by quadrature, to first order in the displaced charge.

    The potential energy of an electron is -(z/r) plus that of the uniform electron sphere,
    (2 pi rho0)(R^2 - r^2/3); the shell of thickness x R holds dq less, taken from the uniform
    cell and spread over the sphere inside it so that the cell stays neutral.
    """
    s = 1.0 - x
    rho0 = Z / (4.0 / 3.0 * pi * R**3)
    step = dq / (4.0 / 3.0 * pi * R**3 * (1.0 - s**3))  # delta rho
    inner, outer = step * (1.0 - s**3), -step * s**3

    def phi(r):
        return -Z / r + 2.0 * pi * rho0 * (R**2 - r**2 / 3.0)

    def shell(a, b):
        return mpmath.quad(lambda r: 4 * mpmath.pi * r**2 * phi(r), [a, b])

    return -float(inner * shell(0, s * R) + outer * shell(s * R, R))


@pytest.mark.parametrize("x", [0.05, 0.3, 0.62, 0.9])
def test_energy_is_that_of_the_displaced_charge_in_the_ion_and_electron_field(x):
    got = redistribution(x, R, Z, 0.01).energy
    assert float(got) == pytest.approx(_first_order_electrostatics(x, 0.01 * Z), rel=1e-12)


@pytest.mark.parametrize("form", ["exact", "linear"])
@pytest.mark.parametrize("x", [0.02, 0.4, 0.81])
def test_derivatives_at_fixed_theta(form, x):
    theta = x * R

    def U(radius, shift=0.0):
        return redistribution((theta + shift) / radius, radius, Z, 1.0, form)

    got = U(R)
    h = 1e-4 * R * (1.0 - x)
    # 5-point differences: truncation h^4 and rounding 1e-16/h both stay below 1e-9 here
    w = ((-2, 1 / 12), (-1, -2 / 3), (1, 2 / 3), (2, -1 / 12))
    dtheta = sum(c * U(R, k * h).energy for k, c in w) / h
    dR = sum(c * U(R + k * h).energy for k, c in w) / h
    dtheta_dR = sum(c * U(R + k * h).dtheta for k, c in w) / h
    # d/dV = d/dR / (4 pi R^2), twice
    inner = sum(c * U(R + k * h).dtheta_dradius / (R + k * h) ** 2 for k, c in w) / h
    dV2 = inner / (16.0 * pi**2 * R**2)
    assert float(got.dtheta) == pytest.approx(dtheta, rel=1e-7)
    assert float(got.pressure) == pytest.approx(-dR / (4.0 * pi * R**2), rel=1e-7)
    assert float(got.dtheta_dradius) == pytest.approx(dtheta_dR, rel=1e-7)
    assert float(got.dtheta_dvolume2) == pytest.approx(dV2, rel=1e-7)


def test_the_metal_has_the_volume_and_bulk_modulus_it_was_made_from():
    V, K = 254.7, 7.4e-3
    metal = uniform_metal(V, K)
    R0 = sphere_radius(V)
    h = 1e-3
    U = [float(energy(metal, R0 + k * h)) for k in (-1, 0, 1)]
    assert (U[2] - U[0]) / (2.0 * h) == pytest.approx(0.0, abs=1e-5 * U[1] / R0 * -1.0)
    curvature = (U[0] - 2.0 * U[1] + U[2]) / h**2
    assert curvature == pytest.approx(6.0 * float(metal.B) / float(R0) ** 5, rel=1e-5)
    assert curvature / (12.0 * pi * float(R0)) == pytest.approx(K, rel=1e-5)
    assert float(bulk_modulus(metal, R0)) == pytest.approx(K, rel=1e-13)
    assert float(bulk_modulus(metal, R0 * 1.5**0.5)) == pytest.approx(0.0, abs=1e-15)


def test_coefficients_follow_the_metal_that_minimises_its_energy():
    """alpha - alpha0 and d ln(beta)/dT from the whole energy U + DeltaU, by differences."""
    metal = uniform_metal(254.7, 7.4e-3)
    R0 = float(sphere_radius(254.7))
    q, theta, dT = 1e-7, 0.35 * R0, 1e-3  # q small: U alone fixes the uniform state

    def pressure(radius, th):
        whole = -float(metal.C) / radius**2 + 3.0 * float(metal.B) / radius**4
        return whole / (4.0 * pi * radius**2) + float(
            redistribution(th / radius, radius, 1.0, q).pressure
        )

    rate = 0.8
    # mpmath for the zero of P(R): the shift is 1e-7 of R and differences would eat it
    change = redistribution(theta / R0, R0, 1.0, q)
    K = bulk_modulus(metal, R0)
    P_T = (pressure(R0, theta + rate * dT) - pressure(R0, theta - rate * dT)) / (2.0 * dT)
    got = coefficients.expansion_shift(change, R0, K, rate)
    assert float(got) == pytest.approx(P_T / float(K), rel=1e-6)
    note = -(R0**4) / (2.0 * float(metal.B)) * float(change.dtheta_dradius) * rate
    assert float(got) == pytest.approx(note, rel=1e-13)


def test_limit_of_the_expansion_shift_is_the_exact_one_at_small_x():
    metal = uniform_metal(254.7, 7.4e-3)
    R0 = float(sphere_radius(254.7))
    K = bulk_modulus(metal, R0)
    for x, ratio, tolerance in ((1e-5, 1.0, 1e-8), (0.1, 1.0022, 1e-4)):
        # 1.0022 at x = 0.1: an independent evaluation, to the digits it was given with
        change = redistribution(x, R0, 1.0, 1.0)
        limit = coefficients.expansion_shift_limit(change, R0, metal.B, R0)
        exact = coefficients.expansion_shift(change, R0, K, R0)
        assert float(limit / exact) == pytest.approx(ratio, abs=tolerance)


def test_compressibility_coefficient_is_the_change_of_the_bulk_modulus():
    metal = uniform_metal(254.7, 7.4e-3)
    V = 254.7
    R0 = float(sphere_radius(V))
    K, q, x, rate, dT = bulk_modulus(metal, R0), 1e-3, 0.35, 0.8, 1e-2

    def K_of_change(theta):
        h = 0.05

        def p(volume):
            r = float(sphere_radius(volume))
            return float(redistribution(theta / r, r, 1.0, q).pressure)

        return -V * (p(V + h) - p(V - h)) / (2.0 * h)

    dK = (K_of_change(x * R0 + rate * dT) - K_of_change(x * R0 - rate * dT)) / (2.0 * dT)
    got = coefficients.compressibility_coefficient(redistribution(x, R0, 1.0, q), R0, K, rate)
    assert float(got) == pytest.approx(-dK / float(K), rel=1e-5)


@pytest.mark.parametrize("volume", [0.0, -3.0, np.nan])
def test_a_volume_that_is_none_is_refused(volume):
    with pytest.raises(ValueError, match="volume"):
        sphere_radius(volume)


def test_a_bulk_modulus_that_is_none_is_refused():
    with pytest.raises(ValueError, match="bulk modulus"):
        uniform_metal(200.0, 0.0)
