"""An ideal gas of known thermodynamics as a model, with one property spoilt where a test wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.solve.bench import Bench, Point
from metaleos.solvers.protocol import TEMPERATURE, VOLUME, Input, Model, Solution, Yield

if TYPE_CHECKING:
    from metaleos.solvers.protocol import Batch

BOLTZMANN_EV = 1.380649e-23 / 1.602176634e-19
GPA_BOHR3 = 1e9 * (5.29177210544e-11) ** 3 / 1.602176634e-19
"""eV of one GPa bohr3."""

spoilt: dict[str, float] = {}
"""Factors of properties."""

NAMES = (
    "free_energy", "total_energy", "kinetic_energy", "potential_energy", "entropy", "pressure",
    "bulk_modulus", "heat_capacity", "thermal_pressure_coefficient", "grueneisen_parameter",
)  # fmt: skip

MODEL = Model(
    theory="gas", title="ideal gas", revision=1, source="none",
    state_variables=(TEMPERATURE, VOLUME),
    inputs=(Input(name="Z", unit="1", kind="constant", description="particles of an atom"),),
    yields=tuple(Yield(property=name) for name in NAMES),
    solver=f"{__name__}:solve", reference=f"{__name__}:reference",
)  # fmt: skip
POINTS = [Point("Na", {"temperature": t, "volume": v}) for t in (3e4, 1e5) for v in (100.0, 250.0)]


class GasFacts:
    """What a bench asks of the catalog's facts: of Na and K one particle an atom."""

    def inputs(self, model: Model, element: str, convention: str) -> dict[str, Any]:
        del model, element, convention
        return {"Z": type("Value", (), {"value": 1.0})()}

    def covered(self, model: Model, convention: str) -> list[str]:
        del model, convention
        return ["Na", "K"]


def reference(inputs: Any, convention: str) -> dict[str, float]:
    """Return the reference state."""
    del inputs, convention
    return {"temperature": 3e4, "volume": 200.0}


def solve(batch: Batch) -> Solution:
    """F = -kT (ln V + 3/2 ln T), and what follows from it by hand."""
    T, V = (np.asarray(batch.states[name]) for name in ("temperature", "volume"))
    ok = (T > 0.0) & (V > 0.0)
    with np.errstate(all="ignore"):
        heat, logs = BOLTZMANN_EV * T, np.log(V) + 1.5 * np.log(T)
        pressure = heat / V / GPA_BOHR3
        values = {
            "free_energy": -heat * logs, "total_energy": 1.5 * heat, "kinetic_energy": 1.5 * heat,
            "potential_energy": 0.0 * heat, "entropy": logs + 1.5, "pressure": pressure,
            "bulk_modulus": pressure, "heat_capacity": 1.5 + 0.0 * T,
            "thermal_pressure_coefficient": pressure / T,
            "grueneisen_parameter": 2.0 / 3.0 + 0.0 * T,
        }  # fmt: skip
    found = {
        (name, "total"): np.where(ok, value * spoilt.get(name, 1.0), np.nan)
        for name, value in values.items()
    }
    return Solution(
        values=found,
        errors={key: 1e-13 * np.abs(value) for key, value in found.items()},
        outcome=np.where(ok, "ok", "out_of_range").astype(object),
        reason=np.where(ok, "", "T and V must be positive").astype(object),
    )


def bench() -> Bench:
    """Return the gas on the bench."""
    return Bench(MODEL, "standard", GasFacts())  # type: ignore[arg-type]


def graded(family: Any) -> dict[str, set[str]]:
    """Return the grades of a family of checks by the name of the check."""
    found: dict[str, set[str]] = {}
    for check in family(bench().solve(POINTS)):
        found.setdefault(check.name, set()).add(check.grade)
    return found
