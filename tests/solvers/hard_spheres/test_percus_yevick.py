"""Against the textbook form: c(x) = -a - b x - (eta a/2) x^3 inside the core, and quadrature."""

import numpy as np
import pytest
from scipy.integrate import quad

from metaleos.solvers.hard_spheres import (
    coulomb_integral,
    first_peak,
    inverse_power_integral,
    laplace_transform,
    py_contact_value,
    radial_distribution,
    structure_factor,
)
from tests.solvers.hard_spheres.relations import direct_correlation

ETAS = [0.05, 0.3, 0.45, 0.58]


def _direct_by_quadrature(y, eta):
    a = (1 + 2 * eta) ** 2 / (1 - eta) ** 4
    b = -6 * eta * (1 + eta / 2) ** 2 / (1 - eta) ** 4

    def integrand(x):
        c = -(a + b * x + 0.5 * eta * a * x**3)
        return 24 * eta * x * c * np.sin(y * x) / y

    return quad(integrand, 0, 1, epsabs=1e-13, epsrel=1e-12)[0]


@pytest.mark.parametrize("eta", ETAS)
@pytest.mark.parametrize("y", [1e-3, 0.1, 0.69, 0.71, 3.0, 7.0, 25.0])
def test_structure_factor_from_the_direct_correlation(y, eta):
    expected = _direct_by_quadrature(y, eta)
    assert direct_correlation(y, eta) == pytest.approx(expected, abs=1e-11 * max(1, abs(expected)))
    assert structure_factor(y, eta) == pytest.approx(1 / (1 - expected), rel=1e-10)


@pytest.mark.parametrize("eta", ETAS)
def test_compressibility_limit(eta):
    assert structure_factor(0.0, eta) == pytest.approx(
        (1 - eta) ** 4 / (1 + 2 * eta) ** 2, rel=1e-14
    )


def _integral(function, eta, end):
    panels = sum(quad(function, n, n + 1, epsabs=1e-13, epsrel=1e-11)[0] for n in range(1, 5))
    return panels + quad(function, 5, end, epsabs=1e-12, epsrel=1e-11, limit=600)[0]


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.05, 0.3, 0.45])
def test_radial_distribution_has_the_laplace_transform(eta):
    for s in (0.7, 3.0):

        def integrand(x, s=s):
            return float(x * radial_distribution(x, eta) * np.exp(-s * x))

        assert laplace_transform(s, eta) == pytest.approx(
            _integral(integrand, eta, 60.0), abs=1e-10
        )


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.05, 0.3, 0.45])
@pytest.mark.parametrize("power", [5, 8])
def test_inverse_powers_by_quadrature(power, eta):
    def integrand(x):
        return float(x ** (2 - power) * (radial_distribution(x, eta) - 1))

    expected = _integral(integrand, eta, 40.0) + 1 / (power - 3)
    assert inverse_power_integral(power, eta) == pytest.approx(expected, abs=1e-11)


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.05, 0.3, 0.45])
def test_coulomb_integral_by_quadrature(eta):
    def integrand(x):
        return float(x * (radial_distribution(x, eta) - 1))

    assert coulomb_integral(eta) == pytest.approx(_integral(integrand, eta, 45.0) - 0.5, abs=1e-10)


def test_coulomb_integral_from_the_expansion_of_the_laplace_transform():
    # G(s) - 1/s^2 = H0 - s H1 + O(s^2), H1 the integral of x^2 h, which S(0) gives
    s, eta = 0.02, 0.4
    first = (structure_factor(0.0, eta) - 1) / (24 * eta)
    expected = laplace_transform(s, eta) - 1 / s**2 + s * first
    assert coulomb_integral(eta) == pytest.approx(expected, abs=s**2)


@pytest.mark.parametrize("eta", ETAS)
def test_radial_distribution_at_contact_and_inside(eta):
    g = radial_distribution(np.array([0.0, 0.999999, 1.0]), eta)
    assert g[:2].tolist() == [0.0, 0.0]
    assert g[2] == pytest.approx(py_contact_value(eta), rel=1e-13)


@pytest.mark.parametrize("eta", ETAS)
def test_two_expansions_of_g_meet(eta):
    below, above = radial_distribution(np.array([5.0, 5.0 + 1e-12]), eta)
    assert below == pytest.approx(above, abs=1e-10)


def test_first_order_in_density():
    # g = 1 + eta (8 - 6x + x^3/2) between 1 and 2 for small eta: overlap of two exclusion spheres
    eta, x = 1e-6, np.array([1.2, 1.7])
    slope = (radial_distribution(x, eta) - 1) / eta
    assert slope == pytest.approx(8 - 6 * x + 0.5 * x**3, abs=1e-4)


@pytest.mark.parametrize("eta", [0.2, 0.45, 0.58])
@pytest.mark.parametrize("distribution", ["percus_yevick", "verlet_weis"])
def test_first_peak_is_stationary_and_highest(eta, distribution):
    from metaleos.solvers.hard_spheres import verlet_weis_structure_factor

    y, height = first_peak(eta, distribution)

    def structure(z):
        if distribution == "verlet_weis":
            return verlet_weis_structure_factor(z, np.array(eta))
        return structure_factor(z, eta)

    around = structure(np.linspace(4.0, 9.0, 2001))
    assert height >= np.max(around) - 1e-12
    assert height == pytest.approx(np.max(around), abs=1e-4)
    left, right = structure(np.array([y - 1e-3, y + 1e-3]))
    # symmetric about the peak to third order in the offset
    assert abs(left - right) < 1e-3 * (height - 0.5 * (left + right)) + 1e-9


@pytest.mark.parametrize("eta", [0.0, 0.6, -1.0])
def test_packing_fractions_outside_the_fluid_are_refused(eta):
    for function in (structure_factor, radial_distribution):
        with pytest.raises(ValueError, match="packing fraction"):
            function(1.0, eta)


def test_diverging_powers_are_refused():
    with pytest.raises(ValueError, match="at least 4"):
        inverse_power_integral(3, 0.4)
