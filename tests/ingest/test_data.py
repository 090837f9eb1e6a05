"""The text facts as data: symbols, units, duplicates, ranges, ranks, second sources, citations."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

import metaleos.ingest
from data.products import INPUTS
from data.ranking import rank
from metaleos.ingest.kinds import KINDS
from metaleos.solvers.registry import properties
from metaleos.units import conversion_factor, parse_unit, same_dimension

DATA = Path(metaleos.ingest.__file__).parent / "data"
TOPICS = (
    "constants", "cohesive_bulk", "liquid", "elastic", "liquid_structure", "hugoniot_fits",
    "hugoniot_points", "isotherms", "radial_distributions", "thermal",
)  # fmt: skip
FACTS = (*TOPICS[:5], "thermal")
"""Without shock data, isotherms and curves, of which a material has several."""
COLUMNS = [
    "element", "quantity", "value", "unit", "text", "temperature", "phase", "material", "state",
    "uncertainty", "uncertainty_kind", "source", "table", "carrier", "carrier_license", "evidence",
    "confidence", "rank", "choice", "choice_reason", "note",
]  # fmt: skip
EXTRA = {
    "hugoniot_fits": ["series", "form", "range_up"],
    "hugoniot_points": ["series", "point", "method"],
    "isotherms": ["series", "form", "point"],
    "radial_distributions": ["series", "point", "distance"],
}
# Lowest and highest sane value in the unit of the table.
RANGES = {
    "atomic_mass": (1.0, 239.0),
    "valence": (1, 5),
    "lattice_a": (2.2, 11.0),
    "lattice_b": (4.0, 13.0),
    "lattice_c": (3.0, 27.0),
    "density": (0.08, 22.7),
    "melting_temperature": (0.9, 4800.0),
    "first_ionisation_energy": (3.8, 24.6),
    "cohesive_energy": (0.019, 9.0),
    "bulk_modulus": (0.1, 550.0),
    "atomisation_enthalpy": (60.0, 860.0),
    "density_liquid": (140.0, 8000.0),
    "density_liquid_melting": (77.0, 20001.0),
    "density_liquid_slope": (-17.0, 0.0),
    "entropy_liquid_melting": (40.0, 142.0),
    "entropy_fusion": (1.0, 35.0),
    "packing_fraction": (0.4, 0.5),
    "nearest_neighbour_distance": (2.0, 6.0),
    "g_r_first_peak_position": (2.0, 4.0),
    "g_r_first_peak_height": (2.0, 3.0),
    "shock_initial_density": (0.5, 22.6),
    "shock_velocity": (1.0, 75.0),
    "particle_velocity": (0.1, 60.0),
    "shock_pressure": (1.0, 40000.0),
    "hugoniot_c0": (1.0, 9.0),
    "hugoniot_s": (0.7, 2.0),
    "hugoniot_q": (-0.01, 0.0),
    "heat_capacity_isobaric": (8.0, 55.0),
    "heat_capacity_liquid": (20.0, 65.0),
    "entropy_solid": (5.0, 90.0),
    "thermal_expansion": (1e-6, 1.2e-4),
    "sound_speed_solid": (200.0, 19000.0),
    "electrical_resistivity": (1.0, 1e24),
    "fusion_enthalpy": (0.02, 120.0),
    "vaporisation_enthalpy": (0.08, 830.0),
    "boiling_temperature": (4.0, 6300.0),
    "critical_temperature": (5.0, 9900.0),
    "transition_temperature": (300.0, 2100.0),
    "transition_enthalpy": (0.1, 8.0),
    "debye_temperature_phonon": (50.0, 500.0),
    "debye_temperature": (25.0, 2300.0),
    "grueneisen_parameter_lattice": (0.9, 3.1),
    "bulk_modulus_derivative": (3.0, 7.0),
    "isotherm_volume": (6.5, 12.0),
    "isotherm_bulk_modulus": (70.0, 400.0),
    "isotherm_derivative": (3.0, 6.5),
    "isotherm_pressure": (1.0, 300.0),
    "radial_distribution": (0.0, 2.7),
    "structure_factor_peak_position": (2.4, 3.2),
    "structure_factor_peak_height": (2.0, 2.3),
}
# Largest relative deviation of a further source from rank 1, under like conditions.
BANDS = {
    "atomic_mass": 2e-5,
    "first_ionisation_energy": 3e-4,
    "melting_temperature": 4e-3,
    "density": 0.02,
    "lattice_a": 0.01,
    "lattice_c": 0.01,
    "cohesive_energy": 0.015,
    "bulk_modulus": 0.15,
    "density_liquid_melting": 0.01,
    "density_liquid_slope": 0.2,
    "entropy_liquid_melting": 0.012,
    "heat_capacity_isobaric": 0.025,
    "fusion_enthalpy": 0.1,
    "vaporisation_enthalpy": 0.1,
    "thermal_expansion": 0.1,
    "bulk_modulus_derivative": 0.15,
}
# Known conflicts: element -> why. Every one is used (a test below) or it has to go.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "atomic_mass": {
        "Ar": "39.95 since 2017, 39.948 before",
        "Hf": "178.486 since 2019, 178.49 before",
    },
    "melting_temperature": {
        "C": "triple point against an uncited sublimation temperature",
        "O": "54.8 in pymatgen", "Nd": "1289 or 1297", "Pm": "1315 or 1373", "Ho": "1745 or 1734",
        "Lu": "1936 or 1925", "Ir": "2719 (ITS-90) or 2739", "Fr": "estimates",
        "Th": "2023 or 2115",
    },
    "density": {
        "N": "two temperatures, two phases", "He": "two temperatures", "B": "2.34 or 2.46",
        "C": "graphite 2.2 (CRC) is porous", "S": "1.96 is monoclinic", "K": "0.89 (CRC 95th)",
        "Mn": "CRC 7.3 against X-ray 7.47", "Sr": "2.54 to 2.64 against X-ray 2.583",
        "Ba": "3.5 (CRC 80th)", "Tc": "11 (CRC 95th)", "Ru": "12.1 (CRC 95th)", "Xe": "3.54",
        "Yb": "6.57 in pymatgen", "Nd": "6.8 in pymatgen", "Sm": "7.35 in pymatgen",
        "At": "predictions", "Fr": "predictions", "Ra": "5 (CRC) against X-ray 5.50",
        "Hg": "liquid and solid", "Br": "liquid and solid",
    },
    "cohesive_energy": {"Tc": "6.85 or 7.01"},
    "bulk_modulus": {
        "Sc": "the compilation 44, single crystal 57",
        "Cr": "the compilation 190, single crystal 152", "Sn": "the compilation: gray tin",
        "C": "diamond 545 and 444, open",
    },
    "density_liquid_melting": {
        "Ti": "two correlations", "Cr": "two correlations", "Zr": "two correlations",
        "Mo": "two correlations", "W": "two correlations", "Ir": "two correlations",
        "Sr": "6980 in the CRC table is a misprint", "Xe": "3084 belongs elsewhere",
    },
    "density_liquid_slope": {"Cr": "two", "Co": "two", "Ni": "two"},
    "entropy_liquid_melting": {
        "Zr": "SGTE, JANAF +2.3 %", "Hf": "SGTE, JANAF -1.8 %", "W": "JANAF used an old liquid",
    },
    "heat_capacity_isobaric": {
        "Sn": "25.8 is gray tin's", "Dy": "SGTE -4 %", "Pd": "SGTE -3 %", "Sm": "SGTE -5 %",
        "Th": "SGTE -4 %", "Zr": "SGTE +2.6 %",
    },
    # CRC and SGTE agree within 1 %; the uncited value of mendeleev stands alone
    "fusion_enthalpy": dict.fromkeys(
        ("Ac", "B", "Be", "Ir", "La", "Mo", "Nb", "Os", "Pa", "Pr", "Ra", "Rh", "Ru", "Sc", "Se",
         "Sr", "Ta", "Tc", "Th", "Ti", "U", "V", "W", "Yb"),
        "mendeleev, uncited",
    ) | {"K": "102.5 in mendeleev is another quantity's"},
    "thermal_expansion": {"Mg": "8.2e-6 in pymatgen, a third of CRC's"},
    "bulk_modulus_derivative": {
        "Ag": "third-order constants give 3.9, the isotherm has 6.1",
        "Mo": "third-order constants give 5.5, five isotherms have 3.8 to 4.7",
        "Ni": "4.3 and 4.4, or 5.2 in another isotherm and of third-order constants",
        "Re": "3.26 or 4.5, with B of 384 and 360 GPa",
    },
    "vaporisation_enthalpy": {
        "Bi": "mendeleev, uncited", "Cd": "mendeleev, uncited",
        "Se": "to the gas of molecules or of atoms", "Te": "to the gas of molecules or of atoms",
    },
}  # fmt: skip
ALKALI = ("Li", "Na", "K", "Rb", "Cs")
UNCITED = {"pymatgen", "mendeleev"}

Row = dict[str, str]


@cache
def read(name: str) -> tuple[Row, ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def facts() -> dict[tuple[str, str], list[Row]]:
    """All facts but the shock data, by element and quantity, best rank first."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for topic in FACTS:
        for row in read(f"facts/{topic}"):
            groups[row["element"], row["quantity"]].append(row)
    for group in groups.values():
        group.sort(key=lambda row: int(row["rank"]))
    return groups


