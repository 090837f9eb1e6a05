"""Shipped facts held against one another: a second source, a relation between properties, a class.

A comparison says in what band a value should lie, and no more than that: real metals leave some
bands (mercury, gallium, cerium ...). Which do is kept in the baseline of `metaleos verify`, where
one more is an alarm. Bands of classes were drawn round the metals themselves: they guard against a
change, and say nothing of what is true.
"""

from __future__ import annotations

from collections import defaultdict
from math import log, pi, sqrt
from typing import TYPE_CHECKING

from metaleos.constants import (
    ATOMIC_MASS_KG,
    AVOGADRO_1_MOL,
    BOLTZMANN_J_K,
    ELEMENTARY_CHARGE_C,
    PLANCK_REDUCED_J_S,
)
from metaleos.ingest.comparison import Comparison, Fact, between, shipped_facts, within
from metaleos.ingest.reader import read_lines, shipped
from metaleos.ingest.relations_pressure import isotherms, third_order
from metaleos.ingest.relations_thermal import thermal

if TYPE_CHECKING:
    from collections.abc import Iterator

BANDS = {
    "atomic_mass": 1e-5, "melting_temperature": 0.003, "density": 0.006, "lattice_a": 0.003,
    "lattice_b": 0.003, "lattice_c": 0.003, "cohesive_energy": 0.005, "bulk_modulus": 0.08,
    "density_liquid_melting": 0.01, "density_liquid_slope": 0.1, "entropy_liquid_melting": 0.01,
    "first_ionisation_energy": 1e-4, "shock_initial_density": 0.01, "hugoniot_c0": 0.02,
    "hugoniot_s": 0.05, "elastic_constant_c11": 0.05, "elastic_constant_c12": 0.05,
    "elastic_constant_c44": 0.05, "heat_capacity_isobaric": 0.02, "fusion_enthalpy": 0.05,
    "vaporisation_enthalpy": 0.05, "thermal_expansion": 0.05, "bulk_modulus_derivative": 0.1,
}  # fmt: skip
"""Relative difference that two sources may have: densities and lattice constants differ by purity
and some ten kelvin, moduli and Hugoniots by method, transitions by the temperature scale."""
FUSION = {"bcc": (6.2, 8.6), "fcc": (6.5, 12.3), "hcp": (6.0, 11.5), "dhcp": (4.5, 7.0),
          "diamond": (26.0, 34.0), "rhombohedral": (18.0, 24.0), "bct": (7.0, 15.0)}  # fmt: skip
"""Entropy of fusion in J/mol/K by structure: about R, more where the bonds change on melting."""

_COLUMNS = (
    "Li Na K Rb Cs Fr", "Be Mg Ca Sr Ba Ra", "Sc Y Lu", "Ti Zr Hf", "V Nb Ta", "Cr Mo W",
    "Mn Tc Re", "Fe Ru Os", "Co Rh Ir", "Ni Pd Pt", "Cu Ag Au", "Zn Cd Hg", "B Al Ga In Tl",
    "C Si Ge Sn Pb", "N P As Sb Bi", "O S Se Te Po", "F Cl Br I At", "He Ne Ar Kr Xe Rn",
    "La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb", "Ac Th Pa U",
)  # fmt: skip
_HEXAGONAL = {"hcp", "dhcp", "graphite", "rhombohedral", "trigonal"}
_ATOMS = {"bcc": 2, "fcc": 4, "hcp": 2, "dhcp": 4, "diamond": 8, "graphite": 4}
_KJ_MOL = ELEMENTARY_CHARGE_C * AVOGADRO_1_MOL * 1e-3
_EV_GPA_ANGSTROM3 = ELEMENTARY_CHARGE_C * 1e21
_G_CM3 = ATOMIC_MASS_KG * 1e27  # of 1 u/angstrom3


def compared(facts: list[Fact] | None = None) -> Iterator[Comparison]:
    """Make every comparison among the shipped facts, or among some."""
    facts = shipped_facts() if facts is None else facts
    yield from one_unit(facts)
    yield from second_sources([fact for fact in facts if not fact.line.get("point")])
    yield from across(facts)
    yield from shock_points(facts)


