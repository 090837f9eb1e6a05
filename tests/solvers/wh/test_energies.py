import numpy as np
import pytest

from benchmarks.plain.wh import plain
from benchmarks.plain.wh_metals import metal
from metaleos.solvers.hard_spheres import radial_distribution
from metaleos.solvers.hard_spheres.packing import diameter
from metaleos.solvers.wh import (
    PRINTED,
    Treatment,
    core_radius,
    core_radius_squared,
    electron_gas_energy,
    electronic_entropy,
    entropy,
    free_energy,
    hard_sphere_pressure,
    minimise,
    pair_energy,
    pressure,
    volume_energy,
)
from metaleos.solvers.wh.quadrature import gauss
from tests.solvers.hard_spheres.relations import verlet_weis_distribution


@pytest.mark.long
@pytest.mark.parametrize(("name", "kind"), [("Ti", "iu"), ("La", "vs"), ("Au", "h")])
def test_volume_energy_against_adaptive_quadrature(name, kind):
    one = metal(name)
    e = volume_energy(one.valence, one.volume, one.gas_radius, one.characteristic(kind))
    gas, own, rest = plain(one, kind).volume_energy()
    assert e.electron_gas[0] == pytest.approx(gas, abs=1e-14)
    # the plain sum's tail beyond 216 kF leaves the cosine out: 1e-9
    assert e.self_energy[0] == pytest.approx(own, abs=2e-9)
    assert e.long_wave[0] == pytest.approx(rest, abs=1e-11)
    assert e.total[0] == pytest.approx(gas + own + rest, abs=2e-9)


@pytest.mark.long
@pytest.mark.parametrize(("name", "kind"), [("Ti", "iu"), ("La", "vs"), ("Au", "h")])
@pytest.mark.parametrize("eta", [0.2, 0.45, 0.55])
def test_pair_energy_in_q_space_against_adaptive_quadrature(name, kind, eta):
    one = metal(name)
    e = pair_energy(one.pair_potential(kind), one.volume, np.array([[eta]]))
    assert e.total[0, 0] == pytest.approx(plain(one, kind).pair_energy(eta), abs=1e-10)


def _real_space(one, kind, eta):
    """The third route: g(r) itself; the core and the long range by the transform at q = 0."""
    potential = one.pair_potential(kind)
    sigma, rho = float(diameter(eta, one.volume[0])), 1 / float(one.volume[0])
    t, w = gauss(20)
    x = np.concatenate([n + t for n in range(1, 60)])
    weights = np.tile(w, 59)
    g, r = radial_distribution(x, eta), x * sigma
    beyond = sigma * np.sum(weights * r**2 * (g - 1) * potential.s_part(r)[0])
    # u_s in the core, with a kink of high order at 2 R_c: panels end there
    kink = 2 * float(one.core_radius[0])
    core, fine = 0.0, gauss(48)
    for a, b in ((0.0, min(kink, sigma)), (min(kink, sigma), sigma)):
        z = a + (b - a) * fine[0]
        if b > a:
            core += (b - a) * np.sum(fine[1] * z**2 * potential.s_part(z)[0])
    s = 2 * np.pi * rho * (beyond + float(potential.s_zero[0]) / (4 * np.pi) - core)
    d = sigma * np.sum(weights * r**2 * (g - 1) * potential.d_part(r)[0])
    d += float(potential.C[0]) / (5 * sigma**5) - float(potential.A[0]) / (2 * sigma**2)
    return s, 2 * np.pi * rho * d


@pytest.mark.long
@pytest.mark.parametrize(("name", "kind"), [("Ti", "iu"), ("La", "vs"), ("Au", "h")])
@pytest.mark.parametrize("eta", [0.3, 0.45, 0.5])
def test_pair_energy_routes_agree(name, kind, eta):
    one = metal(name)
    e = pair_energy(one.pair_potential(kind), one.volume, np.array([[eta]]))
    s, d = _real_space(one, kind, eta)
    assert e.s[0, 0] == pytest.approx(s, abs=1e-8)
    assert e.d[0, 0] == pytest.approx(d, abs=1e-12)


@pytest.mark.long
@pytest.mark.parametrize("distribution", ["percus_yevick", "verlet_weis"])
@pytest.mark.parametrize("eta", [0.25, 0.45, 0.55])
def test_pair_energy_with_a_cut_off(distribution, eta):
    one = metal("Ti")
    potential = one.pair_potential("iu")
    sigma = float(diameter(eta, one.volume[0]))
    x = np.linspace(1.0, 3.0, 40001)
    if distribution == "verlet_weis":
        g = verlet_weis_distribution(x, eta)
    else:
        g = radial_distribution(x, eta)
    integrand = (x * sigma) ** 2 * g * potential(x * sigma)[0]
    # trapezoids of step 5e-5: error of order step^2, 1e-9
    expected = 2 * np.pi / one.volume[0] * sigma * np.trapezoid(integrand, x)
    e = pair_energy(potential, one.volume, np.array([[eta]]), distribution=distribution, cutoff=3.0)
    assert e.total[0, 0] == pytest.approx(expected, abs=1e-8)


def test_verlet_weis_without_a_cut_off():
    # the part beyond 5 diameters of the two distributions differs by their compressibility only;
    # so the difference of the all-space energies is that of the energies cut at 5, nearly
    one = metal("Ti")
    potential, eta = one.pair_potential("iu"), np.array([[0.42]])

    def energy(distribution, cutoff):
        e = pair_energy(potential, one.volume, eta, distribution=distribution, cutoff=cutoff)
        return e.total[0, 0]

    whole = energy("verlet_weis", np.inf) - energy("percus_yevick", np.inf)
    near = energy("verlet_weis", 5.0) - energy("percus_yevick", 5.0)
    assert whole == pytest.approx(near, abs=5e-6)
    assert abs(whole) > 1e-4


