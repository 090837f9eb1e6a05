"""The adapter: units, outcomes, reasons, inputs read, curves."""

from __future__ import annotations

from collections import UserDict
from dataclasses import replace

import numpy as np
import pytest

from metaleos import constants as const
from metaleos.errors import UsageError
from metaleos.solvers.protocol import OUTCOMES, Batch
from metaleos.solvers.registry import models, properties
from metaleos.solvers.tfd import solve_atoms
from metaleos.solvers.tfd.slabs import in_slabs

NAMES = [i.name for i in models()["tfdw"].inputs]
ALUMINIUM = {
    "Z": 13.0,
    "atomic_mass": 26.981538,
    "density": 2.7,
    "reference_density": 2.7847,
    "cohesive_energy_origin": 0.122,
}
PRINTED = {
    "atomic_mass_printed": 27.0,
    "bohr_radius": 0.53,
    "hartree_energy": 27.21,
    "pressure_unit": 293.0,
    "avogadro_number": 6.02e23,
}


class Logged(UserDict):
    """Columns that remember which were read."""

    def __init__(self, data):
        super().__init__(data)
        self.read = set()

    def __getitem__(self, name):
        self.read.add(name)
        return super().__getitem__(name)


def batch(model, T, V, convention="standard", wanted=(), points=None, **changes):
    facts = ALUMINIUM | (PRINTED if convention == "printed" else {}) | changes
    T, V = np.broadcast_arrays(np.atleast_1d(np.asarray(T, float)), np.asarray(V, float))
    columns = {name: np.full(T.shape, facts.get(name, np.nan)) for name in NAMES}
    for name, value in changes.items():
        columns[name] = np.broadcast_to(np.asarray(value, float), T.shape)
    return Batch(
        model=models()[model],
        states={"temperature": T, "volume": V},
        inputs=Logged(columns),
        convention=convention,
        properties=frozenset(wanted),
        settings=models()[model].settings,
        points=points or {},
    )


def run(*arguments, **options):
    b = batch(*arguments, **options)
    return b.model.load_solver()(b)


@pytest.mark.parametrize("model", ["tfd", "tfdw"])
def test_all_declared_yields_come_with_errors(model):
    solution = run(model, [0.0, 1e5], 110.0)
    declared = {
        (y.property, term)
        for y in models()[model].yields
        if not (y.curve or y.on_request)
        for term in y.terms
    }
    assert set(solution.values) == declared
    assert set(solution.errors) == declared
    assert {y.property for y in models()[model].yields} <= set(properties())
    for key, value in solution.values.items():
        why = solution.missing.get(key[0], np.array(["", ""]))
        for i in range(2):
            assert np.isfinite(value[i]) == (not why[i]), key
            assert np.isfinite(solution.errors[key][i]) == np.isfinite(value[i])


@pytest.mark.parametrize("model", ["tfd", "tfdw"])
def test_terms_add_up(model):
    s = run(model, [0.0, 1e5, 1e7], [110.0, 90.0, 300.0]).values
    for name in ("pressure", "kinetic_energy", "potential_energy"):
        parts = [v for (p, term), v in s.items() if p == name and term != "total"]
        np.testing.assert_allclose(np.sum(parts, axis=0), s[name, "total"], rtol=1e-9, atol=1e-9)
    total = s["kinetic_energy", "total"] + s["potential_energy", "total"]
    np.testing.assert_allclose(total, s["total_energy", "total"], rtol=1e-11)


