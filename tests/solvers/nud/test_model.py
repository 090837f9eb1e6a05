"""The adapter: units, conventions, outcomes, and what is read."""

from __future__ import annotations

import numpy as np
import pytest

from metaleos.solvers.protocol import Batch, RefusedError
from metaleos.solvers.registry import models

HARTREE = 27.211386245981  # eV
GPA = 29421.015697  # GPa per hartree/bohr3
NA = {
    "valence": 1.0,
    "atomic_mass": 22.98976928,
    "density": 0.97,
    "bulk_modulus": 6.8,
    "reference_volume": np.nan,
}


class _Recording(dict):
    read: set

    def __getitem__(self, key):
        self.read.add(key)
        return super().__getitem__(key)


def solve(model="nud/exact", convention="standard", theta=0.3, volume=None, wants=(), **changed):
    declared = models()[model]
    settings = dict(declared.settings)
    settings.update({k: changed.pop(k) for k in tuple(changed) if k in settings})
    inputs = {**NA, **changed}
    if volume is None:
        volume = declared.load_reference()(NA, convention)["volume"]
    theta, volume = np.broadcast_arrays(np.atleast_1d(theta), np.atleast_1d(volume))
    columns = _Recording({k: np.broadcast_to(float(v), theta.shape) for k, v in inputs.items()})
    columns.read = set()
    batch = Batch(
        model=declared,
        states={"theta": theta.astype(float), "volume": volume.astype(float)},
        inputs=columns,
        convention=convention,
        properties=frozenset(wants),
        settings=settings,
    )
    return declared.load_solver()(batch), columns.read


def value(solution, name, i=0):
    return float(solution.values[name, "total"][i])


def test_reference_state_is_the_observed_volume_at_half():
    state = models()["nud/exact"].load_reference()(NA, "standard")
    # 22.98976928 u / (0.97 g/cm3): molar volume 23.7008 cm3, over Avogadro in bohr3
    expected = 22.98976928 / 0.97 / 6.02214076e23 / (0.529177210544e-8) ** 3
    assert state["theta"] == 0.5
    assert state["volume"] == pytest.approx(expected, rel=1e-8)
    given = models()["nud/exact"].load_reference()({**NA, "reference_volume": 250.0}, "printed")
    assert given["volume"] == 250.0
    with pytest.raises(RefusedError, match="density"):
        models()["nud/exact"].load_reference()({"atomic_mass": 1.0}, "standard")


def test_sodium_by_hand():
    """Every number from the note's formulas, typed out here with its own arithmetic."""
    x, V = 0.3, 265.59
    solution, _ = solve(theta=x, volume=V, reference_volume=V)
    R = (3 * V / (4 * np.pi)) ** (1 / 3)
    g = 0.7**2 * (3 + 0.9 - 0.09) / (3 - 0.9 + 0.09)
    g1 = -2 * x * (x - 1) * (x**3 - 6 * x**2 + 15 * x - 15) / (x**2 - 3 * x + 3) ** 2
    assert value(solution, "redistribution_energy") == pytest.approx(0.3 * g / R * HARTREE)
    dtheta = 0.3 * g1 / R**2
    assert value(solution, "redistribution_energy_dtheta") == pytest.approx(dtheta * HARTREE)
    B = 2 * np.pi * R**6 * 6.8 / GPA
    assert value(solution, "metal_repulsion_constant") == pytest.approx(B * HARTREE, rel=1e-6)
    assert value(solution, "metal_attraction_constant") == pytest.approx(3 * B / R**2 * HARTREE)
    limit = 1.5 * R**3 / B * dtheta * R  # dTheta/dT = R dx/dT, dx/dT = 1/K
    assert value(solution, "expansion_shift_limit") == pytest.approx(limit, rel=1e-6)


