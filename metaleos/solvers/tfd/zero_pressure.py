"""Where the pressure vanishes: the model's own equilibrium volume, with B and B' there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.atom.atoms import Atoms, solve_atoms
from metaleos.solvers.tfd.atom.ladder import Physics

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tfd.gas.functional import GasFunctions

SCAN = np.geomspace(1.0, 1500.0, 110)  # volume per atom [bohr3] in which a zero is looked for
PRECISE = 1e-10  # of ln V
STEP = 0.01  # of ln V, for the derivative of the bulk modulus


@dataclass(frozen=True, slots=True)
class ZeroPressure:
    """The densest state of zero pressure, shape (b,), NaN where P does not change sign.

    Parameters
    ----------
    volume : float array
        [bohr3].
    bulk_modulus : float array
        -V dP/dV [Ha/bohr3].
    bulk_modulus_derivative : float array
        dB/dP.
    volume_error, bulk_modulus_error, derivative_error : float array
        Estimated absolute errors.
    """

    volume: FloatArray
    bulk_modulus: FloatArray
    bulk_modulus_derivative: FloatArray
    volume_error: FloatArray
    bulk_modulus_error: FloatArray
    derivative_error: FloatArray


def zero_pressure(
    Z: npt.ArrayLike,
    kT: npt.ArrayLike = 0.0,
    *,
    gradient: float = 1.0,
    functions: GasFunctions = "exact",
) -> ZeroPressure:
    """Return the densest volume at which the pressure vanishes, with B and B' there.

    The pressure is scanned in volume and its first sign change from above refined by Newton's
    method in ln V, with the bulk modulus as the slope.

    Parameters
    ----------
    Z, kT : array_like, broadcast to shape (b,)
        Nuclear charge and temperature [Ha].
    gradient : float
        1 for ``tfdw``, 0 for ``tfd``.
    functions : {"exact", "fits"}

    Raises
    ------
    ValueError
        If an argument is not finite or out of its range.
    """
    z, t = np.broadcast_arrays(
        np.atleast_1d(np.asarray(Z, dtype=float)), np.atleast_1d(np.asarray(kT, dtype=float))
    )
    grid = solve_atoms(
        np.repeat(z, SCAN.size),
        np.repeat(t, SCAN.size),
        np.tile(SCAN, z.size),
        physics=Physics(gradient, functions=functions),
        tolerance=1e-3,
    )
    P = grid.values.get("pressure", np.full(grid.solved.size, np.nan)).reshape(z.size, SCAN.size)
    falls = (P[:, :-1] > 0.0) & (P[:, 1:] <= 0.0)
    found = np.flatnonzero(falls.any(axis=1))
    k = falls.argmax(axis=1)[found]
    low, high = np.log(SCAN[k]), np.log(SCAN[k + 1])
    share = P[found, k] / (P[found, k] - P[found, k + 1])
    x = low + share * (high - low)

    def at(log_v: FloatArray) -> Atoms:
        return solve_atoms(
            z[found],
            t[found],
            np.exp(log_v),
            physics=Physics(gradient, functions=functions),
            derivatives=True,
        )

    columns = np.full((6, z.size), np.nan)
    if found.size:
        for _ in range(12):
            v = at(x).values
            slope = np.where(v["bulk_modulus"] > 0.0, v["bulk_modulus"], np.inf)
            step = np.clip(v["pressure"] / slope, low - x, high - x)
            x = x + step
            if np.all(np.abs(step) < PRECISE):
                break
        around = {s: at(x + s * STEP) for s in (-4, -2, -1, 0, 1, 2, 4)}
        B = {s: atoms.values["bulk_modulus"] for s, atoms in around.items()}
        wrong_P, wrong_B = (around[0].errors[name] for name in ("pressure", "bulk_modulus"))
        # fourth-order differences with two steps: the wider one is worse by 2^4
        rate = (8.0 * (B[1] - B[-1]) - B[2] + B[-2]) / (12.0 * STEP)
        wide = (8.0 * (B[2] - B[-2]) - B[4] + B[-4]) / (24.0 * STEP)
        derivative = -rate / B[0]
        shift = wrong_P / B[0] + PRECISE  # error of ln V
        columns[:, found] = (
            np.exp(x),
            B[0],
            derivative,
            np.exp(x) * shift,
            wrong_B + np.abs(rate) * shift,
            (np.abs(rate - wide) + 1.5 * wrong_B / STEP) / B[0] + 10.0 * derivative**2 * shift,
        )
        columns[:, found[np.abs(step) >= 1e-7]] = np.nan  # not converged
    return ZeroPressure(*columns)