def test_units():
    s = run("tfdw", 2e5, 110.0)
    v = solve_atoms(13.0, 2e5 * const.BOLTZMANN_HARTREE_K, 110.0, derivatives=True).values
    assert s.values["pressure", "total"][0] == pytest.approx(
        v["pressure"][0] * const.HARTREE_PER_BOHR3_GPA, rel=1e-9
    )
    assert s.values["total_energy", "total"][0] == pytest.approx(
        v["energy"][0] * const.HARTREE_EV, rel=1e-12
    )
    step = 20.0
    up, down = (run("tfdw", 2e5 + d, 110.0).values["pressure", "total"][0] for d in (step, -step))
    assert s.values["thermal_pressure_coefficient", "total"][0] == pytest.approx(
        (up - down) / (2 * step), rel=1e-4
    )
    # rho c^2 = B_S: at T = 0 plain B, with rho in g/cm3 and GPa/(g/cm3) = (km/s)^2
    cold = run("tfdw", 0.0, 110.0).values
    rho = 26.981538 * const.ATOMIC_MASS_KG * 1e3 / (110.0 * (const.BOHR_M * 100.0) ** 3)
    assert cold["sound_speed", "total"][0] == pytest.approx(
        np.sqrt(cold["bulk_modulus", "total"][0] / rho), rel=1e-9
    )


def test_bad_states_get_outcomes_beside_good_ones():
    T = [1e4, np.nan, -1.0, 1e4, 1e4, 1e9, 1e4]
    V = [110.0, 110.0, 110.0, -5.0, np.nan, 110.0, 1e9]
    s = run("tfdw", T, V)
    words = ["ok"] + ["invalid_input"] * 4 + ["out_of_range"] * 2
    assert list(s.outcome) == words
    assert set(s.outcome) <= set(OUTCOMES)
    assert [bool(r) for r in s.reason] == [False] + [True] * 6
    for value in s.values.values():
        assert np.isnan(value[1:]).all()


def test_no_solution_names_the_limit():
    s = run("tfd", [0.0, 0.0], [110.0, 1100.0])
    assert list(s.outcome) == ["ok", "no_solution"]
    limit = s.values["limiting_compression", "total"]
    assert limit[0] == pytest.approx(limit[1])
    assert f"{limit[1]:.6g}" in s.reason[1]
    assert np.isnan(s.values["pressure", "total"][1])


def test_flags():
    thin = run("tfdw", [0.0, 0.0, 2e5], [110.0, 1100.0, 1100.0]).values
    np.testing.assert_array_equal(thin["van_der_waals_loop", "total"], [0.0, 1.0, 0.0])
    np.testing.assert_array_equal(thin["spinodal", "total"], [0.0, 1.0, 0.0])
    np.testing.assert_array_equal(thin["validity", "total"], [1.0, 0.0, 1.0])


def test_relative_energy_counts_from_the_reference_state():
    model = models()["tfdw"]
    for convention in ("standard", "printed"):
        facts = ALUMINIUM | (PRINTED if convention == "printed" else {})
        state = model.load_reference()(facts, convention)
        s = run("tfdw", state["temperature"], state["volume"], convention)
        expected = -0.122 * const.HARTREE_EV
        assert s.values["relative_energy", "total"][0] == pytest.approx(expected, abs=1e-9)


def test_relative_energy_without_an_origin_has_a_reason():
    s = run("tfdw", 0.0, 110.0, cohesive_energy_origin=np.nan)
    assert np.isnan(s.values["relative_energy", "total"][0])
    assert "cohesive" in s.missing["relative_energy"][0]
    observed = run("tfdw", 0.0, 110.0, cohesive_energy_origin=np.nan, cohesive_energy=3.39)
    assert np.isfinite(observed.values["relative_energy", "total"][0])


def test_reads_only_what_it_uses():
    b = batch("tfdw", 1e4, 110.0, wanted=("pressure",))
    b.model.load_solver()(b)
    assert b.inputs.read == {"Z"}
    b = batch("tfdw", 1e4, 110.0)
    b.model.load_solver()(b)
    assert not b.inputs.read & (set(PRINTED) | {"density", "cohesive_energy"})
    b = batch("tfdw", 1e4, 110.0, "printed", wanted=("pressure",))
    b.model.load_solver()(b)
    assert b.inputs.read == {"Z", "bohr_radius", "hartree_energy", "pressure_unit"}


