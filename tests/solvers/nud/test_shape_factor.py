"""The shape factor against Eq. 2, mpmath's derivatives and the known limits."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metaleos.solvers.nud import shape_factor as shapes

X = np.array([1e-9, 1e-4, 0.03, 0.1, 0.37, 0.5, 0.7, 0.795, 0.93, 0.9999])


def _eq3(x):
    return (1 - x) ** 2 * (3 + 3 * x - x**2) / (3 - 3 * x + x**2)


def _eq4(x):
    return (1 - 2 * x) * (1 + x) / (1 - x)


@pytest.mark.parametrize(("form", "formula"), [("exact", _eq3), ("linear", _eq4)])
def test_factored_derivatives_are_those_of_the_printed_formula(form, formula):
    got = shapes.shape(X, form)
    with mpmath.workdps(60):
        for i, number in enumerate(X):
            x = mpmath.mpf(float(number))
            g, g1, g2, g3 = (formula(x), *(mpmath.diff(formula, x, k) for k in (1, 2, 3)))
            for value, expected in (
                (got.g[i], g),
                (got.slope[i], g1),
                (got.mixed[i], 2 * g1 + x * g2),
                (got.curvature[i], 10 * g1 + 8 * x * g2 + x**2 * g3),
            ):
                # 1e-12 relative; terms of a few hundred x cancel where the whole changes sign
                assert float(abs(value - expected)) <= 1e-12 * float(abs(expected) + 0.3 * x)


def test_linear_is_nan_at_its_pole_and_only_there():
    got = shapes.linear(np.array([0.0, 0.5, 1.0]))
    assert np.isnan(got.g[2])
    assert np.isnan(got.curvature[2])
    assert got.g[0] == 1.0
    assert got.g[1] == 0.0


def test_ends_of_the_exact_form():
    got = shapes.exact(np.array([0.0, 1.0]))
    np.testing.assert_array_equal(got.g, [1.0, 0.0])
    np.testing.assert_array_equal(got.slope, [0.0, 0.0])
    assert got.mixed[0] == 0.0
    # g = 5 (1-x)^2 + ... at x = 1: mixed = g'' = 10
    assert got.mixed[1] == pytest.approx(10.0, rel=1e-13)


@pytest.mark.long
@given(st.floats(0.0, 1.0))
def test_eq2_and_eq3_agree_at_constant_displaced_charge(x):
    # DeltaU of Eq. 2 with delta rho = dq/DeltaOmega, over (3/10) z dq/R: bracket/(1 - (1-x)^3)
    fraction = x * (3.0 - 3.0 * x + x * x)  # 1 - (1-x)^3
    left = float(shapes.bracket(x))
    right = float(shapes.exact(x).g) * fraction
    assert left == pytest.approx(right, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("bad", [-1e-9, 1.0000001, float("nan"), float("inf")])
def test_x_outside_its_range_is_refused(bad):
    with pytest.raises(ValueError, match="between 0 and 1"):
        shapes.exact(bad)


def test_unknown_form_names_the_valid_ones():
    with pytest.raises(ValueError, match="exact or linear"):
        shapes.shape(0.5, "quadratic")
