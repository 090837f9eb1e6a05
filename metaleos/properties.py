"""Properties: what a model yields or an experiment observes, by name, symbol, unit, definition.

A property is defined once. What facts, papers or several theories refer to stands in the table of
this file; what only one theory yields, in its declaration, and joins when the theory is loaded
(`metaleos.solvers.registry`). Solvers return values in a property's storage unit, the catalog
stores values in it, and every answer shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from metaleos.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Comparable:
    """What makes a computed and a measured value of a property comparable.

    Parameters
    ----------
    origin : str
        What measured energies are counted from (``"valence electrons"``: as much electrons at
        rest far away as the metal has valence electrons). A model that counts from something else
        has another zero. Empty where no zero matters.
    same : {"", "phase", "structure"}
        What must not differ: solid or liquid, or also the crystal structure.
    span : float or None
        Largest difference in temperature [K]; None where it does not matter.
    condition : {"", "isothermal", "adiabatic"}
        How ours is defined. At 0 K both are the same.
    """

    origin: str = ""
    same: str = ""
    span: float | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A defined quantity.

    Parameters
    ----------
    name : str
        As typed: ``bulk_modulus``.
    symbol : str
        As printed: ``B``.
    unit : str
        Storage unit, spelled as everywhere (``GPa``, ``eV/atom``, ``1`` for pure numbers).
    description : str
        One line that defines it.
    comparable : Comparable
        What makes it comparable with a measured value.
    """

    name: str
    symbol: str
    unit: str
    description: str
    comparable: Comparable = Comparable()


_ENERGY = "eV/atom"

