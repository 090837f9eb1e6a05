import numpy as np
import pytest
from scipy.integrate import quad

from metaleos.solvers.hard_spheres import verlet_weis, verlet_weis_structure_factor
from tests.solvers.hard_spheres.relations import contact_value, verlet_weis_distribution


@pytest.mark.parametrize("eta", [0.2, 0.35, 0.49])
def test_contact_value_is_that_of_carnahan_and_starling(eta):
    # the fitted amplitude reproduces the simulated pressures, which Carnahan-Starling fits to 0.3 %
    g = verlet_weis_distribution(1.0, eta)
    assert g == pytest.approx(contact_value(eta), rel=3e-3)


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.3, 0.45])
def test_structure_factor_by_quadrature_of_g(eta):
    kinks = [1.0, *(k * float(verlet_weis(eta).diameter) for k in range(2, 6))]
    for y in (0.5, 5.0, 7.0, 12.0):

        def integrand(x, y=y):
            return float(x * (verlet_weis_distribution(x, eta) - 1) * np.sin(y * x) / y)

        total = quad(lambda x, y=y: -x * np.sin(y * x) / y, 0, 1, epsabs=1e-12)[0]
        for a, b in zip(kinks, [*kinks[1:], 45.0], strict=True):
            total += quad(integrand, a, b, epsabs=1e-11, limit=800)[0]
        value = verlet_weis_structure_factor(np.array([y]), np.array(eta))[0]
        assert value == pytest.approx(1 + 24 * eta * total, abs=1e-8)


def test_long_wave_limit_is_continuous():
    near, limit = verlet_weis_structure_factor(np.array([1e-5, 0.0]), np.array(0.45))
    assert near == pytest.approx(limit, abs=1e-9)


def test_inside_the_core():
    assert verlet_weis_distribution(np.array([0.3, 0.9999]), 0.45).tolist() == [0.0, 0.0]
