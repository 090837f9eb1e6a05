import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from benchmarks.plain.wh import plain
from benchmarks.plain.wh_metals import metal
from metaleos.solvers.wh import band_energy, band_pressure, d_coefficients, d_potential, d_well
from metaleos.solvers.wh.d_band import solid_volume
from metaleos.solvers.wh.table import PotentialTable


@pytest.mark.long
@pytest.mark.parametrize(("name", "kind"), [("Ti", "h"), ("La", "vs"), ("Cu", "iu"), ("Au", "iu")])
def test_u_against_adaptive_quadrature(name, kind):
    one = metal(name)
    other = plain(one, kind)
    potential = one.pair_potential(kind)
    r = np.array([2.2, 3.0, 4.5, 6.0, 10.0, 25.0])
    expected = [other.u_s(x) for x in r]
    assert potential.s_part(r)[0] == pytest.approx(expected, abs=1e-10)
    assert potential(r)[0] == pytest.approx(expected + other.u_d(r), abs=1e-10)


def test_evenly_spaced_distances_take_another_way_to_the_same_values():
    potential = metal("Ti", "Au").pair_potential("iu")
    r = np.linspace(3.0, 20.0, 500)
    scattered = np.stack([r[::-1]] * 2)
    assert potential.s_part(r)[:, ::-1] == pytest.approx(potential.s_part(scattered), abs=1e-13)


def test_many_uneven_distances_take_a_third_way():
    # from inside 2 R_c, where the table must not reach, outwards
    potential = metal("Ti", "Au").pair_potential("iu")
    r = np.geomspace(2.0, 25.0, 700)
    assert potential.s_part(r) == pytest.approx(potential.s_part(np.stack([r, r])), abs=1e-12)


def test_bare_repulsion_at_contact():
    # r u_s -> Z_s^2 as r -> 0: the screening integral vanishes like r
    potential = metal("Ti", "Au").pair_potential("vs")
    r = np.array([1e-6])
    assert (r * potential.s_part(r))[:, 0] == pytest.approx([2.25, 4.0], rel=1e-5)


def test_fourier_transform_at_zero():
    # u_s(q = 0) from Z_s^2 4 pi (1 - F_N)/q^2 at small q, against the closed limit
    one = metal("Ti")
    for kind in ("h", "vs", "iu"):
        f = one.characteristic(kind)
        Q = np.array([1e-2, 2e-2])
        q2 = (f.k_f[0] * Q) ** 2
        ratio = (1 - f(Q)[0]) / q2
        limit = ratio[0] + (ratio[0] - ratio[1]) / 3.0  # next order is Q^2
        assert f.long_wave[0] == pytest.approx(limit, rel=1e-6)


@pytest.mark.long
def test_far_away_the_nodes_grow_in_number_not_in_order():
    # r^3 u_s tends to an oscillation of constant amplitude (the kink of F_N at 2 kF)
    one = metal("Ti")
    potential, k = one.pair_potential("h"), float(one.k_f[0])
    period = np.pi / k
    amplitude = []
    for start in (400.0, 3000.0):
        r = start + np.linspace(0.0, period, 40)
        amplitude.append(np.ptp(potential.s_part(np.stack([r]))[0] * r**3) / 2)
    assert amplitude[0] == pytest.approx(amplitude[1], rel=0.02)


def test_friedel_oscillations_have_wavenumber_2kf():
    one = metal("Ti")
    potential, k = one.pair_potential("iu"), float(one.k_f[0])
    r = np.linspace(60.0, 120.0, 4001)
    u = potential.s_part(r)[0] * r**3
    crossings = r[:-1][np.diff(np.sign(u)) != 0]
    assert np.mean(np.diff(crossings)) == pytest.approx(np.pi / (2 * k), rel=0.01)


def test_table_is_as_good_as_the_potential():
    potential = metal("Ti", "La").pair_potential("iu")
    low, high = np.array([4.2, 5.9]), np.array([14.0, 19.0])
    table = PotentialTable.of(potential, low, high)
    r = np.stack([np.linspace(a, b, 37) for a, b in zip(low, high, strict=True)])
    assert table(r) == pytest.approx(potential.s_part(r), abs=1e-12)


def test_distances_must_be_positive():
    with pytest.raises(ValueError, match="positive"):
        metal("Ti").pair_potential("h").s_part(np.array([0.0, 1.0]))


# the d part


def test_equations_16_and_17():
    z, r_d = np.array([1.5, 4.5, 8.5]), np.array([2.344, 1.701, 1.342])
    r_m, depth = d_well(*d_coefficients(z, r_d))
    # the coefficients are printed to three and four digits
    assert r_m == pytest.approx(1.598 * r_d / (1 - z / 10) ** (1 / 3), rel=4e-4)
    assert depth == pytest.approx(-0.322 * z * (1 - z / 10) ** (8 / 3) / r_d**2, rel=2e-3)


def test_well_is_where_the_d_potential_is_lowest():
    A, C = d_coefficients(4.5, 1.701)
    found = minimize_scalar(
        lambda r: float(d_potential(r, A, C)),
        bounds=(2.0, 6.0),
        method="bounded",
        options={"xatol": 1e-10},
    )
    r_m, depth = d_well(A, C)
    assert r_m == pytest.approx(found.x, rel=1e-6)
    assert depth == pytest.approx(found.fun, rel=1e-12)


def test_full_band_has_no_well():
    r_m, depth = d_well(*d_coefficients(10.0, 1.5))
    assert np.isnan(r_m)
    assert np.isnan(depth)


@pytest.mark.parametrize("z", [0.0, -1.0, 10.5, np.nan])
def test_metals_without_d_electrons_are_refused(z):
    with pytest.raises(ValueError, match="d electrons"):
        d_coefficients(z, 1.5)


def test_band_energy_is_half_the_neighbours_pair_potential():
    # 15.45 and 11.4 are printed to three or four digits
    for n in (8.0, 12.0):
        A, C = d_coefficients(4.5, 1.7, n)
        e_b, e_c = band_energy(4.5, 1.7, n, 4.7)
        assert e_b == pytest.approx(-0.5 * n * A / 4.7**5, rel=3e-3)
        assert e_c == pytest.approx(0.5 * n * C / 4.7**8, rel=3e-3)


@pytest.mark.parametrize("n", [8.0, 12.0])
def test_band_pressure_is_the_volume_derivative(n):
    d, h = 4.7, 1e-4
    above, below = (sum(band_energy(4.5, 1.7, n, d + k * h)) for k in (1, -1))
    expected = -(above - below) / (solid_volume(d + h, n) - solid_volume(d - h, n))
    assert band_pressure(4.5, 1.7, n, d) == pytest.approx(float(expected), rel=1e-7)