# One line a property: name, symbol, storage unit, definition.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    # energies and free energies
    ("total_energy", "E", _ENERGY, "absolute internal energy E(V, T) of the model"),
    ("relative_energy", "E - E0", _ENERGY, "E - E(T=0, rho0) - E_coh of the same model"),
    ("cohesive_energy", "E_coh", _ENERGY, "energy to separate the crystal into neutral atoms"),
    ("free_energy", "F", _ENERGY, "Helmholtz free energy"),
    ("kinetic_energy", "E_kin", _ENERGY, "kinetic energy of the electrons"),
    ("potential_energy", "E_pot", _ENERGY, "potential energy, all Coulomb and exchange parts"),
    ("chemical_potential", "mu", "eV", "chemical potential of the electrons"),
    ("redistribution_energy", "Delta U", _ENERGY, "energy gained as the valence density evens out"),
    # thermodynamics
    ("entropy", "S", "kB/atom", "entropy"),
    ("pressure", "P", "GPa", "pressure, -dF/dV"),
    ("bulk_modulus", "B", "GPa", "isothermal bulk modulus, -V dP/dV"),
    ("bulk_modulus_derivative", "B'", "1", "pressure derivative of the bulk modulus, dB/dP"),
    ("heat_capacity", "C_V", "kB/atom", "heat capacity at constant volume"),
    ("equilibrium_volume", "V_eq", "bohr3/atom", "volume at which the pressure vanishes"),
    ("structural_energy_fcc", "E_fcc - E_bcc", _ENERGY, "energy of fcc over bcc at equal volume"),
    ("structural_energy_hcp", "E_hcp - E_bcc", _ENERGY, "energy of hcp over bcc at equal volume"),
    ("elastic_constant_c11", "C11", "GPa", "stress-strain coefficient C11"),
    ("elastic_constant_c12", "C12", "GPa", "stress-strain coefficient C12"),
    ("elastic_constant_c44", "C44", "GPa", "stress-strain coefficient C44"),
    ("shear_constant", "C'", "GPa", "tetragonal shear constant (C11 - C12)/2"),
    # pseudopotentials
    ("form_factor", "V_S(G)", "eV", "screened pseudopotential form factor"),
    ("form_factor_zero", "q0/2kF", "1", "first zero of the unscreened form factor over 2 kF"),
    ("model_radius", "R_M", "bohr", "radius of the Heine-Abarenkov well"),
    ("model_depth", "u", "1", "depth of the Heine-Abarenkov well over Z e2/R_M"),
    ("core_radius", "R_c", "bohr", "radius of the empty core"),
    ("pair_potential", "u(r)", "eV", "effective pair potential of two ions"),
    ("third_order_ratio_energy", "R_E", "1", "third-order energy over the cohesive energy"),
    ("third_order_ratio_pressure", "R_P", "1", "third-order over second-order pressure, absolute"),
    ("third_order_ratio_bulk_modulus", "R_B", "1", "third-order over total bulk modulus, absolute"),
    # statistical atoms
    ("boundary_density", "n(S)", "1/bohr3", "electron density at the cell boundary"),
    ("energy_above_isolated", "E - E_iso", _ENERGY, "E(V, T) less that of the isolated cold atom"),
    ("free_energy_above_isolated", "F - E_iso", _ENERGY, "F less that of the isolated cold atom"),
    ("thermal_energy", "E - E_c", _ENERGY, "E(V, T) - E(V, 0)"),
    ("thermal_free_energy", "F - E_c", _ENERGY, "F(V, T) - E(V, 0)"),
    ("thermal_pressure", "P - P_c", "GPa", "P(V, T) - P(V, 0)"),
    ("pressure_virial", "P_virial", "GPa", "pressure by the virial theorem"),
    ("thermal_pressure_coefficient", "dP/dT", "GPa/K", "(dP/dT) at constant volume"),
    ("grueneisen_parameter", "gamma", "1", "V dP/dE at constant volume, of the electrons"),
    ("sound_speed", "c", "km/s", "adiabatic speed of sound, (dP/drho)_S^(1/2)"),
    ("limiting_compression", "rho_min/rho0", "1", "least compression with a solution at this T"),
    ("gradient_energy_ratio", "tau_E", "1", "gradient over the homogeneous kinetic energy"),
    # liquids
    ("packing_fraction", "eta", "1", "hard-sphere packing fraction"),
    ("d_electrons", "Z_d", "1", "d electrons per ion"),
    ("d_state_radius", "r_d", "bohr", "radius of the d state (Harrison)"),
    ("electron_radius", "r_s", "bohr", "radius of the sphere that holds one valence electron"),
    ("nearest_neighbour_distance", "d", "bohr", "distance of nearest neighbours"),
    ("hard_sphere_diameter", "sigma", "bohr", "diameter of the hard spheres at the minimum"),
    ("structure_factor", "S(q)", "1", "static structure factor of the liquid"),
    ("structure_factor_peak_position", "q_p", "1/bohr", "wavevector of the first peak of S(q)"),
    ("structure_factor_peak_height", "S(q_p)", "1", "height of the first peak of S(q)"),
    # nonuniform valence density
    ("redistribution_energy_dtheta", "dDeltaU/dTheta", "eV/bohr", "by the shell's thickness"),
    ("redistribution_pressure", "-dDeltaU/dV", "GPa", "pressure of Delta U, Theta and dq fixed"),
    # lattice vibrations
    ("debye_temperature", "Theta_D", "K", "Debye temperature, T -> 0, of the elastic constants"),
    ("debye_temperature_phonon", "Theta_2", "K", "Debye temperature of the phonons' mean square"),
    ("phonon_frequency", "nu(q)", "THz", "phonon frequency, by direction and branch"),
    ("grueneisen_parameter_lattice", "gamma_L", "1", "V dP/dE of the solid, all of its heat"),
    # observed: constants of the elements and measured values that no model yields
    ("atomic_mass", "M", "u", "standard atomic weight, or the mass of a long-lived isotope"),
    ("valence", "Z_v", "1", "conduction electrons per atom"),
    ("crystal_structure", "structure", "1", "crystal structure, a word"),
    ("lattice_a", "a", "angstrom", "lattice constant a of the conventional cell"),
    ("lattice_b", "b", "angstrom", "lattice constant b of the conventional cell"),
    ("lattice_c", "c", "angstrom", "lattice constant c of the conventional cell"),
    ("density", "rho", "g/cm3", "mass density of the solid (Br, Hg: liquid), tabulated"),
    ("melting_temperature", "T_m", "K", "melting temperature at 1 atm (or the triple point)"),
    ("first_ionisation_energy", "I_1", "eV", "energy to remove one electron from the atom"),
    ("atomisation_enthalpy", "Delta H_at", "kJ/mol", "enthalpy of formation of the atomic gas"),
    ("isotherm_volume", "V_0", "cm3/mol", "volume at rest of a fitted isotherm"),
    ("isotherm_bulk_modulus", "B_0", "GPa", "isothermal bulk modulus of that fit"),
    ("isotherm_derivative", "B'_0", "1", "pressure derivative dB/dP of that fit"),
    ("isotherm_pressure", "P(V)", "GPa", "pressure on that isotherm at one volume"),
    ("heat_capacity_isobaric", "C_P", "J/mol/K", "heat capacity at constant pressure, 1 bar"),
    ("entropy_solid", "S_sol", "J/mol/K", "absolute entropy of the solid, 298.15 K and 1 bar"),
    ("thermal_expansion", "alpha", "1/K", "coefficient of linear thermal expansion"),
    ("sound_speed_solid", "c_sol", "km/s", "speed of sound in the solid; which wave is not said"),
    ("electrical_resistivity", "rho_el", "uohm cm", "electrical resistivity"),
    ("fusion_enthalpy", "Delta H_m", "kJ/mol", "enthalpy of fusion per mole of atoms"),
    ("boiling_temperature", "T_b", "K", "boiling (or sublimation) temperature at 1 atm"),
    ("vaporisation_enthalpy", "Delta H_v", "kJ/mol", "enthalpy of vaporisation at T_b, of atoms"),
    ("critical_temperature", "T_c", "K", "temperature of the liquid-gas critical point"),
    ("transition_temperature", "T_tr", "K", "transition of two crystal structures at 1 bar"),
    ("transition_enthalpy", "Delta H_tr", "kJ/mol", "enthalpy of that transition"),
    ("heat_capacity_liquid", "C_liq", "J/mol/K", "heat capacity C_P of the liquid at melting"),
    ("elastic_constant_c13", "C13", "GPa", "stress-strain coefficient C13"),
    ("elastic_constant_c33", "C33", "GPa", "stress-strain coefficient C33"),
    ("elastic_constant_c66", "C66", "GPa", "stress-strain coefficient C66"),
    ("elastic_constant_c111", "C111", "GPa", "third-order elastic constant C111 (Brugger)"),
    ("elastic_constant_c112", "C112", "GPa", "third-order elastic constant C112 (Brugger)"),
    ("elastic_constant_c123", "C123", "GPa", "third-order elastic constant C123 (Brugger)"),
    ("elastic_constant_c144", "C144", "GPa", "third-order elastic constant C144 (Brugger)"),
    ("elastic_constant_c166", "C166", "GPa", "third-order elastic constant C166 (Brugger)"),
    ("elastic_constant_c456", "C456", "GPa", "third-order elastic constant C456 (Brugger)"),
    ("density_liquid", "rho_liq", "kg/m3", "mass density of the liquid"),
    ("density_liquid_melting", "rho_m", "kg/m3", "mass density of the liquid at melting"),
    ("density_liquid_slope", "drho/dT", "kg/m3/K", "slope: rho(T) = rho_m + slope (T - T_m)"),
    ("entropy_liquid_melting", "S_liq", "J/mol/K", "absolute entropy of the liquid at melting"),
    ("entropy_fusion", "Delta S_m", "J/mol/K", "entropy of fusion per mole of atoms"),
    ("radial_distribution", "g(r)", "1", "radial distribution g(r) of the liquid, at one r"),
    ("g_r_first_peak_position", "r_1", "angstrom", "position of the first peak of g(r)"),
    ("g_r_first_peak_height", "g(r_1)", "1", "height of the first peak of g(r)"),
    ("shock_initial_density", "rho_0", "g/cm3", "density ahead of the shock"),
    ("shock_velocity", "U_s", "km/s", "shock velocity"),
    ("particle_velocity", "U_p", "km/s", "particle velocity behind the shock"),
    ("shock_pressure", "P_H", "GPa", "pressure on the principal Hugoniot"),
    ("hugoniot_c0", "c_0", "km/s", "c0 of U_s = c0 + s U_p + q U_p2"),
    ("hugoniot_s", "s", "1", "s of U_s = c0 + s U_p + q U_p2"),
    ("hugoniot_q", "q", "s/km", "q of U_s = c0 + s U_p + q U_p2"),
)


