"""The models ``wh/h``, ``wh/vs``, ``wh/iu``: liquid transition metals, by local field."""

from __future__ import annotations

from dataclasses import replace

from metaleos.properties import Property
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
from metaleos.solvers.ranges import NOZIERES_PINES

_STATE = (TEMPERATURE, VOLUME)


def _parameter(name: str, unit: str, description: str, *, required: bool = True) -> Input:
    return Input(name=name, unit=unit, kind="parameter", description=description, required=required)


_INPUTS = (
    Input(name="atomic_mass", unit="u", kind="constant", description="M, mass of the atom"),
    _parameter("Z_s", "1", "Z_s, electrons per ion in free-electron-like states"),
    _parameter("Z_d", "1", "Z_d, d electrons per ion"),
    _parameter("r_d", "bohr", "r_d, radius of the d state"),
    _parameter("n", "1", "n, coordination number in the liquid's d-band potential"),
    _parameter("R_c", "bohr", "R_c, radius of the empty core"),
    _parameter("W_d", "eV", "W_d, width of the d band"),
    _parameter("r_s", "bohr", "r_s at the observed volume: the reference volume"),
    _parameter("P_HS", "1e-3 Ha/bohr3", "P_HS at eta = 0.45: the reference temperature"),
    _parameter("d", "bohr", "d, nearest-neighbour distance of the solid"),
    Input(
        name="n_solid",
        unit="1",
        kind="parameter",
        description="coordination number of the solid: 8 (bcc) or 12",
        inferred=tuple(f"bretonnet1990 {table}:P_d" for table in ("I", "II", "III")),
    ),
    _parameter("P_d", "1e-3 Ha/bohr3", "P_d as printed, for R_c in `printed`", required=False),
    _parameter(
        "ion_sphere",
        "1",
        "1 where the printed numbers take Z_s^(1/3) r_s for r_s in E_EG and G",
        required=False,
    ),
    Input(
        name="melting_temperature",
        unit="K",
        kind="constant",
        description="T_m, the temperature without P_HS, for the shifts between the conventions",
        required=False,
    ),
)

DIFFERENCES = (
    "temperature",
    "pair_cutoff",
    "distribution",
    "electronic",
    "d_shift",
    "ion_sphere",
)
"""The differences between the conventions; all but the first are settings too."""

_YIELDS = (
    Yield(property="packing_fraction"),
    Yield(property="hard_sphere_diameter"),
    # total = hard_sphere + pair + volume + electronic + d_shift; hard_sphere = ideal + packing,
    # pair = pair_s + pair_d, volume = electron_gas + self_energy + long_wave
    Yield(
        property="free_energy",
        terms=(
            "total",
            "hard_sphere",
            "pair",
            "volume",
            "electronic",
            "d_shift",
            "ideal",
            "packing",
            "pair_s",
            "pair_d",
            "electron_gas",
            "self_energy",
            "long_wave",
        ),
        sums=(
            "total = hard_sphere + pair + volume + electronic + d_shift",
            "hard_sphere = ideal + packing",
            "pair = pair_s + pair_d",
            "volume = electron_gas + self_energy + long_wave",
        ),
    ),
    Yield(property="total_energy"),
    Yield(property="entropy", terms=("total", "ideal", "hard_sphere", "electronic")),
    # total = fluid + pair + volume + electronic; d_band and hard_sphere are the paper's P_d (of
    # the solid) and P_HS (at eta = 0.45), which fix R_c and are no part of the total
    Yield(
        property="pressure",
        terms=("total", "fluid", "pair", "volume", "electronic", "d_band", "hard_sphere"),
        sums=("total = fluid + pair + volume + electronic",),
    ),
    Yield(property="core_radius"),
    Yield(property="d_well_distance"),
    Yield(property="d_well_depth"),
    Yield(property="structure_factor_peak_position"),
    Yield(property="structure_factor_peak_height"),
    Yield(property="hard_sphere_freezing"),
    # one term a difference, made alone (`standard`) or last (`printed`); total is all of them
    *(
        Yield(
            property=f"convention_shift_{name}",
            terms=("total", *DIFFERENCES),
            sums=("none",),
            on_request=True,
        )
        for name in ("free_energy", "packing_fraction")
    ),
    Yield(property="pair_potential", terms=("total", "s_part", "d_part"), curve="distance"),
    Yield(property="structure_factor", curve="wavevector"),
)

