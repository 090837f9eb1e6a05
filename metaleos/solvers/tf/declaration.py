"""The models of the Thomas-Fermi atom: ``tf/exact``, and Latter's approximations."""

from __future__ import annotations

from metaleos.constants import BOLTZMANN_EV_K
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


def _optional(name: str, unit: str, description: str) -> Input:
    return Input(name=name, unit=unit, kind="parameter", description=description, required=False)


_INPUTS = (
    Input(name="Z", unit="1", kind="constant", description="Z, nuclear charge"),
    Input(name="atomic_mass", unit="u", kind="constant", description="A, for volumes"),
    Input(
        name="density",
        unit="g/cm3",
        kind="constant",
        description="density of the solid at room temperature: the reference volume",
    ),
    _optional("reference_volume", "bohr3/atom", "reference volume, instead of the density's"),
    _optional("bohr_radius", "angstrom", "a0 of the paper (printed)"),
    _optional("hartree_energy", "eV", "e2/a0 of the paper (printed)"),
    _optional("pressure_unit", "Mbar", "hartree per cubic bohr of the paper (printed)"),
    _optional("atomic_mass_printed", "u", "A of the paper (printed)"),
    _optional("avogadro_number", "1/mol", "N_A of the paper (printed)"),
    _optional("reference_density", "g/cm3", "rho0 of the paper (printed)"),
    Input(
        name="cohesive_energy_origin",
        unit="Ha",
        kind="parameter",
        description="E_coh in the origin of relative energies",
        required=False,
        inferred=perrot.energies("tf"),
    ),
    Input(
        name="cohesive_energy",
        unit="eV/atom",
        kind="observation",
        description="E_coh in the origin of relative energies, where no parameter gives it",
        required=False,
    ),
)

_BOUNDARY = (
    "pressure",
    "chemical_potential",
    "boundary_density",
    "reduced_potential_origin",
    "reduced_potential_boundary",
)

_ENERGIES = (
    Yield(property="total_energy"),
    Yield(property="kinetic_energy"),
    Yield(property="potential_energy", terms=("total", "electron_nucleus", "electron_electron")),
    Yield(property="free_energy"),
    Yield(property="entropy"),
)

_DIFFERENCES = (
    "energy_above_isolated",
    "free_energy_above_isolated",
    "thermal_energy",
    "thermal_free_energy",
    "thermal_pressure",
    "relative_energy",
)

_RESPONSES = ("bulk_modulus", "heat_capacity", "grueneisen_parameter")


# The states of the default catalog: kT in eV by compression, for every element.
_CATALOG_KT = (0.0, 0.1, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 1e3, 1e4)
_GRID = {
    "temperature": tuple(kt / BOLTZMANN_EV_K for kt in _CATALOG_KT),
    "compression": (0.01, 0.1, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0),
}


def _yields(*names: str) -> tuple[Yield, ...]:
    return tuple(Yield(property=name) for name in names)


_PROPERTIES = (
    Property(
        "reduced_potential_origin", "phi(0)", "1", "Z e2/(kT r0), reduced potential at the nucleus"
    ),
    Property(
        "reduced_potential_boundary", "phi(1)", "1", "mu/kT, reduced potential at the boundary"
    ),
)
"""What no other theory yields."""


_INGREDIENTS = (
    Ingredient(name="constants", text="the constants of Latter's footnote 13"),
    Ingredient(name="fits", text="Latter's fits of I_1/2 for the exact function"),
    *perrot.UNITS,
    Ingredient(name="reference_density", text="Perrot's normal densities of Be, Al, Cu"),
)
"""The first two where an element has no units of Perrot's, the others where it has."""

RADIUS = Range(
    name="scaled radius r0 Z^(1/3)",
    unit="bohr",
    low=1e-4,
    high=1e6,
    reason="denser electrons are relativistic, thinner ones a gas without atoms",
)
SCALED_TEMPERATURE = Range(
    name="scaled temperature kT/Z^(4/3), or 0",
    unit="hartree",
    low=1e-12,
    high=1e8,
    reason="colder is 0 to all digits; hotter electrons are relativistic",
)


DOMAIN = Domain(
    statement="dense or hot matter, from a compression of 150 or 100 eV on: there what it leaves "
    "out (exchange, gradient) is under a tenth of the pressure of Al and Cu; it binds no atoms",
    least_compression=150.0,
    least_temperature=1.16e6,
)


def _model(
    variant: str,
    title: str,
    yields: tuple[Yield, ...],
    *,
    is_default: bool = False,
    grid: dict[str, tuple[float, ...]] | None = None,
    inconsistencies: dict[str, str] | None = None,
) -> Model:
    return Model(
        theory="tf",
        variant=variant,
        title=title,
        revision=3,
        source="latter1955",
        state_variables=_STATE,
        inputs=_INPUTS,
        yields=yields,
        properties=_PROPERTIES,
        solver="metaleos.solvers.tf.model:solve",
        reference="metaleos.solvers.tf.reference:reference_state",
        is_default=is_default,
        ingredients=tuple(i for i in _INGREDIENTS if variant != "scaled" or i.name != "fits"),
        ranges=(RADIUS, SCALED_TEMPERATURE),
        grid=grid or {},
        inconsistencies=inconsistencies or {},
        domain=DOMAIN,
        origin="all electrons",
    )


MODELS: tuple[Model, ...] = (
    _model(
        "exact",
        "Thomas-Fermi atom at any temperature",
        (*_yields(*_BOUNDARY), *_ENERGIES, *_yields(*_DIFFERENCES, *_RESPONSES)),
        is_default=True,
        grid=_GRID,
    ),
    _model(
        "uniform",
        "uniform electron gas about the nucleus (Eqs. 51, 52)",
        (*_yields(*_BOUNDARY), *_ENERGIES),
        inconsistencies=dict.fromkeys(
            ("P = -dF/dV", "virial: 3 P V = 2 K + U"),
            "the approximation takes P of the gas at the boundary (Eq. 12') and U of a "
            "uniform sphere (Eq. 15'): U belongs to no density that solves the atom",
        ),
    ),
    _model("scaled", "rescaled cold atom (Eqs. 69-83)", _yields(*_BOUNDARY)),
)
