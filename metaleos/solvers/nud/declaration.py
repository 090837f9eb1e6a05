"""The models of the nonuniform valence density, ``nud/exact`` (Eq. 3), ``nud/linear`` (Eq. 4)."""

from __future__ import annotations

from metaleos.properties import Property
from metaleos.solvers.protocol import (
    VOLUME,
    Domain,
    Ingredient,
    Input,
    Model,
    Range,
    StateVariable,
    Yield,
)

_STATE = (
    StateVariable(
        name="theta",
        unit="1",
        symbol="x",
        minimum=0.0,
        maximum=1.0,
        zero=True,
        description="x = Theta/R0 of nud, 0 to 1",
    ),
    VOLUME,
)

_INPUTS = (
    Input(name="valence", unit="1", kind="constant", description="z, free electrons per atom"),
    Input(name="atomic_mass", unit="u", kind="constant", description="M, for volumes"),
    Input(
        name="density",
        unit="g/cm3",
        kind="constant",
        description="density of the solid at room temperature: the volume of the uniform metal",
    ),
    Input(
        name="bulk_modulus",
        unit="GPa",
        kind="observation",
        description="K of the uniform metal: with the volume it fixes B and C",
        required=False,
    ),
    Input(
        name="reference_volume",
        unit="bohr3/atom",
        kind="parameter",
        description="volume of the uniform metal, instead of the one from the density",
        required=False,
    ),
)

_YIELDS = tuple(
    Yield(property=name)
    for name in (
        "redistribution_energy",
        "redistribution_energy_dtheta",
        "redistribution_energy_dtheta_dradius",
        "redistribution_energy_dtheta_dvolume2",
        "redistribution_pressure",
        "compressibility_coefficient",
        "expansion_shift",
        "expansion_shift_limit",
        "metal_attraction_constant",
        "metal_repulsion_constant",
    )
)


_PROPERTIES = (
    Property(
        "redistribution_energy_dtheta_dradius", "d2DeltaU/dRdTheta", "eV/bohr2", "mixed derivative"
    ),
    Property(
        "redistribution_energy_dtheta_dvolume2",
        "d3DeltaU/dV2dTheta",
        "eV/bohr7",
        "third derivative",
    ),
    Property(
        "compressibility_coefficient", "dlnbeta/dT", "1/K", "d(ln beta)/dT beyond kappa0 (Eq. 5)"
    ),
    Property(
        "expansion_shift", "alpha - alpha0", "1/K", "change of the volume expansion coefficient"
    ),
    Property(
        "expansion_shift_limit", "alpha - alpha0", "1/K", "the same in the printed limit of small x"
    ),
    Property("metal_attraction_constant", "C", "eV bohr", "C of the uniform metal's -C/R + B/R3"),
    Property("metal_repulsion_constant", "B", "eV bohr3", "B of the uniform metal's -C/R + B/R3"),
)
"""What no other theory yields."""


_RANGES = (
    Range(
        name="theta",
        unit="1",
        low=0.0,
        high=1.0,
        reason="the displaced charge lies between the centre and the surface of the sphere",
    ),
    Range(
        name="radius of the elementary sphere",
        unit="bohr",
        low=0.1,
        high=100.0,
        reason="no metal has its valence electrons in less than a core or in ten times an atom",
    ),
)


_INGREDIENTS = (
    Ingredient(name="linear_form", text="Delta U of Eq. 4, linear in Theta, for that of Eq. 3"),
    Ingredient(name="expansion_limit", text="the shift of the expansion in the limit of small x"),
)


def _model(variant: str, title: str, *, is_default: bool = False) -> Model:
    return Model(
        theory="nud",
        variant=variant,
        title=title,
        revision=2,
        source="nud_fragment",
        state_variables=_STATE,
        inputs=_INPUTS,
        yields=_YIELDS,
        properties=_PROPERTIES,
        solver="metaleos.solvers.nud.model:solve",
        reference="metaleos.solvers.nud.reference:reference_state",
        # The paper gives neither: displaced charge dq in units of z e, and dx/dT in 1/K.
        settings={"displaced_charge": 1.0, "dx_dT": 1.0},
        is_default=is_default,
        ingredients=_INGREDIENTS if variant == "exact" else _INGREDIENTS[1:],
        claims="metaleos.solvers.nud.claims:model_claims",
        ranges=_RANGES,
        grid={"theta": tuple(i / 10 for i in range(11))},
        domain=Domain(statement="simple and noble metals with measured bulk moduli"),
        phase="solid",
    )


MODELS: tuple[Model, ...] = (
    _model("exact", "nonuniform valence density, exact redistribution energy", is_default=True),
    _model("linear", "nonuniform valence density, the paper's form linear in Theta"),
)
