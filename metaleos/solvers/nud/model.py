"""The adapter of `nud`: batches of states in, storage units out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.constants import HARTREE_EV, HARTREE_PER_BOHR3_GPA
from metaleos.solvers.nud import coefficients
from metaleos.solvers.nud.conventions import form_of
from metaleos.solvers.nud.displaced_shell import redistribution, sphere_radius
from metaleos.solvers.nud.metal import bulk_modulus, uniform_metal
from metaleos.solvers.nud.reference import U_PER_BOHR3_IN_G_PER_CM3
from metaleos.solvers.protocol import Solution
from metaleos.solvers.rows import Outcomes

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.nud.shape_factor import Form
    from metaleos.solvers.protocol import Batch

_ENERGY = "redistribution_energy"
_DTHETA = "redistribution_energy_dtheta"
_DRADIUS = "redistribution_energy_dtheta_dradius"
_DVOLUME2 = "redistribution_energy_dtheta_dvolume2"
_PRESSURE = "redistribution_pressure"
_COMPRESSIBILITY = "compressibility_coefficient"
_EXPANSION = "expansion_shift"
_LIMIT = "expansion_shift_limit"
_ATTRACTION = "metal_attraction_constant"
_REPULSION = "metal_repulsion_constant"
_OF_THE_METAL = (_COMPRESSIBILITY, _EXPANSION, _LIMIT, _ATTRACTION, _REPULSION)

# Everything is a closed form: the errors are those of rounding, relative to the largest term.
_ROUNDING = 1e-14


def solve(batch: Batch) -> Solution:
    """Return Delta U, its derivatives and the two temperature coefficients at each state."""
    x = np.asarray(batch.states["theta"], dtype=np.float64)
    volume = np.asarray(batch.states["volume"], dtype=np.float64)
    z = np.asarray(batch.inputs["valence"], dtype=np.float64)
    q = float(batch.settings.get("displaced_charge", 1.0))
    dx_dT = float(batch.settings.get("dx_dT", 1.0))
    form = form_of(batch)

    outcomes = Outcomes.of(len(batch))
    _refuse(batch, outcomes, x, volume, z, form)
    ok = outcomes.ok
    # Rows without a solution are computed at a harmless state and blanked at the end.
    x, volume, z = np.where(ok, x, 0.5), np.where(ok, volume, 1.0), np.where(ok, z, 1.0)
    R = sphere_radius(volume)
    change = redistribution(x, R, z, q, form)
    A = 0.3 * z**2 * abs(q)

    values: dict[str, FloatArray] = {
        _ENERGY: change.energy * HARTREE_EV,
        _DTHETA: change.dtheta * HARTREE_EV,
        _DRADIUS: change.dtheta_dradius * HARTREE_EV,
        _DVOLUME2: change.dtheta_dvolume2 * HARTREE_EV,
        _PRESSURE: change.pressure * HARTREE_PER_BOHR3_GPA,
    }
    # The sizes of the terms before they cancel: Delta U's factors are sums of some hundred x.
    scales: dict[str, FloatArray] = {
        _ENERGY: A / R * HARTREE_EV,
        _DTHETA: x * A / R**2 * HARTREE_EV,
        _DRADIUS: 100.0 * x * A / R**3 * HARTREE_EV,
        _DVOLUME2: 20.0 * x * A / R**8 * HARTREE_EV,
        _PRESSURE: A / (12.6 * R**4) * HARTREE_PER_BOHR3_GPA,
    }
    if batch.wants(*_OF_THE_METAL):
        states = _States(outcomes, x, R, z, q, dx_dT, form)
        _of_the_metal(batch, states, values, scales)

    blank = np.where(ok, 0.0, np.nan)
    return Solution(
        values={(name, "total"): value + blank for name, value in values.items()},
        errors={
            (name, "total"): _ROUNDING * (np.abs(value) + scales[name]) + blank
            for name, value in values.items()
        },
        outcome=outcomes.outcome,
        reason=outcomes.reason,
        missing=outcomes.missing,
        lacking=outcomes.lacking,
    )


@dataclass(frozen=True)
class _States:
    """The states of a batch: their outcomes, Theta/R0, R [bohr], valence, and the settings."""

    outcomes: Outcomes
    x: FloatArray
    R: FloatArray
    z: FloatArray
    q: float
    dx_dT: float
    form: Form


def _of_the_metal(
    batch: Batch,
    states: _States,
    values: dict[str, FloatArray],
    scales: dict[str, FloatArray],
) -> None:
    """Add what needs the metal's own energy: B and C, and the coefficients made with them."""
    outcomes, x, R, z, q = states.outcomes, states.x, states.R, states.z, states.q
    dx_dT, form = states.dx_dT, states.form
    K0 = np.asarray(batch.inputs["bulk_modulus"], dtype=np.float64) / HARTREE_PER_BOHR3_GPA
    V0 = np.asarray(batch.inputs["reference_volume"], dtype=np.float64)
    if not np.all(np.isfinite(V0)):
        density = np.asarray(batch.inputs["density"], dtype=np.float64)
        mass = np.asarray(batch.inputs["atomic_mass"], dtype=np.float64)
        positive = np.where((density > 0.0) & (mass > 0.0), density, np.nan)
        V0 = np.where(np.isfinite(V0), V0, mass * U_PER_BOHR3_IN_G_PER_CM3 / positive)
    no_metal = ~((K0 > 0.0) & (V0 > 0.0))
    metal = uniform_metal(np.where(no_metal, 1.0, V0), np.where(no_metal, 1.0, K0))
    K = bulk_modulus(metal, R)
    unstable = ~no_metal & ~(K > 0.0)
    why = "needs a positive bulk_modulus [GPa] and volume of the uniform metal"
    for name in _OF_THE_METAL:
        outcomes.lack(name, no_metal & outcomes.ok, why, "invalid_input")
    why = "V > 1.5^(3/2) V0: the metal -C/R + B/R^3 has no positive bulk modulus there"
    in_the_limit = batch.takes("expansion_limit")
    for name in (_COMPRESSIBILITY,) if in_the_limit else (_COMPRESSIBILITY, _EXPANSION):
        outcomes.lack(name, unstable & outcomes.ok, why)

    hole = np.where(no_metal, np.nan, 0.0)
    K = np.where(no_metal | unstable, np.nan, K)
    rate = R * dx_dT
    change = redistribution(x, R, z, q, form)
    values[_ATTRACTION] = metal.C * HARTREE_EV + hole
    values[_REPULSION] = metal.B * HARTREE_EV + hole
    values[_COMPRESSIBILITY] = coefficients.compressibility_coefficient(change, R, K, rate)
    values[_LIMIT] = coefficients.expansion_shift_limit(change, R, metal.B, rate) + hole
    exact = coefficients.expansion_shift(change, R, K, rate)
    values[_EXPANSION] = values[_LIMIT] if in_the_limit else exact
    A = 0.3 * z**2 * abs(q)
    scales[_ATTRACTION], scales[_REPULSION] = values[_ATTRACTION], values[_REPULSION]
    scales[_COMPRESSIBILITY] = 80.0 * x * A / R**5 * np.abs(rate) / K
    scales[_EXPANSION] = scales[_LIMIT] = 50.0 * x * A * R / metal.B * np.abs(rate)


def _refuse(
    batch: Batch, outcomes: Outcomes, x: FloatArray, volume: FloatArray, z: FloatArray, form: Form
) -> None:
    """Refuse the states at which the model has no meaning."""
    outcomes.refuse(
        ~((z > 0.0) & np.isfinite(z)), "invalid_input", "the valence must be a positive number"
    )
    R = np.cbrt(0.75 / np.pi * np.abs(volume))
    radius = np.where(volume > 0.0, R, np.nan)
    outcomes.refuse(
        ~((volume > 0.0) & np.isfinite(volume)),
        "out_of_range",
        "the volume must be a positive number of bohr3/atom",
    )
    columns = {"theta": x, "radius of the elementary sphere": radius}
    outcomes.confine(batch.model.ranges, columns)
    outcomes.refuse(
        (x == 1.0) & (form == "linear"),
        "no_solution",
        "Eq. 4 has a pole at x = 1 (and is negative beyond x = 0.5)",
    )