def one_unit(facts: list[Fact]) -> Iterator[Comparison]:
    """Hold the unit of every row against that of most rows of its quantity."""
    units: dict[str, list[str]] = defaultdict(list)
    for fact in facts:
        units[fact.quantity].append(fact.line["unit"])
    usual = {quantity: max(set(given), key=given.count) for quantity, given in units.items()}
    for fact in facts:
        unit, other = fact.line["unit"], usual[fact.quantity]
        text = f"{fact.quantity} in {unit}, elsewhere in {other}"
        yield Comparison("one unit", fact, float(unit == other), 1.0, 1.0, text)


def second_sources(facts: list[Fact]) -> Iterator[Comparison]:
    """Hold each value of one source against that of another, to within the band of the quantity."""
    for fact, other in pairs(facts):
        if band := BANDS.get(fact.quantity):
            yield within(f"second source: {fact.quantity}", fact, fact.value, other.value, band,
                         f"in {other.source}")  # fmt: skip


def pairs(facts: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Pair each value with another source's of the same phase and the nearest temperature.

    The one that is preferred stands behind.
    """
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[fact.element, fact.quantity].append(fact)
    made = set()
    for members in groups.values():
        for fact in members:
            others = [other for other in members if fact.alike(other)]
            other = min(others, key=lambda other: (fact.apart(other), other.rank), default=fact)
            pair = frozenset((fact.place, other.place))
            if len(pair) == 2 and pair not in made:
                made.add(pair)
                yield (fact, other) if fact.rank > other.rank else (other, fact)


def across(facts: list[Fact]) -> Iterator[Comparison]:
    """Hold the preferred values of one element against one another."""
    best: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in sorted(facts, key=lambda fact: fact.rank):
        if not fact.line.get("point"):
            best[fact.element].setdefault(fact.quantity, fact)
    for element, chosen in best.items():
        yield from _crystal(chosen, [fact for fact in facts if fact.element == element])
        yield from _energies(chosen)
        yield from _liquid(chosen)
        yield from _moduli(chosen)
        yield from thermal(chosen)
        yield from third_order(chosen)
    yield from isotherms(facts, best)
    yield from _valences(best)
    yield from _groups(best)


def cell_density(mass: float, atoms: int, phase: str, axes: dict[str, float]) -> float:
    """Return the X-ray density in g/cm3; `mass` in u an atom, `axes` in angstrom."""
    a = axes["a"]
    b, c = axes.get("b", a), axes.get("c", a)
    volume = a * b * c * (sqrt(3) / 2 if phase in _HEXAGONAL else 1.0)
    return atoms * mass / volume * _G_CM3


def _crystal(best: dict[str, Fact], facts: list[Fact]) -> Iterator[Comparison]:
    """Every lattice constant against density and mass; c/a of close packing against 1.633."""
    mass, density = best.get("atomic_mass"), best.get("density")
    for fact in facts:
        phase = fact.line["phase"]
        if fact.quantity != "lattice_a" or not (atoms := _ATOMS.get(phase)) or not mass:
            continue
        axes = {"a": fact.value}
        rows = [f for f in facts if f.quantity == "lattice_c" and f.source == fact.source
                and f.line["phase"] == phase and f.temperature == fact.temperature]  # fmt: skip
        if phase in _HEXAGONAL:
            if not rows:
                continue
            axes["c"] = rows[0].value
            if phase in {"hcp", "dhcp"}:
                ratio = rows[0].value / fact.value / (2 if phase == "dhcp" else 1)
                yield between("c/a", rows[0], ratio, 1.56, 1.64)
        if density and (fact.temperature is None or fact.temperature > 250.0):
            yield within("density of the cell", fact, cell_density(mass.value, atoms, phase, axes),
                         density.value, 0.012, f"g/cm3 of {density.source}")  # fmt: skip


def _energies(best: dict[str, Fact]) -> Iterator[Comparison]:
    """Cohesion against atomisation at 298 K; B V against cohesion; heat and entropy of fusion."""
    cohesion, atoms = best.get("cohesive_energy"), best.get("atomisation_enthalpy")
    if cohesion and atoms:
        gap = atoms.value - cohesion.value * _KJ_MOL
        yield between("atomisation less cohesion, kJ/mol", atoms, gap, -3.5, 4.5)
    needed = [best.get(name) for name in ("bulk_modulus", "atomic_mass", "density")]
    if cohesion and all(needed):
        modulus, mass, density = (fact for fact in needed if fact)
        volume = mass.value / density.value * _G_CM3
        quotient = modulus.value * volume / (cohesion.value * _EV_GPA_ANGSTROM3)
        yield between("B V / E_coh", modulus, quotient, 1.15, 4.9)
    names = ("entropy_fusion", "melting_temperature", "fusion_enthalpy")
    needed = [best.get(name) for name in names]
    if all(needed):
        entropy, melting, heat = (fact for fact in needed if fact)
        product = 1e-3 * entropy.value * melting.value
        yield within("entropy of fusion times T_m", entropy, product, heat.value, 0.003,
                     f"kJ/mol of {heat.source}")  # fmt: skip


def _liquid(best: dict[str, Fact]) -> Iterator[Comparison]:
    """Slope of the density against T_m, and the liquid's density against the solid's."""
    melting, liquid = best.get("melting_temperature"), best.get("density_liquid_melting")
    slope, density = best.get("density_liquid_slope"), best.get("density")
    if melting and liquid and slope:
        quotient = -slope.value * melting.value / liquid.value
        yield between("slope of density times T_m", slope, quotient, 0.065, 0.25)
    if liquid and density:
        yield between("liquid over solid density", liquid, 1e-3 * liquid.value / density.value,
                      0.85, 0.985)  # fmt: skip
    entropy = best.get("entropy_liquid_melting")
    mass = best.get("atomic_mass")
    if entropy and melting and liquid and mass:
        gas = ideal_entropy(mass.value, melting.value, 1e-3 * liquid.value)
        yield between("entropy of the liquid less that of a gas, J/mol/K", entropy,
                      entropy.value - gas, -36.0, -12.5)  # fmt: skip
    peak = best.get("nearest_neighbour_distance") or best.get("g_r_first_peak_position")
    if peak and liquid and mass:
        number = liquid.value * 1e-3 / (mass.value * _G_CM3)
        yield between("first peak times n^(1/3)", peak, peak.value * number ** (1 / 3), 1.03, 1.13)
    wave = best.get("structure_factor_peak_position")
    if wave and liquid and mass:
        number = liquid.value * 1e-3 / (mass.value * _G_CM3)
        yield between("peak of S(q) over n^(1/3)", wave, wave.value / number ** (1 / 3), 6.5, 7.4)
    if (warm := best.get("density_liquid")) and liquid:
        yield between("density of the liquid over that at melting", warm, warm.value / liquid.value,
                      0.97, 1.005)  # fmt: skip


def ideal_entropy(mass: float, temperature: float, density: float) -> float:
    """Return the entropy of a monatomic gas in J/mol/K (Sackur-Tetrode); u, K, g/cm3."""
    heat = BOLTZMANN_J_K * temperature
    wave = sqrt(2 * pi * PLANCK_REDUCED_J_S**2 / (mass * ATOMIC_MASS_KG * heat))
    volume = 1e-3 * mass * ATOMIC_MASS_KG / density
    return BOLTZMANN_J_K * AVOGADRO_1_MOL * (2.5 + log(volume / wave**3))


def _moduli(best: dict[str, Fact]) -> Iterator[Comparison]:
    """B of the elastic constants and of sound in shocked matter against B; shear anisotropy."""
    modulus = best.get("bulk_modulus")
    names = ("c11", "c12", "c44", "c13", "c33")
    c = {name: fact.value for name in names if (fact := best.get(f"elastic_constant_{name}"))}
    if "c11" in c and modulus:
        first = best["elastic_constant_c11"]
        sum_ = 3 * (c["c11"] + 2 * c["c12"])
        if "c13" in c:
            sum_ = 2 * (c["c11"] + c["c12"]) + 4 * c["c13"] + c["c33"]
        yield within("B of elastic constants", first, sum_ / 9, modulus.value, 0.07,
                     f"GPa of {modulus.source}")  # fmt: skip
        usual = (6.5, 9.5) if c["c11"] < 20.0 else (0.5, 3.3)  # alkali metals are soft in shear
        yield between("anisotropy", best["elastic_constant_c44"],
                      2 * c["c44"] / (c["c11"] - c["c12"]), *usual)  # fmt: skip
        yield between("C44 over C11", best["elastic_constant_c44"], c["c44"] / c["c11"], 0.14, 0.7)
    sound, rest = best.get("hugoniot_c0"), best.get("shock_initial_density")
    if sound and rest and modulus:
        yield within("rho0 c0^2 against B", sound, rest.value * sound.value**2, modulus.value,
                     0.1, f"GPa of {modulus.source}")  # fmt: skip
    if slope := best.get("hugoniot_s"):  # B' is 4 s - 1
        yield between("slope of the Hugoniot", slope, slope.value, 0.9, 1.7)
    if rest and (density := best.get("density")):
        yield within("rho0 of shocks", rest, rest.value, density.value, 0.02, "g/cm3 at rest")


def _valences(best: dict[str, dict[str, Fact]]) -> Iterator[Comparison]:
    """Hold the valence against the electrons outside of closed shells, by atomic number."""
    numbers = {line.fields["symbol"]: int(line.fields["Z"])
               for line in read_lines(shipped("elements.csv"), ("Z", "symbol"))}  # fmt: skip
    for element, chosen in best.items():
        if fact := chosen.get("valence"):
            outer = numbers[element] - max(z for z in (0, 2, 10, 18, 36, 54, 86)
                                           if z < numbers[element])  # fmt: skip
            for shell in (24, 10):  # f and d, then d
                outer -= shell if outer > shell else 0
            text = f"valence {fact.value:g}, but {outer} electrons outside of closed shells"
            yield Comparison("valence", fact, fact.value, outer, outer, text)


def _groups(best: dict[str, dict[str, Fact]]) -> Iterator[Comparison]:
    """Hold properties against those of the neighbours in the column of the periodic table."""
    structure = {}
    for line in read_lines(shipped("facts", "constants.csv"), ("quantity", "text", "rank")):
        row = line.fields
        if row["quantity"] == "crystal_structure" and row["rank"] == "1":
            structure[row["element"]] = row["text"]
    for column in map(str.split, _COLUMNS):
        ions = [fact for e in column if (fact := best[e].get("first_ionisation_energy"))]
        for above, fact, below in zip(ions, ions[1:], ions[2:], strict=False):
            mean = sqrt(above.value * below.value)
            of = "eV, the mean of its neighbours"
            yield within("ionisation in its column", fact, fact.value, mean, 0.12, of)
    for element, chosen in best.items():
        fact, usual = chosen.get("entropy_fusion"), FUSION.get(structure.get(element, ""))
        if fact and usual:
            yield between(f"entropy of fusion, {structure[element]}", fact, fact.value, *usual)


def shock_points(facts: list[Fact]) -> Iterator[Comparison]:
    """P = rho0 U_s U_p of every point, and U_s against the median line of its element."""
    points: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if number := fact.line.get("point"):
            points[fact.line["series"], number][fact.quantity] = fact
    for point in points.values():
        names = ("shock_initial_density", "shock_velocity", "particle_velocity", "shock_pressure")
        parts = [point[name] for name in names if name in point]
        if len(parts) == len(names):
            rho0, us, up, pressure = (part.value for part in parts)
            yield within("P = rho0 Us Up", parts[3], pressure, rho0 * us * up, 0.005, "GPa")
