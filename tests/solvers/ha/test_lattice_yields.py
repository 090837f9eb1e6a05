"""The adapter's elastic constants, vibrations and pair potential: identities, units, gaps."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.plain.ha import BY_NAME, METALS, covered, inputs
from metaleos.solvers.ha.declaration import MODELS
from metaleos.solvers.ha.lattice_dynamics.phonons import BRANCHES
from metaleos.solvers.lattice import IDEAL_RATIO
from metaleos.solvers.protocol import Batch

MASS = {"Li": 6.94, "Na": 22.98976928, "K": 39.0983, "Rb": 85.4678, "Cs": 132.90545196}
SCALARS = (
    "elastic_constant_c11",
    "elastic_constant_c12",
    "elastic_constant_c44",
    "shear_constant",
    "bulk_modulus",
    "bulk_modulus_long_wave",
    "debye_temperature",
)


def solve(
    variant, elements, *, wants=(), structure="bcc", ratio=1.0, convention="standard", **more
):
    model = BY_NAME[variant]
    rows = [inputs(model, e, convention) for e in elements]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    columns["atomic_mass"] = np.array([MASS[e] for e in elements])
    columns |= {k: np.full(len(rows), v) for k, v in more.get("changed", {}).items()}
    batch = Batch(
        model=model,
        states={
            "structure": np.full(len(rows), structure, dtype=object),
            "volume": columns["reference_volume"] * ratio,
            "axial_ratio": np.full(len(rows), IDEAL_RATIO),
        },
        inputs=columns,
        convention=convention,
        properties=frozenset(wants),
        points=more.get("points", {}),
    )
    return model.load_solver()(batch)


@pytest.mark.long
@pytest.mark.parametrize("variant", BY_NAME)
@pytest.mark.parametrize("convention", ["standard", "printed"])
def test_birch_coefficients_hold_the_bulk_modulus_in_every_term(variant, convention):
    for structure, ratio in (("bcc", 1.0), ("fcc", 0.8)):
        solution = solve(
            variant,
            covered(variant),
            wants=SCALARS,
            structure=structure,
            ratio=ratio,
            convention=convention,
        )
        v = solution.values
        for term in ("total", "madelung", "electron_gas", "first_order", "second_order"):
            c11, c12 = v["elastic_constant_c11", term], v["elastic_constant_c12", term]
            np.testing.assert_allclose((c11 + 2.0 * c12) / 3.0, v["bulk_modulus", term], rtol=1e-12)
        np.testing.assert_allclose(
            0.5 * (v["elastic_constant_c11", "total"] - v["elastic_constant_c12", "total"]),
            v["shear_constant", "total"],
            rtol=1e-9,
            atol=1e-9,
        )
        for name in SCALARS[:-1]:
            assert np.all(np.isfinite(v[name, "total"]))
            assert np.all(solution.errors[name, "total"] >= 0.0)


def test_terms_add_up():
    solution = solve("vs", METALS, wants=SCALARS)
    for declared in MODELS[0].yields:
        if declared.property in SCALARS and len(declared.terms) > 1:
            terms = [t for t in declared.terms[1:] if t != "third_order"]
            total = sum(solution.values[declared.property, t] for t in terms)
            np.testing.assert_allclose(
                total, solution.values[declared.property, "total"], rtol=1e-9
            )


def test_a_crystal_that_shears_by_itself_has_no_debye_temperature():
    solution = solve("al", ["Li", "K"], wants=SCALARS)
    assert solution.values["shear_constant", "total"][0] < 0.0
    assert np.isnan(solution.values["debye_temperature", "total"][0])
    assert "not stable" in solution.missing["debye_temperature"][0]
    assert solution.missing["debye_temperature"][1] == ""
    assert list(solution.outcome) == ["ok", "ok"]


@pytest.mark.long
def test_hcp_says_why_it_has_none():
    solution = solve("vs", ["Na"], structure="hcp")
    for name in SCALARS:
        if name != "bulk_modulus":
            assert np.isnan(solution.values[name, "total"][0])
            assert "bcc and fcc" in solution.missing[name][0]
    assert np.isfinite(solution.values["total_energy", "total"][0])
    curve = solve("vs", ["Na"], structure="hcp", wants=["phonon_frequency"])
    assert np.all(np.isnan(curve.curves["phonon_frequency", "100_l"].values))
    assert "bcc and fcc" in curve.missing["phonon_frequency"][0]


def test_without_a_mass_the_elastic_constants_stand():
    solution = solve("vs", ["Na"], wants=SCALARS, changed={"atomic_mass": np.nan})
    assert np.isfinite(solution.values["elastic_constant_c44", "total"][0])
    assert "atomic_mass" in solution.missing["debye_temperature"][0]
    gap = solve("vs", ["Na"], wants=["zero_point_energy"], changed={"atomic_mass": np.nan})
    assert "atomic_mass" in gap.missing["zero_point_energy"][0]


@pytest.mark.long
def test_expensive_scalars_only_by_name():
    default = solve("h", ["Na"])
    assert ("zero_point_energy", "total") not in default.values
    assert not default.curves
    asked = solve(
        "h",
        ["Na"],
        wants=["zero_point_energy", "debye_temperature_phonon", "shear_constant_long_wave"],
    )
    # (1/2) sum h nu of three modes between 1 and 5 THz
    assert 0.006 < float(asked.values["zero_point_energy", "total"][0]) < 0.03
    assert 100.0 < float(asked.values["debye_temperature_phonon", "total"][0]) < 250.0
    shear = solve("h", ["Na"], wants=["shear_constant"]).values["shear_constant", "total"]
    np.testing.assert_allclose(asked.values["shear_constant_long_wave", "total"], shear, rtol=1e-4)


@pytest.mark.long
def test_curves_on_given_and_own_points():
    zeta = np.array([0.0, 0.25, 1.0])
    r = np.array([6.0, 7.0])
    nu = np.array([1.0, 3.0])
    solution = solve(
        "vs",
        ["Na", "K"],
        wants=["phonon_frequency", "pair_potential", "phonon_density_of_states"],
        points={"wavevector": zeta, "distance": r, "frequency": nu},
    )
    assert {term for name, term in solution.curves if name == "phonon_frequency"} == set(BRANCHES)
    for curve in solution.curves.values():
        assert curve.values.shape == curve.errors.shape == (2, np.shape(curve.points)[-1])
        assert np.all(np.isfinite(curve.values))
    phonon = solution.curves["phonon_frequency", "100_l"]
    np.testing.assert_array_equal(phonon.points, zeta)
    assert np.all(np.abs(phonon.values[:, 0]) < 1e-5)
    # heavier and softer: lower
    assert np.all(phonon.values[1, 1:] < phonon.values[0, 1:])
    own = solve("vs", ["Na"], wants=["pair_potential"]).curves["pair_potential", "total"]
    assert own.unit == "bohr"
    assert np.all(np.diff(own.points) > 0.0)
    # minimum near the nearest neighbours, some tens of meV deep
    assert -0.1 < own.values.min() < -0.01


def test_a_failed_state_has_no_curve():
    solution = solve("vs", ["Na"], ratio=-1.0, wants=["pair_potential", "shear_constant"])
    assert solution.outcome[0] != "ok"
    assert np.all(np.isnan(solution.curves["pair_potential", "total"].values))


def test_friedel_amplitude_is_seen_in_the_pair_potential():
    r = np.linspace(400.0, 410.0, 81)
    solution = solve(
        "kl", ["K"], wants=["pair_potential", "friedel_amplitude"], points={"distance": r}
    )
    far = np.abs(solution.curves["pair_potential", "total"].values[0] * r**3).max()
    # the next term is smaller by ln(r)/r: a few percent here
    assert float(solution.values["friedel_amplitude", "total"][0]) == pytest.approx(far, rel=0.1)


def test_declared_branches_are_those_of_the_solver():
    declared = MODELS[0].yields_property("phonon_frequency")
    assert declared is not None
    assert declared.terms == BRANCHES
