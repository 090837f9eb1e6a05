"""Solved atoms: thermodynamic identities, limits, bad input."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from metaleos import constants as const
from metaleos.solvers.tfd import Physics, solve_atoms
from metaleos.solvers.tfd.atom import ladder

EV = 1.0 / const.HARTREE_EV
Z = np.array([1, 4, 13, 29, 47, 92, 26, 6, 79, 13, 4, 55], dtype=float)
KT = np.array([5, 0.5, 10, 50, 3.5, 200, 1000, 20, 0, 0, 5000, 8]) * EV
VOLUME = np.array([20, 60, 110, 8, 300, 140, 80, 4, 50, 110, 55, 400.0])
MODELS = {"tfdw": 1.0, "tfd": 0.0}


def scale(values):
    """Return max(P0, |P|)."""
    return np.maximum(values["pressure_homogeneous"], np.abs(values["pressure"]))


STEP = 0.01


@cache
def beside(gradient, by, k):
    """Return the values k steps of ln V or ln kT away, for all derivatives alike."""
    factor = np.exp(k * STEP)
    v, t = (VOLUME * factor, KT) if by == "volume" else (VOLUME, KT * factor)
    return solve_atoms(Z, t, v, physics=Physics(gradient), tolerance=1e-10).values


def derivative(name, gradient, by):
    """Fourth-order central difference by ln V or ln kT."""
    a, b, c, d = (beside(gradient, by, k)[name] for k in (-2, -1, 1, 2))
    return (8.0 * (c - b) - d + a) / (12.0 * STEP)


@pytest.fixture(scope="module", params=MODELS.values(), ids=MODELS.keys())
def solved(request):
    atoms = solve_atoms(
        Z, KT, VOLUME, physics=Physics(request.param), derivatives=True, tolerance=1e-9
    )
    assert atoms.solved.all()
    return request.param, atoms


def test_identities(solved):
    """Virial (Eq. 38) = Eq. 42, neutrality, F = E - TS."""
    _gradient, atoms = solved
    v = atoms.values
    assert np.max(np.abs(v["neutrality"])) < 1e-9
    # the virial is a difference of energies: its rounding is 1e-14 of K/V, not of P0
    room = 1e-7 * scale(v) + 1e-13 * v["kinetic_homogeneous"] / VOLUME
    assert np.all(np.abs(v["pressure_virial"] - v["pressure"]) < room)
    free = v["energy"] - KT * v["entropy"]
    np.testing.assert_allclose(free, v["free_energy"], rtol=0, atol=1e-11 * 2e4)
    assert np.all(np.abs(free - v["free_energy"]) < 1e-11 * v["kinetic_homogeneous"])


@pytest.mark.long
def test_pressure_is_minus_df_dv(solved):
    """P = -dF/dV: 1e-7 of P0 beyond the rounding of F (2e-14 K over the step 0.01)."""
    gradient, atoms = solved
    v = atoms.values
    slope = -derivative("free_energy", gradient, "volume") / VOLUME
    room = 1e-7 * scale(v) + 2e-12 * v["kinetic_homogeneous"] / VOLUME
    if not gradient:
        room *= 10.0  # the knee: the issue's own bar for tfd
    assert np.all(np.abs(slope - v["pressure"]) < room)


@pytest.mark.long
def test_entropy_is_minus_df_dt(solved):
    """S = -dF/dT within 1e-7 beyond the rounding of F."""
    gradient, atoms = solved
    v = atoms.values
    warm = KT > 0.0
    slope = -derivative("free_energy", gradient, "kT")[warm] / KT[warm]
    room = 1e-7 * v["entropy"] + 2e-12 * v["kinetic_homogeneous"] / np.where(warm, KT, 1.0)
    assert np.all(np.abs(slope - v["entropy"][warm]) < room[warm])


@pytest.mark.long
def test_response_is_the_derivative_of_the_solution(solved):
    """Bulk modulus, thermal pressure and heat capacity against differences of P and S."""
    gradient, atoms = solved
    v, warm = atoms.values, KT > 0.0
    size = scale(v)
    modulus = -derivative("pressure", gradient, "volume")
    assert np.all(np.abs(modulus - v["bulk_modulus"]) < 2e-6 * (size + np.abs(modulus)))
    thermal = derivative("pressure", gradient, "kT")
    assert np.all(np.abs(thermal - KT * v["thermal_pressure"])[warm] < 2e-6 * size[warm])
    heat = derivative("entropy", gradient, "kT")
    np.testing.assert_allclose(v["heat_capacity"][warm], heat[warm], rtol=2e-6)


@pytest.mark.long
def test_error_estimates_hold_against_a_finer_mesh(monkeypatch, solved):
    """The stated error covers the change to a much finer mesh, for every observable."""
    from metaleos.solvers.tfd.atom import ladder

    gradient, _tight = solved
    plain = solve_atoms(Z, KT, VOLUME, physics=Physics(gradient), derivatives=True)
    monkeypatch.setattr(ladder, "LADDER", (97, 129))
    fine = solve_atoms(Z, KT, VOLUME, physics=Physics(gradient), derivatives=True)
    for name, value in plain.values.items():
        if name == "neutrality" or not np.isfinite(value).all():
            continue
        # a factor 5: the estimate is a difference of two meshes, and that may pass through zero
        change = np.abs(value - fine.values[name])
        assert np.all(change <= 5.0 * (plain.errors[name] + fine.errors[name])), name


@pytest.mark.long
@pytest.mark.parametrize("gradient", [0.0, 1.0])
def test_error_estimates_of_the_fits_hold_against_the_finest_mesh(monkeypatch, gradient):
    """Two meshes may agree by accident where the fits have their kink."""
    rng = np.random.default_rng(5)
    Z, volume = rng.uniform(3.0, 60.0, 150), np.exp(rng.uniform(np.log(20.0), np.log(600.0), 150))
    kT = np.exp(rng.uniform(np.log(0.05), np.log(3.0), 150))
    physics = Physics(gradient, functions="fits")
    usual = solve_atoms(Z, kT, volume, physics=physics)
    monkeypatch.setattr(ladder, "FITS_TOLERANCE", 1e-12)
    finest = solve_atoms(Z, kT, volume, physics=physics, tolerance=1e-12)
    both = usual.solved & finest.solved
    assert both.sum() > 100
    assert (usual.points < finest.points)[both].mean() > 0.5
    for name in ("pressure", "energy", "entropy", "free_energy", "boundary_density"):
        off = np.abs(usual.values[name] - finest.values[name])[both]
        # a factor 2: what a kink costs falls as the square of the spacing, by a third of two
        # meshes' difference, and with any sign
        assert np.all(off <= 2.0 * (usual.errors[name] + finest.errors[name])[both]), name


@pytest.mark.long
def test_thomas_fermi_against_an_independent_program():
    """tfd without exchange is Thomas-Fermi: the note's exact pressures [Mbar], to their digits."""
    known = {
        (4, 9.012183, 1.8450, 1): (1.4059026, 2.304702, 4.083788, 8.719364, 27.05543),
        (13, 26.981538, 2.7847, 1): (1.0251155, 1.849115, 3.471923, 7.858353, 26.91274),
        (29, 63.546, 8.9382, 1): (4.4894899, 5.792465, 8.772449, 17.08561, 53.42763),
        (13, 26.981538, 2.7847, 10): (182.53481, 185.4784, 194.1500, 226.1171, 388.3398),
    }
    kT = np.array([0, 5, 10, 20, 50]) * EV
    unit = const.HARTREE_PER_BOHR3_GPA / 100.0
    for (charge, mass, density, compression), expected in known.items():
        volume = mass * const.ATOMIC_MASS_KG * 1e3 / density / compression
        volume /= (const.BOHR_M * 100.0) ** 3
        atoms = solve_atoms(charge, kT, volume, physics=Physics(0.0, exchange=0.0))
        np.testing.assert_allclose(atoms.values["pressure"] * unit, expected, rtol=3e-7)


