"""The paper's 27 metals from the shipped text facts, without a catalog."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from benchmarks.plain.cells import cells
from metaleos.constants import (
    ATOMIC_MASS_KG,
    BOLTZMANN_HARTREE_K,
    ELECTRON_MASS_KG,
    HARTREE_EV,
)
from metaleos.solvers.protocol import Batch, Solution
from metaleos.solvers.wh.declaration import MODELS
from metaleos.solvers.wh.metal import LiquidMetal

PAPER = "bretonnet_derouiche_1990"
BY_VARIANT = {model.variant: model for model in MODELS}


@cache
def _rows(folder: str, name: str) -> tuple[dict[str, str], ...]:
    path = files("metaleos.ingest") / "data" / folder / f"{name}.csv"
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def elements() -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.element for c in cells(PAPER) if c.model == "wh"))


@cache
def facts(element: str, quantity: str) -> float:
    """Return the best-ranked value of the shipped facts."""
    for folder, name in (("facts", "constants"), ("facts", "liquid")):
        for row in _rows(folder, name):
            if (row["element"], row["quantity"], row["rank"]) == (element, quantity, "1"):
                return float(row["value"])
    raise KeyError((element, quantity))


def inputs(element: str, variant: str = "iu", convention: str = "standard") -> dict[str, float]:
    found = {"ion_sphere": np.nan}
    found |= {name: facts(element, name) for name in ("atomic_mass", "melting_temperature")}
    for row in _rows("parameters", "wh"):
        if (
            row["element"] == element
            and row["variant"] in {"*", variant}
            and row["convention"] in {"*", convention}
        ):
            found[row["name"]] = float(row["value"])
    for cell in cells(PAPER):
        if cell.model == "wh" and cell.element == element:
            found[cell.quantity] = cell.value
    return found


def batch(
    variant: str,
    names,
    convention: str = "standard",
    *,
    temperature=None,
    volume_ratio=1.0,
    properties=(),
    settings=None,
    points=None,
    **changed,
) -> Batch:
    model = BY_VARIANT[variant]
    rows = [inputs(name, variant, convention) for name in names]
    reference = [model.load_reference()(row, convention) for row in rows]
    states = {k: np.array([r[k] for r in reference]) for k in ("temperature", "volume")}
    states["volume"] = states["volume"] * np.asarray(volume_ratio, dtype=float)
    if temperature is not None:
        states["temperature"] = np.broadcast_to(temperature, len(rows)).astype(float)
    columns = {i.name: np.array([row[i.name] for row in rows]) for i in model.inputs}
    for name, value in changed.items():
        columns[name] = np.broadcast_to(value, len(rows)).astype(float)
    return Batch(
        model=model,
        states=states,
        inputs=columns,
        convention=convention,
        properties=frozenset(properties),
        settings={**model.settings, **(settings or {})},
        points=points or {},
    )


def solve(variant: str, names, convention: str = "standard", **keywords) -> Solution:
    return BY_VARIANT[variant].load_solver()(batch(variant, names, convention, **keywords))


def metal(*names: str, slip: bool = False, **changed) -> LiquidMetal:
    """Metals at their reference states in atomic units, `slip` as in the printed numbers."""
    b = batch("iu", names, "printed")
    values = {
        "volume": b.states["volume"],
        "temperature": b.states["temperature"] * BOLTZMANN_HARTREE_K,
        "mass": b.inputs["atomic_mass"] * ATOMIC_MASS_KG / ELECTRON_MASS_KG,
        "valence": b.inputs["Z_s"],
        "core_radius": b.inputs["R_c"],
        "d_electrons": b.inputs["Z_d"],
        "d_radius": b.inputs["r_d"],
        "coordination": b.inputs["n"],
        "d_width": b.inputs["W_d"] / HARTREE_EV,
        "distance": b.inputs["d"],
        "ion_sphere": b.inputs["ion_sphere"] if slip else 0.0,
    }
    return LiquidMetal.of(**{**values, **changed})
