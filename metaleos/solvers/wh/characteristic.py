"""The normalised energy-wavenumber characteristic F_N(q) of an empty-core ion in the electron gas.

Hartree atomic units, Q = q/kF. With Q_0 = (4 kF/pi q^2) L(Q/2), L the Lindhard function,

    F_N = cos^2(q R_c) Q_0/[1 + (1 - G) Q_0] = cos^2(q R_c)/[1/Q_0 + 1 - G]

(Bretonnet & Derouiche 1990, Eq. 6, where the dielectric function has to be 1 + (1 - G) Q_0).
F_N -> 1 - q^2 [R_c^2 + pi/4kF - gamma/kF^2] at small q, and decays like q^-4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas.lindhard import lindhard
from metaleos.solvers.wh.local_field import LocalField
from metaleos.solvers.wh.quadrature import exponential_integrals, grid

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray

TAIL_START = 10.0
"""Q beyond which F_N is its series in 1/Q^2."""

_TAIL_TERMS = 7


@dataclass(frozen=True)
class Characteristic:
    """F_N of n electron gases.

    Parameters
    ----------
    k_f : array, shape (n,)
        Fermi wavenumber [1/bohr].
    core_radius : array, shape (n,)
        R_c [bohr].
    field : LocalField
    """

    k_f: FloatArray
    core_radius: FloatArray
    field: LocalField

    def __call__(self, Q: FloatArray) -> FloatArray:
        """F_N at Q of shape (m,), positive: shape (n, m)."""
        return np.asarray(np.cos(np.outer(self.k_f * self.core_radius, Q)) ** 2 * self.envelope(Q))

    def envelope(self, Q: FloatArray) -> FloatArray:
        """F_N without its cosine, 1/[1/Q_0 + 1 - G], shape (n, m)."""
        inverse = np.outer(self.k_f, 0.25 * np.pi * Q * Q / lindhard(0.5 * Q))
        return np.asarray(1.0 / (inverse + 1.0 - self.field(Q)))

    def take(self, index: IntArray) -> Characteristic:
        """Return the gases at `index`."""
        field = LocalField(self.field.kind, self.field.r_s[index])
        return Characteristic(self.k_f[index], self.core_radius[index], field)

    @property
    def long_wave(self) -> FloatArray:
        """R_c^2 + pi/4kF - gamma/kF^2 [bohr2], the limit of (1 - F_N)/q^2."""
        return np.asarray(self.core_radius**2 + self.response_length)

    @property
    def response_length(self) -> FloatArray:
        """pi/4kF - gamma/kF^2 [bohr2], as in the last term of Eq. 7."""
        return np.asarray(0.25 * np.pi / self.k_f - self.field.gamma / self.k_f**2)

    @cached_property
    def tail(self) -> FloatArray:
        """Coefficients d_k of the envelope, Q^-4 sum_k d_k (a/Q)^(2k), beyond a, shape (n, K)."""
        # Chebyshev interpolation in x = (a/Q)^2 on [0, 1], in monomials: 7 terms lose nothing
        x = 0.5 * (1.0 - np.cos(np.pi * (np.arange(_TAIL_TERMS) + 0.5) / _TAIL_TERMS))
        Q = TAIL_START / np.sqrt(x)
        values = self.envelope(Q) * Q**4
        return np.asarray(np.linalg.solve(np.vander(x, increasing=True), values.T).T)

    def integral(self, density: float = 1.0) -> FloatArray:
        """Integral of F_N over q from 0 to infinity [1/bohr], shape (n,)."""
        beta = 2.0 * self.k_f * self.core_radius
        Q, w = grid(TAIL_START, int(np.ceil(np.max(beta))), density)
        finite = self(Q) @ w
        order = 4.0 + 2.0 * np.arange(_TAIL_TERMS)
        smooth = 1.0 / (order - 1.0)
        waves = exponential_integrals(beta * TAIL_START, 4, _TAIL_TERMS).real.T
        rest = 0.5 * np.sum(self.tail * (smooth + waves), axis=1) / TAIL_START**3
        return np.asarray(self.k_f * (finite + rest))

    def sine_tail(self, kappa: FloatArray) -> FloatArray:
        """Integral of F_N sin(kappa Q)/Q beyond the series' start; kappa and result (n, m)."""
        beta = 2.0 * (self.k_f * self.core_radius)[:, None]
        # cos^2 splits the sine into three
        frequency = TAIL_START * np.stack([kappa, kappa + beta, kappa - beta])
        waves = exponential_integrals(frequency, 5, _TAIL_TERMS).imag
        wave = 0.5 * waves[:, 0] + 0.25 * (waves[:, 1] + waves[:, 2])
        return np.asarray(np.einsum("nk,knm->nm", self.tail, wave) / TAIL_START**4)
