"""Latter's two approximate solutions (1955, Sec. IV), as functions of scaled states.

`uniform`: a uniform gas of electrons about the nucleus (Eqs. 51, 52, 12', 15'), right at high
temperature or low density. `scaled`: the cold atom rescaled (Eqs. 69-83), for phi(1) > 0.
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac import entropy_sigma, i_half, i_minus_half, i_three_half
from metaleos.solvers.tf.atom import solve
from metaleos.solvers.tf.batch import CHUNK, Scaled, classify
from metaleos.solvers.tf.gas import EXACT, uniform_boundary
from metaleos.solvers.tf.scaling import COUPLING

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tf.gas import Gas

NUCLEUS_ENERGY, ELECTRON_ENERGY = -1.5, 0.6
"""Energies of a uniform charge about a nucleus, in Z^2 e^2/r0; their sum is -9/10.

Eq. 15' as printed, -(11/20) a I_1/2 = -(33/20) Z^2 e^2/r0, is wrong: the coefficient is 3/10.
"""


def uniform(
    radius: FloatArray, temperature: FloatArray, gas: Gas = EXACT, *, eq31: bool = False
) -> dict[str, FloatArray]:
    """Return the uniform gas.

    Parameters
    ----------
    radius, temperature : float array, shape (m,)
        r~ [bohr] and T~ [hartree]; all temperatures positive, or all zero.
    gas : Gas
    eq31 : bool
        Take the entropy from Eq. 31, as the paper says, instead of that of the uniform gas. With
        the energies of a uniform density Eq. 31 tends to -(3/10) phi(0) at T = 0.
    """
    lam, t = COUPLING * radius * np.sqrt(radius), temperature * radius
    volume = 4.0 * pi / 3.0 * radius**3
    y1 = uniform_boundary(lam, t)
    if t[0] == 0.0:
        pv = 0.4 * y1
        heat = np.zeros_like(t)
    else:
        if gas is not EXACT:  # the inverse of the fit, from the exact one
            wanted = 2.0 / (lam * t * np.sqrt(t))
            for _ in range(4):
                eta = y1 / t
                y1 = y1 - t * (gas.value(eta) - wanted) / (0.5 * i_minus_half(eta))
        pv = lam * t**2.5 * i_three_half(y1 / t) / 3.0
        heat = 0.5 * lam * t**2.5 * entropy_sigma(y1 / t)  # T S
    kinetic = 1.5 * pv
    potential = NUCLEUS_ENERGY + ELECTRON_ENERGY
    if eq31:
        heat = 5.0 / 3.0 * kinetic + 2.0 * ELECTRON_ENERGY + NUCLEUS_ENERGY - y1
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = np.where(t > 0.0, heat / t, np.nan if eq31 else 0.0)
    return {
        "pressure": pv / (radius * volume),
        "kinetic_energy": kinetic / radius,
        "potential_energy": potential / radius,
        "electron_nucleus": NUCLEUS_ENERGY / radius,
        "electron_electron": ELECTRON_ENERGY / radius,
        "total_energy": (kinetic + potential) / radius,
        "free_energy": (kinetic + potential - heat) / radius,
        "entropy": entropy,
        "chemical_potential": y1 / radius,
        "boundary_density": 1.0 / volume,
    }


def scaled(radius: FloatArray, temperature: FloatArray) -> dict[str, FloatArray]:
    """Return the rescaled cold atom; NaN where it has no solution with phi(1) >= 0.

    I_1/2 is replaced by (2/3) eta^(3/2) + A with A chosen at the boundary (Eq. 69), and A treated
    to first order, which gives Eq. 82:

        phi(1)/phi(0) = psi0(alpha) - (2/3) a A/(phi(0) alpha^(3/2) psi0(alpha)^(1/2)).

    With y1 = phi(1)/phi(0), c = y1 of the cold atom and a = (3/2) lam t^(1/2) this is
    y1 = c - t^(3/2) A/c^(1/2), solved for y1 by bisection, A being a function of y1/t.
    """
    lam, t = COUPLING * radius * np.sqrt(radius), temperature * radius
    volume = 4.0 * pi / 3.0 * radius**3
    cold = solve(radius, np.zeros_like(t)).boundary
    if t[0] == 0.0:
        y1 = cold
        pv = (2.0 / 15.0) * lam * y1**2.5
        density = lam * y1**1.5
    else:
        low, high = np.zeros_like(t), cold / t
        exists = _miss(low, t, cold) <= 0.0
        for _ in range(70):
            middle = 0.5 * (low + high)
            below = _miss(middle, t, cold) < 0.0
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        eta = np.where(exists, 0.5 * (low + high), np.nan)
        y1 = eta * t
        pv = lam * t**2.5 * i_three_half(eta) / 3.0
        density = 1.5 * lam * t**1.5 * i_half(eta)
    return {
        "pressure": pv / (radius * volume),
        "chemical_potential": y1 / radius,
        "boundary_density": density / (3.0 * volume),
    }


def _miss(eta: FloatArray, t: FloatArray, cold: FloatArray) -> FloatArray:
    """Return y1 + t^(3/2) A/sqrt(y1_cold) - y1_cold."""
    a = i_half(eta) - (2.0 / 3.0) * eta * np.sqrt(eta)
    return np.asarray(t * eta + t * np.sqrt(t) * a / np.sqrt(cold) - cold)


def evaluate(variant: str, radius: FloatArray, temperature: FloatArray, gas: Gas = EXACT) -> Scaled:
    """Return approximate values for any states, as `batch.evaluate` does for the exact ones.

    The errors are those of the arithmetic, not of the approximation.
    """
    outcome = classify(radius, temperature)
    values: dict[str, FloatArray] = {}
    good = outcome == "ok"
    for group in (
        np.flatnonzero(good & (temperature > 0)),
        np.flatnonzero(good & (temperature == 0)),
    ):
        for start in range(0, group.size, CHUNK):
            rows = group[start : start + CHUNK]
            r, t = radius[rows], temperature[rows]
            with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
                if variant == "uniform":
                    found = uniform(r, t, gas, eq31=gas is not EXACT)
                else:
                    found = scaled(r, t)
            for name, value in found.items():
                values.setdefault(name, np.full(radius.size, np.nan))[rows] = value
            outcome[rows[np.isnan(found["pressure"])]] = "no_solution"
    relative = 1e-12 if variant == "uniform" else 1e-9
    errors = {name: relative * np.abs(value) for name, value in values.items()}
    return Scaled(values, errors, outcome)
