"""Batches of `ha` from the shipped text facts, without a catalog."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from benchmarks.plain.cells import cells
from metaleos.solvers.ha.declaration import MODELS
from metaleos.solvers.lattice import IDEAL_RATIO
from metaleos.solvers.protocol import Batch, Model, Solution

METALS = ("Li", "Na", "K", "Rb", "Cs")
IONISATION = {"Li": 5.391715, "Na": 5.139077, "K": 4.340664, "Rb": 4.177128, "Cs": 3.893906}
BY_NAME = {model.variant: model for model in MODELS}
PROPERTIES = (
    "total_energy",
    "cohesive_energy",
    "pressure",
    "bulk_modulus",
    "form_factor",
    "form_factor_zero",
    "third_order_ratio_energy",
    "third_order_ratio_pressure",
    "third_order_ratio_bulk_modulus",
    "model_radius",
    "model_depth",
)
"""What the tables of Soma et al. (1978) print."""


@cache
def facts() -> tuple[dict[str, str], ...]:
    path = files("metaleos.ingest") / "data" / "parameters" / "ha.csv"
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def inputs(model: Model, element: str, convention: str = "standard") -> dict[str, float] | None:
    """Return the inputs of one metal, or None where the model does not cover it."""
    return _inputs(model.variant, element, convention)


@cache
def _inputs(variant: str, element: str, convention: str) -> dict[str, float] | None:
    model = BY_NAME[variant]
    found = {"first_ionisation_energy": IONISATION[element], "atomic_mass": np.nan}
    for row in facts():
        if (
            row["element"] == element
            and row["variant"] in {"*", model.variant}
            and row["convention"] in {"*", convention}
        ):
            found[row["name"]] = float(row["value"])
    for cell in cells("soma_1978"):
        key = (cell.table, cell.model, cell.element)
        if key == ("II", model.name, element) and cell.value is not None:
            found[cell.quantity] = cell.value
    if any(i.required and i.name not in found for i in model.inputs):
        return None
    return {i.name: found.get(i.name, np.nan) for i in model.inputs}


def covered(variant: str) -> list[str]:
    return [e for e in METALS if inputs(BY_NAME[variant], e, "printed") is not None]


def solve(
    variant: str,
    elements,
    *,
    ratio=1.0,
    structure="bcc",
    axial_ratio=IDEAL_RATIO,
    convention="standard",
    properties=(),
    settings=None,
    **changed,
) -> Solution:
    """Solve one row for each element (scalars are broadcast)."""
    model = BY_NAME[variant]
    rows = [inputs(model, e, convention) for e in elements]
    n = len(rows)
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    columns.update({k: np.broadcast_to(np.asarray(v, float), n).copy() for k, v in changed.items()})
    batch = Batch(
        model=model,
        states={
            "structure": np.broadcast_to(np.array(structure, dtype=object), n).copy(),
            "volume": columns["reference_volume"] * ratio,
            "axial_ratio": np.broadcast_to(float(axial_ratio), n).copy(),
        },
        inputs=columns,
        convention=convention,
        properties=frozenset(properties),
        settings=settings or {},
    )
    return model.load_solver()(batch)