SOLID = Comparable(same="phase", span=400.0)
"""Energies and volumes of a crystal: to room temperature they change by a few per cent."""

_ELASTIC = Comparable(same="structure", span=400.0, condition="isothermal")
_LIQUID = Comparable(same="phase", span=300.0)
_ENERGY_OF_ALL = Comparable(origin="valence electrons", same="phase", span=400.0)
_COMPARABLE: dict[str, Comparable] = {
    "total_energy": _ENERGY_OF_ALL,
    "free_energy": _ENERGY_OF_ALL,
    "cohesive_energy": SOLID,
    "equilibrium_volume": SOLID,
    "bulk_modulus": Comparable(same="phase", span=400.0, condition="isothermal"),
    "bulk_modulus_derivative": Comparable(same="phase", span=400.0, condition="isothermal"),
    **{f"elastic_constant_{name}": _ELASTIC
       for name in ("c11", "c12", "c13", "c33", "c44", "c66")},
    "shear_constant": _ELASTIC,
    **dict.fromkeys(
        ("packing_fraction", "nearest_neighbour_distance", "structure_factor",
         "structure_factor_peak_position", "structure_factor_peak_height",
         "g_r_first_peak_position", "g_r_first_peak_height"), _LIQUID),
}  # fmt: skip

_declared: dict[str, Property] = {}


