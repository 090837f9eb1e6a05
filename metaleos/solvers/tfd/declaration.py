"""The models of Perrot 1979: ``tfd`` and, with the gradient term, ``tfdw``."""

from __future__ import annotations

from metaleos.properties import Property
from metaleos.solvers import perrot
from metaleos.solvers.protocol import (
    TEMPERATURE,
    VOLUME,
    Domain,
    Ingredient,
    Input,
    Model,
    Range,
    Yield,
)

_STATE = (TEMPERATURE, VOLUME)

_INPUTS = (
    Input(name="Z", unit="1", kind="constant", description="nuclear charge Z"),
    Input(name="atomic_mass", unit="u", kind="constant", description="mass of the atom"),
    Input(
        name="density",
        unit="g/cm3",
        kind="constant",
        description="tabulated density, reference where the paper gives none",
    ),
    Input(
        name="reference_density",
        unit="g/cm3",
        kind="parameter",
        description="normal density rho_0 of Perrot 1979",
        required=False,
    ),
    Input(
        name="cohesive_energy_origin",
        unit="Ha",
        kind="parameter",
        description="cohesive energy that fixes the origin of Perrot's energies",
        required=False,
        inferred=(*perrot.energies("tfd"), *perrot.energies("tfdw")),
    ),
    Input(
        name="cohesive_energy",
        unit="eV/atom",
        kind="observation",
        description="measured cohesive energy, for the origin of the relative energy",
        required=False,
    ),
    Input(
        name="atomic_mass_printed",
        unit="u",
        kind="parameter",
        description="atomic mass behind the printed tables",
        required=False,
    ),
    Input(
        name="avogadro_number",
        unit="1/mol",
        kind="parameter",
        description="N_A behind the printed tables",
        required=False,
    ),
    Input(
        name="bohr_radius",
        unit="angstrom",
        kind="parameter",
        description="a0 behind the printed tables",
        required=False,
    ),
    Input(
        name="hartree_energy",
        unit="eV",
        kind="parameter",
        description="hartree behind the printed tables",
        required=False,
    ),
    Input(
        name="pressure_unit",
        unit="Mbar",
        kind="parameter",
        description="Ha/a0^3 behind the printed tables",
        required=False,
    ),
)


def _yields(gradient: bool) -> tuple[Yield, ...]:
    kinetic = ("total", "homogeneous", "gradient") if gradient else ("total", "homogeneous")
    pressure = ("total", "homogeneous", "exchange_correlation")
    own = (
        (
            Yield(property="central_density"),
            Yield(property="gradient_pressure_ratio"),
            Yield(property="gradient_energy_ratio"),
            Yield(property="van_der_waals_loop"),
            Yield(property="two_cores"),
        )
        if gradient
        else (Yield(property="limiting_compression", describes_failure=True),)
    )
    return (
        Yield(property="pressure", terms=(*pressure, "gradient") if gradient else pressure),
        Yield(property="pressure_virial"),
        Yield(property="total_energy"),
        Yield(property="relative_energy"),
        Yield(property="kinetic_energy", terms=kinetic),
        Yield(
            property="potential_energy",
            terms=("total", "electron_nucleus", "electron_electron", "exchange_correlation"),
        ),
        Yield(property="free_energy"),
        Yield(property="entropy"),
        Yield(property="chemical_potential"),
        Yield(property="boundary_density"),
        Yield(property="bulk_modulus"),
        Yield(property="heat_capacity"),
        Yield(property="thermal_pressure_coefficient"),
        Yield(property="grueneisen_parameter"),
        Yield(property="sound_speed"),
        Yield(property="spinodal"),
        Yield(property="validity"),
        *own,
        *(
            (
                Yield(
                    property="core_transition_temperature", on_request=True, describes_failure=True
                ),
            )
            if gradient
            else ()
        ),
        Yield(property="equilibrium_volume", on_request=True, describes_failure=True),
        Yield(property="equilibrium_density", on_request=True, describes_failure=True),
        Yield(property="equilibrium_bulk_modulus", on_request=True, describes_failure=True),
        Yield(
            property="equilibrium_bulk_modulus_derivative",
            on_request=True,
            describes_failure=True,
        ),
        Yield(property="electron_density", curve="radius"),
        Yield(property="shock_velocity", curve="particle_velocity"),
        Yield(property="shock_pressure", curve="particle_velocity"),
    )


_PROPERTIES = (
    Property(
        "equilibrium_density", "rho_eq", "g/cm3", "mass density at which the pressure vanishes"
    ),
    Property(
        "equilibrium_bulk_modulus", "B_eq", "GPa", "isothermal bulk modulus where the P vanishes"
    ),
    Property(
        "equilibrium_bulk_modulus_derivative", "B'_eq", "1", "dB/dP where the pressure vanishes"
    ),
    Property("central_density", "n(0)", "1/bohr3", "electron density at the nucleus"),
    Property(
        "electron_density", "n(r)", "1/bohr3", "electron density over the distance from the nucleus"
    ),
    Property(
        "spinodal", "(F0 + Fxc)'' < 0", "1", "1 where the local functional is unstable at n(S)"
    ),
    Property("van_der_waals_loop", "B < 0", "1", "1 on the unstable part of an isotherm's loop"),
    Property(
        "two_cores", "two cores", "1", "1 where a collapsed and a diffuse core are both stationary"
    ),
    Property(
        "core_transition_temperature",
        "T_core",
        "K",
        "temperature at which the core goes over from collapsed to diffuse, at the state's volume",
    ),
    Property("validity", "valid", "1", "1 where the model is not known to fail at this state"),
    Property(
        "gradient_pressure_ratio", "tau_P", "1", "gradient part of P over the homogeneous part"
    ),
)
"""What no other theory yields."""


_INGREDIENTS = (
    Ingredient(name="fits", text="Perrot's fits of f, h and their derivatives (Apps. A, B)"),
    *perrot.UNITS,
)

RANGES = (
    Range(
        name="temperature, or 0",
        unit="K",
        low=1e-6,
        high=1.3e8,
        reason="colder is 0 to all digits; above 10 keV electrons are relativistic",
    ),
    Range(
        name="cell radius",
        unit="bohr",
        low=0.02,
        high=60.0,
        reason="the meshes are made for these; smaller cells are relativistic, larger ones gases",
    ),
)


def _model(theory: str, title: str, *, gradient: bool) -> Model:
    return Model(
        theory=theory,
        title=title,
        revision=6,
        source="perrot1979",
        state_variables=_STATE,
        inputs=_INPUTS,
        yields=_yields(gradient),
        properties=_PROPERTIES,
        solver=f"metaleos.solvers.tfd.model:solve_{theory}",
        reference="metaleos.solvers.tfd.reference:reference_state",
        settings={"tolerance": 1e-7, "ions": "ideal_gas", "initial_pressure": "model"},
        is_default=True,
        ingredients=_INGREDIENTS,
        ranges=RANGES,
        domain=Domain(statement="any element, where the functional is not known to fail"),
        origin="all electrons",
    )


MODELS = (
    _model("tfd", "Thomas-Fermi-Dirac atom at any temperature", gradient=False),
    _model("tfdw", "Thomas-Fermi-Dirac atom with gradient correction", gradient=True),
)
