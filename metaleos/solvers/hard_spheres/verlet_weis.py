"""Hard-sphere structure after L. Verlet and J.-J. Weis, Phys. Rev. A 5 (1972) 939.

The Percus-Yevick g of slightly smaller spheres, cut at the true diameter, plus a short-ranged
correction: with eta_w = eta - eta^2/16 and d = (eta_w/eta)^(1/3) sigma,

    g(r) = g_PY(r/d; eta_w) + (A/r) exp[-mu (r - sigma)] cos[mu (r - sigma)],  r > sigma,
    A/sigma = (3/4) eta_w^2 (1 - 0.7117 eta_w - 0.114 eta_w^2)/(1 - eta_w)^4,
    mu sigma = 24 (A/sigma)/[eta_w g_PY(1; eta_w)].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.hard_spheres.packing import checked_packing
from metaleos.solvers.hard_spheres.percus_yevick import py_contact_value, structure_factor
from metaleos.solvers.hard_spheres.radial_distribution import shells

if TYPE_CHECKING:
    from metaleos.solvers.arrays import ComplexArray, FloatArray


AMPLITUDE = (0.7117, 0.114)
"""What eta_w and eta_w^2 take from the amplitude, as printed by Verlet and Weis."""


@dataclass(frozen=True)
class VerletWeis:
    """Parameters of the correction, in units of the true diameter; arrays of one shape.

    Parameters
    ----------
    eta : array
        True packing fraction.
    reduced : array
        eta_w, the packing fraction of the Percus-Yevick part.
    diameter : array
        d/sigma of the Percus-Yevick part.
    amplitude, decay : array
        A/sigma and mu sigma.
    """

    eta: FloatArray
    reduced: FloatArray
    diameter: FloatArray
    amplitude: FloatArray
    decay: FloatArray

    def correction(self, x: FloatArray) -> FloatArray:
        """Return the short-ranged part (A/x) exp[-mu (x - 1)] cos[mu (x - 1)] at x = r/sigma."""
        phase = self.decay * (x - 1.0)
        return np.asarray(self.amplitude / x * np.exp(-phase) * np.cos(phase))


def verlet_weis(eta: npt.ArrayLike) -> VerletWeis:
    """Parameters at packing fraction `eta`."""
    eta = checked_packing(eta)
    w = eta - eta**2 / 16.0
    amplitude = 0.75 * w**2 * (1.0 - AMPLITUDE[0] * w - AMPLITUDE[1] * w**2) / (1.0 - w) ** 4
    return VerletWeis(
        eta=eta,
        reduced=w,
        diameter=np.asarray(np.cbrt(w / eta)),
        amplitude=np.asarray(amplitude),
        decay=np.asarray(24.0 * amplitude / (w * py_contact_value(w))),
    )


def verlet_weis_structure_factor(y: npt.ArrayLike, eta: npt.ArrayLike) -> FloatArray:
    """Structure factor at y = q sigma: `y` of shape (..., m) with `eta` of shape (...)."""
    y, eta = np.asarray(y, dtype=float), checked_packing(eta)
    p = verlet_weis(eta[..., None])
    bulk = structure_factor(y * p.diameter, p.reduced)
    x, weights = np.polynomial.legendre.leggauss(16)
    # what the cut at the true diameter removes: d < r < sigma
    inner = p.diameter + 0.5 * (1.0 - p.diameter) * (x + 1.0)
    removed = shells(inner / p.diameter, p.reduced, 1) * inner**2 * weights
    removed = removed * 0.5 * (1.0 - p.diameter)
    # integral of x sin(y x) exp(-mu (x-1)) cos(mu (x-1)) A/x over x > 1, in closed form
    plus, minus = _damped(p.decay, y + p.decay), _damped(p.decay, y - p.decay)
    added = 0.5 * p.amplitude * np.imag(np.exp(1j * y) * (plus + minus))
    z = y[..., None] * inner[..., None, :]
    cut = np.sum(removed[..., None, :] * np.sinc(z / np.pi), axis=-1)
    ratio = np.where(y == 0.0, 0.0, added / np.where(y == 0.0, 1.0, y))
    ratio = np.where(y == 0.0, _zero_limit(p), ratio)
    return np.asarray(bulk + 24.0 * p.eta * (ratio - cut))


def _damped(decay: FloatArray, frequency: FloatArray) -> ComplexArray:
    """Integral of exp[(-decay + i frequency) t] over t > 0."""
    return np.asarray(1.0 / (decay - 1j * frequency))


def _zero_limit(p: VerletWeis) -> FloatArray:
    """Limit y -> 0 of the correction's transform: A times the integral of x e^-mu.. cos mu.. ."""
    # integral of (1 + t) exp(-mu t) cos(mu t): 1/(2 mu) + 0
    return np.asarray(p.amplitude / (2.0 * p.decay))
