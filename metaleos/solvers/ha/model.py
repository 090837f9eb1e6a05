"""The adapter between the protocol and the physics of `ha`: columns in, columns out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from metaleos.constants import RYDBERG_EV
from metaleos.errors import UsageError
from metaleos.solvers.arrays import FloatArray, IntArray
from metaleos.solvers.electron_gas.gas import spacing_radius
from metaleos.solvers.ha import lattice_yields
from metaleos.solvers.ha.conventions import units as units_of
from metaleos.solvers.ha.derived import equilibria, model_parameters, structural_energies
from metaleos.solvers.ha.energy import (
    TERMS,
    EnergySeries,
    bulk_modulus,
    bulk_modulus_derivative,
    energy_series,
    pressure,
    zero_pressure_error,
)
from metaleos.solvers.ha.lattice_sum import lattice_sum
from metaleos.solvers.ha.potential import first_zero
from metaleos.solvers.ha.reading import read_columns
from metaleos.solvers.ha.screened import form_factors
from metaleos.solvers.ha.third_order import (
    PRINTED_CUTOFF,
    CutoffError,
    TripleSum,
    third_order_series,
    triple_sum,
)
from metaleos.solvers.protocol import Solution

if TYPE_CHECKING:
    from metaleos.solvers.ha.columns import Columns
    from metaleos.solvers.protocol import Batch

Table = dict[tuple[str, str], FloatArray]
Pairs = dict[tuple[str, str], tuple[FloatArray, FloatArray]]

_THERMODYNAMIC = ("total_energy", "cohesive_energy", "pressure", "bulk_modulus")
_WITH_THIRD_ORDER = ("total_energy", "pressure", "bulk_modulus")
_RATIOS = (
    "third_order_ratio_energy",
    "third_order_ratio_pressure",
    "third_order_ratio_bulk_modulus",
)
_FORM_FACTORS = ("(110)", "(200)", "(211)")


def solve(batch: Batch) -> Solution:
    """Solve a batch of states of one `ha` model.

    Settings
    --------
    parameters : {"published", "fitted"}
        R_M and u of Table II, or those that Eqs. 7 and 8 give here.
    lattice_cutoff, third_order_cutoff : float
        In units of kF; a third-order cut-off of 0 leaves the third order out.
    third_order_screening : {"consistent", "dielectric"}
    """
    columns = read_columns(batch)
    n = len(batch)
    values: Table = {}
    errors: Table = {}
    for group in columns.groups():
        for key, (value, error) in _solve_group(batch, columns, group).items():
            values.setdefault(key, np.full(n, np.nan))[group] = value
            errors.setdefault(key, np.full(n, np.nan))[group] = error
    for key, (value, error) in lattice_yields.vibration_yields(batch, columns).items():
        values[key], errors[key] = value, error
    curves = lattice_yields.curves(batch, columns)
    failed = ~columns.outcomes.ok
    for table in (values, errors):
        for column in table.values():
            column[failed] = np.nan
    return Solution(
        values=values,
        errors=errors,
        outcome=columns.outcomes.outcome,
        reason=columns.outcomes.reason,
        curves=curves,
        missing=columns.outcomes.missing,
        lacking=columns.outcomes.lacking,
    )


def _solve_group(batch: Batch, columns: Columns, rows: IntArray) -> Pairs:
    """Solve the rows of one structure and c/a."""
    state = columns.take(rows)
    out: Pairs = {}
    if batch.wants(
        *_THERMODYNAMIC, *_RATIOS, "bulk_modulus_derivative", *lattice_yields.NEED_BULK_MODULUS
    ):
        out.update(_thermodynamics(batch, columns, state, rows))
    if batch.wants("form_factor"):
        out.update(_form_factors(batch, columns, state, rows))
    if batch.wants("model_radius", "model_depth"):
        out.update(model_parameters(batch, columns, rows))
    if batch.wants("equilibrium_volume"):
        out.update(equilibria(batch, columns, state, rows))
    out.update(structural_energies(batch, columns, state, rows))
    out.update(lattice_yields.elastic_yields(batch, columns, state, rows, out))
    if batch.wants("form_factor_zero"):
        zero = first_zero(state.radius, state.depth) / (2.0 * state.k_f)
        out["form_factor_zero", "total"] = zero, 1e-14 * zero
    return out


def _thermodynamics(batch: Batch, columns: Columns, state: Columns, rows: IntArray) -> Pairs:
    model, units = columns.variant, units_of(batch)
    order = 3 if batch.wants("bulk_modulus_derivative") else 2
    points = lattice_sum(state.structure[0], state.axial_ratio[0], columns.cutoff)
    result = energy_series(
        model,
        points,
        state.volume,
        state.radius,
        state.depth,
        first_order=state.first_order,
        order=order,
    )
    if state.first_order is not None and not batch.takes("E1"):
        # the constant that makes the pressure vanish is as uncertain as the pressure it cancels
        bcc = lattice_sum("bcc", cutoff=columns.cutoff)
        constant = zero_pressure_error(model, bcc, state.reference_volume, state.radius)
        result.errors["first_order"] = result.errors["first_order"] + constant / result.volume
    unstable = ~(result.least > 0.0)
    columns.outcomes.refuse(
        rows[unstable],
        "no_solution",
        "the screened electron gas is unstable: 1 + (1 - f) Q is not positive at every wavenumber",
    )
    mechanical = result
    if batch.takes("totals_correlation") and model.printed_correlation:
        mechanical = _printed_totals(result, columns, state)
    terms = {name: (mechanical.terms[name], mechanical.errors[name]) for name in ("total", *TERMS)}
    third = columns.third_order_cutoff > 0.0 and batch.wants(*_WITH_THIRD_ORDER, *_RATIOS)
    if third:
        terms["third_order"] = _third_order(batch, columns, state)

    out: Pairs = {}
    volume = result.volume
    for name, (series, error) in terms.items():
        energy, deviation = series[0], error[0]
        if name in result.terms:
            energy, deviation = result.terms[name][0], result.errors[name][0]
        out["total_energy", name] = energy * RYDBERG_EV, deviation * RYDBERG_EV
        out["pressure", name] = (
            units.pressure * pressure(series, volume),
            units.pressure * error[1] / volume,
        )
        out["bulk_modulus", name] = (
            units.pressure * bulk_modulus(series, volume),
            units.pressure * (2.0 * error[2] + error[1]) / volume,
        )
    if batch.wants("cohesive_energy", _RATIOS[0]):
        total, deviation = result.terms["total"][0], result.errors["total"][0]
        out["cohesive_energy", "total"] = (
            -units.cohesive * total - columns.ionisation_energy(batch, rows),
            units.cohesive * deviation,
        )
    if order == 3:
        total, error = mechanical.terms["total"], mechanical.errors["total"]
        value = bulk_modulus_derivative(total)
        second = 2.0 * total[2] - total[1]
        spread = 6.0 * error[3] + (4.0 + 2.0 * np.abs(value)) * error[2]
        spread += (1.0 + np.abs(value)) * error[1]
        out["bulk_modulus_derivative", "total"] = value, spread / np.abs(second)
    if third and batch.wants(*_RATIOS):
        out.update(_ratios(out))
    return out


def _third_order(batch: Batch, columns: Columns, state: Columns) -> tuple[FloatArray, FloatArray]:
    """E3 and its error as series in ln V."""
    units, model = units_of(batch), columns.variant
    structure, ratio = state.structure[0], state.axial_ratio[0]
    printed = units.printed_triples
    cutoff = units.triple_cutoff(columns.third_order_cutoff)

    def evaluate(triples: TripleSum, *, alternative: bool = False) -> tuple[FloatArray, FloatArray]:
        return third_order_series(
            triples,
            spacing_radius(state.volume),
            state.radius,
            state.depth,
            model.field,
            screening=columns.screening,
            alternative=alternative,
        )

    try:
        triples = triple_sum(structure, ratio, cutoff, first_shell_only=printed)
    except CutoffError as none:
        raise UsageError(str(none)) from None
    value, cut = evaluate(triples)
    error = 1e-13 * np.abs(value) + cut
    if model.tabulated:  # the fields differ where screening is strong: the shortest vectors do
        few = triple_sum(structure, ratio, min(cutoff, PRINTED_CUTOFF), first_shell_only=True)
        error = error + np.abs(evaluate(few, alternative=True)[0] - evaluate(few)[0])
    return value, error


def _printed_totals(result: EnergySeries, columns: Columns, state: Columns) -> EnergySeries:
    """`pcp`, `vs` as printed: P and B with another E_c, their second order by subtraction."""
    model = columns.variant
    other = energy_series(
        model.with_correlation(model.printed_correlation),
        lattice_sum(state.structure[0], state.axial_ratio[0], columns.cutoff),
        state.volume,
        state.radius,
        state.depth,
        order=len(result.terms["total"]) - 1,
    )
    shift = other.terms["electron_gas"] - result.terms["electron_gas"]
    terms = dict(result.terms)
    terms["total"] = result.terms["total"] + shift
    terms["second_order"] = result.terms["second_order"] + shift
    return EnergySeries(result.volume, terms, result.errors, result.least)


def _form_factors(batch: Batch, columns: Columns, state: Columns, rows: IntArray) -> Pairs:
    """Screened form factors at the first three vectors of bcc."""
    if state.structure[0] != "bcc":
        columns.outcomes.lack(
            "form_factor", rows, "(110), (200) and (211) are the first vectors of bcc only"
        )
        nothing = np.full(len(rows), np.nan)
        return {("form_factor", name): (nothing, nothing) for name in _FORM_FACTORS}
    grid = units_of(batch).form_factor_grid
    x = 2.0 * np.array(grid) if grid else lattice_sum("bcc").x[:3]
    value, error = form_factors(
        columns.variant, x, state.volume, state.radius, state.depth, screening="consistent"
    )
    return {
        ("form_factor", name): (value[:, i] * RYDBERG_EV, error[:, i] * RYDBERG_EV)
        for i, name in enumerate(_FORM_FACTORS)
    }


def _ratios(
    table: Pairs,
) -> Pairs:
    """R_E = E3/E_coh, R_P = |P3/P2|, R_B = |B3/B| (Tables IX-XI)."""
    pairs = (
        (_RATIOS[0], ("total_energy", "third_order"), ("cohesive_energy", "total")),
        (_RATIOS[1], ("pressure", "third_order"), ("pressure", "second_order")),
        (_RATIOS[2], ("bulk_modulus", "third_order"), ("bulk_modulus", "total")),
    )
    out: Pairs = {}
    for name, top, bottom in pairs:
        if bottom not in table:  # E_coh, where only another ratio is wanted
            continue
        (a, da), (b, db) = table[top], table[bottom]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = a / b
            error = (da + np.abs(ratio) * db) / np.abs(b)
        out[name, "total"] = (ratio if name == _RATIOS[0] else np.abs(ratio)), error
    return out
