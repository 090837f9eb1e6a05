import subprocess
import sys

import numpy as np
import pytest

from benchmarks.plain.wh_metals import BY_VARIANT, batch, elements, facts, inputs, solve
from metaleos.constants import HARTREE_EV, HARTREE_PER_BOHR3_GPA
from metaleos.errors import UsageError
from metaleos.solvers.protocol import RefusedError
from metaleos.solvers.registry import properties
from metaleos.solvers.wh.reference import FIT_COMPRESSIBILITY, reference_state

SCALARS = {
    (y.property, term)
    for y in BY_VARIANT["iu"].yields
    if not y.curve and not y.on_request
    for term in y.terms
}


@pytest.mark.long
@pytest.mark.parametrize("variant", ["h", "vs", "iu"])
@pytest.mark.parametrize("convention", ["standard", "printed"])
def test_everything_declared_is_yielded_with_an_error(variant, convention):
    s = solve(variant, elements(), convention)
    assert set(s.outcome) == {"ok"}
    assert set(s.values) == set(s.errors) == SCALARS
    for key, value in s.values.items():
        assert value.shape == s.errors[key].shape == (27,)
        if key[0] != "core_radius":
            assert np.all(np.isfinite(value)), key
            assert np.all(s.errors[key] >= 0.0), key
    assert np.all(s.errors["packing_fraction", "total"] < 1e-6)
    assert np.all(s.errors["free_energy", "total"] < 1e-6)


def test_declared_properties_exist():
    for model in BY_VARIANT.values():
        for y in model.yields:
            assert y.property in properties()


@pytest.mark.long
def test_terms_sum_to_their_totals():
    for convention in ("standard", "printed"):
        v = solve("vs", elements(), convention).values

        def sums(prop, *terms, v=v):
            return sum(v[prop, term] for term in terms)

        f = "free_energy"
        total = sums(f, "hard_sphere", "pair", "volume", "electronic", "d_shift")
        assert v[f, "total"] == pytest.approx(total, abs=1e-12)
        assert v[f, "hard_sphere"] == pytest.approx(sums(f, "ideal", "packing"), abs=1e-12)
        assert v[f, "pair"] == pytest.approx(sums(f, "pair_s", "pair_d"), abs=1e-12)
        volume = sums(f, "electron_gas", "self_energy", "long_wave")
        assert v[f, "volume"] == pytest.approx(volume, abs=1e-12)
        s = sums("entropy", "ideal", "hard_sphere", "electronic")
        assert v["entropy", "total"] == pytest.approx(s, abs=1e-12)
        p = sums("pressure", "fluid", "pair", "volume", "electronic")
        assert v["pressure", "total"] == pytest.approx(p, abs=1e-10)


def test_total_energy_is_free_energy_plus_heat():
    b = batch("iu", elements())
    v = solve("iu", elements()).values
    kt = b.states["temperature"] * 8.617333262e-5
    expected = v["free_energy", "total"] + kt * v["entropy", "total"]
    assert v["total_energy", "total"] == pytest.approx(expected, abs=1e-8)


def test_reference_state_gives_back_the_printed_pressure_and_radius():
    for name in ("Sc", "Tc", "Au"):
        row = inputs(name)
        state = reference_state(row, "printed")
        assert state == reference_state(row, "standard")
        s = solve("h", [name])
        p_hs = s.values["pressure", "hard_sphere"][0] / HARTREE_PER_BOHR3_GPA
        assert p_hs == pytest.approx(1e-3 * row["P_HS"], rel=1e-12)
        # the implied temperatures are near the melting points (Tc: +5 %)
        assert state["temperature"] == pytest.approx(facts(name, "melting_temperature"), rel=0.06)
    assert pytest.approx(9.38467, abs=5e-6) == FIT_COMPRESSIBILITY


def test_reference_needs_positive_numbers():
    with pytest.raises(RefusedError, match="P_HS"):
        reference_state({"r_s": 2.0, "Z_s": 1.5, "P_HS": 0.0}, "standard")


def test_bad_states_are_outcomes_and_leave_the_others_alone():
    temperature = np.array([2000.0, 0.0, -5.0, 2000.0, 2000.0, 30.0])
    s = solve(
        "vs",
        ["Ti"] * 6,
        temperature=temperature,
        Z_d=[2.5, 2.5, 2.5, 0.0, 2.5, 2.5],
        R_c=[1.7, 1.7, 1.7, 1.7, np.nan, 1.7],
    )
    assert s.outcome.tolist() == [
        "ok",
        "invalid_input",
        "invalid_input",
        "invalid_input",
        "invalid_input",
        "no_solution",
    ]
    for reason, text in zip(
        s.reason, ["", "temperature", "temperature", "d electrons", "R_c", "0.6"], strict=True
    ):
        assert text in reason
        assert bool(reason) == bool(text)
    eta = s.values["packing_fraction", "total"]
    assert np.isfinite(eta).tolist() == [True] + [False] * 5
    for value in s.values.values():
        assert np.all(np.isnan(value[1:]))


