"""Shear constants against the energy of strained lattices, known Madelung values, long waves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm

from metaleos.solvers.electron_gas.gas import fermi_wavenumber, spacing_radius
from metaleos.solvers.ha.energy import bulk_modulus, energy_series
from metaleos.solvers.ha.lattice_dynamics.cubic_shells import cubic_shells, shear_sums
from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import Ion
from metaleos.solvers.ha.lattice_dynamics.elastic import elasticity
from metaleos.solvers.ha.lattice_dynamics.long_waves import long_waves
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import pair_energy
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.lattice import crystal, ewald_sum, lattice_points
from tests.solvers.ha.lattice_states import NA, STATES
from tests.solvers.lattice.deformed import deformed

_WINDOW = 12.0  # of the brute-force sum: 1e-4 of a shear constant

TETRAGONAL = np.diag([1.0, -1.0, 0.0])
SHEAR = 0.5 * np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]])


def _strained(s, generator, g, *, electrons=True):
    """Energy per atom [Ry] at constant volume, but for what no shear can change."""
    cell = deformed(crystal(s.structure, s.volume), expm(g * generator))
    r_s = float(spacing_radius(s.volume))
    k_f = float(fermi_wavenumber(r_s))
    energy = 2.0 * ewald_sum(cell)
    if electrons:
        G = lattice_points(cell.reciprocal, 1.9 * _WINDOW * k_f)
        x = np.linalg.norm(G, axis=1) / k_f
        x = x[x > 1e-6]
        phi = pair_energy(s.model, x, r_s, s.radius, s.depth)
        energy += float(np.sum(phi * np.exp(-((x / _WINDOW) ** 6))))
    return energy


def _second(f, h):
    v = [f(k * h) for k in (-2, -1, 0, 1, 2)]
    return (-v[0] + 16.0 * v[1] - 30.0 * v[2] + 16.0 * v[3] - v[4]) / (12.0 * h * h)


@pytest.mark.long
@pytest.mark.parametrize("name", ["vs Na", "h Li compressed", "kl K expanded fcc", "al K"])
def test_shear_constants_are_second_derivatives_of_the_strained_lattice_energy(name):
    s = STATES[name]
    got = elasticity(s.model, s.structure, s.volume, s.radius, s.depth)
    tetragonal = _second(lambda g: _strained(s, TETRAGONAL, g), 0.02) / (4.0 * s.volume)
    shear = _second(lambda g: _strained(s, SHEAR, g), 0.02) / s.volume
    # 1e-3: h^4 of the difference and the narrower window, both seen by halving them
    assert float(got.shear["total"][0]) == pytest.approx(tetragonal, rel=1e-3, abs=1e-8)
    assert float(got.c44["total"][0]) == pytest.approx(shear, rel=1e-3)


def test_coulomb_crystal_of_bcc():
    """C11 - C12 = 0.0490 and C44 = 0.1828 n Z^2 e^2/r_a (Ogata and Ichimaru 1990)."""
    shear, c44 = cubic_shells("bcc").madelung  # V C r_s in Ry: e^2 = 2
    assert shear == pytest.approx(0.0490, abs=5e-5)
    assert c44 / 2.0 == pytest.approx(0.1828, abs=5e-5)


@pytest.mark.long
@pytest.mark.parametrize("structure", ["bcc", "fcc"])
def test_coulomb_shear_against_strained_ewald_sums(structure):
    # 1e-5: h^4 of the difference and 1e-13/h^2 of the sums
    s = NA._replace(structure=structure, volume=4.0 * np.pi / 3.0)
    shear, c44 = cubic_shells(structure).madelung
    assert _second(lambda g: _strained(s, TETRAGONAL, g, electrons=False), 0.01) / 4.0 == (
        pytest.approx(shear, rel=1e-5)
    )
    assert _second(lambda g: _strained(s, SHEAR, g, electrons=False), 0.01) == (
        pytest.approx(c44, rel=1e-5)
    )


def test_a_harmonic_sum_has_no_shear():
    """f = |k|^0 is constant and f = 1/k^2 on an isotropic set gives its spherical average."""
    zero = shear_sums(np.zeros(3), np.zeros(3), np.array([0.2, 0.0, 1 / 3]))
    assert zero[0] == zero[1] == 0.0
    # p = 1/5: C' = C44 = (4/15)(D^2/4 - D/2) + D/3, D = -2
    both = shear_sums(np.array([-2.0]), np.array([4.0]), np.array([0.2]))
    assert both[0] == pytest.approx(both[1], rel=1e-15)
    assert both[0] == pytest.approx(4 / 15 * 2.0 - 2.0 / 3.0, rel=1e-13)


@pytest.mark.parametrize("name", STATES)
def test_long_waves_agree_in_shear_and_give_the_long_wave_bulk_modulus(name):
    s = STATES[name]
    strain = elasticity(s.model, s.structure, s.volume, s.radius, s.depth)
    waves = long_waves(Ion(*s))
    B = strain.long_wave_bulk["total"][0]
    expected = {
        "shear": strain.shear["total"][0],
        "c44": strain.c44["total"][0],
        "c11": B + 4.0 / 3.0 * strain.shear["total"][0],
        "c12": B - 2.0 / 3.0 * strain.shear["total"][0],
    }
    for constant, value in expected.items():
        got, error = getattr(waves, constant)
        assert abs(got - value) < max(3.0 * error, 2e-5 * abs(waves.c44[0]))


def test_the_discrepancy_is_the_density_dependence_of_the_pair_interaction():
    """Ions and (with the sum rule) E1 agree in both B; gas and E2 do not, and by how much."""
    s = NA
    found = elasticity(s.model, s.structure, s.volume, s.radius, s.depth)
    series = energy_series(s.model, lattice_sum("bcc"), s.volume, s.radius, s.depth)
    homogeneous = {k: float(bulk_modulus(v, series.volume)[0]) for k, v in series.terms.items()}
    waves = {k: float(v[0]) for k, v in found.long_wave_bulk.items()}
    assert waves["madelung"] == pytest.approx(homogeneous["madelung"], rel=1e-9)
    assert waves["first_order"] == pytest.approx(homogeneous["first_order"], rel=1e-9)
    assert abs(waves["second_order"] - homogeneous["second_order"]) > 0.1 * homogeneous["total"]


def test_the_sum_rule_of_the_hubbard_field_gives_the_bulk_modulus_of_the_gas():
    """For h and kl, gamma was made from E_c: both B of the gas agree as far as 0.0254 goes."""
    s = STATES["h Li compressed"]
    found = elasticity(s.model, s.structure, s.volume, s.radius, s.depth)
    series = energy_series(s.model, lattice_sum("bcc"), s.volume, s.radius, s.depth)
    gas = float(bulk_modulus(series.terms["electron_gas"], series.volume)[0])
    # 0.0254 for 0.025374, 2.21 and 0.916 rounded: parts in a thousand of the largest term
    scale = 2.21 / float(spacing_radius(s.volume)) ** 2 / s.volume
    assert float(found.long_wave_bulk["electron_gas"][0]) == pytest.approx(gas, abs=5e-3 * scale)


def test_batches_mix_states_and_chunks():
    s = NA
    volume = np.linspace(150.0, 300.0, 700)
    many = elasticity(s.model, "bcc", volume, s.radius, s.depth)
    one = elasticity(s.model, "bcc", volume[[0, 350, 699]], s.radius, s.depth)
    np.testing.assert_allclose(many.c44["total"][[0, 350, 699]], one.c44["total"], rtol=1e-13)
    assert np.all(many.errors["shear"] >= 0.0)


@pytest.mark.long
def test_the_error_covers_the_cutoff():
    s = NA
    rough = elasticity(s.model, "bcc", s.volume, s.radius, s.depth, cutoff=12.0)
    fine = elasticity(s.model, "bcc", s.volume, s.radius, s.depth, cutoff=40.0)
    for name in ("shear", "c44", "long_wave_bulk"):
        got, best = getattr(rough, name)["total"][0], getattr(fine, name)["total"][0]
        assert abs(got - best) < 2.0 * rough.errors[name][0]


def test_bad_arguments_are_refused():
    s = NA
    with pytest.raises(ValueError, match="bcc, fcc"):
        elasticity(s.model, "hcp", s.volume, s.radius, s.depth)
    with pytest.raises(ValueError, match="R_M"):
        elasticity(s.model, "bcc", s.volume, -1.0, s.depth)
    with pytest.raises(ValueError, match="positive"):
        elasticity(s.model, "bcc", 0.0, s.radius, s.depth)
