"""The dynamical matrix: sum rules, symmetry, its direct-space form; phonons and their density."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.solvers.ha.lattice_dynamics.density_of_states import (
    PhononMesh,
    density_of_states,
    mean_square_debye_temperature,
    phonon_mesh,
    zero_point_energy,
)
from metaleos.solvers.ha.lattice_dynamics.dynamical_matrix import (
    Ion,
    coulomb_matrix,
    dynamical_matrix,
)
from metaleos.solvers.ha.lattice_dynamics.phonons import (
    BRANCHES,
    dispersion,
    frequencies,
    frequency,
    wavevectors,
)
from metaleos.solvers.ha.pair_potential import pair_potential
from metaleos.solvers.lattice import crystal, lattice_points
from tests.solvers.ha.friedel import friedel_tail
from tests.solvers.ha.lattice_states import NA, STATES

MASS = 22.98976928
ION = Ion(*NA, 10.0)
Q = np.array([[0.11, 0.05, -0.21], [0.3, 0.3, 0.0], [0.02, 0.4, 0.17]])


@pytest.mark.parametrize("structure", ["bcc", "fcc"])
def test_kohns_sum_rule(structure):
    """The squared frequencies of the Coulomb crystal add up to the plasma frequency's."""
    trace = np.trace(coulomb_matrix(structure, 254.7, Q), axis1=1, axis2=2)
    np.testing.assert_allclose(trace, 8.0 * np.pi / 254.7, rtol=1e-12)


@pytest.mark.long
def test_ewald_sum_against_direct_summation_of_screened_charges():
    """Direct lattice sum with exp(-r/r0), extrapolated: the limit without Ewald's method."""
    volume, q = 254.7, np.array([[0.3, 0.1, -0.35]])
    cell = crystal("bcc", volume)
    got = coulomb_matrix("bcc", volume, q)[0]

    def direct(kappa):
        R = lattice_points(cell.vectors, 22.0 / kappa)
        R = R[np.einsum("ij,ij->i", R, R) > 1e-9]
        r = np.linalg.norm(R, axis=1)
        f = 2.0 * np.exp(-kappa * r) / r  # Yukawa potential, Ry
        slope = -f * (kappa + 1.0 / r)
        curve = f * ((kappa + 1.0 / r) ** 2 + 1.0 / r**2)
        outer = np.einsum("ij,ik->ijk", R, R) * ((curve - slope / r) / r**2)[:, None, None]
        outer += np.eye(3) * (slope / r)[:, None, None]
        return np.tensordot(1.0 - np.cos(q[0] @ R.T), outer, axes=1)

    # a power series in kappa^2: two extrapolations leave 8 (kappa/q)^6 = 2e-5
    k = 0.06
    a, b, c = direct(k), direct(k * np.sqrt(2.0)), direct(2.0 * k)
    first, second = 2.0 * a - b, 2.0 * b - c
    np.testing.assert_allclose(
        first + (first - second) / 3.0, got, rtol=0.0, atol=5e-5 * np.abs(got).max()
    )


def test_acoustic_sum_rule_and_periodicity():
    cell = crystal("bcc", NA.volume)
    gamma, _ = dynamical_matrix(ION, np.zeros((1, 3)))
    moved, _ = dynamical_matrix(ION, Q + 2.0 * cell.reciprocal[0] - cell.reciprocal[2])
    there, _ = dynamical_matrix(ION, Q)
    assert np.abs(gamma).max() < 1e-14
    np.testing.assert_allclose(moved, there, atol=1e-12)
    np.testing.assert_allclose(there, np.swapaxes(there, 1, 2), atol=1e-15)
    at_G, _ = dynamical_matrix(ION, cell.reciprocal)
    assert np.abs(at_G).max() < 1e-12


def test_cubic_symmetry():
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    there, _ = dynamical_matrix(ION, Q)
    turned, _ = dynamical_matrix(ION, Q @ turn.T)
    np.testing.assert_allclose(turned, turn @ there @ turn.T, atol=1e-12)


