"""Effective pair potential of two ions, u(r) = u_s(r) + u_d(r), in Hartree atomic units.

    u_s(r) = (Z_s^2/r) [1 - (2/pi) int_0^inf F_N(q) sin(qr)/q dq]

(Bretonnet & Derouiche 1990, Eqs. 4 and 5). The integral is done over q, on Gauss nodes up to
10 kF and with the exact Fourier transform of the series of F_N beyond, so the Friedel
oscillations need no cut in r.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.wh.characteristic import TAIL_START, Characteristic
from metaleos.solvers.wh.d_band import d_potential
from metaleos.solvers.wh.quadrature import grid
from metaleos.solvers.wh.table import TABLE_CLEARANCE, PotentialTable

if TYPE_CHECKING:
    from metaleos.solvers.arrays import ComplexArray, FloatArray, IntArray

_BLOCK = 2_000_000
_MANY = 160  # distances, from which on a table or an even grid pays


@dataclass(frozen=True)
class PairPotential:
    """u(r) of n liquids.

    Parameters
    ----------
    valence : array, shape (n,)
        Z_s.
    characteristic : Characteristic
    A, C : array, shape (n,)
        Coefficients of -1/r^5 [hartree bohr5] and 1/r^8 [hartree bohr8].
    """

    valence: FloatArray
    characteristic: Characteristic
    A: FloatArray
    C: FloatArray

    def s_part(self, r: npt.ArrayLike, density: float = 1.0) -> FloatArray:
        """u_s [hartree] at distances `r` [bohr] of shape (m,) or (n, m): shape (n, m).

        Raises
        ------
        ValueError
            If a distance is not positive.
        """
        r = np.asarray(r, dtype=float)
        if not np.all(r > 0.0):
            raise ValueError("distances must be positive")
        if r.ndim == 1 and len(r) > _MANY:
            step = uniform_step(r)
            return self._scattered(r, density) if step is None else self._even(r, step, density)
        r = np.broadcast_to(r, (len(self.valence), r.shape[-1]))
        kappa = self.characteristic.k_f[:, None] * r
        Q, weights = self._weights(float(np.max(kappa)), density)
        total = self.characteristic.sine_tail(kappa)
        block = max(1, _BLOCK // len(Q))
        for i in range(len(r)):
            for j in range(0, r.shape[1], block):
                phases = np.outer(kappa[i, j : j + block], Q)
                total[i, j : j + block] += np.einsum("jk,k->j", np.sin(phases), weights[i])
        return self._screened(r, total)

    def _even(self, r: FloatArray, step: float, density: float) -> FloatArray:
        """u_s on an even grid, where two short tables of phases replace the sines."""
        k = self.characteristic.k_f
        Q, weights = self._weights(float(np.max(k) * np.max(r)), density)
        total = self.characteristic.sine_tail(np.outer(k, r))
        for i in range(len(k)):
            total[i] += _sine_sums(k[i] * r[0], k[i] * step, len(r), Q, weights[i])
        return self._screened(r, total)

    def _scattered(self, r: FloatArray, density: float) -> FloatArray:
        """u_s at many uneven distances: interpolated where it is analytic, beyond 2 R_c."""
        n = len(self.valence)
        edge = 2.0 * np.max(self.characteristic.core_radius)
        far = r > edge + TABLE_CLEARANCE * (np.max(r) - edge)
        s = np.empty((n, len(r)))
        for where, tabulated in ((far, np.sum(far) > _MANY), (~far, False)):
            some = np.broadcast_to(r[where], (n, int(np.sum(where))))
            if tabulated:
                low, high = some.min(axis=1), some.max(axis=1)
                s[:, where] = PotentialTable.of(self, low, high, density)(some)
            elif some.size:
                s[:, where] = self.s_part(some, density)
        return s

    def _weights(self, kappa: float, density: float) -> tuple[FloatArray, FloatArray]:
        """Nodes Q, and weights of sin(kappa Q) in the integral, for phases up to `kappa`."""
        f = self.characteristic
        rate = kappa + 2.0 * float(np.max(f.k_f * f.core_radius))
        Q, w = grid(TAIL_START, 4 * int(np.ceil(rate / 4.0)), density)
        return Q, f(Q) * (w / Q)

    def _screened(self, r: FloatArray, integral: FloatArray) -> FloatArray:
        return np.asarray(self.valence[:, None] ** 2 / r * (1.0 - 2.0 / np.pi * integral))

    def d_part(self, r: npt.ArrayLike) -> FloatArray:
        """u_d [hartree] at distances of shape (m,) or (n, m)."""
        return d_potential(r, self.A[:, None], self.C[:, None])

    def __call__(self, r: npt.ArrayLike) -> FloatArray:
        """Return u = u_s + u_d [hartree] at distances of shape (m,) or (n, m)."""
        return self.s_part(r) + self.d_part(r)

    def take(self, index: IntArray) -> PairPotential:
        """Return the liquids at `index`."""
        return PairPotential(
            self.valence[index], self.characteristic.take(index), self.A[index], self.C[index]
        )

    @property
    def s_zero(self) -> FloatArray:
        """Fourier transform of u_s at q = 0, 4 pi Z_s^2 (R_c^2 + pi/4kF - gamma/kF^2)."""
        return np.asarray(4.0 * np.pi * self.valence**2 * self.characteristic.long_wave)


def uniform_step(r: FloatArray) -> float | None:
    """Step of an evenly spaced grid, else None."""
    step = float((r[-1] - r[0]) / (len(r) - 1))
    ideal = r[0] + step * np.arange(len(r))
    return step if np.max(np.abs(r - ideal)) <= 4e-15 * np.max(np.abs(r)) else None


def _sine_sums(
    start: float, step: float, count: int, Q: FloatArray, weights: FloatArray
) -> FloatArray:
    """Sum of w sin(Q x) at x = start + j step, j < count, as a product of two phase tables."""
    inner = int(np.ceil(np.sqrt(count)))
    outer = -(-count // inner)
    fine = _powers(np.exp(1j * step * Q), inner)
    coarse = _powers(np.exp(1j * (inner * step) * Q), outer) * (weights * np.exp(1j * start * Q))
    # einsum, not BLAS: threads would cost more than so small a product
    total = np.einsum("jk,ik->ji", coarse.real, fine.imag)
    total += np.einsum("jk,ik->ji", coarse.imag, fine.real)
    return np.asarray(total.ravel()[:count])


def _powers(base: ComplexArray, count: int) -> ComplexArray:
    """Powers 0 ... count - 1 of `base`, shape (count, len(base)), by doubling."""
    out = np.empty((count, len(base)), dtype=complex)
    out[0] = 1.0
    done = 1
    factor = base
    while done < count:
        more = min(done, count - done)
        out[done : done + more] = out[:more] * factor
        done += more
        factor = factor * factor
    return out
