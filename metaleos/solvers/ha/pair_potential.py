"""The effective pair potential of two ions at the density of the metal, and its Friedel tail.

``u(r) = (2/r)[1 - (2/pi) int_0^inf F_N(q) sin(qr)/q dq]`` (Ry), with the normalised
energy-wavenumber function ``F_N = F^2 Q/[1 + (1 - f) Q]``, F_N(0) = 1, of the second-order energy:
``2 Omega Phi(q) = -(8 pi/q^2) F_N``. It is the pair part of the energy at constant volume only.

The logarithmic kink of the Lindhard function at 2 kF gives the tail
``u -> (F^2 Q/[1 + (1 - f) Q]^2)(cos 2 kF r)/(kF^2 r^3)``, taken at q = 2 kF.
"""

from __future__ import annotations

from functools import lru_cache
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas.gas import FERMI_RADIUS, fermi_wavenumber, spacing_radius
from metaleos.solvers.electron_gas.local_field import local_field
from metaleos.solvers.ha.lattice_dynamics.wavenumber_series import PREFACTOR, pair_energy
from metaleos.solvers.ha.potential import shape

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.ha.variants import Variant

_WINDOW = 24.0  # of the integral over q, in kF: as in the lattice sums
_NARROWER = 0.8
_END = 1.85
_GRADING = 3  # nodes crowd at the kink, q = 2 kF (1 -+ s^3): sin(qr) stays smooth in s


def pair_potential(
    model: Variant, volume: float, radius: float, depth: float, r: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Return u(r) and its error [Ry].

    Parameters
    ----------
    model : Variant
    volume : float
        Per atom [bohr3].
    radius, depth : float
        R_M [bohr] and u.
    r : array_like, shape (m,)
        Distances [bohr], positive.

    Raises
    ------
    ValueError
        If a distance is not positive, or the electron gas is unstable at this density.
    """
    r = np.asarray(r, dtype=np.float64)
    if not np.all(r > 0.0):
        raise ValueError("distances must be positive [bohr]")
    r_s = float(spacing_radius(volume))
    k_f = float(fermi_wavenumber(r_s))
    # a panel per half wave of sin(qr) at the largest distance keeps Gauss's rule exact
    panels = int(np.ceil(2.0 * k_f * float(r.max(initial=1.0)) / 8.0)) + 4
    sums = []
    for count in (panels, panels + 2):
        x, weight = _nodes(count)
        kernel = normalised(model, x, r_s, radius, depth) * weight / x
        windows = np.stack(
            [np.exp(-((x / (w * _WINDOW)) ** 6)) * kernel for w in (1.0, _NARROWER)], axis=1
        )
        sums.append(
            np.concatenate([np.sin(np.outer(part, k_f * x)) @ windows for part in _split(r)])
        )
    integral, narrower = sums[1].T
    scale = 2.0 / r
    value = scale * (1.0 - 2.0 / pi * integral)
    error = scale * (np.abs(integral - sums[0][:, 0]) + np.abs(integral - narrower)) + 1e-15 * scale
    return np.asarray(value), np.asarray(error)


def normalised(
    model: Variant, x: npt.ArrayLike, r_s: float, radius: float, depth: float
) -> FloatArray:
    """Return the normalised energy-wavenumber function F_N at x = q/kF > 0."""
    x = np.asarray(x, dtype=np.float64)
    phi = pair_energy(model, x, r_s, radius, depth)
    # Phi = PREFACTOR (L/x^4) F^2/den and Q = 4 L r_s/(pi 1.919 x^2)
    return np.asarray(phi * x**2 * 4.0 * r_s / (pi * FERMI_RADIUS * PREFACTOR))


def friedel_amplitude(
    model: Variant, volume: npt.ArrayLike, radius: npt.ArrayLike, depth: npt.ArrayLike
) -> FloatArray:
    """Return A [Ry bohr3] of the tail u(r) -> A cos(2 kF r)/r^3; NaN where the gas is unstable.

    Parameters
    ----------
    model : Variant
    volume, radius, depth : array_like
        Volume per atom [bohr3], R_M [bohr] and u, broadcast together.
    """
    r_s = spacing_radius(volume)
    k_f = fermi_wavenumber(r_s)
    q = 0.5 * r_s / (pi * FERMI_RADIUS)  # Q at x = 2, L = 1/2
    denominator = 1.0 + (1.0 - local_field(2.0, r_s, model.field)) * q
    denominator = np.where(denominator > 0.0, denominator, np.nan)
    well = shape(2.0 * k_f * np.asarray(radius, dtype=np.float64), depth)
    return np.asarray(well**2 * q / denominator**2 / k_f**2)


@lru_cache(maxsize=32)
def _nodes(panels: int) -> tuple[FloatArray, FloatArray]:
    """Nodes x and weights: graded towards the kink at x = 2 from both sides, then even panels."""
    node, weight = np.polynomial.legendre.leggauss(16)
    edges = np.linspace(0.0, 1.0, panels + 1)
    s = (edges[:-1, None] + 0.5 * np.diff(edges)[:, None] * (1.0 + node)).ravel()
    ds = (0.5 * np.diff(edges)[:, None] * weight).ravel()
    below = 2.0 * (1.0 - s**_GRADING)
    slope = 2.0 * _GRADING * s ** (_GRADING - 1) * ds
    above = 2.0 * (1.0 + s**_GRADING)
    end = _END * _WINDOW
    count = int(np.ceil((end - 4.0) / 4.0 * 2.0 * panels))
    edges = np.linspace(4.0, end, count + 1)
    far = (edges[:-1, None] + 0.5 * np.diff(edges)[:, None] * (1.0 + node)).ravel()
    step = (0.5 * np.diff(edges)[:, None] * weight).ravel()
    return np.concatenate([below, above, far]), np.concatenate([slope, slope, step])


def _split(r: FloatArray, size: int = 64) -> list[FloatArray]:
    return [r[i : i + size] for i in range(0, len(r), size)]
