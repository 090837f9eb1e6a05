"""The local functional against Fermi integrals, its own derivatives and its limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad

from metaleos.solvers.tfd.gas.fits import Y0, fitted_functions
from metaleos.solvers.tfd.gas.functional import (
    LN_C,
    chemical_potential,
    densities,
    exchange_entropy_slopes,
    exchange_potential,
    gas,
    gas_entropy_slope,
    gradient_coefficient,
)
from metaleos.solvers.tfd.gas.spinodal import critical_point, spinodal_log_density

TEMPERATURES = (0.0, 1e-3, 0.05, 0.5, 20.0)
LOG_N = np.linspace(-12.0, 9.0, 22)


def fermi(order: float, eta: float) -> float:
    """I_a(eta) by quadrature in t = sqrt(x), an independent route."""

    def integrand(t: float) -> float:
        return 2.0 * t ** (2.0 * order + 1.0) / (1.0 + np.exp(min(t * t - eta, 700.0)))

    edge = np.sqrt(max(eta, 0.0))
    total = 0.0
    for low, high in ((0.0, edge), (edge, edge + 2.0), (edge + 2.0, edge + 8.0)):
        total += (
            quad(integrand, low, high, epsabs=0.0, epsrel=1e-12, limit=200)[0]
            if high > low
            else 0.0
        )
    return total


@pytest.mark.parametrize("eta", [-6.0, -1.0, 0.0, 2.5, 11.0, 45.0])
def test_gas_functions_are_the_fermi_integrals(eta):
    """eta(y), the pressure and h(y) (Eq. 14 corrected) from direct quadrature: 1e-9, quad's own."""
    half, three = fermi(0.5, eta), fermi(1.5, eta)
    g = gas(np.array([np.log(half) - LN_C]), np.array([1.0]))
    mu, slope = chemical_potential(g)
    assert mu[0] == pytest.approx(eta, rel=1e-9, abs=1e-9)
    assert densities(g).pressure0[0] == pytest.approx(2.0 * three / (3.0 * half), rel=1e-9)
    minus = fermi(-0.5, eta)
    step = 1e-3
    minus_slope = (fermi(-0.5, eta + step) - fermi(-0.5, eta - step)) / (2.0 * step)
    h = gradient_coefficient(g)[0][0]
    assert slope[0] == pytest.approx(2.0 * half / minus, rel=1e-9)
    # the central difference limits this to step^2
    assert h == pytest.approx(half * minus_slope / minus**2 / 12.0, rel=1e-5)


def test_limits_of_the_gradient_coefficient():
    """h -> 1/24 (hot) and 1/72 (cold)."""
    hot = gradient_coefficient(gas(np.array([-30.0]), np.array([50.0])))[0][0]
    cold = gradient_coefficient(gas(np.array([0.0]), np.array([0.0])))[0][0]
    assert hot == pytest.approx(1.0 / 24.0, rel=1e-10)
    assert cold == pytest.approx(1.0 / 72.0, rel=1e-12)


def test_zero_temperature_is_thomas_fermi_dirac():
    """F0 = (3/10)(3 pi^2)^(2/3) n^(5/3), Fx = -(3/4)(3/pi)^(1/3) n^(4/3) at T = 0."""
    n = np.exp(LOG_N)
    d = densities(gas(LOG_N, np.zeros(1)))
    np.testing.assert_allclose(d.free0, 0.3 * (3.0 * np.pi**2 * n) ** (2.0 / 3.0), rtol=1e-12)
    np.testing.assert_allclose(d.free_xc, -0.75 * np.cbrt(3.0 * n / np.pi), rtol=1e-12)
    np.testing.assert_array_equal(d.entropy0, 0.0)
    np.testing.assert_array_equal(d.entropy_xc, 0.0)