def test_thomas_fermi_scaling():
    """P/Z^(10/3) depends on V Z and kT/Z^(4/3) only, without exchange and gradient."""
    charge = np.array([1.0, 13.0, 92.0])
    atoms = solve_atoms(
        charge, 0.02 * charge ** (4 / 3), 300.0 / charge, physics=Physics(0.0, exchange=0.0)
    )
    scaled = atoms.values["pressure"] / charge ** (10.0 / 3.0)
    np.testing.assert_allclose(scaled, scaled[0], rtol=1e-8)


def test_tfdw_tends_to_tfd_as_the_gradient_term_vanishes():
    """P of h times 1e-2, 1e-3, 1e-4 approaches tfd, faster than the square root of the factor."""
    charge, kT, volume = 13.0, 10.0 * EV, 110.0
    target = solve_atoms(charge, kT, volume, physics=Physics(0.0)).values["pressure"][0]
    gaps = [
        abs(
            solve_atoms(charge, kT, volume, physics=Physics(g)).values["pressure"][0] / target - 1.0
        )
        for g in (1e-1, 1e-2, 1e-3)
    ]
    assert gaps[0] < 0.05
    assert gaps[1] < gaps[0] / 3.0
    assert gaps[2] < gaps[1] / 3.0


def test_cusp_and_profile():
    """n'/n(0) = -Z/(4 h); the profile integrates to Z; NaN outside the cell."""
    radius = np.cbrt(3.0 * 110.0 / (4.0 * np.pi))
    r = np.concatenate([np.geomspace(1e-7, radius, 4001), [radius * 1.01]])
    n = solve_atoms(13.0, 0.0, 110.0, radii=r).density[0]
    assert np.isnan(n[-1])
    slope = np.log(n[1] / n[0]) / (r[1] - r[0])
    assert slope == pytest.approx(-13.0 * 72.0 / 4.0, rel=1e-4)
    shells = 4.0 * np.pi * r[:-1] ** 3 * n[:-1]  # trapezoidal rule in ln r
    total = np.sum(0.5 * (shells[1:] + shells[:-1]) * np.diff(np.log(r[:-1])))
    assert total == pytest.approx(13.0, rel=1e-4)


