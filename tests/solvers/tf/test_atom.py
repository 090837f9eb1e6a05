"""The exact atom: an independent solver, identities, derivatives and limits."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.plain.tf import START, by_scipy, random_states
from metaleos.solvers.tf import atom, batch, perturbation, starts
from metaleos.solvers.tf.scaling import COUPLING

PI = np.pi


def answers(r, t, names=batch.NAMES):
    found = batch.evaluate(np.atleast_1d(r), np.atleast_1d(t), names)
    assert set(found.outcome) == {"ok"}
    return found.values


@pytest.mark.parametrize(("r", "t"), [(2.0, 0.05), (5.0, 0.4), (0.6, 3.0), (20.0, 0.02)])
def test_against_scipy(r, t):
    """The same equation in u = sqrt(x) by scipy's collocation: another method, another code."""
    found = by_scipy(r, t, 1e-8, points=300)
    assert found.success
    atoms = atom.solve(np.array([r]), np.array([t]), nodes=12)
    # at the start y is 1 + slope u^2 and y_x is slope + 2 lam u: 1e-12 and 1e-6 of the slope
    initial = found.y[1, 0] - 2.0 * COUPLING * r**1.5 * START
    # solve_bvp bounds the residual; its values hold to 1e-9
    assert abs(atoms.boundary[0] - found.y[0, -1]) < 2e-9
    assert abs(atoms.slope[0] / initial - 1) < 1e-8


@pytest.mark.long
def test_virial_theorem_and_energy_identities():
    """E_kin is taken from the virial theorem; this holds it against two other forms.

    The kinetic energy is also F - E_pot + TS with F = mu N - (2/3) E_kin - E_ee, and total energy
    (3/7)(PV + TS + Z kT phi'(0)): neither follows from the discrete equations, so both measure
    the whole solution. 1e-8 of E_kin is the demand; 2e-9 is what holds.
    """
    r, t = random_states(800, 11)
    got = answers(r, t)
    kinetic = got["kinetic_energy"]
    free = got["chemical_potential"] - 2 / 3 * kinetic - got["electron_electron"]
    assert np.max(np.abs(free - got["free_energy"]) / (kinetic + t * got["entropy"])) < 2e-9
    virial = 3 * got["pressure"] * 4 * PI / 3 * r**3
    assert np.allclose(virial, 2 * kinetic + got["potential_energy"], rtol=0, atol=1e-9 * kinetic)


@pytest.mark.long
def test_energy_by_two_routes():
    r, t = random_states(800, 12)
    got = answers(r, t)
    by_slope = got["energy_above_isolated"] - 0.768745124213662
    assert np.max(np.abs(by_slope - got["total_energy"]) / got["kinetic_energy"]) < 5e-9


def derivative(f, h):
    """Eighth-order central difference from values at -4h ... 4h."""
    w = np.array([1 / 280, -4 / 105, 1 / 5, -4 / 5, 0, 4 / 5, -1 / 5, 4 / 105, -1 / 280])
    return (w[:, None] * f).sum(axis=0) / h


@pytest.mark.long
@pytest.mark.parametrize("cold", [False, True])
def test_pressure_is_minus_df_dv(cold):
    """F above the isolated atom keeps its digits, so that 1e-8 of P can be seen."""
    r, t = random_states(150, 13)
    if cold:
        t = 0 * t
    h = 0.03  # in ln V; the error of the formula is of order h^8
    steps = np.arange(-4, 5)[:, None] * h
    grid_r = r * np.exp(steps / 3)
    f = answers(grid_r.ravel(), np.tile(t, 9), ("free_energy_above_isolated",))
    f = f["free_energy_above_isolated"].reshape(9, -1)
    volume = 4 * PI / 3 * r**3
    pressure = answers(r, t, ("pressure",))["pressure"]
    noise = 1e-10 * np.abs(f[4]) / h / volume  # F holds to 1e-10; it is up to 1e3 PV
    miss = np.abs(-derivative(f, h) / volume - pressure)
    assert np.all(miss < 1e-8 * pressure + noise)


@pytest.mark.long
def test_entropy_is_minus_df_dt():
    r, t = random_states(150, 14)
    h = 0.03
    grid = t * np.exp(np.arange(-4, 5)[:, None] * h)
    f = answers(np.tile(r, 9), grid.ravel(), ("thermal_free_energy",))
    f = f["thermal_free_energy"].reshape(9, -1)
    entropy = answers(r, t, ("entropy",))["entropy"]
    assert np.max(np.abs(-derivative(f, h) / t / entropy - 1)) < 1e-8 * 3


@pytest.mark.long
def test_responses_are_the_derivatives():
    r, t = random_states(120, 15)
    h = 0.03
    steps = np.arange(-4, 5)[:, None] * h
    got = answers(r, t)
    p = answers((r * np.exp(steps / 3)).ravel(), np.tile(t, 9), ("pressure",))
    bulk = -derivative(p["pressure"].reshape(9, -1), h)
    assert np.max(np.abs(got["bulk_modulus"] / bulk - 1)) < 3e-7
    s = answers(np.tile(r, 9), (t * np.exp(steps)).ravel(), ("entropy", "thermal_pressure"))
    heat = derivative(s["entropy"].reshape(9, -1), h)
    assert np.max(np.abs(got["heat_capacity"] / heat - 1)) < 3e-7
    thermal = derivative(s["thermal_pressure"].reshape(9, -1), h)
    gruneisen = thermal * 4 * PI / 3 * r**3 / (t * heat)
    assert np.max(np.abs(got["grueneisen_parameter"] / gruneisen - 1)) < 3e-7


