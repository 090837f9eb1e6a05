"""What follows from many solved cells: states of zero pressure and Hugoniots, for the adapter.

States that share nucleus and temperature (and, for a Hugoniot, volume and mass) are solved once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from metaleos.solvers.protocol import Curve, Solution
from metaleos.solvers.tfd.atom.branches import BAND, transition_estimate
from metaleos.solvers.tfd.atom.core_transition import core_transition
from metaleos.solvers.tfd.atom.ladder import Physics
from metaleos.solvers.tfd.declaration import RANGES
from metaleos.solvers.tfd.reference import volume_of_density
from metaleos.solvers.tfd.shock import InitialPressure, Ions, Shock, shock
from metaleos.solvers.tfd.writer import Writer, masses
from metaleos.solvers.tfd.zero_pressure import ZeroPressure, zero_pressure

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tfd.gas.functional import GasFunctions

EQUILIBRIUM = (
    "equilibrium_volume",
    "equilibrium_density",
    "equilibrium_bulk_modulus",
    "equilibrium_bulk_modulus_derivative",
)
CORE = "core_transition_temperature"
VELOCITY = 1.0  # km/s between the points of a Hugoniot, up to 20 km/s


def equilibria(
    Z: FloatArray, kT: FloatArray, gradient: float, functions: GasFunctions
) -> ZeroPressure:
    """Return the states of zero pressure on the isotherms of n states, shape (n,)."""
    each, back = np.unique(np.stack([Z, kT]), axis=1, return_inverse=True)
    found = zero_pressure(each[0], each[1], gradient=gradient, functions=functions)
    rows = back.ravel()
    return ZeroPressure(
        found.volume[rows],
        found.bulk_modulus[rows],
        found.bulk_modulus_derivative[rows],
        found.volume_error[rows],
        found.bulk_modulus_error[rows],
        found.derivative_error[rows],
    )


def hugoniots(
    Z: FloatArray,
    mass: FloatArray,
    volume: FloatArray,
    kT: FloatArray,
    velocities: FloatArray,
    *,
    physics: Physics,
    ions: Ions,
    initial_pressure: InitialPressure,
) -> Shock:
    """Return the Hugoniots centred on n states, shape (n, k); see `metaleos.solvers.tfd.shock`."""
    columns = np.stack([Z, mass, volume, kT, *velocities.T])
    each, back = np.unique(columns, axis=1, return_inverse=True)
    found = shock(
        each[0],
        each[1],
        each[2],
        each[3],
        np.ascontiguousarray(each[4:].T),
        physics=physics,
        ions=ions,
        initial_pressure=initial_pressure,
    )
    rows = back.ravel()
    return Shock(
        found.volume[rows],
        found.kT[rows],
        found.pressure[rows],
        found.velocity[rows],
        found.pressure_error[rows],
        found.velocity_error[rows],
    )


def put_equilibria(put: Writer) -> None:
    """Store the state of zero pressure on the isotherm of each state (only when asked for)."""
    problem = put.problem
    found = equilibria(problem.Z, problem.kT, problem.gradient, problem.functions)
    volume = found.volume * put.bohr**3
    relative = found.volume_error / found.volume
    columns = {
        "equilibrium_volume": (volume, volume * relative),
        "equilibrium_bulk_modulus": (
            found.bulk_modulus * put.pressure,
            found.bulk_modulus_error * put.pressure,
        ),
        "equilibrium_bulk_modulus_derivative": (
            found.bulk_modulus_derivative,
            found.derivative_error,
        ),
    }
    if "equilibrium_density" in problem.batch.properties:
        density = masses(problem) * volume_of_density(1.0, 1.0) / volume
        columns["equilibrium_density"] = (density, density * relative)
    none = problem.rows[~np.isfinite(volume)]
    why = "no volume per atom from 1 to 1500 bohr3 has zero pressure at this temperature"
    for name, (value, error) in columns.items():
        put.put(name, "total", value, error, always=True)
        put.outcomes.lack(name, none, why, "no_solution")


def put_core_transitions(put: Writer) -> None:
    """Store the temperature of the core's transition at each volume (only when asked for)."""
    problem = put.problem
    highest = RANGES[0].high / put.kelvin
    beyond = BAND[0] * transition_estimate(problem.Z, problem.volume) > highest
    near = np.flatnonzero(~beyond)
    columns = np.stack([problem.Z[near], problem.volume[near]])
    cells, back = np.unique(columns, axis=1, return_inverse=True)
    physics = Physics(problem.gradient, functions=problem.functions)
    found = core_transition(cells[0], cells[1], physics=physics)
    value, error = np.full((2, problem.rows.size), np.nan)
    value[near] = found.kT[back.ravel()] * put.kelvin[near]
    error[near] = found.error[back.ravel()] * put.kelvin[near]
    beyond |= value > RANGES[0].high
    put.put(CORE, "total", np.where(beyond, np.nan, value), error, always=True)
    why = "the core changes continuously: no temperature has two stationary densities"
    put.outcomes.lack(CORE, problem.rows[~np.isfinite(value)], why)
    why = f"the transition lies above {RANGES[0].high:g} K: {RANGES[0].reason}"
    put.outcomes.lack(CORE, problem.rows[beyond], why, "out_of_range")


def put_hugoniots(put: Writer, solution: Solution) -> None:
    """Store U_s and P on the Hugoniot centred on each state, over the particle velocity."""
    problem, batch = put.problem, put.problem.batch
    wanted = [name for name in ("shock_velocity", "shock_pressure") if batch.wants_curve(name)]
    if not wanted:
        return
    n = len(batch)
    given = batch.points.get("particle_velocity")
    grid = np.arange(0.0, 20.0 + 0.5 * VELOCITY, VELOCITY) if given is None else given
    speeds = np.broadcast_to(np.asarray(grid, dtype=float), (n, np.shape(grid)[-1]))
    # GPa bohr3/u is (km/s)^2 over the number that turns u/bohr3 into g/cm3
    mass = masses(problem) * volume_of_density(1.0, 1.0) / (put.pressure * put.bohr**3)
    good = put.atoms.solved & np.isfinite(mass)
    columns = {}
    if good.any():
        found = hugoniots(
            problem.Z[good],
            mass[good],
            problem.volume[good],
            problem.kT[good],
            speeds[problem.rows[good]],
            physics=Physics(problem.gradient, functions=problem.functions),
            ions=cast("Ions", batch.settings.get("ions", "ideal_gas")),
            initial_pressure=cast(
                "InitialPressure", batch.settings.get("initial_pressure", "model")
            ),
        )
        unit = put.pressure[good, None]
        columns = {
            "shock_velocity": (found.velocity, found.velocity_error),
            "shock_pressure": (found.pressure * unit, found.pressure_error * unit),
        }
    for name in wanted:
        full = np.full((2, *speeds.shape), np.nan)
        if columns:
            full[:, problem.rows[good]] = columns[name]
        solution.curves[name, "total"] = Curve(
            variable="particle_velocity", unit="km/s", points=speeds, values=full[0], errors=full[1]
        )