@pytest.mark.long
def test_direct_space_sum_of_the_pair_potential():
    """D(q) = sum_R u''(R)(1 - cos q.R): another route, through the pair potential of the metal.

    The Friedel tail makes the sum over R converge slowly: it is cut smoothly at 40 and 60 bohr.
    """
    s = STATES["vs Na"]
    q = wavevectors(ION, "110", np.array([0.5]))
    cell = crystal("bcc", s.volume)
    R = lattice_points(cell.vectors, 130.0)
    R = R[np.einsum("ij,ij->i", R, R) > 1e-9]
    r = np.linalg.norm(R, axis=1)
    shells, inverse = np.unique(np.round(r, 8), return_inverse=True)
    h = 0.02
    u = np.stack(
        [
            pair_potential(s.model, s.volume, s.radius, s.depth, shells + k * h)[0]
            for k in (-1, 0, 1)
        ]
    )
    slope = ((u[2] - u[0]) / (2.0 * h))[inverse]
    curve = ((u[2] - 2.0 * u[1] + u[0]) / h**2)[inverse]
    outer = np.einsum("ij,ik->ijk", R, R) * ((curve - slope / r) / r**2)[:, None, None]
    outer += np.eye(3) * (slope / r)[:, None, None]
    phase = 1.0 - np.cos(q[0] @ R.T)
    got, _ = dynamical_matrix(Ion(*s), q)
    cut = [
        np.tensordot(phase * np.exp(-((r / width) ** 4)), outer, axes=1) for width in (50.0, 80.0)
    ]
    scale = np.abs(got).max()
    assert np.abs(cut[1] - got[0]).max() < 2e-3 * scale
    assert np.abs(cut[1] - got[0]).max() < np.abs(cut[0] - got[0]).max() + 1e-4 * scale


@pytest.mark.parametrize("name", ["vs Na", "kl K expanded fcc", "al K"])
def test_dispersion_is_that_of_the_whole_matrix(name):
    """Stars and polarisation vectors against the eigenvalues of D without any symmetry."""
    s = STATES[name]
    ion = Ion(*s, 8.0)
    zeta = np.array([0.0, 0.13, 0.5, 0.77, 1.0])
    found = dispersion(ion, MASS, zeta)
    assert tuple(found) == BRANCHES
    for direction, members in (
        ("100", ("100_l", "100_t", "100_t")),
        ("110", ("110_l", "110_t1", "110_t2")),
        ("111", ("111_l", "111_t", "111_t")),
    ):
        expected = frequencies(ion, MASS, wavevectors(ion, direction, zeta))
        got = np.sort(np.stack([found[m][0] for m in members], axis=1), axis=1)
        # Gamma (and the points that fold onto it): sqrt of the rounding of D
        np.testing.assert_allclose(got, np.sort(expected, axis=1), atol=2e-6)
        again = dispersion(ion, MASS, zeta + 2.0, (direction,))
        np.testing.assert_allclose(again[members[0]][0], found[members[0]][0], atol=2e-6)


def test_degeneracies_of_bcc():
    """At H = [100] the three branches meet, also from [111]; N from [110] is its own point."""
    found = dispersion(ION, MASS, np.array([1.0]))
    at_h = [float(found[b][0][0]) for b in ("100_l", "100_t", "111_l", "111_t")]
    np.testing.assert_allclose(at_h, at_h[0], rtol=1e-9)


@pytest.mark.long
def test_error_covers_the_window():
    zeta = np.array([0.25, 0.5, 1.0])
    rough = dispersion(Ion(*NA, 10.0), MASS, zeta)
    fine = dispersion(Ion(*NA, 20.0), MASS, zeta)
    for branch in BRANCHES:
        deviation = np.abs(rough[branch][0] - fine[branch][0])
        assert np.all(deviation < rough[branch][1] + 1e-4)


def test_frequency_units():
    # 1 Ry/bohr2 = 2.1798723611e-18 J / (0.529177210544e-10 m)^2, on 1 u
    omega = (2.1798723611e-18 / 0.529177210544e-10**2 / 1.66053906892e-27) ** 0.5
    assert float(frequency(1.0, 1.0)) == pytest.approx(omega / (2.0 * np.pi) * 1e-12, rel=1e-9)
    assert float(frequency(-4.0, 1.0)) == pytest.approx(-2.0 * float(frequency(1.0, 1.0)))
    with pytest.raises(ValueError, match="mass"):
        frequency(1.0, 0.0)


def test_bad_states_and_directions_are_refused():
    with pytest.raises(ValueError, match="one atom per cell"):
        Ion(NA.model, "hcp", 250.0, 2.0, 0.0)
    with pytest.raises(ValueError, match="volume"):
        Ion(NA.model, "bcc", -1.0, 2.0, 0.0)
    with pytest.raises(ValueError, match="unknown direction"):
        wavevectors(ION, "210", np.array([0.1]))


