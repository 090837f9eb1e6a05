"""Relations among the heats, temperatures and moduli of one element: rules of thumb with bands.

Each band was drawn round the metals themselves (docstring of `relations`): molecules and covalent
solids leave some, and stand in the baseline.
"""

from __future__ import annotations

from math import log, sqrt
from typing import TYPE_CHECKING

from metaleos.constants import ATOMIC_MASS_KG, AVOGADRO_1_MOL
from metaleos.ingest.comparison import between, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.ingest.comparison import Comparison, Fact

ROOM = 298.15
"""Temperature [K] of entropies of the solid."""


def thermal(best: dict[str, Fact]) -> Iterator[Comparison]:
    """Hold the preferred thermal values of one element against one another."""
    yield from _boiling(best)
    yield from _heat(best)
    yield from _solid(best)
    if resistivity := best.get("electrical_resistivity"):  # Ag to Mn [uohm cm]
        yield between("resistivity of metals", resistivity, resistivity.value, 1.5, 150.0)


def _boiling(best: dict[str, Fact]) -> Iterator[Comparison]:
    """Vaporisation against atomisation; Trouton's rule; T_b against T_m and the critical point."""
    heat, atoms = best.get("vaporisation_enthalpy"), best.get("atomisation_enthalpy")
    boiling, melting = best.get("boiling_temperature"), best.get("melting_temperature")
    critical = best.get("critical_temperature")
    if heat and atoms:
        yield between("heat of vaporisation over atomisation", heat, heat.value / atoms.value,
                      0.75, 1.03)  # fmt: skip
    if heat and boiling:
        yield between(
            "Trouton's rule, J/mol/K", heat, 1e3 * heat.value / boiling.value, 75.0, 145.0
        )
    if boiling and melting:
        yield between("boiling over melting temperature", boiling, boiling.value / melting.value,
                      1.25, 3.6)  # fmt: skip
    if critical and boiling:
        yield between("critical over boiling temperature", critical, critical.value / boiling.value,
                      1.6, 3.0)  # fmt: skip


def _heat(best: dict[str, Fact]) -> Iterator[Comparison]:
    """Dulong and Petit; entropies of solid and liquid with the heat between; transitions."""
    capacity, liquid = best.get("heat_capacity_isobaric"), best.get("heat_capacity_liquid")
    if capacity:
        yield between("heat capacity, J/mol/K", capacity, capacity.value, 22.5, 31.0)
    if liquid:
        yield between("heat capacity of the liquid, J/mol/K", liquid, liquid.value, 26.0, 52.0)
    names = ("entropy_solid", "entropy_liquid_melting", "entropy_fusion", "melting_temperature")
    needed = [best.get(name) for name in names]
    if capacity and all(needed):
        solid, molten, fusion, melting = (fact for fact in needed if fact)
        if melting.value > 1.1 * ROOM:
            gained = molten.value - fusion.value - solid.value
            mean = gained / log(melting.value / ROOM) / capacity.value
            yield between("entropy from room temperature to melting over C_p ln T", solid, mean,
                          0.95, 1.42)  # fmt: skip
    heat, at = best.get("transition_enthalpy"), best.get("transition_temperature")
    end = best.get("melting_temperature")
    if heat and at:
        yield between("entropy of transition, J/mol/K", heat, 1e3 * heat.value / at.value, 0.5, 4.7)
    if at and end:
        part = at.value / end.value
        yield between("transition over melting temperature", at, part, 0.45, 0.99)


def _solid(best: dict[str, Fact]) -> Iterator[Comparison]:
    """Expansion to melting; Grueneisen's relation; rho c^2 against B; Lindemann's rule."""
    expansion, melting = best.get("thermal_expansion"), best.get("melting_temperature")
    density, mass, modulus = (best.get(n) for n in ("density", "atomic_mass", "bulk_modulus"))
    if expansion and melting:
        yield between("linear expansion times T_m", expansion, expansion.value * melting.value,
                      0.008, 0.03)  # fmt: skip
    if not (density and mass):
        return
    volume = mass.value * ATOMIC_MASS_KG / (1e3 * density.value)  # m3
    capacity, sound = best.get("heat_capacity_isobaric"), best.get("sound_speed_solid")
    if expansion and modulus and capacity:
        work = 3.0 * expansion.value * modulus.value * 1e9 * volume * AVOGADRO_1_MOL
        yield between("Grueneisen parameter, 3 alpha B V / C_p", expansion, work / capacity.value,
                      0.45, 3.0)  # fmt: skip
        if grueneisen := best.get("grueneisen_parameter_lattice"):
            yield within("Grueneisen parameter", grueneisen, grueneisen.value,
                         work / capacity.value, 0.17, "of expansion, B, V and C_p")  # fmt: skip
    if sound and modulus:
        stiff = 1e3 * density.value * sound.value**2 * 1e-9
        yield between("rho c^2 / B", sound, stiff / modulus.value, 0.33, 2.1)
    for name, low, high in (
        ("debye_temperature_phonon", 135.0, 190.0), ("debye_temperature", 125.0, 260.0),
    ):  # fmt: skip
        debye = best.get(name)
        if debye and melting:
            scale = sqrt(melting.value / mass.value) / (1e10 * volume ** (1.0 / 3.0))
            rule = f"Lindemann's rule, {name}, K^(1/2) u^(1/2) angstrom"
            yield between(rule, debye, debye.value / scale, low, high)