def test_negative_volume_is_an_outcome():
    s = solve("iu", ["Ti", "Ti"], volume_ratio=[-1.0, 1.0])
    assert s.outcome.tolist() == ["invalid_input", "ok"]
    assert "volume" in s.reason[0]


def test_density_outside_the_table_of_vs_is_an_outcome():
    s = solve("vs", ["Ti", "Ti", "Ti"], volume_ratio=[0.02, 1.0, 30.0])
    assert s.outcome.tolist() == ["out_of_range", "ok", "out_of_range"]
    assert "1 to 6" in s.reason[0]


def test_all_states_bad():
    s = solve("iu", ["Ti", "V"], temperature=-1.0, properties=["pair_potential", "pressure"])
    assert set(s.outcome) == {"invalid_input"}
    assert np.all(np.isnan(s.curves["pair_potential", "total"].values))


def test_platinum_has_no_core_radius_and_says_why():
    names = ["Ti", "Pt", "Ir"]
    for convention, without in (("printed", ["Pt"]), ("standard", ["Pt", "Ir"])):
        s = solve("h", names, convention)
        for name, value, reason in zip(
            names, s.values["core_radius", "total"], s.missing["core_radius"], strict=True
        ):
            assert np.isnan(value) == (name in without)
            assert ("R_c^2" in reason) == (name in without)
    assert set(solve("h", names).outcome) == {"ok"}


def test_full_band_solves_without_a_well():
    s = solve("iu", ["Cu"], Z_d=10.0)
    assert s.outcome.tolist() == ["ok"]
    assert np.isnan(s.values["d_well_distance", "total"][0])
    assert "full" in s.missing["d_well_distance"][0]


def test_curves_only_when_asked_for():
    assert not solve("iu", ["Ti"]).curves
    r, q = np.linspace(3.0, 12.0, 70), np.array([0.0, 1.0, 1.5])
    s = solve(
        "iu",
        ["Ti", "Au"],
        properties=["pair_potential", "structure_factor"],
        points={"distance": r, "wavevector": q},
    )
    total, s_part, d_part = (s.curves["pair_potential", t] for t in ("total", "s_part", "d_part"))
    assert total.values.shape == (2, 70)
    assert total.values == pytest.approx(s_part.values + d_part.values, abs=1e-12)
    r_m = s.values.get(("d_well_distance", "total"))
    assert r_m is None  # not asked for
    structure = s.curves["structure_factor", "total"]
    eta = s.values["packing_fraction", "total"]
    assert structure.values[:, 0] == pytest.approx((1 - eta) ** 4 / (1 + 2 * eta) ** 2, rel=1e-10)


def test_no_pair_potential_where_nuclei_touch():
    s = solve("h", ["Ti"], properties=["pair_potential"], points={"distance": np.array([0.0, 4.0])})
    value = s.curves["pair_potential", "total"].values[0]
    assert np.isnan(value[0])
    assert np.isfinite(value[1])


@pytest.mark.long
def test_first_peak_of_the_structure_factor_curve():
    for convention in ("standard", "printed"):
        s = solve("iu", ["Fe"], convention)
        position = s.values["structure_factor_peak_position", "total"][0]
        height = s.values["structure_factor_peak_height", "total"][0]
        q = position + np.linspace(-0.1, 0.1, 201)
        curve = (
            solve(
                "iu", ["Fe"], convention, properties=["structure_factor"], points={"wavevector": q}
            )
            .curves["structure_factor", "total"]
            .values[0]
        )
        assert q[np.argmax(curve)] == pytest.approx(position, abs=1e-3)
        assert np.max(curve) == pytest.approx(height, abs=1e-6)


@pytest.mark.long
def test_each_difference_is_a_setting():
    names = ["Ti", "Au"]
    base = solve("iu", names).values
    settings = {
        "distribution": "verlet_weis",
        "pair_cutoff": 3.0,
        "electronic": "none",
        "d_shift": "on",
        "ion_sphere": "on",
    }
    for name, value in settings.items():
        one = solve("iu", names, settings={name: value}).values
        assert np.all(one["free_energy", "total"] != base["free_energy", "total"]), name
    together = solve("iu", names, settings=settings).values
    printed = solve("iu", names, "printed").values
    for key in (("free_energy", "total"), ("packing_fraction", "total")):
        assert together[key] == pytest.approx(printed[key], abs=1e-12)
    undone = solve(
        "iu",
        names,
        "printed",
        settings={
            "distribution": "percus_yevick",
            "pair_cutoff": "none",
            "electronic": "full",
            "d_shift": "off",
            "ion_sphere": "off",
        },
    ).values
    assert undone["free_energy", "total"] == pytest.approx(base["free_energy", "total"], abs=1e-12)


