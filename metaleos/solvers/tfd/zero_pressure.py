"""Where the pressure vanishes: the model's own equilibrium volume, with B and B' there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.atoms import solve_atoms

if TYPE_CHECKING:
    from metaleos.solvers.tfd.functional import GasFunctions

FloatArray = npt.NDArray[np.float64]

SCAN = np.geomspace(1.0, 1500.0, 110)  # volume per atom [bohr3] in which a zero is looked for
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
    """

    volume: FloatArray
    bulk_modulus: FloatArray
    bulk_modulus_derivative: FloatArray


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
        gradient=gradient,
        functions=functions,
        tolerance=1e-3,
    )
    P = grid.values.get("pressure", np.full(grid.solved.size, np.nan)).reshape(z.size, SCAN.size)
    falls = (P[:, :-1] > 0.0) & (P[:, 1:] <= 0.0)
    found = np.flatnonzero(falls.any(axis=1))
    k = falls.argmax(axis=1)[found]
    low, high = np.log(SCAN[k]), np.log(SCAN[k + 1])
    share = P[found, k] / (P[found, k] - P[found, k + 1])
    x = low + share * (high - low)

    def at(log_v: FloatArray) -> dict[str, FloatArray]:
        return solve_atoms(
            z[found],
            t[found],
            np.exp(log_v),
            gradient=gradient,
            functions=functions,
            derivatives=True,
        ).values

    volume, modulus, derivative = (np.full(z.size, np.nan) for _ in range(3))
    if found.size:
        for _ in range(12):
            v = at(x)
            slope = np.where(v["bulk_modulus"] > 0.0, v["bulk_modulus"], np.inf)
            step = np.clip(v["pressure"] / slope, low - x, high - x)
            x = x + step
            if np.all(np.abs(step) < 1e-10):
                break
        B = {s: at(x + s * STEP)["bulk_modulus"] for s in (-2, -1, 0, 1, 2)}
        volume[found], modulus[found] = np.exp(x), B[0]
        rate = (8.0 * (B[1] - B[-1]) - B[2] + B[-2]) / (12.0 * STEP)
        derivative[found] = -rate / B[0]
    return ZeroPressure(volume, modulus, derivative)
