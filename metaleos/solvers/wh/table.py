"""The s part of the pair potential tabulated by Chebyshev interpolation, for many distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.wh.characteristic import Characteristic

TABLE_CLEARANCE = 0.02
"""How far above r = 2 R_c, where u_s is not analytic, a table may begin: this times its length."""


class Tabulated(Protocol):
    """What can be tabulated: the s part of a pair potential, and its wavenumbers."""

    @property
    def characteristic(self) -> Characteristic:
        """The energy-wavenumber characteristic, which has k_F."""

    def s_part(self, r: FloatArray, density: float = 1.0) -> FloatArray:
        """u_s [hartree] at distances r [bohr]."""


@dataclass(frozen=True)
class PotentialTable:
    """r u_s(r) on [low, high] as a Chebyshev series, for n metals.

    Parameters
    ----------
    low, high : array, shape (n,)
        [bohr].
    series : array, shape (k, n)
    """

    low: FloatArray
    high: FloatArray
    series: FloatArray

    @classmethod
    def of(
        cls, potential: Tabulated, low: FloatArray, high: FloatArray, density: float = 1.0
    ) -> PotentialTable:
        """Tabulate `potential` on [low, high], with 40 terms and two per radian of phase.

        u_s is analytic beyond r = 2 R_c, where the fastest Fourier component of weight is that
        of a few kF.
        """
        f = potential.characteristic
        span = float(np.max(f.k_f * (high - low)))
        count = 8 * int(np.ceil(density * (40.0 + 2.0 * span) / 8.0))
        x = np.cos(np.pi * (np.arange(count) + 0.5) / count)
        r = 0.5 * (high + low)[:, None] + 0.5 * (high - low)[:, None] * x
        values = r * potential.s_part(r, density)
        order = np.arange(count)
        to_series = 2.0 / count * np.cos(np.outer(order, np.pi * (order + 0.5) / count))
        to_series[0] *= 0.5
        return cls(low, high, np.einsum("ij,nj->in", to_series, values))

    def __call__(self, r: FloatArray) -> FloatArray:
        """u_s [hartree] at distances of shape (n, ...) inside [low, high]."""
        shape = (len(self.low),) + (1,) * (r.ndim - 1)
        low, high = self.low.reshape(shape), self.high.reshape(shape)
        x = (2.0 * r - low - high) / np.where(high > low, high - low, 1.0)
        b1 = np.zeros_like(r)
        b2 = np.zeros_like(r)
        x2 = 2.0 * x
        for c in self.series[:0:-1]:
            b1, b2 = x2 * b1 - b2 + c.reshape(shape), b1
        return np.asarray((x * b1 - b2 + self.series[0].reshape(shape)) / r)
