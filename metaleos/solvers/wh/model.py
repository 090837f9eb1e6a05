"""The adapter of `wh`: columns of states in storage units in, values, errors and outcomes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from metaleos.constants import (
    ATOMIC_MASS_KG,
    BOLTZMANN_HARTREE_K,
    ELECTRON_MASS_KG,
    HARTREE_EV,
    HARTREE_PER_BOHR3_GPA,
)
from metaleos.solvers.arrays import FloatArray, IntArray
from metaleos.solvers.hard_spheres.packing import diameter
from metaleos.solvers.hard_spheres.peak import first_peak
from metaleos.solvers.protocol import Batch, Curve, Model, Solution
from metaleos.solvers.rows import Outcomes
from metaleos.solvers.wh import curves
from metaleos.solvers.wh.claims import Claim, claims
from metaleos.solvers.wh.conventions import FOLLOW, Choice, Treatment, choice
from metaleos.solvers.wh.core import core_radius_squared, hard_sphere_pressure
from metaleos.solvers.wh.d_band import band_pressure, d_well
from metaleos.solvers.wh.differences import differences
from metaleos.solvers.wh.metal import LiquidMetal
from metaleos.solvers.wh.minimum import minimise
from metaleos.solvers.wh.thermodynamics import FreeEnergy, entropy, free_energy, pressure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FREEZING_PACKING = 0.494
"""Packing fraction at which the fluid of hard spheres freezes (Hoover and Ree 1968)."""

_SHIFTS = {"convention_shift_free_energy", "convention_shift_packing_fraction"}
_CHUNK = 128
_CHECK_DENSITY = 0.75  # of the quadrature that the error estimate compares with
_ROUNDING = 4e-15  # hartree
_BEYOND_GRID = 3e-11  # hartree: what the all-space pair energy leaves beyond 64 kF

Values = dict[tuple[str, str], tuple[FloatArray, FloatArray]]


def solve(batch: Batch) -> Solution:
    """Solve every state of a batch; see `metaleos.solvers.protocol`."""
    n = len(batch)
    selected = choice(batch)
    metals = _metals(batch, selected)
    outcomes = Outcomes.of(n)
    _refuse(outcomes, metals, batch.model, selected.treatment)
    values: Values = {}
    eta = np.full(n, np.nan)
    good = outcomes.good
    for start in range(0, len(good), _CHUNK):
        rows = good[start : start + _CHUNK]
        minimum = minimise(metals.take(rows), batch.model.variant, selected.treatment)
        words, why = (np.array(x, dtype=object) for x in (minimum.outcome, minimum.reason))
        for word in sorted(set(minimum.outcome) - {"ok"}):
            outcomes.refuse(rows[words == word], word, why[words == word])
        found = outcomes.ok[rows]
        rows = rows[found]
        if not len(rows):
            continue
        eta[rows] = minimum.eta[found]
        part = _at_minimum(
            batch,
            metals.take(rows),
            selected,
            eta[rows],
            minimum.error[found],
            minimum.curvature[found],
        )
        part |= _beside(batch, rows, metals.take(rows), outcomes)
        if batch.properties & _SHIFTS:
            part |= _shifts(batch, rows, metals.take(rows))
        for key, (value, error) in part.items():
            column = values.setdefault(key, (np.full(n, np.nan), np.full(n, np.nan)))
            column[0][rows], column[1][rows] = value, error
    return Solution(
        values={key: value for key, (value, _) in values.items()},
        errors={key: error for key, (_, error) in values.items()},
        outcome=outcomes.outcome,
        reason=outcomes.reason,
        curves=_curves(batch, metals, selected, eta),
        missing=outcomes.missing,
        lacking=outcomes.lacking,
    )


def _metals(batch: Batch, selected: Choice) -> LiquidMetal:
    n, read = len(batch), batch.inputs
    slip = np.zeros(n)
    if selected.ion_sphere == "on":
        slip = np.ones(n)
    elif selected.ion_sphere == FOLLOW and batch.model.variant != "h":
        slip = np.nan_to_num(np.asarray(read["ion_sphere"], dtype=float), nan=0.0)
    return LiquidMetal(
        volume=np.asarray(batch.states["volume"], dtype=float),
        temperature=np.asarray(batch.states["temperature"], dtype=float) * BOLTZMANN_HARTREE_K,
        mass=read["atomic_mass"] * (ATOMIC_MASS_KG / ELECTRON_MASS_KG),
        valence=read["Z_s"],
        core_radius=read["R_c"],
        d_electrons=read["Z_d"],
        d_radius=read["r_d"],
        coordination=read["n"],
        d_width=read["W_d"] / HARTREE_EV,
        distance=read["d"] if selected.treatment.d_shift else np.full(n, np.nan),
        ion_sphere=slip,
    )


def _refuse(outcomes: Outcomes, metals: LiquidMetal, model: Model, treatment: Treatment) -> None:
    """Refuse what cannot be solved."""
    faults = np.array(metals.faults(), dtype=object)
    outcomes.refuse(faults != "", "invalid_input", lambda row: str(faults[row]))
    if treatment.d_shift:
        text = "nearest-neighbour distance d must be positive"
        outcomes.refuse(metals.distance <= 0.0, "invalid_input", text)
    _extreme(outcomes, metals)
    columns = {
        "temperature": metals.temperature / BOLTZMANN_HARTREE_K,
        "r_s of the electron gas": _of_the_good(outcomes, metals, lambda m: m.gas_radius),
    }
    outcomes.confine(model.ranges, columns)


def _extreme(outcomes: Outcomes, metals: LiquidMetal) -> None:
    """Refuse what is so far from any metal that powers overflow or grids fill the memory."""

    def within(name: str, low: float, high: float, of: Callable[[LiquidMetal], FloatArray]) -> None:
        x = _of_the_good(outcomes, metals, of)
        outcomes.refuse(
            ~((low <= x) & (x <= high)),
            "out_of_range",
            lambda row: f"{name} = {x[row]:.4g} is outside {low:g} to {high:g}",
        )

    within("volume [bohr3]", 1e-6, 1e9, lambda m: m.volume)
    within("mass [electron masses]", 1e-3, 1e9, lambda m: m.mass)
    within("Z_s", 1e-6, 1e3, lambda m: m.valence)
    within("r_d [bohr]", 1e-6, 1e3, lambda m: m.d_radius)
    within("n", 1e-6, 1e6, lambda m: m.coordination)
    within("W_d [hartree]", 1e-9, 1e6, lambda m: m.d_width)
    within("r_s [bohr]", 1e-2, 1e3, lambda m: m.r_s)
    within("kF R_c", 0.0, 1e3, lambda m: m.k_f * m.core_radius)


def _of_the_good(
    outcomes: Outcomes, metals: LiquidMetal, of: Callable[[LiquidMetal], FloatArray]
) -> FloatArray:
    """Return a column of the metals not yet refused, NaN where one is."""
    column = np.full(len(metals), np.nan)
    column[outcomes.good] = of(metals.take(outcomes.good))
    return column


def _at_minimum(
    batch: Batch,
    metals: LiquidMetal,
    selected: Choice,
    eta: FloatArray,
    eta_error: FloatArray,
    curvature: FloatArray,
) -> Values:
    kind, treatment = batch.model.variant, selected.treatment
    f = free_energy(metals, kind, eta, treatment)
    check = free_energy(metals, kind, eta, treatment, _CHECK_DENSITY)
    terms, other = _energies(f), _energies(check)
    errors = {name: np.abs(terms[name] - other[name]) + _ROUNDING for name in terms}
    for name in ("total", "pair", "pair_s"):
        errors[name] = errors[name] + _BEYOND_GRID
    # quadrature errors vary with eta on a scale of 0.05 and shift the minimum
    eta_error = eta_error + 20.0 * errors["pair"] / curvature
    # terms vary with eta, the total does not at the minimum
    slope = metals.temperature * 30.0 * eta_error
    for name in ("hard_sphere", "packing", "pair", "pair_s", "pair_d"):
        errors[name] = errors[name] + slope
    out: Values = {("packing_fraction", "total"): (eta, eta_error)}
    sigma = diameter(eta, metals.volume)
    out["hard_sphere_diameter", "total"] = sigma, sigma * eta_error / (3.0 * eta)
    for name, value in terms.items():
        out["free_energy", name] = value * HARTREE_EV, errors[name] * HARTREE_EV
    heat = 1.5 * metals.temperature + f.pair.total + f.volume.total + f.d_shift
    if treatment.electronic == "consistent":
        heat = heat - f.electronic  # the electrons' T S_el/2
    out["total_energy", "total"] = heat * HARTREE_EV, errors["pair"] * HARTREE_EV
    s = entropy(metals, eta)
    s_error = 30.0 * eta_error
    for name, value in (
        ("total", s.total),
        ("ideal", s.ideal),
        ("hard_sphere", s.hard_sphere),
        ("electronic", s.electronic),
    ):
        uncertain = s_error if name in {"total", "hard_sphere"} else 0.0
        out["entropy", name] = value, np.abs(value) * 1e-14 + uncertain
    out["hard_sphere_freezing", "total"] = (
        (eta > FREEZING_PACKING).astype(float),
        np.zeros_like(eta),
    )
    if batch.wants("structure_factor_peak_position", "structure_factor_peak_height"):
        y, height = first_peak(eta, treatment.distribution)
        # y moves by 10, the height by 50 per unit of eta in the liquid range
        out["structure_factor_peak_position", "total"] = y / sigma, (1e-8 + 10 * eta_error) / sigma
        out["structure_factor_peak_height", "total"] = height, 1e-12 + 50 * eta_error
    if batch.wants("pressure"):
        out |= _pressures(metals, kind, eta, selected, errors["total"])
    return out


def _energies(f: FreeEnergy) -> dict[str, FloatArray]:
    return {
        "total": f.total,
        "hard_sphere": f.hard_sphere,
        "pair": f.pair.total,
        "volume": f.volume.total,
        "electronic": f.electronic,
        "d_shift": f.d_shift,
        "ideal": f.ideal,
        "packing": f.packing,
        "pair_s": f.pair.s,
        "pair_d": f.pair.d,
        "electron_gas": f.volume.electron_gas,
        "self_energy": f.volume.self_energy,
        "long_wave": f.volume.long_wave,
    }


def _pressures(
    metals: LiquidMetal, kind: str, eta: FloatArray, selected: Choice, error: FloatArray
) -> Values:
    p = pressure(metals, kind, eta, selected.treatment)
    # quadrature errors vary with ln V on a scale of 0.1; differencing adds 1e-11 of each term
    base = 10.0 * error / metals.volume
    return {
        ("pressure", name): (
            value * HARTREE_PER_BOHR3_GPA,
            (base + 2e-10 * np.abs(value)) * HARTREE_PER_BOHR3_GPA,
        )
        for name, value in (
            ("total", p.total),
            ("fluid", p.fluid),
            ("pair", p.pair),
            ("volume", p.volume),
            ("electronic", p.electronic),
        )
    }


def _beside(
    batch: Batch,
    rows: IntArray,
    metals: LiquidMetal,
    outcomes: Outcomes,
) -> Values:
    """Return what does not depend on the minimum: P_d, P_HS, R_c of Eq. 14, the d well."""
    out: Values = {}
    if batch.wants("d_well_distance", "d_well_depth"):
        potential = metals.pair_potential("h")
        r_m, depth = d_well(potential.A, potential.C)
        out["d_well_distance", "total"] = r_m, 1e-15 * r_m
        out["d_well_depth", "total"] = depth * HARTREE_EV, -1e-14 * depth * HARTREE_EV
        full = rows[np.isnan(r_m)]
        if len(full):
            for name in ("d_well_distance", "d_well_depth"):
                outcomes.lack(name, full, "a full d band (Z_d = 10) has no well")
    if not batch.wants("pressure", "core_radius"):
        return out
    hs = hard_sphere_pressure(metals.temperature, metals.volume)
    read = {name: batch.inputs[name][rows] for name in ("d", "n_solid")}
    near = read["d"] > 0.0
    d_band = band_pressure(
        metals.d_electrons, metals.d_radius, read["n_solid"], np.where(near, read["d"], 1.0)
    )
    d_band = np.where(near, d_band, np.nan)
    if batch.wants("pressure"):
        for name, value in (("d_band", d_band), ("hard_sphere", hs)):
            gpa = value * HARTREE_PER_BOHR3_GPA
            out["pressure", name] = gpa, 1e-14 * np.abs(gpa)
    if batch.wants("core_radius"):
        if batch.takes("P_d"):
            d_band = 1e-3 * batch.inputs["P_d"][rows]
        square = core_radius_squared(metals.r_s, metals.valence, d_band, hs)
        radius = np.sqrt(np.where(square >= 0.0, square, np.nan))
        out["core_radius", "total"] = radius, 1e-14 * radius
        for i in np.flatnonzero(~(square >= 0.0)):
            text = f"Eq. 14 gives R_c^2 = {square[i]:.4f} bohr2 < 0: P_d + P_HS is too large"
            kind = "no_solution"
            if np.isnan(square[i]):
                kind = "invalid_input"
                text = "the printed P_d is missing"
                if not batch.takes("P_d"):
                    text = "needs positive d and n_solid of the solid"
            outcomes.lack("core_radius", rows[i : i + 1], text, kind)
    return out


def _shifts(batch: Batch, rows: IntArray, metals: LiquidMetal) -> Values:
    """Return what each difference of the conventions does to F and eta (`differences`)."""
    slip = np.nan_to_num(batch.inputs["ion_sphere"][rows], nan=0.0)
    metals = replace(metals, distance=batch.inputs["d"][rows], ion_sphere=slip)
    melting = batch.inputs["melting_temperature"][rows] * BOLTZMANN_HARTREE_K
    known = np.isfinite(melting)
    out: Values = {}
    start = np.where(known, melting, metals.temperature)
    for difference in differences(metals, batch.model.variant, start):
        made = batch.convention == "standard"
        eta = difference.eta if made else difference.eta_undone
        energy = difference.free_energy if made else difference.free_energy_undone
        if difference.name in {"temperature", "all"}:
            eta, energy = np.where(known, eta, np.nan), np.where(known, energy, np.nan)
        term = "total" if difference.name == "all" else difference.name
        for name, value, error in (
            ("packing_fraction", eta, 1e-8),
            ("free_energy", energy * HARTREE_EV, 1e-9 * HARTREE_EV),
        ):
            key = f"convention_shift_{name}", term
            out[key] = value, np.where(np.isfinite(value), error, np.nan)
    return out


def tested_claims(batch: Batch, elements: Sequence[str]) -> tuple[Claim, ...]:
    """Test the paper's statements on the metals of a batch at their reference states."""
    selected = choice(batch)
    return claims(_metals(batch, selected), elements, selected.treatment)


def _curves(
    batch: Batch, metals: LiquidMetal, selected: Choice, eta: FloatArray
) -> dict[tuple[str, str], Curve]:
    out: dict[tuple[str, str], Curve] = {}
    rows = np.flatnonzero(np.isfinite(eta))
    some = metals.take(rows)
    if batch.wants_curve("pair_potential"):
        out |= curves.pair_potential(
            some,
            batch.model.variant,
            batch.abscissae("distance", curves.DISTANCES, "bohr", 0.0, 1e4),
            rows,
            len(batch),
        )
    if batch.wants_curve("structure_factor"):
        out |= curves.structure_factor(
            some,
            selected.treatment.distribution,
            eta,
            batch.abscissae("wavevector", curves.WAVEVECTORS, "1/bohr", 0.0, 1e4),
        )
    return out