@pytest.mark.long
def test_density_of_states_counts_three_modes():
    mesh = phonon_mesh(Ion(*NA, 8.0), MASS, 8)
    assert mesh.stable
    nu = np.linspace(0.0, 1.01 * mesh.frequency.max(), 4001)
    density, error = density_of_states(mesh, nu)
    assert np.trapezoid(density, nu) == pytest.approx(3.0, rel=2e-3)
    assert np.all(density >= 0.0)
    assert np.all(error >= 0.0)
    # moments of the density are the means over the mesh, up to the linear interpolation
    energy, _ = zero_point_energy(mesh)
    mean = np.trapezoid(density * nu, nu) * 0.5 * 4.135667696e-3  # h in eV per THz
    assert energy == pytest.approx(mean, rel=0.02)


def test_mesh_points_are_found_by_symmetry_as_without_it():
    mesh = phonon_mesh(Ion(*NA, 8.0), MASS, 4)
    reciprocal = crystal("bcc", NA.volume).reciprocal
    steps = np.stack(np.meshgrid(*[np.arange(4)] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    direct = frequencies(Ion(*NA, 8.0), MASS, steps / 4 @ reciprocal)
    np.testing.assert_allclose(mesh.frequency.reshape(-1, 3)[1:], direct[1:], atol=1e-7)


def test_tetrahedra_of_a_known_band():
    """nu = |cos| bands are too rough: a band linear along one axis has a constant density."""
    n = 12
    ramp = np.abs(np.arange(n) - n // 2) / (n // 2)  # 1 ... 0 ... 1, periodic
    frequency_ = np.broadcast_to(ramp[:, None, None, None], (n, n, n, 3)) + np.zeros(3)
    density, _ = density_of_states(PhononMesh(frequency_), np.array([0.07, 0.31, 0.86]))
    np.testing.assert_allclose(density, 3.0, rtol=1e-6)


def test_debye_spectrum_returns_its_debye_temperature():
    # three modes of one frequency (Einstein): <w^2> = w^2, Theta = (5/3)^(1/2) h nu/k
    flat = PhononMesh(np.full((4, 4, 4, 3), 2.0))
    theta, _ = mean_square_debye_temperature(flat)
    assert theta == pytest.approx((5.0 / 3.0) ** 0.5 * 2.0 * 47.99243073, rel=1e-8)
    unstable = PhononMesh(np.full((4, 4, 4, 3), 2.0) * np.array([-1.0, 1.0, 1.0]))
    assert np.isnan(zero_point_energy(unstable)[0])
    with pytest.raises(ValueError, match="even"):
        phonon_mesh(ION, MASS, 5)


def test_friedel_tail_is_what_the_pair_potential_tends_to():
    s = NA
    deviation = []
    for centre in (120.0, 480.0):
        r = centre + np.linspace(0.0, 8.0, 33)
        u, error = pair_potential(s.model, s.volume, s.radius, s.depth, r)
        tail = friedel_tail(s.model, s.volume, s.radius, s.depth, r)
        deviation.append(np.abs((u - tail) * r**3).max() / np.abs(tail * r**3).max())
        assert np.all(error < 1e-3 * np.abs(tail).max())
    # the next term is smaller by ln(r)/r
    assert deviation[1] < 0.45 * deviation[0]
    assert deviation[1] < 0.2


def test_pair_potential_at_short_and_long_range():
    s = NA
    # inside the cores' reach the ions are bare but for screening: u -> 2/r as r -> 0
    u, _ = pair_potential(s.model, s.volume, s.radius, s.depth, np.array([0.05]))
    assert float(u[0]) == pytest.approx(2.0 / 0.05, rel=0.05)
    r = np.array([5.0, 6.9, 9.0, 14.0])
    u, error = pair_potential(s.model, s.volume, s.radius, s.depth, r)
    longer, _ = pair_potential(s.model, s.volume, s.radius, s.depth, np.append(r, 150.0))
    assert np.all(np.abs(longer[:-1] - u) < error + 1e-10)
    with pytest.raises(ValueError, match="positive"):
        pair_potential(s.model, s.volume, s.radius, s.depth, np.array([0.0]))
