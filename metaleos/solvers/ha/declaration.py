"""The nine models of Soma et al. (1978). Imports neither numpy nor scipy."""

from __future__ import annotations

from metaleos.properties import Property
from metaleos.solvers.protocol import (
    STRUCTURE,
    VOLUME,
    Domain,
    Ingredient,
    Input,
    Model,
    Range,
    StateVariable,
    Yield,
)
from metaleos.solvers.ranges import NOZIERES_PINES

REVISION = 2
_SOLVER = "metaleos.solvers.ha.model:solve"
_REFERENCE = "metaleos.solvers.ha.reference:reference_state"
_TERMS = ("total", "madelung", "electron_gas", "first_order", "second_order", "third_order")
_SECOND = _TERMS[:-1]
_SUM = ("total = madelung + electron_gas + first_order + second_order",)
_BRANCHES = ("100_l", "100_t", "110_l", "110_t1", "110_t2", "111_l", "111_t")

_STATE = (
    STRUCTURE,
    VOLUME,
    StateVariable(
        name="axial_ratio",
        unit="1",
        symbol="c/a",
        description="c/a of hcp",
        minimum=0.0,
        structures=("hcp",),
    ),
)


def _columns(*names: str) -> tuple[str, ...]:
    return tuple(f"soma1978 {name}" for name in names)


_FORM_FACTORS = ("III:V_S(110)", "III:V_S(200)", "III:V_S(211)")
_VOLUMES = _columns("VI:Ei", "VI:E0", "VI:E1")

_COMMON = (
    Input(
        name="reference_volume",
        unit="bohr3/atom",
        kind="parameter",
        description="observed volume Omega_0 of the paper",
        inferred=_VOLUMES,
    ),
    Input(
        name="first_ionisation_energy",
        unit="eV",
        kind="constant",
        description="energy I that separates the valence electron from the atom",
        required=False,
    ),
    Input(
        name="ionisation_energy",
        unit="eV",
        kind="parameter",
        description="I behind the printed cohesive energies",
        required=False,
    ),
    Input(
        name="atomic_mass",
        unit="u",
        kind="constant",
        description="mass of the atom, for densities",
        required=False,
    ),
)
_WELL = (
    Input(name="R_M", unit="bohr", kind="parameter", description="radius R_M of the well"),
    Input(name="u", unit="1", kind="parameter", description="depth u of the well"),
)
_ZERO = (
    Input(
        name="form_factor_zero",
        unit="1",
        kind="parameter",
        description="first zero q0/2kF of the Animalu-Heine potential, for the fit of R_M and u",
        required=False,
        inferred=_columns("II:R_M", "II:u"),
    ),
)
_CORE = (
    Input(
        name="r_c",
        unit="bohr",
        kind="parameter",
        description="radius r_c of the empty core",
        inferred=_columns("I:q0/2kF ha/al", *(f"{c} ha/al" for c in _FORM_FACTORS), "VI:E2 ha/al"),
    ),
    Input(
        name="E1",
        unit="Ry",
        kind="parameter",
        description="first-order energy at the reference volume, as printed",
        required=False,
    ),
)

_YIELDS = (
    Yield(property="total_energy", terms=_TERMS, sums=_SUM),
    Yield(property="cohesive_energy"),
    Yield(property="pressure", terms=_TERMS, sums=_SUM),
    Yield(property="bulk_modulus", terms=_TERMS, sums=_SUM),
    Yield(property="bulk_modulus_derivative"),
    Yield(property="equilibrium_volume"),
    Yield(property="structural_energy_fcc", terms=("total", "madelung", "second_order")),
    Yield(property="structural_energy_hcp", terms=("total", "madelung", "second_order")),
    Yield(property="form_factor", terms=("(110)", "(200)", "(211)"), sums=("none",)),
    Yield(property="form_factor_zero"),
    Yield(property="third_order_ratio_energy"),
    Yield(property="third_order_ratio_pressure"),
    Yield(property="third_order_ratio_bulk_modulus"),
    Yield(property="elastic_constant_c11", terms=_SECOND),
    Yield(property="elastic_constant_c12", terms=_SECOND),
    Yield(property="elastic_constant_c44", terms=("total", "madelung", "second_order")),
    Yield(property="shear_constant", terms=("total", "madelung", "second_order")),
    Yield(property="bulk_modulus_long_wave", terms=_SECOND),
    Yield(property="debye_temperature"),
    Yield(property="friedel_amplitude"),
    # milliseconds to a second a state
    Yield(property="elastic_constant_c11_long_wave", on_request=True),
    Yield(property="elastic_constant_c12_long_wave", on_request=True),
    Yield(property="elastic_constant_c44_long_wave", on_request=True),
    Yield(property="shear_constant_long_wave", on_request=True),
    Yield(property="debye_temperature_phonon", on_request=True),
    Yield(property="zero_point_energy", on_request=True),
    Yield(property="phonon_frequency", terms=_BRANCHES, sums=("none",), curve="wavevector"),
    Yield(property="phonon_density_of_states", curve="frequency"),
    Yield(property="pair_potential", curve="distance"),
)

_FIT = (
    Yield(
        property="model_radius",
        terms=("total", "root_1", "root_2", "root_3"),
        sums=("total = root_1",),
    ),
    Yield(
        property="model_depth",
        terms=("total", "root_1", "root_2", "root_3"),
        sums=("total = root_1",),
    ),
)

_SETTINGS: dict[str, float | int | str | bool] = {
    "parameters": "published",
    "lattice_cutoff": 24.0,
    "third_order_cutoff": 21.0,
    "third_order_screening": "consistent",
}


