import numpy as np
import pytest

from metaleos.solvers.electron_gas import local_field
from metaleos.solvers.ha.potential import bare_potential
from metaleos.solvers.ha.third_order import third_order_series, triple_sum
from metaleos.solvers.ha.three_body import three_body
from metaleos.solvers.lattice import IDEAL_RATIO, crystal, reciprocal_points
from tests.solvers.electron_gas.closed_forms import susceptibility

NA = (254.732, 2.085, -0.3074)


def direct(structure, ratio, volume, radius, depth, field, screening, cutoff, only_first=False):
    """E3 by its definition: every pair of vectors, no shells, no stars, no series."""
    k_f = (3 * np.pi**2 / volume) ** (1 / 3)
    r_s = (3 * volume / (4 * np.pi)) ** (1 / 3)
    cell = crystal(structure, volume, ratio)
    points, factors = reciprocal_points(cell, cutoff * k_f)
    length = np.linalg.norm(points, axis=1)
    q = 8 * np.pi / length**2 * susceptibility(length, k_f)
    f = local_field(length / k_f, r_s, field)
    w = bare_potential(length, volume, radius, depth) * factors
    w = w / (1 + (1 - f) * q) if screening == "consistent" else w / (1 + q / (1 - f * q))
    total = 0.0
    for i in range(len(points)):
        if only_first and length[i] > length[0] * (1 + 1e-9):
            break
        third = -(points + points[i])
        distance = np.linalg.norm(third[:, None] - points[None], axis=2)
        j, k = np.nonzero(distance < 1e-6)
        if len(j):
            total += np.sum(
                (w[i] * w[j] * w[k]).real * three_body(length[i], length[j], length[k], k_f)
            )
    return volume * total


def series_of(structure, ratio, volume, radius, depth, field, screening, cutoff, **options):
    triples = triple_sum(structure, ratio, cutoff, **options)
    r_s = np.atleast_1d((3 * np.asarray(volume, float) / (4 * np.pi)) ** (1 / 3))
    return triples, third_order_series(
        triples,
        r_s,
        np.full(len(r_s), radius),
        np.full(len(r_s), depth),
        field,
        screening=screening,
    )


@pytest.mark.long
@pytest.mark.parametrize("screening", ["consistent", "dielectric"])
@pytest.mark.parametrize(("structure", "ratio"), [("bcc", 1.0), ("hcp", 1.55)])
def test_against_the_definition(structure, ratio, screening):
    triples, _ = series_of(structure, ratio, *NA, "vs", screening, 5.4)
    sharp = type(triples)(triples.x, triples.response, np.ones((1, len(triples.x))), triples.tensor)
    r_s = np.array([(3 * NA[0] / (4 * np.pi)) ** (1 / 3)])
    value, _ = third_order_series(
        sharp, r_s, np.array([NA[1]]), np.array([NA[2]]), "vs", screening=screening
    )
    expected = direct(structure, ratio, *NA, "vs", screening, 5.4)
    assert value[0, 0] == pytest.approx(expected, rel=1e-10)


def test_printed_restriction_against_the_definition():
    _, (value, error) = series_of("bcc", 1.0, *NA, "vs", "consistent", 5.65, first_shell_only=True)
    expected = direct("bcc", 1.0, *NA, "vs", "consistent", 5.65, only_first=True)
    assert value[0, 0] == pytest.approx(expected, rel=1e-10)
    assert error[0, 0] == 0.0


@pytest.mark.parametrize("field", ["h", "kl", "sstl", "vs"])
@pytest.mark.parametrize("screening", ["consistent", "dielectric"])
def test_derivatives_are_those_of_the_energy(field, screening):
    h = 2e-3
    at = NA[0] * np.exp(h * np.arange(-2, 3))
    _, (series, _) = series_of("bcc", 1.0, at, *NA[1:], field, screening, 10.0)
    e = series[0]
    first = (e[0] - 8 * e[1] + 8 * e[3] - e[4]) / (12 * h)
    second = (-e[0] + 16 * e[1] - 30 * e[2] + 16 * e[3] - e[4]) / (12 * h * h)
    assert series[1, 2] == pytest.approx(first, rel=1e-7)
    assert 2 * series[2, 2] == pytest.approx(second, rel=1e-5)


@pytest.mark.long
def test_error_estimate_covers_a_larger_cutoff():
    for volume, radius, depth in ((143.699, 1.408, 0.624), NA, (746.091, 2.93, 0.0)):
        _, (value, error) = series_of("bcc", 1.0, volume, radius, depth, "vs", "consistent", 21.0)
        _, (better, _) = series_of("bcc", 1.0, volume, radius, depth, "vs", "consistent", 32.0)
        assert np.all(np.abs(value - better) <= error)
        assert error[0, 0] < 0.01 * abs(value[0, 0])


def test_ideal_hcp_and_fcc_are_close():
    """Close-packed relatives: E3 differs by a few per cent only, and by more from bcc to either."""
    found = {
        name: series_of(name, IDEAL_RATIO, *NA, "vs", "consistent", 12.0)[1][0][0, 0]
        for name in ("bcc", "fcc", "hcp")
    }
    assert found["hcp"] == pytest.approx(found["fcc"], rel=0.02)


def test_unknown_screening():
    with pytest.raises(ValueError, match="consistent, dielectric"):
        series_of("bcc", 1.0, *NA, "vs", "thomas-fermi", 6.0)
    with pytest.raises(ValueError, match="raise the third-order cut-off"):
        triple_sum("bcc", cutoff=1.0)