def test_states_are_solved_in_any_order_and_alone():
    """A batch gives what single states give."""
    batch = solve_atoms(Z, KT, VOLUME)
    for i in (0, 5, 8):
        alone = solve_atoms(Z[i], KT[i], VOLUME[i])
        assert alone.values["pressure"][0] == pytest.approx(batch.values["pressure"][i], rel=1e-10)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ((0.0, 1.0, 1.0), "Z"),
        ((13.0, -1.0, 1.0), "kT"),
        ((13.0, np.nan, 1.0), "kT"),
        ((13.0, 1.0, 0.0), "volume"),
        ((13.0, 1.0, np.inf), "volume"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments, word):
    with pytest.raises(ValueError, match=word):
        solve_atoms(*arguments)


def test_negative_factors_are_refused():
    with pytest.raises(ValueError, match="factors"):
        solve_atoms(13.0, 1.0, 100.0, physics=Physics(-1.0))


@pytest.mark.long
def test_of_two_cores_the_one_of_lower_free_energy_is_taken():
    """Hot thin carbon: F(T) stays concave across the jump of the core, which does happen."""
    kT = np.linspace(280.0, 330.0, 26) * EV
    v = solve_atoms(6.0, kT, 4000.0).values
    assert np.max(np.diff(v["free_energy"], 2)) < 0.0
    assert np.max(-np.diff(np.log(v["centre_density"]))) > 2.0
    assert np.max(np.diff(v["entropy"])) > 2.0 * np.median(np.diff(v["entropy"]))


def test_two_cores_are_flagged_around_the_jump_only():
    """Hot thin carbon: both cores are stationary within 297-316 eV (followed by continuation)."""
    kT = np.array([270.0, 300.0, 310.0, 340.0]) * EV
    flag = solve_atoms(6.0, kT, 4000.0).values["two_cores"]
    np.testing.assert_array_equal(flag, [0.0, 1.0, 1.0, 0.0])
    assert not solve_atoms(6.0, kT, 60.0).values["two_cores"].any()  # dense: continuous


@pytest.mark.long
def test_every_random_state_is_solved():
    """Z 1-92, T 1 meV - 10 keV, compression about 0.01-1000."""
    rng = np.random.default_rng(11)
    charge = rng.integers(1, 93, 150).astype(float)
    kT = 10.0 ** rng.uniform(-3, 4, 150) * EV
    volume = rng.uniform(50, 250, 150) / 10.0 ** rng.uniform(-2, 3, 150)
    for gradient in (1.0, 0.0):
        atoms = solve_atoms(charge, kT, volume, physics=Physics(gradient))
        assert np.all(atoms.solved | ~atoms.exists)
        worst = (atoms.errors["pressure"] / scale(atoms.values))[atoms.solved]
        assert np.all(worst < 1e-7)


@pytest.mark.parametrize("gradient", [0.0, 1.0])
@pytest.mark.parametrize("fails", [1, 5])
def test_a_lost_start_is_rescued(monkeypatch, gradient, fails):
    """Another step from the screened charge, or (after four) continuation from a colder atom."""
    charge, kT, volume = np.array([13.0, 29.0]), np.array([0.2, 1.0]), np.array([112.0, 40.0])
    asked = {"physics": Physics(gradient)}
    usual = solve_atoms(charge, kT, volume, **asked)
    calls, iterate = [], ladder.iterate

    def losing(*args, **options):
        found = iterate(*args, **options)
        calls.append(args[0].kT.copy())
        if len(calls) <= fails:
            found.log_n[:] = -3.0
            found.converged[:] = False
        return found

    monkeypatch.setattr(ladder, "iterate", losing)
    rescued = solve_atoms(charge, kT, volume, **asked)
    assert rescued.solved.all()
    assert (len({tuple(t) for t in calls}) > 2) == (fails == 5)  # other temperatures on the way
    for name in ("pressure", "energy", "entropy"):
        room = usual.errors[name] + rescued.errors[name]
        assert np.all(np.abs(usual.values[name] - rescued.values[name]) <= room)


def test_what_cannot_be_rescued_is_not_solved(monkeypatch):
    iterate = ladder.iterate

    def losing(*args, **options):
        found = iterate(*args, **options)
        found.converged[:] = False
        return found

    monkeypatch.setattr(ladder, "iterate", losing)
    assert not solve_atoms(13.0, 0.2, 112.0, physics=Physics(1.0)).solved.any()