@cache
def common() -> Mapping[str, Property]:
    """Return the properties that belong to no single theory, by name."""
    anything = Comparable()
    return MappingProxyType(
        {row[0]: Property(*row, _COMPARABLE.get(row[0], anything)) for row in _TABLE}
    )


@cache
def properties() -> Mapping[str, Property]:
    """Return the common properties and those of the theories loaded so far, by name.

    Whoever needs those of every theory asks `metaleos.solvers.registry.properties`, which loads
    them first.
    """
    return MappingProxyType({**common(), **_declared})


def declare(items: Iterable[Property]) -> None:
    """Add the properties of a theory.

    Raises
    ------
    ValueError
        If a name is known with another definition; nothing is added then.
    """
    known, new = properties(), list(items)
    for item in new:
        if known.get(item.name, item) != item:
            raise ValueError(f"property {item.name!r} is defined twice, and not alike")
    _declared.update({item.name: item for item in new})
    properties.cache_clear()


def forget(names: Iterable[str]) -> None:
    """Take properties that were declared back out."""
    for name in names:
        _declared.pop(name, None)
    properties.cache_clear()


def property_named(
    text: str,
    known: Mapping[str, object],
    *,
    kind: str = "property",
    more: Iterable[str] = (),
    hint: str = "see `metaleos properties`",
) -> str:
    """Return the name of the property that a text means, by its name or by its symbol.

    A name is read in any case, with blanks or hyphens for underscores. A symbol is read as it is
    printed (``B``, ``E_coh``, ``C11``), and in another case where no symbol is printed so. What
    only one theory yields has its symbol where no common property has it.

    Parameters
    ----------
    text : str
    known : mapping
        Names of properties to what is known of them; a `Property` has a symbol.
    kind, more, hint : str or iterable of str
        For the error: what is unknown, further valid names, and where all are listed.

    Raises
    ------
    UnknownNameError
        If it is neither; the nearest of both are named.
    UsageError
        If several properties have the symbol.
    """
    word = text.strip()
    name = word.casefold().replace("-", "_").replace(" ", "_")
    if name in known:
        return name
    declared = properties()
    symbols = {item: declared[item].symbol for item in known if item in declared}
    found = [item for item, symbol in symbols.items() if symbol == word]
    found = found or [i for i, symbol in symbols.items() if symbol.casefold() == word.casefold()]
    found = [item for item in found if item in common()] or found
    if len(found) > 1:
        choices = " or ".join(found)
        raise UsageError(f"{kind} {text!r} is the symbol of several", f"write {choices}")
    if not found:
        raise UnknownNameError(kind, text, [*more, *known, *symbols.values()], hint)
    return found[0]