@pytest.mark.parametrize("model", ["tfd", "tfdw"])
def test_density_curve(model):
    r = np.array([0.0, 0.01, 0.5, 2.0, 9.0])
    s = run(model, [0.0, 1e5], [110.0, 100.0], wanted=("electron_density",), points={"radius": r})
    curve = s.curves["electron_density", "total"]
    assert curve.values.shape == (2, 5)
    assert np.isnan(curve.values[:, 4]).all()
    assert np.isfinite(curve.values[:, 0]).all() == (model == "tfdw")
    assert np.all(np.diff(curve.values[:, 1:4], axis=1) < 0.0)
    own = run(model, 0.0, 110.0, wanted=("electron_density",))
    points, n = (
        own.curves["electron_density", "total"].points[0],
        own.curves["electron_density", "total"].values[0],
    )
    shells = 4.0 * np.pi * points**3 * n
    count = np.sum(0.5 * (shells[1:] + shells[:-1]) * np.diff(np.log(points)))
    assert count == pytest.approx(13.0, rel=2e-3)


def test_mixed_elements_and_an_empty_batch():
    s = run("tfdw", [0.0, 1e5, 0.0], [55.0, 110.0, 80.0], Z=[4.0, 13.0, 29.0])
    alone = run("tfdw", 0.0, 80.0, Z=29.0)
    assert s.values["pressure", "total"][2] == pytest.approx(
        alone.values["pressure", "total"][0], rel=1e-9
    )
    bad = run("tfdw", np.nan, 110.0)
    assert bad.outcome[0] == "invalid_input"


EQUILIBRIUM = ("volume", "density", "bulk_modulus", "bulk_modulus_derivative")


@pytest.mark.long
@pytest.mark.parametrize(("model", "convention"), [("tfd", "standard"), ("tfdw", "printed")])
def test_states_of_zero_pressure(model, convention):
    """Where they are found, P vanishes within its error and B and dB/dP are those of there."""
    names = [f"equilibrium_{name}" for name in EQUILIBRIUM]
    T, V = [0.0, 3000.0, 1e6], [110.0, 1.1e3, 110.0]  # the second has no tfd solution itself
    s = run(model, T, V, convention, wanted=names)
    v, density, B, slope = (s.values[name, "total"] for name in names)
    assert np.isfinite(v[:2]).all()
    assert np.isnan(v[2])
    assert "zero pressure" in s.missing["equilibrium_volume"][2]
    there = run(model, T[:2], v[:2], convention).values
    error = s.errors["equilibrium_volume", "total"][:2] / v[:2] * B[:2]
    assert np.all(np.abs(there["pressure", "total"]) < 3.0 * error + 1e-9 * B[:2])
    np.testing.assert_allclose(there["bulk_modulus", "total"], B[:2], rtol=1e-6)
    up, down = (run(model, T[:2], v[:2] * f, convention).values for f in (1.003, 1 / 1.003))
    by_hand = (up["bulk_modulus", "total"] - down["bulk_modulus", "total"]) / (
        up["pressure", "total"] - down["pressure", "total"]
    )
    np.testing.assert_allclose(slope[:2], by_hand, rtol=1e-3)
    gram = 27.0 / 6.02e23 if convention == "printed" else 26.981538 * const.ATOMIC_MASS_KG * 1e3
    grams = gram / (v * (const.BOHR_M * 100.0) ** 3)
    np.testing.assert_allclose(density[:2], grams[:2], rtol=1e-9)


