"""Phi(q) against Eq. 11 put together from its pieces, and its derivatives against differences."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.solvers.electron_gas import local_field
from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import (
    UnstableGasError,
    field_slope,
    pair_energy,
    pair_energy_series,
    response_series,
    window_series,
)
from metaleos.solvers.ha.potential import bare_potential
from metaleos.solvers.ha.variants import variant
from tests.solvers.electron_gas.closed_forms import susceptibility
from tests.solvers.ha.lattice_states import STATES

X = np.array([0.05, 0.4, 1.1, 1.95, 2.3, 3.7, 9.0, 21.0])


@pytest.mark.parametrize("name", STATES)
def test_phi_is_the_summand_of_the_second_order_energy(name):
    s = STATES[name]
    r_s = float(spacing_radius(s.volume))
    k_f = float(fermi_wavenumber(r_s))
    q = X * k_f
    chi = susceptibility(q, k_f)
    screening = 1.0 + (1.0 - local_field(X, r_s, s.model.field)) * 8.0 * np.pi / q**2 * chi
    bare = bare_potential(q, s.volume, s.radius, s.depth)
    expected = -0.5 * s.volume * bare**2 * chi / screening  # Eq. 11
    np.testing.assert_allclose(
        pair_energy(s.model, X, r_s, s.radius, s.depth), expected, rtol=1e-11, atol=1e-20
    )


@pytest.mark.parametrize("name", STATES)
def test_series_are_derivatives_with_respect_to_ln_q(name):
    s = STATES[name]
    r_s = float(spacing_radius(s.volume))
    one = [np.array([v]) for v in (r_s, s.radius, s.depth)]
    series, least = pair_energy_series(s.model, X, response_series(X, 2), *one, 2)
    assert least[0] > 0.0
    h = 1e-3
    f = [pair_energy(s.model, X * np.exp(k * h), r_s, s.radius, s.depth) for k in (-2, -1, 0, 1, 2)]
    first = (f[0] - 8.0 * f[1] + 8.0 * f[3] - f[4]) / (12.0 * h)
    second = (-f[0] + 16.0 * f[1] - 30.0 * f[2] + 16.0 * f[3] - f[4]) / (12.0 * h * h)
    # x = 1.95 is near the logarithm at 2, and z = q R_M reaches 60: h^4 times high derivatives
    scale = np.abs(f[2]) + X**-6
    assert np.all(np.abs(series[1, 0] - first) < 1e-4 * scale)
    assert np.all(np.abs(2.0 * series[2, 0] - second) < 2e-3 * scale * (1.0 + (X * s.radius) ** 2))


def test_small_wavenumbers_screen_perfectly():
    """2 Omega Phi -> -8 pi/q^2: the electrons cancel the ion's Coulomb field."""
    s = STATES["vs Na"]
    r_s = float(spacing_radius(s.volume))
    x = 1e-3
    q = x * float(fermi_wavenumber(r_s))
    phi = float(pair_energy(s.model, np.array([x]), r_s, s.radius, s.depth)[0])
    # corrections are of the order q^2 over the squared screening wavenumber
    assert -2.0 * s.volume * phi * q**2 / (8.0 * np.pi) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("kind", ["h", "kl", "sstl", "vs"])
def test_slope_of_the_local_field(kind):
    r_s = np.array([2.0, 3.93, 5.6])
    x = 1e-4
    np.testing.assert_allclose(field_slope(r_s, kind), local_field(x, r_s, kind) / x**2, rtol=1e-7)


def test_window_series():
    x, h = np.array([3.0, 9.0, 12.0]), 1e-4
    series = window_series(x, 10.0, 2)

    def w(y):
        return np.exp(-((y / 10.0) ** 6))

    first = (w(x * np.exp(h)) - w(x * np.exp(-h))) / (2.0 * h)
    second = (w(x * np.exp(h)) - 2.0 * w(x) + w(x * np.exp(-h))) / h**2
    np.testing.assert_allclose(series[1], first, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(2.0 * series[2], second, rtol=1e-5, atol=1e-6)


def test_an_unstable_gas_is_an_error_and_not_a_number():
    # f of Kleinman and Langreth passes 1, and Q grows with r_s: 1 + (1 - f) Q < 0
    with pytest.raises(UnstableGasError, match="unstable"):
        pair_energy(variant("kl"), np.linspace(0.05, 2.0, 40), 200.0, 4.0, -0.8)
