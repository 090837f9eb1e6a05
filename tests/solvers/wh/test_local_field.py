import mpmath
import numpy as np
import pytest

from metaleos.solvers.electron_gas.local_field_iu import (
    compressibility_gamma,
    contact_probability,
    ichimaru_utsumi_coefficients,
)
from metaleos.solvers.wh.local_field import LocalField
from tests.solvers.electron_gas.closed_forms import ichimaru_utsumi


def _gamma_by_differentiation(r_s):
    b0, b1, b2, b3 = (mpmath.mpf(s) for s in ("0.0621814", "9.81379", "2.82224", "0.736411"))

    def slope(r):
        x = mpmath.sqrt(r)
        return b0 * (1 + b1 * x) / (1 + b1 * x + b2 * x**2 + b3 * x**3) / r

    alpha = (4 / (9 * mpmath.pi)) ** (mpmath.mpf(1) / 3)
    derivative = mpmath.diff(lambda r: slope(r) / r**2, mpmath.mpf(r_s))
    return float(mpmath.mpf(1) / 4 - mpmath.pi * alpha / 24 * mpmath.mpf(r_s) ** 5 * derivative)


@pytest.mark.parametrize("r_s", [0.5, 2.5, 6.0, 20.0])
def test_gamma_from_the_correlation_energy(r_s):
    assert compressibility_gamma(r_s) == pytest.approx(_gamma_by_differentiation(r_s), rel=1e-13)


def test_correlation_raises_gamma_above_that_of_exchange():
    # exchange alone gives 1/4, the limit at high density
    gamma = compressibility_gamma(np.array([1e-6, 0.1, 1.0, 3.0, 6.0]))
    assert gamma[0] == pytest.approx(0.25, abs=1e-6)
    assert np.all(np.diff(gamma) > 0.0)


def test_pair_probability_at_contact():
    # 1/2 without interaction (exchange alone), falling to 0
    g = contact_probability(np.array([1e-9, 1.0, 3.0, 100.0]))
    assert g[0] == pytest.approx(0.5, abs=1e-7)
    assert np.all(np.diff(g) < 0.0)
    assert 0.0 < g[-1] < 1e-6


@pytest.mark.parametrize("x", [1e-3, 0.3, 1.0, 1.999, 2.0, 2.001, 3.99, 4.01, 9.0, 64.0, 1e4])
def test_field_against_forty_digits(x):
    c = ichimaru_utsumi_coefficients(2.7)
    with mpmath.workdps(40):
        q, gamma, hole = mpmath.mpf(x), mpmath.mpf(float(c.gamma)), mpmath.mpf(float(c.limit))
        a = mpmath.mpf(29) / 1000
        b = 9 * gamma / 16 - 3 * hole / 64 - 16 * a / 15
        e = -3 * gamma / 4 + 9 * hole / 16 - 16 * a / 5
        w = 0 if x == 2.0 else (4 - q * q) / (4 * q) * mpmath.log(abs((2 + q) / (2 - q)))
        expected = a * q**4 + b * q**2 + e + (a * q**4 + (b + 8 * a / 3) * q**2 - e) * w
    assert ichimaru_utsumi(x, 2.7) == pytest.approx(float(expected), abs=3e-14, rel=1e-13)


@pytest.mark.parametrize("kind", ["h", "vs", "iu"])
def test_small_wavenumbers_follow_gamma(kind):
    field = LocalField(kind, np.array([2.3, 3.4]))
    Q = np.array([1e-3])
    assert field(Q)[:, 0] / Q**2 == pytest.approx(field.gamma, abs=1e-5)


def test_large_wavenumbers_reach_the_limits():
    r_s = np.array([2.3, 3.4])
    far = np.array([1e5])
    c = ichimaru_utsumi_coefficients(r_s)
    assert LocalField("iu", r_s)(far)[:, 0] == pytest.approx(c.limit, abs=1e-9)
    # Vashishta and Singwi's table, interpolated: A at 2.3 between its neighbours
    assert 0.85509 < LocalField("vs", r_s)(far)[0, 0] < 0.97805


def test_hartree_means_no_field():
    assert np.all(LocalField("h", np.array([2.0]))(np.linspace(0.1, 9, 5)) == 0.0)


def test_unknown_fields_and_densities_are_refused():
    with pytest.raises(ValueError, match="unknown local field"):
        LocalField("hubbard", np.array([2.0]))
    with pytest.raises(ValueError, match="positive"):
        compressibility_gamma(0.0)