def best(element: str, quantity: str) -> float:
    return float(facts()[element, quantity][0]["value"])


def symbols() -> list[str]:
    return [row["symbol"] for row in read("elements")]


def keys() -> list[str]:
    text = (DATA / "sources.bib").read_text(encoding="utf-8")
    return re.findall(r"^@\w+\{([^,\s]+),$", text, re.MULTILINE)


def test_elements_are_the_first_92() -> None:
    rows = read("elements")
    assert [int(row["Z"]) for row in rows] == list(range(1, 93))
    assert len({row["symbol"] for row in rows}) == len({row["name"] for row in rows}) == 92
    by_z = {int(row["Z"]): (row["symbol"], row["name"]) for row in rows}
    assert by_z[11] == ("Na", "sodium")
    assert by_z[74] == ("W", "tungsten")
    assert by_z[92] == ("U", "uranium")


@pytest.mark.parametrize("topic", TOPICS)
def test_columns_words_and_numbers(topic: str) -> None:
    rows = read(f"facts/{topic}")
    assert list(rows[0]) == COLUMNS + EXTRA.get(topic, [])
    known = set(symbols())
    for row in rows:
        assert row["element"] in known, row
        assert row["evidence"] in KINDS["evidence"], row
        assert row["uncertainty_kind"] in ("", *KINDS["uncertainty_kind"]), row
        assert bool(row["uncertainty"]) == bool(row["uncertainty_kind"]), row
        assert row["confidence"] in {"high", "medium", "low"}, row
        assert bool(row["value"]) != bool(row["text"]), row
        if row["value"]:
            float(row["value"])
        if row["temperature"]:
            assert 0 <= float(row["temperature"]) < 6000, row
        assert row["carrier"], row
        if row["carrier"] == "recalled":
            assert row["evidence"] in {"recalled", "convention"}, row
        assert all(value == value.strip() for value in row.values()), row