def test_conventions_and_models_choose_equation_and_expansion():
    energy = "redistribution_energy"
    exact, linear = solve()[0], solve("nud/linear")[0]
    printed, both = solve(convention="printed")[0], solve("nud/linear", "printed")[0]
    ratio = value(linear, energy) / value(exact, energy)
    eq3 = 0.7**2 * (3 + 0.9 - 0.09) / (3 - 0.9 + 0.09)
    assert ratio == pytest.approx((1 - 0.6) * 1.3 / 0.7 / eq3, rel=1e-12)
    assert value(printed, energy) == value(linear, energy) == value(both, energy)
    for solution in (printed, both):
        assert value(solution, "expansion_shift") == value(solution, "expansion_shift_limit")
    assert value(exact, "expansion_shift") != value(exact, "expansion_shift_limit")


def test_everything_is_proportional_to_the_displaced_charge_and_the_coefficients_to_the_rate():
    one = solve()[0]
    other = solve(displaced_charge=-0.25, dx_dT=3e-4)[0]
    assert value(other, "redistribution_energy") == pytest.approx(
        -0.25 * value(one, "redistribution_energy"), rel=1e-14
    )
    for name in ("compressibility_coefficient", "expansion_shift", "expansion_shift_limit"):
        assert value(other, name) == pytest.approx(-0.25 * 3e-4 * value(one, name), rel=1e-14)


def test_outcomes():
    solution, _ = solve("nud/linear", theta=[0.0, 1.0, -0.1, np.nan, 0.5], volume=260.0)
    assert list(solution.outcome) == ["ok", "no_solution", "out_of_range", "out_of_range", "ok"]
    assert "pole" in solution.reason[1]
    energy = solution.values["redistribution_energy", "total"]
    np.testing.assert_array_equal(np.isnan(energy), [False, True, True, True, False])
    assert solve(theta=0.5, volume=[-1.0])[0].outcome[0] == "out_of_range"
    assert solve(valence=np.nan)[0].outcome[0] == "invalid_input"


def test_where_the_uniform_metal_is_unstable_only_what_needs_it_is_missing():
    V0 = models()["nud/exact"].load_reference()(NA, "standard")["volume"]
    solution, _ = solve(volume=V0 * np.array([1.83, 1.84]))
    assert list(solution.outcome) == ["ok", "ok"]  # 1.5^(3/2) = 1.8371
    shift = solution.values["expansion_shift", "total"]
    assert np.isfinite(shift[0])
    assert np.isnan(shift[1])
    assert "bulk modulus" in solution.missing["expansion_shift"][1]
    assert solution.missing["expansion_shift"][0] == ""
    assert np.all(np.isfinite(solution.values["redistribution_energy", "total"]))


def test_without_a_bulk_modulus_the_energy_stands():
    solution, _ = solve(bulk_modulus=np.nan)
    assert solution.outcome[0] == "ok"
    assert np.isfinite(value(solution, "redistribution_energy"))
    assert np.isnan(value(solution, "compressibility_coefficient"))
    assert "bulk_modulus" in solution.missing["compressibility_coefficient"][0]


def test_inputs_are_read_only_where_used():
    assert solve(wants=["redistribution_energy"])[1] == {"valence"}
    assert "density" not in solve(reference_volume=255.0)[1]
    assert {"bulk_modulus", "density", "atomic_mass"} <= solve()[1]


def test_every_yield_has_a_value_and_an_error():
    solution, _ = solve()
    for promised in models()["nud/exact"].yields:
        key = (promised.property, "total")
        assert np.isfinite(solution.values[key][0])
        assert 0.0 < solution.errors[key][0] < 1e-12 * (1.0 + abs(solution.values[key][0]))


@pytest.mark.long
def test_a_million_states_stay_cheap_and_finite():
    n = 100_000
    solution, _ = solve(theta=np.linspace(0.0, 1.0, n), volume=255.0)
    assert np.all(solution.outcome == "ok")
    assert np.all(np.isfinite(solution.values["expansion_shift", "total"]))
