"""Against mpmath: polylogarithms below eta = 60, Sommerfeld's series in 30 digits above."""

from __future__ import annotations

from functools import cache

import mpmath as mp
import numpy as np
import pytest

from metaleos.solvers import fermi_dirac as fd

ETA = np.array(
    [
        *(-50.0, -31.7, -12.3, -4.0001, -4.0, -3.9, -1.1, -1e-3, 0.0, 0.3, 1.7, 4.2, 9.99),
        *(17.03, 30.5, 43.999, 44.0, 47.1, 59.0, 88.0, 1234.5, 9.9e4, 1e6),
    ]
)


@cache
def exact(order: float, derivative: int, eta: float) -> mp.mpf:
    """The derivative of I_order, to 30 digits."""
    with mp.workdps(34):
        x, a = mp.mpf(eta), mp.mpf(order)
        if x < 60:
            return -mp.gamma(a + 1) * mp.re(mp.polylog(a + 1 - derivative, -mp.exp(x)))
        total = mp.mpf(0)
        for k in range(15):
            power = a + 1 - 2 * k
            c = 2 * (1 - mp.mpf(2) ** (1 - 2 * k)) * mp.zeta(2 * k)
            for j in range(2 * k):
                c *= a + 1 - j
            for j in range(derivative):
                c *= power - j
            total += c * x ** (power - derivative) / (a + 1)
        return total


def exact_sigma(eta: float) -> mp.mpf:
    with mp.workdps(34):
        return 5 * exact(1.5, 0, eta) / 3 - mp.mpf(eta) * exact(0.5, 0, eta)


@pytest.mark.long
def test_the_reference_is_the_integral():
    """The polylogarithm formula against the definition by quadrature."""
    for order, eta in ((-0.5, 1.3), (0.5, -0.7), (1.5, 6.1)):
        with mp.workdps(25):
            found = mp.quad(
                lambda t, a=order, e=eta: 2 * t ** (2 * a + 1) / (1 + mp.exp(t * t - e)),
                [0, 1, 2, 3, 4, 6, 9],
            )
            assert abs(found / exact(order, 0, eta) - 1) < 1e-20


@pytest.mark.long
@pytest.mark.parametrize(
    ("function", "order"), [(fd.i_minus_half, -0.5), (fd.i_half, 0.5), (fd.i_three_half, 1.5)]
)
def test_values(function, order):
    for eta, value in zip(ETA, function(ETA), strict=True):
        assert abs(float(value / exact(order, 0, float(eta)) - 1)) < 2e-15, eta


@pytest.mark.long
@pytest.mark.parametrize("n", [1, 2, 3])
def test_derivatives_of_the_lowest_order(n):
    for eta, value in zip(ETA, fd.evaluate((f"i_minus_half_d{n}",), ETA)[0], strict=True):
        assert abs(float(value / exact(-0.5, n, float(eta)) - 1)) < 1e-14, eta


def test_entropy_combination_keeps_its_digits():
    for eta, value in zip(ETA, fd.entropy_sigma(ETA), strict=True):
        assert abs(float(value / exact_sigma(float(eta)) - 1)) < 2e-15, eta


def test_inverse():
    """Against mpmath's own eta: the double given is not exactly I(eta), so correct by the slope."""
    values = np.array([float(exact(0.5, 0, float(e))) for e in ETA])
    for eta, value, found in zip(ETA, values, fd.i_half_inverse(values), strict=True):
        rounding = mp.mpf(float(value)) - exact(0.5, 0, float(eta))
        true = mp.mpf(float(eta)) + rounding / (exact(-0.5, 0, float(eta)) / 2)
        assert abs(float(found - true)) < 2e-15 * max(1.0, abs(float(true))), eta


def test_inverse_of_random_densities():
    rng = np.random.default_rng(6)
    value = 10.0 ** rng.uniform(-20, 9, 20000)
    assert np.max(np.abs(fd.i_half(fd.i_half_inverse(value)) / value - 1)) < 5e-14


def test_seams_are_smooth():
    """Across eta = -4 and 44 the relative step is that of the function, not of a new fit."""
    for seam in (-4.0, 44.0):
        around = np.array([np.nextafter(seam, -100), seam])
        for name in fd.NAMES:
            left, right = fd.evaluate((name,), around)[0]
            assert abs(left / right - 1) < 2e-14, (name, seam)


def test_edges_of_the_number_line():
    got = fd.i_half(np.array([-np.inf, -800.0, np.nan, np.inf]))
    assert got[0] == 0.0
    assert got[1] == 0.0
    assert np.isnan(got[2])
    assert np.isinf(got[3])
    assert fd.entropy_sigma(-np.inf) == 0.0
    back = fd.i_half_inverse(np.array([0.0, -1.0, np.nan]))
    assert np.isneginf(back[0])
    assert np.isnan(back[1:]).all()


def test_shapes_are_kept():
    eta = np.linspace(-60, 60, 24).reshape(2, 3, 4)
    assert fd.i_half(eta).shape == (2, 3, 4)
    assert fd.i_half(1.0).shape == ()
    assert fd.evaluate(("i_half", "entropy"), eta[::-1])[1].shape == (2, 3, 4)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="i_half"):
        fd.evaluate(("i_quarter",), 0.0)