@pytest.mark.parametrize("treatment", [Treatment(), PRINTED])
def test_terms_add_up(treatment):
    one = metal("Ti", "Au", slip=True)
    f = free_energy(one, "vs", [0.4, 0.45], treatment)
    parts = f.ideal + f.packing + f.pair.s + f.pair.d + f.electronic + f.d_shift
    parts = parts + f.volume.electron_gas + f.volume.self_energy + f.volume.long_wave
    assert f.total == pytest.approx(parts, abs=1e-14)
    assert f.structural == pytest.approx(f.hard_sphere + f.pair.total, abs=1e-15)


def test_slip_enters_the_gas_and_the_field_only():
    right, slip = metal("Ti"), metal("Ti", slip=True)
    assert slip.gas_radius == pytest.approx(right.r_s * 1.5 ** (1 / 3), rel=1e-14)
    assert slip.k_f == right.k_f
    a, b = (free_energy(m, "iu", [0.4]).volume for m in (right, slip))
    expected = electron_gas_energy(1.5, right.r_s * 1.5 ** (1 / 3))
    assert b.electron_gas == pytest.approx(expected, rel=1e-14)
    assert b.self_energy[0] != a.self_energy[0]


def _minimum_free_energy(one, kind, treatment):
    eta = minimise(one, kind, treatment).eta
    return float(free_energy(one, kind, eta, treatment).total[0])


def _slope(function, x, step):
    values = [function(x + k * step) for k in (-2, -1, 1, 2)]
    return (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step)


@pytest.mark.parametrize("electronic", ["consistent", "full", "none"])
def test_entropy_is_the_temperature_derivative_at_the_minimum(electronic):
    one, treatment = metal("Ti"), Treatment(electronic=electronic)
    kt = float(one.temperature[0])
    found = -_slope(
        lambda t: _minimum_free_energy(metal("Ti", temperature=t), "iu", treatment), kt, 1e-2 * kt
    )
    s = entropy(one, minimise(one, "iu", treatment).eta)
    # F holds -T S_el, half of it, or none of it: twice, once or no S_el in the derivative
    times = {"full": 2.0, "consistent": 1.0, "none": 0.0}[electronic]
    assert found == pytest.approx(
        float(s.ideal[0] + s.hard_sphere[0] + times * s.electronic[0]), abs=2e-6
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "kind", "treatment"),
    [
        ("Ti", "iu", Treatment()),
        ("Au", "vs", Treatment()),
        ("La", "h", PRINTED),
        ("Fe", "iu", PRINTED),
        ("Cu", "vs", Treatment(distribution="verlet_weis", electronic="consistent")),
    ],
)
def test_pressure_is_the_volume_derivative_at_the_minimum(name, kind, treatment):
    one = metal(name, slip=treatment is PRINTED)
    v = float(one.volume[0])
    found = -_slope(
        lambda x: _minimum_free_energy(
            metal(name, slip=treatment is PRINTED, volume=x), kind, treatment
        ),
        v,
        4e-3 * v,
    )
    p = pressure(one, kind, minimise(one, kind, treatment).eta, treatment)
    assert p.total[0] == pytest.approx(found, abs=2e-9)  # 1 GPa is 3.4e-5
    assert p.total[0] == pytest.approx(
        float(p.fluid[0] + p.pair[0] + p.volume[0] + p.electronic[0]), abs=1e-16
    )


def test_electronic_entropy_of_free_electrons():
    # pi^2/2 Z kT/E_F, with E_F = kF^2/2: the s part alone (an infinitely wide d band)
    s = electronic_entropy(0.006, 1.5, 0.7, np.inf)
    assert s == pytest.approx(np.pi**2 / 2 * 1.5 * 0.006 / (0.5 * 0.7**2), rel=1e-14)


# Eq. 14


def test_core_radius_makes_the_pressure_of_equation_10_vanish():
    z, r_s, d_pressure = 1.5, 2.5, -2e-3
    hs = hard_sphere_pressure(0.006, 4 * np.pi / 3 * r_s**3 * z)
    radius = float(core_radius(r_s, z, d_pressure, hs))

    def energy(r):  # Eq. 11
        bracket = 2.21 / r**2 - 0.916 / r + 0.031 * np.log(r) - 0.115
        return z / 2 * (bracket - 1.8 * z ** (2 / 3) / r + 3 * radius**2 / r**3)

    volume_slope = 4 * np.pi * r_s**2 * z
    total = -_slope(energy, r_s, 1e-3 * r_s) / volume_slope + d_pressure + float(hs)
    assert total == pytest.approx(0.0, abs=1e-12)


def test_no_core_radius_where_the_electrons_push_too_hard():
    assert core_radius_squared(2.641, 1.5, 0.954e-3, 0.525e-3) < 0.0
    with pytest.raises(ValueError, match=r"R_c\^2 < 0"):
        core_radius(2.641, 1.5, 0.954e-3, 0.525e-3)


def test_hard_sphere_pressure_at_the_packing_of_the_fit():
    assert hard_sphere_pressure(0.006, 130.0) == pytest.approx(9.38467 * 0.006 / 130.0, rel=1e-6)
