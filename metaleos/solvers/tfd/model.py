"""The adapter: batches of states in storage units in, solutions of ``tfd`` and ``tfdw`` out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from metaleos import constants as const
from metaleos.errors import UsageError
from metaleos.solvers.protocol import Batch, Curve, Solution
from metaleos.solvers.rows import Outcomes
from metaleos.solvers.tfd.atom.atoms import Atoms, solve_atoms
from metaleos.solvers.tfd.atom.ladder import Physics
from metaleos.solvers.tfd.conventions import functions, units
from metaleos.solvers.tfd.declaration import RANGES
from metaleos.solvers.tfd.derived import (
    CORE,
    EQUILIBRIUM,
    put_core_transitions,
    put_equilibria,
    put_hugoniots,
)
from metaleos.solvers.tfd.gas.spinodal import spinodal_log_density
from metaleos.solvers.tfd.reference import volume_of_density
from metaleos.solvers.tfd.shock import faulty_choice
from metaleos.solvers.tfd.slabs import in_slabs
from metaleos.solvers.tfd.writer import Problem, Values, Writer, masses, reference_volumes

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

RADII = (RANGES[1].low, RANGES[1].high)
DERIVATIVES = (
    "bulk_modulus",
    "heat_capacity",
    "thermal_pressure_coefficient",
    "grueneisen_parameter",
    "sound_speed",
    "van_der_waals_loop",
    "validity",
)


def solve_tfd(batch: Batch) -> Solution:
    """Solve a batch of ``tfd``."""
    return in_slabs(batch, partial(_solve, gradient=0.0))


def solve_tfdw(batch: Batch) -> Solution:
    """Solve a batch of ``tfdw``."""
    return in_slabs(batch, partial(_solve, gradient=1.0))


def _solve(batch: Batch, gradient: float) -> Solution:
    n = len(batch)
    outcomes = Outcomes.of(n)
    Z = np.asarray(batch.inputs["Z"], dtype=float)
    T = np.asarray(batch.states["temperature"], dtype=float)
    V = np.asarray(batch.states["volume"], dtype=float)
    unit = units(batch)
    length = np.broadcast_to(np.asarray(unit.bohr, dtype=float), (n,))
    hartree = np.broadcast_to(np.asarray(unit.hartree_kelvin, dtype=float), (n,))
    _refuse(outcomes, Z, T, V, length, hartree)
    fault = faulty_choice(
        batch.settings.get("ions", "ideal_gas"), batch.settings.get("initial_pressure", "model")
    )
    if fault:
        raise UsageError(f"setting {fault}")
    rows = outcomes.good
    problem = Problem(
        batch,
        gradient,
        functions(batch),
        float(batch.settings.get("tolerance", 1e-7)),
        unit,
        rows,
        Z[rows],
        T[rows] / hartree[rows],
        V[rows] / length[rows] ** 3,
    )
    curve = "electron_density"
    radii = _radii(problem, length) if batch.wants_curve(curve) else None
    atoms = solve_atoms(
        problem.Z,
        problem.kT,
        problem.volume,
        physics=Physics(gradient, functions=problem.functions),
        tolerance=problem.tolerance,
        derivatives=batch.wants(*DERIVATIVES),
        limits=batch.wants("limiting_compression"),
        radii=None if radii is None else radii[rows] / length[rows, None],
    )
    values: Values = {}
    errors: Values = {}
    put = Writer(problem, atoms, values, errors, outcomes)
    _pressures(put)
    _energies(put)
    if batch.wants("relative_energy"):
        _relative_energy(put)
    if batch.wants(*DERIVATIVES):
        _derived(put)
    _flags(put)
    if any(name in batch.properties for name in EQUILIBRIUM):
        put_equilibria(put)
    if CORE in batch.properties:
        put_core_transitions(put)
    _judge(problem, atoms, outcomes)
    solution = Solution(
        values=values,
        errors=errors,
        outcome=outcomes.outcome,
        reason=outcomes.reason,
        missing=outcomes.missing,
        lacking=outcomes.lacking,
    )
    put_hugoniots(put, solution)
    if radii is not None:
        solution.curves[curve, "total"] = _curve(problem, atoms, radii, length)
    return solution


def _refuse(
    outcomes: Outcomes,
    Z: FloatArray,
    T: FloatArray,
    V: FloatArray,
    length: FloatArray,
    hartree: FloatArray,
) -> None:
    """Refuse the states that cannot be solved."""
    with np.errstate(all="ignore"):
        radius = np.cbrt(0.75 / np.pi * np.abs(V)) / length
        tests = (
            (~(Z >= 1.0) | ~np.isfinite(Z), "invalid_input", "Z is not a charge of at least 1"),
            (Z > 1e3, "out_of_range", "Z is above 1000"),
            (~(T >= 0.0), "invalid_input", "the temperature is not at least 0 K"),
            (~(V > 0.0), "invalid_input", "the volume is not positive"),
            (
                ~((length > 0.0) & (length < np.inf) & (hartree > 0.0) & (hartree < np.inf)),
                "invalid_input",
                "a unit of the convention printed is missing",
            ),
        )
    for bad, word, why in tests:
        outcomes.refuse(bad, word, why)
    warmth = np.where(T == 0.0, RANGES[0].low, T)
    outcomes.confine(RANGES, {RANGES[0].name: warmth, RANGES[1].name: radius})


def _pressures(put: Writer) -> None:
    gradient = put.problem.gradient
    put.copy("pressure", "total", "pressure", put.pressure)
    put.copy("pressure", "homogeneous", "pressure_homogeneous", put.pressure)
    put.copy("pressure", "exchange_correlation", "pressure_exchange", put.pressure)
    put.copy("pressure_virial", "total", "pressure_virial", put.pressure)
    if gradient:
        put.copy("pressure", "gradient", "pressure_gradient", put.pressure)
        put.copy("central_density", "total", "centre_density", put.bohr**-3.0)
        for name, upper, lower in (
            ("gradient_pressure_ratio", "pressure_gradient", "pressure_homogeneous"),
            ("gradient_energy_ratio", "kinetic_gradient", "kinetic_homogeneous"),
        ):
            a, da = put.raw(upper)
            b, db = put.raw(lower)
            put.put(name, "total", a / b, (da + np.abs(a / b) * db) / b)
    put.copy("boundary_density", "total", "boundary_density", put.bohr**-3.0)


def _energies(put: Writer) -> None:
    for name, term, source in (
        ("total_energy", "total", "energy"),
        ("free_energy", "total", "free_energy"),
        ("chemical_potential", "total", "mu"),
        ("kinetic_energy", "homogeneous", "kinetic_homogeneous"),
        ("potential_energy", "electron_nucleus", "electron_nucleus"),
        ("potential_energy", "electron_electron", "electron_electron"),
        ("potential_energy", "exchange_correlation", "exchange"),
    ):
        put.copy(name, term, source, put.ha)
    if put.problem.gradient:
        put.copy("kinetic_energy", "gradient", "kinetic_gradient", put.ha)
    sums = {
        "kinetic_energy": ("kinetic_homogeneous", "kinetic_gradient"),
        "potential_energy": ("electron_nucleus", "electron_electron", "exchange"),
    }
    for name, parts in sums.items():
        value = sum(put.raw(part)[0] for part in parts) * put.ha
        error = sum(put.raw(part)[1] for part in parts) * put.ha
        put.put(name, "total", value, error)
    put.copy("entropy", "total", "entropy", np.ones_like(put.ha))


def _relative_energy(put: Writer) -> None:
    """Store E - E(T = 0, rho0) - E_coh, or why it is missing."""
    problem = put.problem
    inputs, rows = problem.batch.inputs, problem.rows
    origin = inputs["cohesive_energy_origin"][rows]
    unknown = np.isnan(origin)
    if unknown.any():
        observed = inputs["cohesive_energy"][rows] / const.HARTREE_EV
        origin = np.where(unknown, observed, origin)
    volume = reference_volumes(problem) / put.bohr**3
    with np.errstate(invalid="ignore"):
        radius = np.cbrt(0.75 / np.pi * volume)
    known = (radius >= RADII[0]) & (radius <= RADII[1])
    usable = np.isfinite(origin) & known & put.atoms.solved
    energy = np.full(rows.size, np.nan)
    error = np.full(rows.size, np.nan)
    if usable.any():
        pairs = np.stack([problem.Z[usable], volume[usable]])
        each, back = np.unique(pairs, axis=1, return_inverse=True)
        cold = solve_atoms(
            each[0],
            0.0,
            each[1],
            physics=Physics(problem.gradient, functions=problem.functions),
            tolerance=problem.tolerance,
        )
        if cold.solved.any():
            back = back.ravel()
            value, spread = put.raw("energy")
            energy[usable] = value[usable] - cold.values["energy"][back] - origin[usable]
            error[usable] = spread[usable] + cold.errors["energy"][back]
    put.put("relative_energy", "total", energy * put.ha, error * put.ha)
    bare = put.atoms.solved & ~np.isfinite(energy)
    for which, why, kind in (
        (bare, "no solution at T = 0 and normal density to count from", "no_solution"),
        (bare & ~known, "no normal density is known", "invalid_input"),
        (
            bare & ~np.isfinite(origin),
            "no cohesive energy is known to fix the origin",
            "invalid_input",
        ),
    ):
        put.outcomes.lack("relative_energy", rows[which], why, kind)


def _derived(put: Writer) -> None:
    """Store bulk modulus, heat capacity, Grueneisen parameter, sound speed."""
    problem = put.problem
    rows = problem.rows
    put.copy("bulk_modulus", "total", "bulk_modulus", put.pressure)
    put.copy("heat_capacity", "total", "heat_capacity", np.ones_like(put.ha))
    put.copy(
        "thermal_pressure_coefficient",
        "total",
        "thermal_pressure",
        put.pressure / put.kelvin,
    )
    B, dB = put.raw("bulk_modulus")
    slope, dslope = put.raw("thermal_pressure")
    heat, dheat = put.raw("heat_capacity")
    warm = put.atoms.solved & (heat > 0.0)
    safe = np.where(warm, heat, 1.0)
    gamma = np.where(warm, problem.volume * slope / safe, np.nan)
    dgamma = problem.volume * dslope / safe + np.abs(gamma) * dheat / safe
    put.put("grueneisen_parameter", "total", gamma, dgamma)
    thermal = np.where(warm, problem.kT * problem.volume * slope**2 / safe, 0.0)
    adiabatic = (B + thermal) * put.pressure
    density = masses(problem) * volume_of_density(1.0, 1.0) / (problem.volume * put.bohr**3)
    stable = put.atoms.solved & (adiabatic > 0.0)
    # GPa over g/cm3 is (km/s)^2
    speed = np.where(stable, np.sqrt(np.where(stable, adiabatic, 1.0) / density), np.nan)
    spread = dB * put.pressure + 2.0 * np.abs(thermal) * put.pressure * (
        dslope / np.maximum(np.abs(slope), 1e-300)
    ) * (slope != 0.0)
    put.put("sound_speed", "total", speed, 0.5 * speed * spread / np.where(stable, adiabatic, 1.0))
    cold, unstable = rows[put.atoms.solved & ~warm], rows[put.atoms.solved & ~stable]
    put.outcomes.lack("grueneisen_parameter", cold, "at T = 0 the heat capacity vanishes")
    put.outcomes.lack("sound_speed", unstable, "the state is unstable: (dP/drho)_S < 0")


def _flags(put: Writer) -> None:
    """Store the flags; for ``tfd`` the limiting compression, also where there is no solution."""
    problem, atoms = put.problem, put.atoms
    none = np.zeros(problem.rows.size)
    boundary, _error = put.raw("boundary_density")
    log_n = np.log(np.where(atoms.solved, boundary, 1.0))
    upper = spinodal_log_density(problem.kT, problem.functions)
    lower = spinodal_log_density(problem.kT, problem.functions, "lower")
    inside = np.where(np.isfinite(upper), (log_n < upper) & (log_n > lower), False)
    put.put("spinodal", "total", inside.astype(float), none)
    if problem.gradient:
        put.put("two_cores", "total", put.raw("two_cores")[0], none)
    if problem.batch.wants("van_der_waals_loop", "validity"):
        B, _error = put.raw("bulk_modulus")
        loop = atoms.solved & (np.where(np.isfinite(B), B, 1.0) < 0.0)
        thin = np.where(np.isfinite(upper), log_n < upper, False)
        if problem.gradient:
            put.put("van_der_waals_loop", "total", loop.astype(float), none)
        put.put("validity", "total", (~(loop | thin)).astype(float), none)
    if not problem.gradient and problem.batch.wants("limiting_compression"):
        bounded = np.isfinite(atoms.limit)
        limit = np.where(bounded, atoms.limit, 1.0) * put.bohr**3
        least = np.where(bounded, reference_volumes(problem) / limit, np.nan)
        put.put("limiting_compression", "total", least, 1e-8 * least, always=True)
        why = "above the critical temperature there is no limit"
        put.outcomes.lack("limiting_compression", problem.rows[~bounded], why)


def _judge(
    problem: Problem,
    atoms: Atoms,
    outcomes: Outcomes,
) -> None:
    """Set the outcome of the tried rows."""
    rows = problem.rows
    none = rows[~atoms.exists]
    if none.size:
        scale = problem.column(problem.unit.bohr)[rows] ** 3
        least = (reference_volumes(problem) / (atoms.limit * scale))[~atoms.exists]
        largest = (atoms.limit * scale)[~atoms.exists]
        why = [
            "no smooth density below the spinodal of Eq. 24 at this temperature: the least "
            f"compression is {c:.6g} (largest volume {v:.6g} bohr3)"
            for c, v in zip(least, largest, strict=True)
        ]
        outcomes.refuse(none, "no_solution", np.array(why, dtype=object))
    lost = rows[atoms.exists & ~atoms.solved]
    outcomes.refuse(lost, "not_converged", "Newton's method did not reach its tolerance")


def _radii(problem: Problem, length: FloatArray) -> FloatArray:
    """Return the radii for n(r) [CODATA bohr], shape (n, k): given, or 120 up to S."""
    n = len(problem.batch)
    given = problem.batch.points.get("radius")
    if given is not None:
        return np.broadcast_to(np.asarray(given, dtype=float), (n, np.shape(given)[-1]))
    radius = np.ones(n)
    radius[problem.rows] = np.cbrt(0.75 / np.pi * problem.volume) * length[problem.rows]
    grid: FloatArray = radius[:, None] * np.geomspace(1e-4, 1.0, 120)
    return grid


def _curve(problem: Problem, atoms: Atoms, radii: FloatArray, length: FloatArray) -> Curve:
    n = len(problem.batch)
    values, errors = np.full((n, radii.shape[1]), np.nan), np.full((n, radii.shape[1]), np.nan)
    factor = length[problem.rows, None] ** -3.0
    values[problem.rows] = atoms.density * factor
    if atoms.solved.any():
        relative = atoms.errors["boundary_density"] / atoms.values["boundary_density"]
        errors[problem.rows] = np.abs(values[problem.rows]) * (10.0 * relative[:, None] + 1e-9)
    return Curve(variable="radius", unit="bohr", points=radii, values=values, errors=errors)