_PROPERTIES = (
    Property(
        "bulk_modulus_long_wave",
        "B(q->0)",
        "GPa",
        "B of long waves: the dynamical matrix at q -> 0",
    ),
    Property("elastic_constant_c11_long_wave", "C11(q->0)", "GPa", "C11 of long waves"),
    Property("elastic_constant_c12_long_wave", "C12(q->0)", "GPa", "C12 of long waves"),
    Property("elastic_constant_c44_long_wave", "C44(q->0)", "GPa", "C44 of long waves"),
    Property("shear_constant_long_wave", "C'(q->0)", "GPa", "C' of long waves"),
    Property("zero_point_energy", "E_zp", "eV/atom", "zero-point energy of the phonons"),
    Property(
        "phonon_density_of_states", "g(nu)", "1/THz", "phonon density of states, 3 modes per atom"
    ),
    Property("friedel_amplitude", "A_F", "eV bohr3", "A in the tail u(r) -> A cos(2 kF r)/r^3"),
)
"""What no other theory yields."""


_TABLES = "A, B and E_c of the electron gas are tabulated from 1 to 6"
AXIAL_RATIO = Range(
    name="c/a of hcp",
    unit="1",
    low=0.02,
    high=50.0,
    reason="the reciprocal points of flatter or longer cells fill the memory",
)
_RANGES = (
    Range(
        name="radius of well or core over r_s",
        unit="1",
        low=1e-3,
        high=1.75,
        reason="a larger well holds its neighbours' nuclei, whose field Z/r it has replaced",
    ),
    AXIAL_RATIO,
)
TABULATED = Range(name="r_s", unit="bohr", low=0.9, high=6.6, reason=_TABLES)


_INGREDIENTS = (
    Ingredient(
        name="rydberg", text="13.60 eV for a rydberg in E_coh", inferred=_columns("IV:E_coh"),
        numbers=1,
    ),
    Ingredient(
        name="ionisation_energy", text="I = 5.39, 5.14, 4.34, 4.18, 3.89 eV in E_coh",
        inferred=_columns("IV:E_coh"),
    ),
    Ingredient(
        name="pressure_unit", text="1.4711e14 dyn/cm2 for 1 Ry/bohr3",
        inferred=_columns("VII:Pi", "VII:P0", "VII:P1"), numbers=1,
    ),
    Ingredient(
        name="form_factor_grid", text="form factors at q/2kF = 1.150, 1.625, 1.975",
        inferred=_columns(*_FORM_FACTORS), numbers=3,
    ),
    Ingredient(
        name="restricted_triples",
        text="third order with G1 from the twelve shortest vectors and |G|^2 up to 12 (2 pi/a)^2",
        inferred=_columns("IX:E3", "X:P3", "XI:B3"), numbers=2,
    ),
)  # fmt: skip
_TOTALS = {
    "vs": ("the six-point polynomial of E_c in the totals of P and B", ("II:R_M", "VII:P", "V:B")),
    "pcp": ("E_c of Nozieres and Pines in the totals of P and B", ("VII:P", "V:B")),
}


def _ingredients(variant: str) -> tuple[Ingredient, ...]:
    if variant == "al":
        return (*_INGREDIENTS, Ingredient(name="E1", text="the printed E1 for that of P = 0"))
    if variant not in _TOTALS:
        return _INGREDIENTS
    text, columns = _TOTALS[variant]
    inferred = _columns(*(f"{column} ha/{variant}" for column in columns))
    totals = Ingredient(name="totals_correlation", text=text, inferred=inferred, numbers=1)
    return (*_INGREDIENTS, totals)


_ALKALI = ("Li", "Na", "K", "Rb", "Cs")
_PARAMETERS = {"ho": ("Li", "Na", "K", "Rb"), "bkk": ("Na", "K")}
"""The metals of the variants that have no parameters for all five."""


def _model(variant: str, title: str, inputs: tuple[Input, ...]) -> Model:
    tabulated = variant in {"sstl", "vs", "pcp", "al"}
    return Model(
        theory="ha",
        variant=variant,
        title=title,
        revision=REVISION,
        source="soma1978",
        state_variables=_STATE,
        inputs=inputs + _COMMON,
        yields=_YIELDS + (_FIT if _ZERO[0] in inputs else ()),
        properties=_PROPERTIES,
        solver=_SOLVER,
        reference=_REFERENCE,
        settings=_SETTINGS,
        ingredients=_ingredients(variant),
        ranges=(TABULATED if tabulated else NOZIERES_PINES, *_RANGES),
        domain=Domain(
            statement="crystals of the alkali metals that it has parameters for",
            elements=_PARAMETERS.get(variant, _ALKALI),
        ),
        origin="valence electrons",
        phase="solid",
    )


MODELS = (
    _model("h", "Heine-Abarenkov potential, Hubbard local field", _WELL + _ZERO),
    _model("kl", "Heine-Abarenkov potential, Kleinman-Langreth local field", _WELL + _ZERO),
    _model("sstl", "Heine-Abarenkov potential, local field of Singwi et al.", _WELL + _ZERO),
    _model(
        "vs",
        "Heine-Abarenkov potential, Vashishta-Singwi local field",
        _WELL + _ZERO,
    ),
    _model("ho", "Heine-Abarenkov potential of Ho (1968)", _WELL),
    _model("mho", "Heine-Abarenkov potential of Ho (1971)", _WELL),
    _model("bkk", "Heine-Abarenkov potential of Brovman, Kagan and Kholas", _WELL),
    _model("pcp", "Heine-Abarenkov potential of Popovic, Carbotte and Piercy", _WELL),
    _model("al", "Ashcroft-Langreth empty core", _CORE),
)