@pytest.mark.parametrize(
    "settings",
    [{"d_shift": "maybe"}, {"pair_cutoff": "far"}, {"distribution": "hnc"}, {"pair_cutoff": 9.0}],
)
def test_unknown_settings_are_refused(settings):
    with pytest.raises(UsageError, match=r"convention|one of|cut-off"):
        solve("iu", ["Ti"], settings=settings)


def test_only_what_is_used_is_read():
    class Log(dict):
        def __init__(self, columns):
            super().__init__(columns)
            self.read = set()

        def __getitem__(self, name):
            self.read.add(name)
            return super().__getitem__(name)

    b = batch("iu", ["Ti"], properties=["packing_fraction"])
    log = Log(b.inputs)
    object.__setattr__(b, "inputs", log)
    BY_VARIANT["iu"].load_solver()(b)
    assert log.read == {"atomic_mass", "Z_s", "Z_d", "r_d", "n", "R_c", "W_d"}


@pytest.mark.long
def test_shifts_between_the_conventions():
    names = ["Ti", "Tc"]
    name = "convention_shift_packing_fraction"
    melting = [facts(n, "melting_temperature") for n in names]
    start = solve("iu", names, temperature=melting).values["packing_fraction", "total"]
    end = solve("iu", names, "printed").values["packing_fraction", "total"]
    for convention in ("standard", "printed"):
        v = solve("iu", names, convention, properties=[name]).values
        assert v[name, "total"] == pytest.approx(end - start, abs=1e-8)
        assert v[name, "d_shift"] == pytest.approx([0.0, 0.0], abs=1e-8)
    # made alone in `standard`: from the settings
    energy = "convention_shift_free_energy"
    shifts = solve("iu", names, properties=[energy]).values
    plain = solve("iu", names, temperature=melting).values["free_energy", "total"]
    for key, value in (("pair_cutoff", 3.0), ("electronic", "none"), ("d_shift", "on")):
        moved = solve("iu", names, temperature=melting, settings={key: value})
        expected = moved.values["free_energy", "total"] - plain
        assert shifts[energy, key] == pytest.approx(expected, abs=1e-7)
    assert shifts[energy, "ion_sphere"][1] == 0.0  # Tc is printed with the right r_s
    unknown = solve("iu", ["Ti"], properties=[energy], melting_temperature=np.nan)
    assert np.isnan(unknown.values[energy, "total"][0])
    assert np.isfinite(unknown.values[energy, "pair_cutoff"][0])


@pytest.mark.long
def test_claims_through_the_model():
    found = BY_VARIANT["iu"].load_claims()(batch("iu", elements(), "printed"), elements())
    assert {c.name for c in found} >= {"iu_below_vs", "insensitive_to_n", "eta_peaks_mid_series"}
    some = BY_VARIANT["iu"].load_claims()(batch("iu", ["Ti", "V"]), ["Ti", "V"])
    assert "eta_peaks_mid_series" not in {c.name for c in some}
    assert BY_VARIANT["h"].load_claims() is None


@pytest.mark.long
def test_many_states_in_one_batch():
    # chunks, mixed elements and a state that fails in the middle of a chunk
    names = list(elements()) * 8
    temperature = np.full(len(names), 2500.0)
    temperature[140] = -1.0
    s = solve("iu", names, temperature=temperature, properties=["packing_fraction"])
    eta = s.values["packing_fraction", "total"]
    assert np.flatnonzero(s.outcome != "ok").tolist() == [140]
    assert np.flatnonzero(np.isnan(eta)).tolist() == [140]
    assert eta[27:54] == pytest.approx(eta[:27], abs=1e-9)


def test_free_energy_unit():
    b = solve("h", ["Ti"], "printed").values["free_energy", "total"][0] / HARTREE_EV
    assert b == pytest.approx(-0.7042, abs=1e-3)  # Table IV


@pytest.mark.long
def test_declaration_and_reference_import_no_numpy():
    code = (
        "import sys, metaleos.solvers.wh.declaration, metaleos.solvers.wh.reference;"
        "print('numpy' in sys.modules, 'scipy' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "False"]