@pytest.mark.long
def test_errors_are_honest():
    """Against a mesh of three times the nodes: no value further off than its estimate says."""
    r, t = random_states(300, 16)
    got = batch.evaluate(r, t)
    with np.errstate(all="ignore"):
        fine, _ = batch._answers(atom.solve(r, t, blocks=24, nodes=13), batch.NAMES)
    for name in batch.NAMES:
        ratio = np.abs(got.values[name] - fine[name]) / got.errors[name]
        assert np.max(ratio) < 1.0, name
    assert np.max(got.errors["pressure"] / got.values["pressure"]) < 1.3e-8


@pytest.mark.long
def test_grid_starts_lead_to_the_same_solution():
    """Large batches start from the grid, small ones from the uniform gas."""
    r, t = random_states(2500, 17)
    large = batch.evaluate(r, t, batch.BASIC)
    small = batch.evaluate(r[:100], t[:100], batch.BASIC)
    assert np.max(np.abs(large.values["pressure"][:100] / small.values["pressure"] - 1)) < 1e-8


@pytest.mark.long
@pytest.mark.parametrize("cold", [True, False])
def test_states_outside_of_the_grid_are_solved_in_a_large_batch_as_alone(cold):
    """A start beyond the grid leads to another root: such rows start anew, whatever the others."""
    rng = np.random.default_rng(1)
    few = 60
    r = np.exp(rng.uniform(np.log(1e-4), np.log(1e6), few))
    t = np.zeros(few) if cold else np.exp(rng.uniform(np.log(1e-11), np.log(1e7), few))
    fill = np.ones(starts.WORTHWHILE)
    both = np.append(r, 2.0 * fill), np.append(t, (0.0 if cold else 0.01) * fill)
    large = batch.evaluate(*both, batch.BASIC)
    alone = batch.evaluate(r, t, batch.BASIC)
    assert large.outcome[:few].tolist() == alone.outcome.tolist()
    for name in batch.BASIC:
        room = np.maximum(large.errors[name][:few], alone.errors[name])
        gap = np.abs(large.values[name][:few] - alone.values[name])
        assert np.all((gap <= room) | np.isnan(gap)), name


def test_low_temperature_is_the_perturbation_theory():
    """Its error is of order T^4: 1e-8 of the thermal part at kT = 1e-4 of the binding."""
    r = np.array([0.5, 2.0, 6.0])
    for t in (1e-5, 1e-6):
        got = answers(r, np.full(3, t))
        theory = perturbation.evaluate(r)
        order = 2e5 * t * t * r**4  # largest for the dilute atom
        assert np.all(
            np.abs(got["thermal_energy"] / (theory.total_energy_t2 * t * t) - 1) < order + 1e-8
        )
        assert np.all(
            np.abs(got["thermal_pressure"] / (theory.pressure_t2 * t * t) - 1) < order + 1e-8
        )
        assert np.all(np.abs(got["entropy"] / (theory.entropy_t1 * t) - 1) < order + 1e-8)


def test_ideal_gas_limit():
    """Hot and dilute: PV = Z kT, C_V = 3/2, gamma = 2/3."""
    got = answers(np.array([50.0]), np.array([1e4]))
    assert abs(got["pressure"][0] * 4 * PI / 3 * 50.0**3 / 1e4 - 1) < 1e-5
    assert abs(got["heat_capacity"][0] - 1.5) < 1e-4
    assert abs(got["grueneisen_parameter"][0] - 2 / 3) < 1e-4


def test_degenerate_limit():
    """Dense and cold: P = (2/5) n eF less the uniform gas's Coulomb attraction, to first order."""
    r = np.array([1e-3])
    volume = 4 * PI / 3 * r**3
    got = answers(r, np.array([0.0]))
    fermi = 0.2 * (3 * PI**2) ** (2 / 3) * volume ** (-5 / 3)
    coulomb = 0.3 / r / volume  # (9/10)/r is the attraction; P = -dE/dV
    assert abs(got["pressure"][0] / (fermi - coulomb) - 1) < 1e-5


def test_bad_states_get_outcomes():
    r = np.array([1.0, -1.0, np.nan, 1.0, 1.0, 1e9, np.inf, 1.0])
    t = np.array([1.0, 1.0, 1.0, -1.0, np.nan, 1.0, 1.0, 0.0])
    found = batch.evaluate(r, t)
    expected = ["ok", *["invalid_input"] * 4, "out_of_range", "invalid_input", "ok"]
    assert list(found.outcome) == expected
    assert np.isnan(found.values["pressure"][1:7]).all()
    assert np.isfinite(found.values["pressure"][[0, 7]]).all()


@pytest.mark.long
def test_far_states_are_solved_or_said_not_to_be():
    rng = np.random.default_rng(18)
    r, t = 10 ** rng.uniform(-3, 4, 300), 10 ** rng.uniform(-11, 7, 300)
    found = batch.evaluate(r, t, batch.BASIC)
    good = found.outcome == "ok"
    assert good.mean() > 0.9
    assert set(found.outcome) <= {"ok", "not_converged"}
    assert np.isfinite(found.values["pressure"][good]).all()
    assert np.isnan(found.values["pressure"][~good]).all()


def test_bad_arguments_are_refused():
    with pytest.raises(ValueError, match="pressure"):
        batch.evaluate([1.0], [1.0], ("presure",))
    with pytest.raises(ValueError, match="shapes"):
        batch.evaluate([1.0, 2.0], [1.0])
