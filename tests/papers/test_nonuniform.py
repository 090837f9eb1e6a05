"""The fragment's five claims, with the range of x in which each holds.

The expected ranges come from the note's closed form of g' and from mpmath root finding on the
printed Eqs. 2-4, not from the code under test.
"""

from __future__ import annotations

import mpmath
import pytest

from metaleos.solvers.nud.claims import claims


def _g(x):
    return (1 - x) ** 2 * (3 + 3 * x - x**2) / (3 - 3 * x + x**2)


def _mixed(x):
    return 2 * mpmath.diff(_g, x) + x * mpmath.diff(_g, x, 2)


def _curvature(x):
    """R^4 times d2/dV2 of dDeltaU/dTheta, up to a positive constant, straight from Eq. 3."""

    def slope_at(radius):  # Theta fixed
        return mpmath.diff(_g, x / radius) / radius**2

    def by_volume(radius):
        return mpmath.diff(slope_at, radius) / radius**2

    return mpmath.diff(by_volume, mpmath.mpf(1))


@pytest.fixture(scope="module")
def exact():
    return {claim.name: claim for claim in claims("exact")}


@pytest.fixture(scope="module")
def linear():
    return {claim.name: claim for claim in claims("linear")}


def test_five_claims_each_with_a_range(exact, linear):
    for found in (exact, linear):
        assert len(found) == 5
        for claim in found.values():
            assert 0.0 <= claim.lower <= claim.upper <= 1.0
            assert claim.finding


def test_redistribution_energy_is_never_negative(exact, linear):
    assert exact["never_negative"].holds
    assert not linear["never_negative"].holds  # (1-2x) of Eq. 4
    assert linear["never_negative"].upper == pytest.approx(0.5, abs=1e-12)


def test_roots_of_equation_2(exact):
    claim = exact["roots_of_bracket"]
    assert claim.holds
    # all real roots of 5 s^2 - 6 s^3 + s^5 inside 0 <= s <= 1
    roots = mpmath.polyroots([0, 0, 5, -6, 0, 1], asc=True, maxsteps=500, extraprec=200)
    inside = sorted({round(float(mpmath.re(r)), 9) for r in roots if 0 <= mpmath.re(r) <= 1})
    assert inside == [0.0, 1.0]
    assert claim.numbers["g_0"] == 1.0  # at constant displaced charge no root at x = 0


@pytest.mark.parametrize(("form", "quadratic"), [("exact", 5.0 / 3.0), ("linear", 2.0)])
def test_no_dependence_on_the_distribution_at_small_x(form, quadratic, exact, linear):
    claim = {"exact": exact, "linear": linear}[form]["no_dependence_at_small_x"]
    assert claim.holds
    assert claim.numbers["slope_0"] == 0.0
    # from 1 - g at x = 1e-4: the next order is x or x^2 of it
    assert claim.numbers["quadratic_coefficient"] == pytest.approx(quadratic, rel=2e-4)
    assert claim.upper == pytest.approx((0.01 / quadratic) ** 0.5, rel=0.04)


def test_compressibility_rises_faster_only_up_to_a_bound(exact, linear):
    claim = exact["compressibility_above_uniform"]
    assert not claim.holds
    with mpmath.workdps(30):
        assert float(_curvature(mpmath.mpf("0.3"))) < 0.0
        assert float(_curvature(mpmath.mpf("0.8"))) > 0.0
        root = mpmath.findroot(_curvature, (0.65, 0.75), solver="anderson", tol=1e-16)
    assert claim.upper == pytest.approx(float(root), abs=1e-9)
    assert linear["compressibility_above_uniform"].holds  # Eq. 4 hides the change of sign


def test_expansion_is_lowered_only_up_to_a_bound(exact, linear):
    claim = exact["expansion_below_uniform"]
    assert not claim.holds
    with mpmath.workdps(30):
        assert float(_mixed(mpmath.mpf("0.3"))) < 0.0
        root = mpmath.findroot(_mixed, (0.75, 0.85), solver="anderson", tol=1e-16)
    assert claim.upper == pytest.approx(float(root), abs=1e-9)
    assert linear["expansion_below_uniform"].holds