@pytest.mark.parametrize("topic", TOPICS)
def test_quantities_are_properties_in_units_of_their_dimension(topic: str) -> None:
    table = properties()
    for row in read(f"facts/{topic}"):
        assert row["quantity"] in table, row["quantity"]
        if row["text"]:
            assert not row["unit"]
            continue
        unit = table[row["quantity"]].unit
        assert row["unit"], row
        assert parse_unit(row["unit"]).factor > 0
        assert same_dimension(row["unit"], unit), row


@pytest.mark.parametrize("topic", TOPICS)
def test_no_duplicates(topic: str) -> None:
    names = ("element", "quantity", "value", "text", "source", "temperature", "phase", "state")
    where = ("series", "point", "carrier")
    seen = Counter(
        tuple(row[n] for n in names) + tuple(row.get(n, "") for n in where)
        for row in read(f"facts/{topic}")
    )
    assert [key for key, count in seen.items() if count > 1] == []


@pytest.mark.parametrize("topic", TOPICS)
def test_ranks_start_at_one_without_gaps(topic: str) -> None:
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in read(f"facts/{topic}"):
        groups[row["element"], row["quantity"]].append(int(row["rank"]))
    for key, ranks in groups.items():
        assert sorted(ranks) == list(range(1, len(ranks) + 1)), key


