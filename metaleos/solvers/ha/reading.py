"""From a batch to checked columns: what is wrong with a row becomes its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.errors import UsageError
from metaleos.solvers.ha.columns import SIZES, Columns
from metaleos.solvers.ha.derived import fits
from metaleos.solvers.ha.energy import zero_pressure_constant
from metaleos.solvers.ha.lattice_sum import (
    DEFAULT_CUTOFF,
    LARGEST_CUTOFF,
    LEAST_CUTOFF,
    lattice_sum,
)
from metaleos.solvers.ha.third_order import DEFAULT_CUTOFF as TRIPLE_CUTOFF
from metaleos.solvers.ha.third_order import SCREENINGS
from metaleos.solvers.ha.variants import variant
from metaleos.solvers.lattice import STRUCTURES
from metaleos.solvers.rows import Outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.protocol import Batch, Model


def read_columns(batch: Batch) -> Columns:
    """Read and check states and parameters; what is wrong becomes an outcome of its row.

    Raises
    ------
    UsageError
        If a setting has a value that it does not take.
    """
    model = variant(batch.model.variant)
    n = len(batch)
    settings = {**batch.model.settings, **batch.settings}
    structure = np.asarray(batch.states["structure"], dtype=object)
    given = np.asarray(batch.states["axial_ratio"], dtype=float)
    ratio = np.where(structure == "hcp", given, 1.0)
    volume = np.array(batch.states["volume"], dtype=float)
    reference = np.array(batch.inputs["reference_volume"], dtype=float)
    choice = settings.get("parameters", "published")
    _check_settings(settings)
    if model.empty_core:
        radius, depth = np.array(batch.inputs["r_c"], dtype=float), np.zeros(n)
    elif choice == "fitted":
        radius, depth = np.ones(n), np.zeros(n)  # replaced below
    else:
        radius = np.array(batch.inputs["R_M"], dtype=float)
        depth = np.array(batch.inputs["u"], dtype=float)
    columns = Columns(
        model,
        structure,
        ratio,
        given,
        volume,
        radius,
        depth,
        None,
        reference,
        Outcomes.of(n),
        float(settings.get("lattice_cutoff", DEFAULT_CUTOFF)),
        float(settings.get("third_order_cutoff", TRIPLE_CUTOFF)),
        str(settings.get("third_order_screening", "consistent")),
    )
    _check(columns, batch.model)
    if choice == "fitted":
        _fit_parameters(batch, columns)
    if model.empty_core:
        columns.first_order = _empty_core_constant(batch, columns)
    return columns


def _check_settings(settings: Mapping[str, float | int | str | bool]) -> None:
    """Refuse words and cut-offs that are none."""
    for name, valid in (
        ("parameters", ("published", "fitted")),
        ("third_order_screening", SCREENINGS),
    ):
        word = settings.get(name, valid[0])
        if word not in valid:
            raise UsageError(f"setting {name} is {' or '.join(map(repr, valid))}, not {word!r}")
    cutoff = float(settings.get("lattice_cutoff", DEFAULT_CUTOFF))
    if not LEAST_CUTOFF <= cutoff <= LARGEST_CUTOFF:
        raise UsageError(
            f"setting lattice_cutoff is a number from {LEAST_CUTOFF:g} to {LARGEST_CUTOFF:g} "
            f"(of kF), not {cutoff!r}"
        )
    cutoff = float(settings.get("third_order_cutoff", TRIPLE_CUTOFF))
    if not 0.0 <= cutoff <= LARGEST_CUTOFF:
        raise UsageError(
            f"setting third_order_cutoff is a number from 0 to {LARGEST_CUTOFF:g} (of kF), "
            f"not {cutoff!r}"
        )


def _check(columns: Columns, model: Model) -> None:
    """Give bad rows their outcome."""
    columns.outcomes.refuse(
        ~np.isin(columns.structure.astype(str), STRUCTURES),
        "invalid_input",
        f"unknown structure: one of {', '.join(STRUCTURES)}",
    )
    for name, value in (
        ("volume per atom", columns.volume),
        ("axial ratio c/a", columns.axial_ratio),
        ("reference volume", columns.reference_volume),
        ("radius of the well or core", columns.radius),
    ):
        columns.outcomes.refuse(
            ~(np.isfinite(value) & (value > 0.0)),
            "invalid_input",
            f"{name} must be given and positive",
        )
    for name, value, (low, high) in (
        ("reference volume", columns.reference_volume, SIZES),
        ("radius of the well or core", columns.radius, SIZES),
    ):
        columns.outcomes.refuse(
            ~((value >= low) & (value <= high)),
            "out_of_range",
            f"{name} lies outside {low:g} to {high:g}",
        )
    columns.outcomes.refuse(
        ~np.isfinite(columns.depth), "invalid_input", "depth u of the well is missing"
    )
    with np.errstate(all="ignore"):  # numbers that no metal has
        r_s = np.cbrt(0.75 / np.pi * np.abs(columns.volume))
        within = columns.radius / r_s
    ratio = np.where(columns.structure == "hcp", columns.axial_ratio, 1.0)
    columns.outcomes.confine(
        model.ranges,
        {"r_s": r_s, "radius of well or core over r_s": within, "c/a of hcp": ratio},
    )


def _fit_parameters(batch: Batch, columns: Columns) -> None:
    """Replace R_M and u by the first solution of the fit; without one the row has none."""
    good = columns.outcomes.good
    for row, fit in zip(good, fits(batch, columns, good), strict=True):
        if isinstance(fit, str):
            outcome = "no_solution" if columns.variant.fitted else "invalid_input"
            columns.outcomes.refuse(np.array([row]), outcome, fit)
        else:
            columns.radius[row], columns.depth[row] = fit.radii[0], fit.depths[0]


def _empty_core_constant(batch: Batch, columns: Columns) -> FloatArray:
    """E1 Omega: from zero pressure of bcc at the reference volume, or as printed."""
    out = np.full(len(batch), np.nan)
    good = columns.outcomes.good
    if batch.takes("E1"):
        out = np.asarray(batch.inputs["E1"], dtype=float) * columns.reference_volume
        columns.outcomes.refuse(
            np.isnan(out), "invalid_input", "the printed first-order energy is missing"
        )
        return out
    if len(good):
        both = np.stack([columns.reference_volume[good], columns.radius[good]], axis=1)
        unique, inverse = np.unique(both, axis=0, return_inverse=True)
        points = lattice_sum("bcc", cutoff=columns.cutoff)
        constant = zero_pressure_constant(columns.variant, points, unique[:, 0], unique[:, 1])
        out[good] = constant[inverse.reshape(-1)]
    return out
