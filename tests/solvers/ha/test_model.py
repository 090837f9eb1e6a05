"""The adapter: units, conventions, outcomes, settings."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.plain.ha import BY_NAME, IONISATION, METALS, covered, solve
from metaleos.constants import RYDBERG_EV, RYDBERG_PER_BOHR3_GPA
from metaleos.errors import UsageError
from metaleos.solvers.ha.declaration import MODELS
from metaleos.solvers.ha.energy import energy_series, pressure
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.ha.reference import reference_state
from metaleos.solvers.ha.variants import VARIANTS, variant
from metaleos.solvers.protocol import Range
from metaleos.solvers.registry import properties

BEYOND = (
    Range(name="r_s", unit="bohr", low=0.2, high=250.0, reason="to see the gas become unstable"),
)
BASIC = ("total_energy", "cohesive_energy", "pressure", "bulk_modulus")


def test_declarations_match_the_physics():
    assert set(BY_NAME) == set(VARIANTS)
    for model in MODELS:
        for item in model.yields:
            assert item.property in properties()
            assert item.terms[0] == "total" or "total" not in item.terms


def test_reference_state_gives_every_state_variable():
    state = reference_state({"reference_volume": 143.699}, "standard")
    assert set(state) == {v.name for v in MODELS[0].state_variables}
    assert state["volume"] == 143.699


@pytest.mark.long
@pytest.mark.parametrize("name", BY_NAME)
def test_values_and_errors_have_the_same_keys_as_declared(name):
    solution = solve(name, covered(name)[:2])
    model = BY_NAME[name]
    assert set(solution.values) == set(solution.errors)
    for item in model.yields:
        if item.curve:
            continue
        for term in item.terms:
            if (item.property, term) in solution.values:
                assert np.all(solution.outcome == "ok")
                error = solution.errors[item.property, term]
                value = solution.values[item.property, term]
                assert np.all(np.isnan(value) == np.isnan(error))
                assert not np.any(error < 0.0)
    for prop in (*BASIC, "bulk_modulus_derivative", "equilibrium_volume", "form_factor_zero"):
        assert np.all(np.isfinite(solution.values[prop, "total"]))


def test_units():
    solution = solve("h", ["Na"], properties=BASIC)
    series = energy_series(variant("h"), lattice_sum("bcc"), 254.732, 2.047, -0.2722)
    total = series.terms["total"]
    assert solution.values["total_energy", "total"][0] == pytest.approx(total[0, 0] * RYDBERG_EV)
    assert solution.values["pressure", "total"][0] == pytest.approx(
        pressure(total, series.volume)[0] * RYDBERG_PER_BOHR3_GPA
    )
    assert solution.values["cohesive_energy", "total"][0] == pytest.approx(
        -solution.values["total_energy", "total"][0] - IONISATION["Na"]
    )


def test_total_ends_at_second_order():
    values = solve("vs", METALS, properties=BASIC).values
    for name in ("total_energy", "pressure", "bulk_modulus"):
        parts = sum(
            values[name, term]
            for term in ("madelung", "electron_gas", "first_order", "second_order")
        )
        np.testing.assert_allclose(values[name, "total"], parts, rtol=1e-9, atol=1e-12)
        assert np.all(np.abs(values[name, "third_order"]) > 0.0)


def test_printed_units_and_ionisation():
    printed = solve("h", ["Na"], convention="printed", properties=BASIC).values
    standard = solve("h", ["Na"], properties=BASIC).values
    assert printed["total_energy", "total"] == standard["total_energy", "total"]
    ratio = printed["pressure", "madelung"] / standard["pressure", "madelung"]
    assert ratio[0] == pytest.approx(14711.0 / RYDBERG_PER_BOHR3_GPA)
    energy = printed["total_energy", "total"][0] / RYDBERG_EV
    assert printed["cohesive_energy", "total"][0] == pytest.approx(-13.60 * energy - 5.14)


def test_printed_totals_of_pcp_use_another_correlation_energy():
    values = solve("pcp", METALS, convention="printed", properties=BASIC).values
    other = solve("pcp", METALS, properties=BASIC).values
    for name in ("pressure", "bulk_modulus"):
        parts = sum(
            values[name, term]
            for term in ("madelung", "electron_gas", "first_order", "second_order")
        )
        np.testing.assert_allclose(values[name, "total"], parts, atol=1e-9)
        assert np.all(np.abs(values[name, "total"] - other[name, "total"]) > 1e-3)


def test_empty_core_has_zero_pressure_in_standard():
    values = solve("al", METALS, properties=BASIC).values
    assert np.all(np.abs(values["pressure", "total"]) < 1e-9)


@pytest.mark.long
def test_fitted_parameters_have_zero_pressure():
    options = {"properties": BASIC, "settings": {"parameters": "fitted"}}
    solution = solve("h", METALS, **options)
    assert np.all(np.abs(solution.values["pressure", "total"]) < 1e-8)
    solution = solve("sstl", ["Na", "Cs"], **options)
    assert list(solution.outcome) == ["ok", "no_solution"]
    assert solution.reason[1].startswith("no R_M gives zero pressure")
    assert np.isnan(solution.values["total_energy", "total"][1])
    solution = solve("mho", ["Na"], **options)
    assert solution.outcome[0] == "invalid_input"


@pytest.mark.long
def test_mixed_structures_and_bad_rows_in_one_batch():
    solution = solve(
        "vs",
        ["Li", "Na", "K", "Rb", "Cs"],
        ratio=np.array([1.0, -1.0, 1.0, np.nan, 9.0]),
        structure=["hcp", "bcc", "sc", "fcc", "bcc"],
        properties=("total_energy",),
    )
    assert list(solution.outcome) == [
        "ok",
        "invalid_input",
        "invalid_input",
        "invalid_input",
        "out_of_range",
    ]
    assert "positive" in solution.reason[1]
    assert "bcc, fcc, hcp" in solution.reason[2]
    assert "0.9 to 6.6" in solution.reason[4]
    total = solution.values["total_energy", "total"]
    assert np.isfinite(total[0])
    assert np.all(np.isnan(total[1:]))
    alone = solve("vs", ["Li"], structure="hcp", properties=("total_energy",))
    assert total[0] == pytest.approx(alone.values["total_energy", "total"][0], rel=1e-13)


@pytest.mark.long
def test_axial_ratio_matters_for_hcp_only():
    for structure, same in (("bcc", True), ("hcp", False)):
        a, b = (
            solve("h", ["Na"], structure=structure, axial_ratio=r, properties=("total_energy",))
            for r in (1.5, 1.7)
        )
        difference = a.values["total_energy", "total"] - b.values["total_energy", "total"]
        assert (abs(difference[0]) == 0.0) == same
    bad = solve("h", ["Na"], structure="hcp", axial_ratio=0.0, properties=("total_energy",))
    assert bad.outcome[0] == "invalid_input"


def test_missing_inputs():
    bad = solve("h", ["Na", "K"], R_M=[np.nan, 3.0], properties=("total_energy",))
    assert list(bad.outcome) == ["invalid_input", "ok"]
    bad = solve("h", ["Na"], first_ionisation_energy=np.nan, properties=("cohesive_energy",))
    assert bad.outcome[0] == "ok"
    assert np.isnan(bad.values["cohesive_energy", "total"][0])
    assert "first_ionisation_energy" in bad.missing["cohesive_energy"][0]


def test_unstable_screening_is_no_solution(monkeypatch):
    """Far expanded, f of Kleinman and Langreth overscreens: 1 + (1 - f) Q has a zero."""
    solution = solve("kl", ["Cs"], ratio=4000.0, properties=("total_energy",))
    assert solution.outcome[0] == "out_of_range"
    monkeypatch.setitem(BY_NAME, "kl", replace(BY_NAME["kl"], ranges=BEYOND))
    solution = solve("kl", ["Cs"], ratio=4000.0, properties=("total_energy",))
    assert solution.outcome[0] == "no_solution"
    assert np.isnan(solution.values["total_energy", "total"][0])


def test_form_factors_at_lattice_vectors_and_on_the_printed_grid():
    standard = solve("h", ["Li"], properties=("form_factor",)).values
    printed = solve("h", ["Li"], convention="printed", properties=("form_factor",)).values
    for term in ("(110)", "(200)", "(211)"):
        # the grid is within 1 % of the lattice vectors
        a, b = standard["form_factor", term][0], printed["form_factor", term][0]
        assert a != b
        assert a == pytest.approx(b, rel=0.05)
    fcc = solve("h", ["Li"], structure="fcc", properties=("form_factor",))
    assert np.isnan(fcc.values["form_factor", "(110)"][0])
    assert "bcc only" in fcc.missing["form_factor"][0]


def test_third_order_settings():
    kept = solve("vs", ["Na"], properties=BASIC).values["total_energy", "third_order"][0]
    other = solve(
        "vs", ["Na"], properties=BASIC, settings={"third_order_screening": "dielectric"}
    ).values["total_energy", "third_order"][0]
    # V_b/epsilon screens more than V_b/[1 + (1 - f) Q]
    assert 0.0 < other < kept
    none = solve("vs", ["Na"], properties=BASIC, settings={"third_order_cutoff": 0.0})
    assert ("total_energy", "third_order") not in none.values
    with pytest.raises(UsageError, match="published"):
        solve("vs", ["Na"], settings={"parameters": "mine"})


def test_only_what_is_wanted_is_computed():
    values = solve("vs", ["Na"], properties=("form_factor_zero",)).values
    assert set(values) == {("form_factor_zero", "total")}
