"""The Hugoniot centred on given states, by particle velocity: electrons of ``tfd`` or ``tfdw``.

With M the mass, the jump conditions at the particle velocity u read

    P - P0 = M u^2/(V0 - V),    E - E0 = P0 (V0 - V) + M u^2/2,    U_s = u V0/(V0 - V),

two equations for V and T. The ions are an ideal gas, E = (3/2) kT and P = kT/V, or left out: no
lattice vibrations, no melting, no ion-ion correlation. P0 is the model's own pressure at the
initial state (the conditions then hold exactly within the model), or zero as in the experiment.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from metaleos.solvers.tfd.atom.atoms import solve_atoms
from metaleos.solvers.tfd.atom.ladder import TFDW, Physics

if TYPE_CHECKING:
    from collections.abc import Callable

    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray

Ions = Literal["ideal_gas", "none"]
InitialPressure = Literal["model", "zero"]

STEPS = 40
PRECISE = 1e-8  # of ln V and ln kT
COLDEST = 1e-7  # Ha, below which T behind the shock counts as zero
NAMES = ("pressure", "energy", "bulk_modulus", "thermal_pressure", "heat_capacity")


@dataclass(frozen=True, slots=True)
class Shock:
    """States behind shocks into b states at k particle velocities, NaN where there is none.

    Parameters
    ----------
    volume, kT, pressure, velocity : float array, shape (b, k)
        [bohr3], [Ha], P with the ion part [Ha/bohr3], shock velocity in the unit of the particle
        velocities. At particle velocity 0 they are those of the initial state, and the velocity
        that of sound.
    pressure_error, velocity_error : float array, shape (b, k)
    """

    volume: FloatArray
    kT: FloatArray
    pressure: FloatArray
    velocity: FloatArray
    pressure_error: FloatArray
    velocity_error: FloatArray


@dataclass(frozen=True, slots=True)
class _Matter:
    """Electrons and ions at given states: P, E, B, dP/dkT, C_V and errors of P and E."""

    P: FloatArray
    E: FloatArray
    B: FloatArray
    thermal: FloatArray
    heat: FloatArray
    P_error: FloatArray
    E_error: FloatArray

    def part(self, rows: IntArray) -> _Matter:
        """Return the given rows."""
        return _Matter(*(getattr(self, f.name)[rows] for f in fields(self)))

    def put(self, rows: IntArray, other: _Matter) -> None:
        """Overwrite the given rows."""
        for f in fields(self):
            getattr(self, f.name)[rows] = getattr(other, f.name)


def shock(
    Z: FloatArray,
    mass: FloatArray,
    volume: FloatArray,
    kT: FloatArray,
    particle_velocity: FloatArray,
    *,
    physics: Physics = TFDW,
    ions: Ions = "ideal_gas",
    initial_pressure: InitialPressure = "model",
) -> Shock:
    """Return the states behind shocks into given states.

    Parameters
    ----------
    Z, volume, kT : float array, shape (b,)
        Nuclear charge and the initial state [bohr3, Ha].
    mass : float array, shape (b,)
        M such that M u^2 is in Ha for u in the unit of `particle_velocity`.
    particle_velocity : float array, shape (b, k)
        Not negative.
    physics : Physics
        The functional: ``Physics(0.0)`` is that of ``tfd``.
    ions : {"ideal_gas", "none"}
    initial_pressure : {"model", "zero"}

    Raises
    ------
    ValueError
        If a word is not one of these, or an argument is not finite or out of its range.
    """
    fault = faulty_choice(ions, initial_pressure)
    if fault:
        raise ValueError(fault)
    share = 1.0 if ions == "ideal_gas" else 0.0

    def at(z: FloatArray, v: FloatArray, t: FloatArray) -> _Matter:
        atoms = solve_atoms(z, t, v, physics=physics, derivatives=True)
        none = np.full(z.size, np.nan)
        P, E, B, thermal, heat = (atoms.values.get(name, none) for name in NAMES)
        ion = share / v
        return _Matter(
            P + ion * t,
            E + 1.5 * share * t,
            B + ion * t,
            thermal + ion,
            heat + 1.5 * share,
            atoms.errors.get("pressure", none),
            atoms.errors.get("energy", none),
        )

    shape = particle_velocity.shape
    start = at(Z, volume, kT)
    rows = np.repeat(np.arange(Z.size), shape[1])
    v0, first = volume[rows], start.part(rows)
    P0 = first.P if initial_pressure == "model" else np.zeros(rows.size)
    u = particle_velocity.ravel()
    work = mass[rows] * u**2
    x, t, now, sure = _solve(at, Z[rows], v0, kT[rows], first, P0, work)
    v = np.exp(x)
    gap = v0 - v
    real = sure & (gap > 0.0) & (now.P > P0) & (u > 0.0)
    safe = np.where(real, gap, 1.0)
    # errors of the two conditions, through the inverse of their Jacobian, into V
    a, b, c, d = _jacobian(v, t, now, P0, work, np.where(real, gap, v0))
    wrong_P = now.P_error + first.P_error
    wrong_E = now.E_error + first.E_error + gap * first.P_error
    with np.errstate(divide="ignore", invalid="ignore"):
        # d ln U_s/d ln u by the implicit function. It is negative on a second, unphysical branch
        # that a zero initial pressure opens where the initial state is under pressure in the model
        turn = (d * 2.0 * work / safe - b * work) / (a * d - b * c)
        real &= 1.0 + v * turn / safe > 0.0
        velocity = np.where(real, u * v0 / safe, np.nan)
        moved = (np.abs(d) * wrong_P + np.abs(b) * wrong_E) / np.abs(a * d - b * c) * v
        velocity_error = velocity * (moved / safe + PRECISE)
        pressure_error = now.P_error + (work / safe**2) * moved + PRECISE * now.P
    pressure = np.where(real, now.P, np.nan)
    still = (u == 0.0) & (initial_pressure == "model") & np.isfinite(first.P)
    if still.any():
        heat = np.where(first.heat > 0.0, first.heat, 1.0)
        warm = kT[rows] * v0 * first.thermal**2 / heat * (first.heat > 0.0)
        stiff = first.B + warm
        with np.errstate(invalid="ignore"):
            sound = np.sqrt(v0 * stiff / mass[rows])
        velocity = np.where(still, sound, velocity)
        velocity_error = np.where(still, 1e-7 * sound, velocity_error)
        pressure = np.where(still, first.P, pressure)
        pressure_error = np.where(still, first.P_error, pressure_error)
        v, t = np.where(still, v0, v), np.where(still, kT[rows], t)
    blank = np.where(np.isfinite(pressure), 1.0, np.nan)
    columns = (v, t, pressure, velocity, pressure_error, velocity_error)
    return Shock(*((column * blank).reshape(shape) for column in columns))


def faulty_choice(ions: object, initial_pressure: object) -> str:
    """Return what is wrong with the two words and what would be valid; empty where nothing is."""
    for name, word, valid in (
        ("ions", ions, get_args(Ions)),
        ("initial_pressure", initial_pressure, get_args(InitialPressure)),
    ):
        if word not in valid:
            return f"{name} is {word!r}: give {' or '.join(map(repr, valid))}"
    return ""


def _jacobian(
    v: FloatArray, t: FloatArray, now: _Matter, P0: FloatArray, work: FloatArray, gap: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return d(momentum, energy)/d(ln V, kT), by rows; dE/dV = T dP/dT - P."""
    return (
        -now.B - work * v / gap**2,
        now.thermal,
        v * (t * now.thermal - now.P + P0),
        np.maximum(now.heat, 1e-6),
    )


