import numpy as np
import pytest

from metaleos.solvers.hard_spheres import (
    compressibility_factor,
    excess_free_energy,
    ideal_free_energy,
)
from tests.solvers.hard_spheres.relations import contact_value, excess_entropy

ETA = np.array([1e-3, 0.1, 0.3, 0.45, 0.59])


def test_pressure_is_the_volume_derivative_of_the_free_energy():
    # Z = 1 + eta dF/deta at a fixed number of spheres; fourth-order difference, step 1e-3 eta
    h = 1e-3 * ETA
    values = [excess_free_energy(ETA + k * h) for k in (-2, -1, 1, 2)]
    slope = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * h)
    assert compressibility_factor(ETA) == pytest.approx(1 + ETA * slope, rel=1e-9)


def test_virial_theorem_gives_the_contact_value():
    assert compressibility_factor(ETA) == pytest.approx(1 + 4 * ETA * contact_value(ETA), rel=1e-14)


def test_virial_coefficients_of_carnahan_and_starling():
    # n-th coefficient n^2 + n - 2: 4, 10, 18, 28
    eta = 0.01
    series = 1 + sum((n * n + n - 2) * eta ** (n - 1) for n in range(2, 12))
    assert compressibility_factor(eta) == pytest.approx(series, rel=1e-14)


def test_printed_form_of_the_excess_free_energy():
    assert excess_free_energy(ETA) == pytest.approx((3 - 2 * ETA) / (1 - ETA) ** 2 - 3, abs=1e-13)
    assert np.array_equal(excess_entropy(ETA), -excess_free_energy(ETA))


def test_compressibility_factor_of_the_fit():
    assert compressibility_factor(0.45) == pytest.approx(9.38467, abs=5e-6)


def test_ideal_gas_sackur_tetrode_of_argon():
    # CODATA: S0/R of a gas of mass 1 u at 1 K and 100 kPa is -1.15170753
    kt = 3.166811563e-6
    volume = kt / (1e5 / 2.9421015697e13)
    f = ideal_free_energy(1822.888486, kt, volume)
    assert 1.5 - f == pytest.approx(-1.15170753, abs=2e-7)


@pytest.mark.parametrize("eta", [0.0, -0.1, 0.6, 0.7, np.nan])
def test_packing_fractions_outside_the_fluid_are_refused(eta):
    with pytest.raises(ValueError, match="packing fraction"):
        excess_free_energy(eta)


def test_ideal_gas_refuses_zero_temperature():
    with pytest.raises(ValueError, match="positive"):
        ideal_free_energy(1.0, 0.0, 1.0)
