"""The principal Hugoniot: electrons of ``tfd`` or ``tfdw``, ions as an ideal gas.

E - E0 = (P + P0)(V0 - V)/2 with E = E_electrons + (3/2) kT and P = P_electrons + kT/V. The ion
part is an ideal gas and nothing else: no lattice vibrations, no melting, no ion-ion correlation,
so temperatures below a few eV and weak shocks are outside its meaning. The initial pressure is
either the model's own at rho0 and T0 (the jump conditions then hold exactly within the model; the
default) or zero, as in the experiment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from metaleos import constants as const
from metaleos.solvers.tfd.atom.atoms import solve_atoms
from metaleos.solvers.tfd.atom.ladder import Physics
from metaleos.solvers.tfd.reference import volume_of_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tfd.gas.functional import GasFunctions

ROOM_TEMPERATURE = 298.15 * const.BOLTZMANN_HARTREE_K
MOST = 9.0  # compression up to which the Hugoniot is looked for


@dataclass(frozen=True, slots=True)
class Hugoniot:
    """Points on the principal Hugoniot, shape (b,); NaN where there is none.

    Parameters
    ----------
    temperature : float array
        [K].
    compression : float array
        rho/rho0.
    pressure : float array
        P [GPa], with the ion part.
    particle_velocity, shock_velocity : float array
        [km/s].
    """

    temperature: FloatArray
    compression: FloatArray
    pressure: FloatArray
    particle_velocity: FloatArray
    shock_velocity: FloatArray


def hugoniot(
    Z: float,
    mass: float,
    density: float,
    kT: npt.ArrayLike,
    *,
    gradient: float = 1.0,
    initial_pressure: Literal["model", "zero"] = "model",
    functions: GasFunctions = "exact",
) -> Hugoniot:
    """Return the points of the principal Hugoniot at given temperatures.

    The compression at each temperature is found by Newton's method in ln V within a bracket.

    Parameters
    ----------
    Z, mass, density : float
        Nuclear charge, atomic mass [u], initial density [g/cm3].
    kT : array_like, shape (b,)
        Temperatures behind the shock [Ha].
    gradient : float
        1 for ``tfdw``, 0 for ``tfd``.
    initial_pressure : {"model", "zero"}
        P0 of the jump conditions.
    functions : {"exact", "fits"}

    Raises
    ------
    ValueError
        If an argument is not finite or out of its range.
    """
    if initial_pressure not in ("model", "zero"):
        raise ValueError(f"initial_pressure is {initial_pressure!r}: give 'model' or 'zero'")
    if not (mass > 0.0 and density > 0.0):
        raise ValueError("mass and density must be positive")
    t = np.atleast_1d(np.asarray(kT, dtype=float))
    V0 = volume_of_density(mass, density)

    def at(volume: FloatArray, temperature: FloatArray) -> dict[str, FloatArray]:
        atoms = solve_atoms(
            Z, temperature, volume, physics=Physics(gradient, functions=functions), derivatives=True
        )
        names = ("pressure", "energy", "bulk_modulus", "thermal_pressure")
        none = np.full(volume.size, np.nan)
        e = {name: atoms.values.get(name, none) for name in names}
        e["pressure"] = e["pressure"] + temperature / volume
        e["energy"] = e["energy"] + 1.5 * temperature
        e["bulk_modulus"] = e["bulk_modulus"] + temperature / volume
        e["thermal_pressure"] = e["thermal_pressure"] + 1.0 / volume
        return e

    start = at(np.array([V0]), np.array([ROOM_TEMPERATURE]))
    E0 = start["energy"][0]
    P0 = start["pressure"][0] if initial_pressure == "model" else 0.0
    low, high = np.full(t.shape, np.log(V0 / MOST)), np.full(t.shape, np.log(V0))
    x = np.log(V0 / 2.0) * np.ones_like(t)
    residual = np.full(t.shape, np.nan)
    for _ in range(40):
        V = np.exp(x)
        s = at(V, t)
        gap = V0 - V
        residual = s["energy"] - E0 - 0.5 * (s["pressure"] + P0) * gap
        slope = V * (t * s["thermal_pressure"] - s["pressure"])
        slope += 0.5 * s["bulk_modulus"] * gap + 0.5 * (s["pressure"] + P0) * V
        low, high = np.where(residual < 0.0, x, low), np.where(residual > 0.0, x, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = x - residual / slope
        new = np.where((new > low) & (new < high), new, 0.5 * (low + high))
        change, x = np.abs(new - x), new
        if not np.any(change > 1e-9):
            break
    V = np.exp(x)
    P = at(V, t)["pressure"]
    gap = V0 - V
    real = (t > ROOM_TEMPERATURE) & (change < 1e-6) & (gap > 0.0) & (P > P0) & np.isfinite(residual)
    real &= (x > np.log(V0 / MOST) + 1e-6) & (x < np.log(V0) - 1e-9)
    rise = np.where(real, P - P0, np.nan)
    unit = const.HARTREE_PER_BOHR3_GPA
    # GPa bohr3/u is (km/s)^2 over the number that turns u/bohr3 into g/cm3
    to_speed = unit / (mass * volume_of_density(1.0, 1.0))
    with np.errstate(invalid="ignore"):
        particle = np.sqrt(rise * gap * to_speed)
        shock = V0 * np.sqrt(rise / gap * to_speed)
    blank = np.where(real, 1.0, np.nan)
    return Hugoniot(
        t / const.BOLTZMANN_HARTREE_K, V0 / V * blank, P * unit * blank, particle, shock
    )