@pytest.mark.long
@pytest.mark.parametrize("ions", ["ideal_gas", "none"])
def test_hugoniot_curve(ions):
    """Momentum across the shock, and the sound at its weak end, from the scalar answers."""
    u = np.array([0.0, 1.0, 5.0, 20.0])
    b = batch("tfdw", [0.0, 300.0], 110.0, wanted=("shock_velocity", "shock_pressure"))
    b = replace(b, points={"particle_velocity": u}, settings={**b.settings, "ions": ions})
    s = b.model.load_solver()(b)
    speed, pressure = (s.curves[f"shock_{name}", "total"] for name in ("velocity", "pressure"))
    assert speed.variable == "particle_velocity"
    assert np.isfinite(speed.errors).all()
    gas = 1.0 if ions == "ideal_gas" else 0.0
    rho = 26.981538 * const.ATOMIC_MASS_KG * 1e3 / (110.0 * (const.BOHR_M * 100.0) ** 3)
    start = run("tfdw", 300.0, 110.0).values
    unit = const.HARTREE_PER_BOHR3_GPA
    P0 = start["pressure", "total"][0] + gas * 300.0 * const.BOLTZMANN_HARTREE_K / 110.0 * unit
    np.testing.assert_allclose(
        pressure.values[1] - P0, rho * speed.values[1] * u, rtol=1e-6, atol=1e-6
    )
    if ions == "none":  # without ions the weakest shock is the sound of the electrons
        assert speed.values[1, 0] == pytest.approx(start["sound_speed", "total"][0], rel=1e-6)
    assert np.all(np.diff(speed.values, axis=1) > 0.0)


def test_an_unknown_word_in_a_setting_is_refused():
    b = batch("tfdw", 0.0, 110.0, wanted=("shock_velocity",))
    with pytest.raises(UsageError, match="'ideal_gas' or 'none'"):
        b.model.load_solver()(replace(b, settings={**b.settings, "ions": "debye"}))


@pytest.mark.long
@pytest.mark.parametrize("model", ["tfd", "tfdw"])
def test_slabs_join_to_what_one_batch_gives(model):
    wanted = ("pressure", "limiting_compression", "two_cores", "relative_energy", "shock_velocity")
    b = batch(model, [0.0, 1e4, np.nan, 3e5, 0.0], [110.0, 80.0, 70.0, 9.0, 1e3], wanted=wanted)
    b = replace(b, points={"particle_velocity": np.array([1.0, 9.0])})
    whole = b.model.load_solver()(b)
    joined = in_slabs(b, b.model.load_solver(), size=2)
    assert list(joined.outcome) == list(whole.outcome)
    assert list(joined.reason) == list(whole.reason)
    assert set(joined.values) == set(whole.values)
    for key, value in whole.values.items():
        np.testing.assert_allclose(joined.values[key], value, rtol=1e-9)
        np.testing.assert_array_equal(np.isnan(joined.errors[key]), np.isnan(whole.errors[key]))
    for key, curve in whole.curves.items():
        np.testing.assert_allclose(joined.curves[key].values, curve.values, rtol=1e-8)
        np.testing.assert_array_equal(joined.curves[key].points, curve.points)
    for name, why in whole.missing.items():
        assert list(joined.missing[name]) == list(why)


def test_core_transition_of_each_volume():
    """It depends on Z and V alone; where there is none, or none in range, the reason says so."""
    wanted = ("core_transition_temperature",)
    charge = np.array([13.0, 13.0, 4.0, 92.0, 92.0])
    V = np.array([108.576, 108.576, 54.0, 140.0, 9e5])
    s = run("tfdw", [0.0, 1e6, 0.0, 0.0, 0.0], V, wanted=wanted, Z=charge)
    T = s.values["core_transition_temperature", "total"]
    assert T[0] == T[1] == pytest.approx(1846.49113 / const.BOLTZMANN_EV_K, rel=1e-8)
    assert np.isnan(T[2:]).all()
    reasons = s.missing["core_transition_temperature"]
    assert "changes continuously" in reasons[2]
    assert all("lies above 1.3e+08 K" in reason for reason in reasons[3:])
    assert list(s.lacking["core_transition_temperature"][2:]) == [
        "undefined", "out_of_range", "out_of_range",
    ]  # fmt: skip
