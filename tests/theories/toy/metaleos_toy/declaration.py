"""The model ``toy``: the volume of a solid under pressure."""

from __future__ import annotations

from metaleos.properties import Property
from metaleos.solvers.protocol import Input, Model, StateVariable, Yield

MODELS = (
    Model(
        theory="toy",
        title="volume of a solid under pressure (Murnaghan)",
        revision=1,
        source="murnaghan1944",
        state_variables=(
            StateVariable(
                name="applied_pressure",
                unit="GPa",
                symbol="P",
                description='pressure on the solid: "10 GPa", "0:100:11 GPa"',
                minimum=0.0,
                zero=True,
            ),
        ),
        inputs=(
            Input(
                name="bulk_modulus",
                unit="GPa",
                kind="observation",
                description="B0 at zero pressure",
            ),
            Input(
                name="pressure_derivative",
                unit="1",
                kind="parameter",
                description="B' = dB/dP, the same at all pressures",
            ),
        ),
        properties=(Property("relative_volume", "V/V0", "1", "volume over that at zero pressure"),),
        yields=(Yield(property="relative_volume"),),
        solver="metaleos_toy.model:solve",
        reference="metaleos_toy.reference:reference_state",
        is_default=True,
    ),
)