def test_a_quantity_stands_in_one_topic() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for topic in FACTS:
        for row in read(f"facts/{topic}"):
            homes[row["quantity"]].add(topic)
    assert {q: h for q, h in homes.items() if len(h) > 1} == {}


@pytest.mark.parametrize("topic", TOPICS)
def test_ranges(topic: str) -> None:
    for row in read(f"facts/{topic}"):
        quantity = row["quantity"]
        if row["text"] or quantity.startswith("elastic"):
            continue
        low, high = RANGES[quantity]
        assert low <= float(row["value"]) <= high, row


@pytest.mark.parametrize(
    "quantity",
    ["atomic_mass", "crystal_structure", "density", "melting_temperature",
     "first_ionisation_energy"],
)  # fmt: skip
def test_every_element_has_its_constants(quantity: str) -> None:
    assert [s for s in symbols() if (s, quantity) not in facts()] == []


def test_what_is_missing_is_known() -> None:
    def without(quantity: str) -> set[str]:
        return {s for s in symbols() if (s, quantity) not in facts()}

    # never crystallised in weighable amounts, or no constants for the solid at melting
    assert without("lattice_a") == {"H", "He", "At", "Rn", "Fr"}
    # no measured liquid density found
    assert without("density_liquid_melting") == {
        "He", "C", "Tc", "Pm", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Pa",
    }  # fmt: skip
    assert without("cohesive_energy") == {"H", "He", "Pm", "At", "Fr", "Pa"}


def test_predicted_values_are_marked_and_nothing_measured_is() -> None:
    predicted = {
        (row["element"], row["quantity"])
        for group in facts().values()
        for row in group
        if row["evidence"] == "predicted"
    }
    assert {e for e, _ in predicted} == {"At", "Fr", "Rn"}
    assert {e for e, q in predicted if q == "density"} == {"At", "Fr", "Rn"}
    for element in ("At", "Fr", "Rn"):
        assert facts()[element, "density"][0]["evidence"] == "predicted"


def test_densities_say_their_temperature_and_phase() -> None:
    gases = {"H", "He", "N", "O", "F", "Ne", "Cl", "Ar", "Kr", "Xe", "Rn"}
    for element in symbols():
        row = facts()[element, "density"][0]
        assert row["phase"] == ("liquid" if element in {"Br", "Hg"} else "solid"), row
        if element in gases:  # of the solid, at or just below melting
            melting = best(element, "melting_temperature")
            if row["temperature"]:
                assert float(row["temperature"]) <= melting * 1.001, row
        elif element not in {"At", "Mn"}:  # calculated at 0 K; not stated
            assert 285 < float(row["temperature"]) < 303, row


def conditions(row: Row) -> tuple[str, bool]:
    """What two values must share to be compared: the form, and cold or not."""
    low = row["state"].startswith("low temperature")  # of which the paper says no more
    cold = low or (bool(row["temperature"]) and float(row["temperature"]) < 270)
    quantity = row["quantity"]
    # the phase is the form for lattices only: elsewhere it is the same word or a structure
    form = row["phase"] if quantity.startswith("lattice") else ""
    if "rhombohedral axes" in row["note"]:
        form = "rhombohedral axes"
    return form, cold and (quantity.startswith("lattice") or quantity == "bulk_modulus")


def outside(quantity: str) -> set[str]:
    """Elements with a cited further source outside the band of its quantity."""
    found = set()
    for (element, name), group in facts().items():
        if name != quantity:
            continue
        heads: dict[tuple[str, bool], float] = {}
        for row in group:
            if quantity == "bulk_modulus" and row["source"] in UNCITED:
                continue
            # constants of ase carry no temperature (alkali metals: 5 K): see the X-ray test
            unclear = row["source"] == "ashcroft1976" or row["temperature"] == "424"
            if quantity == "atomic_mass" and float(row["value"]).is_integer():
                continue  # a mass number
            if quantity.startswith("lattice") and unclear:
                continue
            value = float(row["value"])
            head = heads.setdefault(conditions(row), value)
            if abs(value / head - 1) > BANDS[quantity]:
                found.add(element)
    return found


@pytest.mark.parametrize("quantity", sorted(BANDS))
def test_second_sources_agree_but_for_the_listed_conflicts(quantity: str) -> None:
    unexplained = outside(quantity) - set(EXCEPTIONS.get(quantity, {}))
    assert unexplained == set()


