import numpy as np
import pytest

from benchmarks.plain.golden.triples import three_point
from metaleos.solvers.ha.three_body import three_body
from tests.solvers.electron_gas.closed_forms import susceptibility

TRIANGLES = [
    (1.0, 1.0, 1.0),
    (0.3, 0.4, 0.5),
    (1.5, 1.2, 0.9),  # kF > q_R
    (1.9, 1.8, 2.1),
    (2.1, 2.3, 4.3),
    (3.0, 4.0, 6.0),
    (2.28, 2.28, 3.22),  # (110) (110) (200) of bcc
    (2.28, 2.28, 3.95),
    (5.0, 5.0, 0.3),
    (2.28, 2.28, 4.56),  # collinear: 110 + 110 = 220
    (0.5, 0.7, 1.2),
    (1.0, 3.0, 4.0),
]


@pytest.mark.long
@pytest.mark.parametrize("sides", TRIANGLES)
def test_closed_form_against_quadrature(sides):
    assert three_body(*sides) == pytest.approx(three_point(*sides), rel=1e-8)


@pytest.mark.parametrize("sides", TRIANGLES)
def test_symmetric_and_scales(sides):
    a, b, c = sides
    value = three_body(a, b, c)
    assert three_body(c, a, b) == pytest.approx(value, rel=1e-12)
    assert three_body(b, a, c) == pytest.approx(value, rel=1e-12)
    k_f = 0.63
    assert three_body(a * k_f, b * k_f, c * k_f, k_f) == pytest.approx(value / k_f, rel=1e-10)


def test_long_wave_limit():
    assert three_body(1e-3, 1e-3, 1e-3, 0.7) == pytest.approx(1 / (24 * np.pi**2 * 0.7), rel=1e-6)


@pytest.mark.parametrize("q", [0.4, 1.3, 2.6, 5.0])
def test_derivative_of_the_response(q):
    """Lambda3(q, -q, 0) = (1/6) d chi0/d mu with mu = kF^2."""
    h = 1e-4
    slope = (susceptibility(q, 1.0 + h) - susceptibility(q, 1.0 - h)) / (2 * h) / 2.0
    assert three_body(q, q, 1e-3) == pytest.approx(float(slope) / 6.0, rel=1e-6)


def test_collinear_limit_is_approached():
    flat = three_body(1.1, 1.6, 2.7)
    nearly = three_body(1.1, 1.6, 2.7 * (1.0 - 1e-6))
    assert nearly == pytest.approx(float(flat), rel=1e-4)


@pytest.mark.long
@pytest.mark.parametrize("scale", [1.0 - 1e-3, 1.0 + 1e-3])
def test_both_sides_of_the_fermi_surface(scale):
    """At kF = q_R (q/sqrt 3 of a regular triangle) the branches meet, in a square-root cusp."""
    q = np.sqrt(3.0) * scale
    assert three_body(q, q, q) == pytest.approx(three_point(q, q, q), rel=1e-8)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: three_body(1.0, 1.0, 2.5), "add up to zero"),
        (lambda: three_body(0.0, 1.0, 1.0), "positive"),
        (lambda: three_body(1.0, 1.0, 1.0, -1.0), "positive"),
    ],
)
def test_bad_arguments(call, match):
    with pytest.raises(ValueError, match=match):
        call()