# "convention" stands for what the convention says; every difference can be set alone.
_SETTINGS = {
    "distribution": "convention",  # percus_yevick, verlet_weis
    "pair_cutoff": "convention",  # upper limit of the pair integral in diameters, or none
    "electronic": "convention",  # full (-T S_el), consistent (-T S_el/2), none
    "d_shift": "convention",  # on, off: u_d(d)/2 in F
    "ion_sphere": "convention",  # on, off: Z_s^(1/3) r_s for r_s in E_EG and G
}


_PROPERTIES = (
    Property("d_well_distance", "r_m", "bohr", "distance where the d part of u(r) is lowest"),
    Property("d_well_depth", "u_d(r_m)", "eV", "lowest value of the d part of u(r)"),
    Property(
        "convention_shift_free_energy",
        "dF",
        "eV/atom",
        "change of F by a difference of conventions",
    ),
    Property(
        "convention_shift_packing_fraction", "deta", "1", "change of eta by such a difference"
    ),
    Property(
        "hard_sphere_freezing", "eta > 0.494", "1", "1 where hard spheres this dense would freeze"
    ),
)
"""What no other theory yields."""


_FITTED = tuple(
    f"bretonnet1990 {t}:{quantity}" for t in ("IV", "V", "VI") for quantity in ("F", "eta")
)
_INGREDIENTS = (
    Ingredient(
        name="pair_cutoff", text="the pair integral ends at 3 sigma", inferred=_FITTED, numbers=1
    ),
    Ingredient(
        name="distribution", text="g(r) of Verlet and Weis for Percus and Yevick's",
        inferred=_FITTED, numbers=1,
    ),
    Ingredient(name="electronic", text="-T S_el left out of F", inferred=_FITTED, numbers=1),
    Ingredient(name="d_shift", text="u_d(d)/2 added to F", inferred=_FITTED, numbers=1),
    Ingredient(
        name="ion_sphere", text="Z_s^(1/3) r_s for r_s in E_EG and G, but for Tc", inferred=_FITTED
    ),
    Ingredient(name="P_d", text="R_c from the printed P_d rather than from d"),
)  # fmt: skip
"""T of the printed P_HS and V of the printed r_s are the reference state of both conventions."""

_LIQUID = Range(
    name="temperature",
    unit="K",
    low=10.0,
    high=5e4,
    reason="ions are classical, and S_el is linear in T only while kT is below the band widths",
)
_GAS_RADIUS = "r_s of the electron gas"
_FORMULA = replace(NOZIERES_PINES, name=_GAS_RADIUS)
_TABULATED = Range(
    name=_GAS_RADIUS,
    unit="bohr",
    low=1.0,
    high=6.0,
    reason="the table of Vashishta and Singwi",
)


_METALS = "Sc Ti V Cr Mn Fe Co Ni Cu Y Zr Nb Mo Tc Ru Rh Pd Ag La Hf Ta W Re Os Ir Pt Au"


def _model(variant: str, field: str, claims: str = "") -> Model:
    return Model(
        theory="wh",
        variant=variant,
        title=f"liquid transition metal, Wills-Harrison potential, {field}",
        revision=2,
        source="bretonnet1990",
        state_variables=_STATE,
        inputs=_INPUTS,
        yields=_YIELDS,
        properties=_PROPERTIES,
        solver="metaleos.solvers.wh.model:solve",
        reference="metaleos.solvers.wh.reference:reference_state",
        settings=_SETTINGS,
        ingredients=tuple(i for i in _INGREDIENTS if variant != "h" or i.name != "ion_sphere"),
        ranges=(_LIQUID, _TABULATED if variant == "vs" else _FORMULA),
        inconsistencies={
            "S = -dF/dT": "F of the paper holds -T S_el in full, although S_el is linear in T: "
            "-dF/dT has S_el twice (setting electronic=consistent takes half)"
        },
        claims=claims,
        domain=Domain(
            statement="the 27 liquid transition metals of the paper",
            elements=tuple(_METALS.split()),
        ),
        origin="valence electrons",
        phase="liquid",
    )


MODELS: tuple[Model, ...] = (
    _model("h", "Hartree screening"),
    _model("vs", "Vashishta-Singwi local field"),
    # the statements compare the three fields, so one model tests them all
    _model("iu", "Ichimaru-Utsumi local field", "metaleos.solvers.wh.model:tested_claims"),
)