@pytest.mark.parametrize("quantity", sorted(EXCEPTIONS))
def test_no_listed_conflict_is_out_of_date(quantity: str) -> None:
    assert set(EXCEPTIONS[quantity]) - outside(quantity) == set()


def test_density_of_rank_one_is_that_of_the_lattice() -> None:
    """Mass, lattice constants and density come from different sources and must close."""
    checked = 0
    for element in symbols():
        for row in facts()[element, "density"]:
            # the third digit of caesium's constant at room temperature is not known
            if row["state"].startswith("X-ray") and row["confidence"] != "low":
                assert best(element, "density") == pytest.approx(float(row["value"]), rel=0.016)
                checked += 1
    assert checked > 70


def test_cohesive_energy_against_the_atomisation_enthalpy() -> None:
    """Kittel's energies at 0 K against CRC enthalpies at 298 K: at most 4 kJ/mol and 2 % apart."""
    conflicts = {
        "Cl": "enthalpy counts from the gas", "P": "black against white phosphorus",
        "As": "vapour of As4: old value", "Se": "old value", "Te": "old value",
    }  # fmt: skip
    factor = conversion_factor("eV/atom", "kJ/mol")
    assert factor == pytest.approx(96.48533, rel=1e-6)
    found = set()
    checked = 0
    for element in symbols():
        if {(element, q) for q in ("cohesive_energy", "atomisation_enthalpy")} <= set(facts()):
            energy = best(element, "cohesive_energy") * factor
            enthalpy = best(element, "atomisation_enthalpy")
            checked += 1
            if abs(enthalpy - energy) > 4 + 0.02 * enthalpy:
                found.add(element)
    assert found == set(conflicts)
    assert checked > 70


def test_alkali_bulk_moduli_of_rank_one_are_cold() -> None:
    for element in ALKALI:
        row = facts()[element, "bulk_modulus"][0]
        assert row["state"].startswith("low temperature")
        assert row["temperature"] == ""  # the paper says no more
        assert float(row["value"]) > best_warm(element)


def best_warm(element: str) -> float:
    rows = [r for r in facts()[element, "bulk_modulus"] if r["temperature"] == "298.15"]
    value = float(rows[0]["value"])
    # the compilation's rubidium lies above the cold values of the paper (2.77, 3.06)
    return value if element != "Rb" else 0.0


def test_cubic_elastic_constants_give_the_bulk_modulus() -> None:
    """(C11 + 2 C12)/3 of each cubic set against the best bulk modulus, and Born stability."""
    for element in symbols():
        sets: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for name in ("c11", "c12", "c44"):
            for row in facts().get((element, f"elastic_constant_{name}"), []):
                if row["phase"] in {"bcc", "fcc"} and "neutron" not in row["state"]:
                    sets[row["source"], row["temperature"]][name] = float(row["value"])
        for c in sets.values():
            assert c["c11"] > c["c12"] > 0
            assert c["c44"] > 0
            bulk = (c["c11"] + 2 * c["c12"]) / 3
            known = [
                float(r["value"])
                for r in facts()[element, "bulk_modulus"]
                if r["source"] not in UNCITED and "single-crystal" not in r["state"]
            ]
            assert min(abs(bulk / b - 1) for b in known) < 0.1 or element == "Cr", (element, bulk)


def test_liquid_density_and_slope_come_from_one_source() -> None:
    for (element, quantity), group in facts().items():
        if quantity == "density_liquid_slope":
            assert group[0]["source"] == facts()[element, "density_liquid_melting"][0]["source"]


def test_liquids_are_near_the_solid() -> None:
    """Solids expand on melting but Si, Ge, Ga, Bi (Hg, Br: the density itself is a liquid's)."""
    denser = {"Si", "Ge", "Ga", "Bi", "Hg", "Br"}
    for (element, quantity), group in facts().items():
        if quantity != "density_liquid_melting":
            continue
        ratio = float(group[0]["value"]) / 1000 / best(element, "density")
        low, high = (1.0, 1.12) if element in denser else (0.78, 1.0)
        if element == "F":  # the plastic solid is known to three digits, 0.3 % below the liquid
            high = 1.005
        assert low <= ratio <= high, (element, ratio)


