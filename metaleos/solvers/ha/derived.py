"""Results that need several evaluations of the energy: fits, equilibria, structural energies."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from metaleos.constants import RYDBERG_EV, RYDBERG_PER_BOHR3_GPA
from metaleos.solvers.arrays import FloatArray, IntArray
from metaleos.solvers.electron_gas.gas import volume_of_radius
from metaleos.solvers.ha.declaration import AXIAL_RATIO, TABULATED
from metaleos.solvers.ha.equilibrium import SEARCH, equilibrium_volume, structural_energy
from metaleos.solvers.ha.fit import Fit, fit_potential
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.ha.variants import variant
from metaleos.solvers.lattice import IDEAL_RATIO

if TYPE_CHECKING:
    from metaleos.solvers.ha.columns import Columns
    from metaleos.solvers.protocol import Batch

Pairs = dict[tuple[str, str], tuple[FloatArray, FloatArray]]

ROOTS = ("root_1", "root_2", "root_3")
"""Solutions of the fit by rising R_M; the paper's is the first, and so is ``total``."""


@lru_cache(maxsize=256)
def fit_of(name: str, correlation: str, volume: float, zero: float, cutoff: float) -> Fit | str:
    """Fit of one metal with the variant `name`, or a line that says why there is none."""
    model = variant(name)
    points = lattice_sum("bcc", cutoff=cutoff)
    try:
        found = fit_potential(model, points, volume, zero, correlation=correlation)
    except ValueError as error:
        return f"no fit: {error}"
    if found.nearest is not None:
        radius, pressure = found.nearest
        return (
            f"no R_M gives zero pressure: closest is {pressure * RYDBERG_PER_BOHR3_GPA:.3g} GPa "
            f"at R_M = {radius:.4f} bohr"
        )
    return found


def fits(batch: Batch, columns: Columns, rows: IntArray) -> list[Fit | str]:
    """Fit of every row, or why there is none."""
    if not columns.variant.fitted:
        return [f"ha/{columns.variant.name} is not fitted: its parameters are others'"] * len(rows)
    takes = batch.takes("totals_correlation")
    correlation = columns.variant.printed_correlation if takes else ""
    zeros = np.asarray(batch.inputs["form_factor_zero"], dtype=float)[rows]
    out: list[Fit | str] = []
    for volume, zero in zip(columns.reference_volume[rows].tolist(), zeros.tolist(), strict=True):
        if np.isnan(zero):
            out.append("input form_factor_zero (q0/2kF) is missing")
        else:
            out.append(fit_of(columns.variant.name, correlation, volume, zero, columns.cutoff))
    return out


def model_parameters(batch: Batch, columns: Columns, rows: IntArray) -> Pairs:
    """R_M and u of every solution of the fit."""
    found = fits(batch, columns, rows)
    out: Pairs = {
        (name, term): (np.full(len(rows), np.nan), np.full(len(rows), np.nan))
        for name in ("model_radius", "model_depth")
        for term in ("total", *ROOTS)
    }
    for i, fit in enumerate(found):
        if isinstance(fit, str):
            for name in ("model_radius", "model_depth"):
                columns.outcomes.lack(name, rows[i : i + 1], fit, "no_solution")
            continue
        if len(fit.radii) < len(ROOTS):  # said of the roots that do not exist
            for name in ("model_radius", "model_depth"):
                columns.outcomes.lack(
                    name, rows[i : i + 1], f"the fit has {len(fit.radii)} solutions only"
                )
        for j, root in enumerate(ROOTS[: len(fit.radii)]):
            for term in ("total", root) if j == 0 else (root,):
                for name, value, spread in (
                    ("model_radius", fit.radii[j], fit.radius_errors[j]),
                    ("model_depth", fit.depths[j], fit.depth_errors[j]),
                ):
                    out[name, term][0][i], out[name, term][1][i] = value, spread
    return out


def equilibria(batch: Batch, columns: Columns, state: Columns, rows: IntArray) -> Pairs:
    """Volume of zero pressure of the row's structure, once for each set of parameters."""
    model = columns.variant
    correlation = model.printed_correlation if batch.takes("totals_correlation") else ""
    parts = [state.reference_volume, state.radius, state.depth]
    if state.first_order is not None:
        parts.append(state.first_order)
    unique, inverse = np.unique(np.stack(parts, axis=1), axis=0, return_inverse=True)
    volume, error = equilibrium_volume(
        model,
        lattice_sum(state.structure[0], state.axial_ratio[0], columns.cutoff),
        unique[:, 0],
        unique[:, 1],
        unique[:, 2],
        unique[:, 3] if state.first_order is not None else None,
        correlation=correlation,
    )
    index = inverse.reshape(-1)
    if model.tabulated:
        low, high = volume_of_radius((TABULATED.low, TABULATED.high))
        volume[~((volume >= low) & (volume <= high))] = np.nan
    nothing = np.isnan(volume[index])
    error[np.isnan(volume)] = np.nan
    if nothing.any():
        columns.outcomes.lack(
            "equilibrium_volume",
            rows[nothing],
            f"no minimum of the energy between {SEARCH[0]} and {SEARCH[1]} of the reference volume",
            "no_solution",
        )
    return {("equilibrium_volume", "total"): (volume[index], error[index])}


def structural_energies(batch: Batch, columns: Columns, state: Columns, rows: IntArray) -> Pairs:
    """E_fcc - E_bcc and E_hcp - E_bcc at the row's volume, hcp with the row's c/a."""
    out: Pairs = {}
    low, high = AXIAL_RATIO.low, AXIAL_RATIO.high
    known = (state.hcp_ratio >= low) & (state.hcp_ratio <= high)
    ratio = np.where(known, state.hcp_ratio, IDEAL_RATIO)
    if batch.wants("structural_energy_hcp"):
        text = f"axial ratio c/a of hcp must be given, from {low:g} to {high:g}"
        columns.outcomes.lack("structural_energy_hcp", rows[~known], text, "invalid_input")
    bcc = lattice_sum("bcc", cutoff=columns.cutoff)
    for word in ("fcc", "hcp"):
        name = f"structural_energy_{word}"
        if not batch.wants(name):
            continue
        terms = {
            term: (np.empty(len(ratio)), np.empty(len(ratio)))
            for term in ("total", "madelung", "second_order")
        }
        for c_a in np.unique(ratio) if word == "hcp" else (IDEAL_RATIO,):
            same = np.flatnonzero(ratio == c_a) if word == "hcp" else np.arange(len(ratio))
            points = lattice_sum(word, float(c_a), columns.cutoff)
            found = structural_energy(
                columns.variant,
                points,
                bcc,
                state.volume[same],
                state.radius[same],
                state.depth[same],
            )
            for term, value, error in (
                ("madelung", found.madelung, found.madelung_error),
                ("second_order", found.second_order, found.second_order_error),
                (
                    "total",
                    found.madelung + found.second_order,
                    found.madelung_error + found.second_order_error,
                ),
            ):
                terms[term][0][same] = value * RYDBERG_EV
                terms[term][1][same] = error * RYDBERG_EV
        if word == "hcp":
            for value, error in terms.values():
                value[~known] = error[~known] = np.nan
        out.update({(name, term): pair for term, pair in terms.items()})
    return out