def _solve(
    at: Callable[[FloatArray, FloatArray, FloatArray], _Matter],
    Z: FloatArray,
    v0: FloatArray,
    t0: FloatArray,
    first: _Matter,
    P0: FloatArray,
    work: FloatArray,
) -> tuple[FloatArray, FloatArray, _Matter, BoolArray]:
    """Return ln V, kT, the matter there and whether Newton's method converged."""
    # the start: U_s = c + 1.3 u, and a kT that shares the energy between ions and electrons
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt(np.maximum(v0 * first.B, 0.0) / work)
    gap = v0 / np.where(np.isfinite(ratio), ratio + 1.3, 1e9)
    x = np.log(v0 - gap)
    cold = at(Z, v0 - gap, t0)
    t = np.maximum((first.E + P0 * gap + 0.5 * work - cold.E) / (2.0 + np.sqrt(Z)), COLDEST)
    now = cold
    sure = np.zeros(x.shape, dtype=np.bool_)
    active = np.flatnonzero((work > 0.0) & np.isfinite(first.E) & np.isfinite(t))
    for _ in range(STEPS):
        if not active.size:
            break
        k = active
        v = np.exp(x[k])
        s = at(Z[k], v, t[k])
        now.put(k, s)
        gap = v0[k] - v
        momentum = s.P - P0[k] - work[k] / gap
        energy = s.E - first.E[k] - P0[k] * gap - 0.5 * work[k]
        a, b, c, d = _jacobian(v, t[k], s, P0[k], work[k], gap)
        with np.errstate(divide="ignore", invalid="ignore"):
            determinant = a * d - b * c
            dx = (b * energy - d * momentum) / determinant
            dt = (c * momentum - a * energy) / determinant
            size = np.maximum(np.abs(dx), np.abs(dt) / (t[k] + 1e-4))
        good = np.isfinite(size)
        # at most half of the way to V0, and a factor of five in kT
        room = np.log(v0[k]) - x[k]
        dx = np.clip(np.where(good, dx, 0.0), -0.2, 0.5 * room)
        x[k] += dx
        t[k] = np.clip(t[k] + np.where(good, dt, 0.0), np.maximum(0.2 * t[k], COLDEST), 5.0 * t[k])
        sure[k] = size < PRECISE
        active = k[good & (size >= PRECISE)]
    return x, t, now, sure