def test_shock_points_conserve_momentum() -> None:
    """P = rho0 Us Up in each point: 1 g/cm3 (km/s)^2 is 1 GPa."""
    points: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read("facts/hugoniot_points"):
        points[row["point"]][row["quantity"]] = float(row["value"])
    assert len(points) == 157
    for number, p in points.items():
        pressure = p["shock_initial_density"] * p["shock_velocity"] * p["particle_velocity"]
        # point 41: rho0 8.83 in the carrier, 8.93 would close; its confidence is low
        closes = pressure == pytest.approx(p["shock_pressure"], rel=0.003)
        assert closes == (number != "41"), number


def test_shock_fits_are_whole_and_stiff_as_sound() -> None:
    """Each fit has rho0, c0 and s; rho0 c0^2 is near the bulk modulus."""
    fits: dict[str, dict[str, float]] = defaultdict(dict)
    element: dict[str, str] = {}
    for row in read("facts/hugoniot_fits"):
        fits[row["series"]][row["quantity"]] = float(row["value"])
        element[row["series"]] = row["element"]
    assert len(fits) == 40
    phase_change = {"Fe", "Ti", "Cs", "Rb"}  # high-pressure branch or strongly curved
    for name, fit in fits.items():
        assert {"shock_initial_density", "hugoniot_c0", "hugoniot_s"} <= set(fit)
        if element[name] not in phase_change:
            stiffness = fit["shock_initial_density"] * fit["hugoniot_c0"] ** 2
            assert stiffness == pytest.approx(best(element[name], "bulk_modulus"), rel=0.3), name


def used_keys() -> set[str]:
    used: set[str] = set()
    for path in sorted(DATA.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if "source" in row:
                    assert row["source"], (path.name, row)
                    used.add(row["source"])
    return used


def test_every_source_is_in_the_bibliography() -> None:
    assert used_keys() - set(keys()) == set()


def test_bibliography_is_well_formed() -> None:
    text = (DATA / "sources.bib").read_text(encoding="utf-8")
    found = keys()
    assert len(found) == len(set(found)) == text.count("\n@")
    assert text.count("{") == text.count("}")
    for entry in re.split(r"\n(?=@)", text)[1:]:
        key = re.match(r"@\w+\{([^,]+),", entry)
        assert key is not None
        fields = set(re.findall(r"^  (\w+) = ", entry, re.MULTILINE))
        assert fields & {"author", "editor", "note", "url", "howpublished"}, key[1]
        # what has no identifier and no page says what is not known, or is a book with a year
        traceable = fields & {"doi", "isbn", "url", "number", "pages", "note", "howpublished"}
        assert traceable or {"publisher", "year"} <= fields, key[1]
    for doi in re.findall(r"doi = \{([^}]*)\}", text):
        assert re.fullmatch(r"10\.\d{4,5}/\S+", doi)


def every_fact() -> list[Row]:
    return [row for topic in TOPICS for row in read(f"facts/{topic}")]


def carriers() -> dict[str, str]:
    """Keys of the sources that each carrier is itself."""
    with (INPUTS / "carriers.csv").open(encoding="utf-8", newline="") as handle:
        return {row["carrier"]: row["key"] for row in csv.DictReader(handle)}


def own_key(row: Row) -> str:
    known = carriers()
    return known[max((name for name in known if row["carrier"].startswith(name)), key=len)]


def faults(rows: list[Row]) -> list[str]:
    """What rows say of their evidence that cannot be: a rule for each kind."""
    found = []
    for row in rows:
        kind, source = row["evidence"], row["source"]
        own = own_key(row)
        is_own = bool(own) and source.startswith(own)
        told = row["carrier"].startswith(("recalled", "user"))
        rules = {
            "recalled": source == "recalled" and "recalled" in row["carrier"] + row["note"],
            "convention": row["quantity"] == "valence",
            "cited": not is_own and not told and own != "*" and source != "recalled",
            "uncited": is_own,
            "primary": own == "*",
            "computed": not is_own and source != "recalled",
            "predicted": True,
        }
        if not rules[kind]:
            found.append(f"{row['element']} {row['quantity']} {kind} {source}")
        if row["quantity"] == "valence" and kind != "convention":
            found.append(f"{row['element']} valence {kind}")
        if row["quantity"] == "bulk_modulus" and not row["phase"]:
            found.append(f"{row['element']} bulk modulus without a phase")
    return found


@pytest.mark.long
def test_evidence_is_what_was_read() -> None:
    assert faults(every_fact()) == []


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("recalled", {"source": "kittel2005"}),
        ("cited", {"carrier": "recalled"}),
        ("cited", {"source": "recalled"}),
        ("uncited", {"source": "crc95"}),
        ("primary", {"carrier": "chemicals 1.5.2"}),
        ("computed", {"source": "recalled"}),
        ("convention", {"evidence": "cited"}),
        ("predicted", {"evidence": "convention"}),
        ("cited", {"quantity": "bulk_modulus", "phase": ""}),
    ],
)
def test_a_planted_fault_in_the_evidence_rings(kind: str, change: Row) -> None:
    row = next(row for row in every_fact() if row["evidence"] == kind)
    assert faults([row]) == []
    assert faults([row | change])