@pytest.mark.parametrize("functions", ["exact", "fits"])
@pytest.mark.parametrize("kT", TEMPERATURES)
def test_potentials_are_derivatives_of_the_free_energy(kT, functions):
    """dF/dn, its slope and dh/d ln n against central differences (limit: step^2 and rounding)."""
    step, t = 1e-4, np.array([kT])
    g = gas(LOG_N, t, functions)
    n = np.exp(LOG_N)

    def free(shift):
        d = densities(gas(LOG_N + shift, t, functions))
        return (d.free0 * n * np.exp(shift), d.free_xc * n * np.exp(shift))

    for i, potential in enumerate((chemical_potential, exchange_potential)):
        slope = (free(step)[i] - free(-step)[i]) / (2.0 * step) / n
        value, rate = potential(g)
        np.testing.assert_allclose(value, slope, rtol=2e-7, atol=2e-7 * max(kT, 1e-3))
        up, down = (potential(gas(LOG_N + s, t, functions))[0] for s in (step, -step))
        np.testing.assert_allclose(rate, (up - down) / (2.0 * step), rtol=3e-7)
    up, down = (gradient_coefficient(gas(LOG_N + s, t, functions)) for s in (step, -step))
    _h, h1, h2 = gradient_coefficient(g)
    np.testing.assert_allclose(h1, (up[0] - down[0]) / (2.0 * step), atol=1e-9)
    # the fits have a kink in h'' at y0, where the difference straddles it
    np.testing.assert_allclose(h2, (up[1] - down[1]) / (2.0 * step), atol=1e-7)


@pytest.mark.parametrize("kT", [0.05, 0.5, 20.0])
def test_entropies_are_temperature_derivatives(kT):
    """s = -dF/dkT for gas and exchange, and their slopes, against central differences."""
    step = 1e-4
    d = densities(gas(LOG_N, np.array([kT])))
    up, down = (densities(gas(LOG_N, np.array([kT * (1.0 + s)]))) for s in (step, -step))
    scale = 2.0 * step * kT
    size = np.abs(d.free0) / kT + np.abs(d.free_xc) / kT
    for entropy, a, b in (
        (d.entropy0, up.free0, down.free0),
        (d.entropy_xc, up.free_xc, down.free_xc),
    ):
        assert np.all(np.abs(entropy - (b - a) / scale) < 1e-7 * (np.abs(entropy) + 1e-3 * size))
    gas_slope = gas_entropy_slope(gas(LOG_N, np.array([kT])))
    own, heat = exchange_entropy_slopes(gas(LOG_N, np.array([kT])))
    a, b = (densities(gas(LOG_N + s, np.array([kT]))) for s in (step, -step))
    np.testing.assert_allclose(gas_slope, (a.entropy0 - b.entropy0) / (2 * step), atol=1e-7)
    np.testing.assert_allclose(
        own, (a.entropy_xc - b.entropy_xc) / (2 * step), rtol=1e-5, atol=1e-9
    )
    np.testing.assert_allclose(
        heat, (up.entropy_xc - down.entropy_xc) / scale, rtol=1e-4, atol=1e-9
    )


def test_fits_are_continuous_and_as_accurate_as_corrected():
    """App. A, B: continuous at y0; f' within 1.2e-4, h within 1e-3 of the exact functions."""
    near = np.log(Y0) + np.array([-1e-9, 1e-9])
    for value in fitted_functions(near)[:3]:
        assert value[0] == pytest.approx(value[1], abs=1e-6)
    log_n = np.linspace(-8.0, 10.0, 400) - LN_C
    exact, fits = (gas(log_n, np.array([1.0]), name) for name in ("exact", "fits"))
    ratio = densities(fits).pressure0 / densities(exact).pressure0
    assert np.max(np.abs(ratio - 1.0)) < 1.2e-4
    h = gradient_coefficient(fits)[0] / gradient_coefficient(exact)[0]
    assert np.max(np.abs(h - 1.0)) < 1e-3


def test_spinodal():
    """k_F = 1/pi at T = 0; a critical point near 2.3 eV; the stiffness vanishes on both ends."""
    assert spinodal_log_density(np.zeros(1))[0] == pytest.approx(np.log(1 / (3 * np.pi**5)))
    kT = critical_point()[0]
    assert kT * 27.211386 == pytest.approx(2.3, abs=0.01)
    t = np.array([0.3, 0.9]) * kT
    for branch in ("upper", "lower"):
        g = gas(spinodal_log_density(t, branch=branch), t)
        own, exchange = chemical_potential(g)[1], exchange_potential(g)[1]
        np.testing.assert_allclose(own + exchange, 0.0, atol=1e-10)
    assert np.isnan(spinodal_log_density(np.array([1.01 * kT]))[0])
