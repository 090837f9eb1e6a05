import mpmath
import numpy as np
import pytest

from metaleos.solvers.electron_gas import lindhard, lindhard_derivative, lindhard_second_derivative
from tests.solvers.electron_gas.closed_forms import susceptibility

POINTS = [0.01, 0.1, 0.2499, 0.2501, 0.5, 0.9, 0.999, 1.001, 1.14, 2.0, 3.999, 4.001, 15.0, 400.0]


def exact(y):
    return mpmath.mpf(1) / 2 + (1 - y * y) / (4 * y) * mpmath.log(abs((1 + y) / (1 - y)))


@pytest.mark.parametrize("y", POINTS)
def test_function_and_derivatives_against_forty_digits(y):
    with mpmath.workdps(40):
        point = mpmath.mpf(y)
        assert float(lindhard(y)) == pytest.approx(float(exact(point)), rel=1e-13)
        first = mpmath.diff(exact, point, h=mpmath.mpf(10) ** -13)
        second = mpmath.diff(exact, point, 2, h=mpmath.mpf(10) ** -10)
    assert float(lindhard_derivative(y)) == pytest.approx(float(first), rel=1e-12)
    # the central difference is only second order next to the pole at y = 1
    assert float(lindhard_second_derivative(y)) == pytest.approx(float(second), rel=1e-10)


def test_limits():
    assert lindhard(0.0) == 1.0
    assert lindhard(1.0) == 0.5
    assert lindhard_derivative(0.0) == 0.0
    assert lindhard_derivative(1.0) == -np.inf
    assert lindhard_second_derivative(0.0) == pytest.approx(-2.0 / 3.0, rel=1e-15)
    assert np.isnan(lindhard_second_derivative(1.0))


def test_reflection():
    y = np.linspace(0.02, 0.98, 49)
    np.testing.assert_allclose(lindhard(1.0 / y), 1.0 - lindhard(y), rtol=1e-12)


def test_susceptibility_is_density_of_states_at_long_waves():
    k_f = 0.6
    # n = kF^3/3 pi^2 and E_F = kF^2 (Ry): dn/dE_F = kF/2 pi^2
    assert susceptibility(0.0, k_f) == pytest.approx(k_f / (2 * np.pi**2), rel=1e-15)


@pytest.mark.parametrize("call", [lambda: lindhard(-1.0), lambda: susceptibility(1.0, 0.0)])
def test_bad_arguments(call):
    with pytest.raises(ValueError, match=r"negative|positive"):
        call()