def test_what_is_not_known_of_a_source_is_said_in_a_note() -> None:
    text = (DATA / "sources.bib").read_text(encoding="utf-8")
    for entry in re.split(r"\n(?=@)", text)[1:]:
        title = re.search(r"^  title = \{(.*)\},?$", entry, re.MULTILINE)
        note = re.search(r"^  note = \{(.*)\}$", entry, re.MULTILINE)
        if title is None:
            assert note is not None, entry
            assert "itle not" in note[1] or "title and journal not" in note[1], entry
        else:
            assert not re.search(r"\[|verified|recalled|unknown", title[1]), entry
        if entry.startswith("@article"):
            assert "  journal = " in entry or "journal not stated" in entry, entry


def test_no_mass_that_is_used_is_a_mass_number() -> None:
    used = {s: facts()[s, "atomic_mass"][0] for s in symbols()}
    assert {s for s, row in used.items() if float(row["value"]).is_integer()} == set()
    nuclides = {s for s, row in used.items() if "nuclide" in row["state"]}
    assert nuclides == {"Tc", "Pm", "Po", "At", "Rn", "Fr", "Ra", "Ac"}
    assert best("Tc", "atomic_mass") == pytest.approx(97.907, abs=5e-4)
    assert best("Pm", "atomic_mass") == pytest.approx(144.913, abs=5e-4)


def test_what_was_adjudicated_stands_first_with_its_reason() -> None:
    with (INPUTS / "adjudicated.csv").open(encoding="utf-8", newline="") as handle:
        choices = list(csv.DictReader(handle))
    rows = every_fact()
    names = ("element", "quantity", "source", "value")
    for choice in choices:
        (row,) = (row for row in rows if all(row[name] == choice[name] for name in names))
        assert (row["choice"], row["choice_reason"]) == (choice["choice"], choice["reason"])
        if choice["choice"] == "recommended":
            assert row["rank"] == "1", row
        else:
            assert row["confidence"] == "low", row


def test_a_choice_is_of_one_row() -> None:
    row = {"element": "Na", "quantity": "bulk_modulus", "source": "a", "value": "7", "note": ""}
    row |= {
        "choice": "",
        "choice_reason": "",
        "state": "",
        "status": "",
        "temperature": "",
        "confidence": "high",
    }
    other = row | {"source": "b", "value": "6"}
    choice = {name: other[name] for name in ("element", "quantity", "source", "value")}
    choice |= {"choice": "recommended", "reason": "why"}
    assert [r["rank"] for r in rank([dict(row), dict(other)], [])] == ["1", "2"]
    ranked = rank([dict(row), dict(other)], [choice])
    assert [(r["rank"], r["choice"], r["choice_reason"]) for r in ranked] == [
        ("2", "", ""),
        ("1", "recommended", "why"),
    ]
    for rows in ([dict(row)], [dict(other), dict(other)]):
        with pytest.raises(ValueError, match="rows are meant by"):
            rank(rows, [choice])


def test_the_carbon_of_one_value_is_the_carbon_of_the_others() -> None:
    assert facts()["C", "bulk_modulus"][0]["material"] == "graphite"
    assert facts()["C", "density"][0]["material"] == "graphite"
    forms = {row["value"]: row["material"] for row in facts()["C", "bulk_modulus"]}
    assert forms == {"33.0": "graphite", "545": "diamond", "444": "diamond"}
