"""The local functional: F0 = n kT f(y), Fxc of Eq. 24 and the gradient coefficient h(y).

Everything is a function of ln n and kT in Hartree atomic units. The gas functions come as
piecewise polynomials in L = ln y, divided by powers of (1 + y^(4/3))^(1/2), so that the products
taken here, with (kT^2 + e_n^2)^(1/2) and e_n = kT y^(2/3) = (pi^2 n/sqrt 2)^(2/3), stay exact
down to T = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, pi, sqrt
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray

GasFunctions = Literal["exact", "fits"]

LN_C: Final = log(pi * pi / sqrt(2.0))  # y = C n / (kT)^(3/2)
A0: Final = 1.5 ** (4.0 / 3.0)  # Eq. 24: recovers exchange at T = 0
B0: Final = 27.0 / 16.0  # Eq. 24: = A0^3/3, cancels T^2 in the specific heat
HALF_PI: Final = pi / 2.0
TINY: Final = 1e-300
STORED: Final = (1, 0, 2, 3, 4, 5, 6, 7)  # order in the file: eta before its slope
SLOPE, ETA, PRESSURE, ENTROPY, ENTROPY1, H, H1, H2 = range(8)


@dataclass(frozen=True, slots=True)
class GasTable:
    """Piecewise polynomials of the eight scaled gas functions in L = ln y.

    Parameters
    ----------
    start, width : float
        First edge and width of the intervals.
    coefficients : float array, shape (degree + 1, 8, intervals)
        Power basis in the local variable in [-1, 1], highest power first.
    """

    start: float
    width: float
    coefficients: FloatArray

    @property
    def stop(self) -> float:
        """The last edge; beyond it the functions have reached their T = 0 limits."""
        return self.start + self.width * int(self.coefficients.shape[2])

    def place(self, log_y: FloatArray) -> tuple[IntArray, FloatArray]:
        """Return the interval of each `log_y` (any shape) and the local variable in it."""
        position = (log_y - self.start) * (1.0 / self.width)
        last = self.coefficients.shape[2] - 1
        index = np.minimum(np.maximum(position, 0.0), last).astype(np.intp)
        return index, np.minimum(np.maximum(2.0 * (position - index) - 1.0, -1.0), 1.0)

    def __call__(self, index: IntArray, x: FloatArray, which: tuple[int, ...]) -> FloatArray:
        """Return the chosen scaled functions at places from `place`, on a new first axis."""
        if which[-1] - which[0] == len(which) - 1:
            rows = self.coefficients[:, which[0] : which[-1] + 1]
        else:
            rows = self.coefficients[:, list(which)]
        value: FloatArray = rows[0].take(index, axis=1)
        for row in rows[1:]:
            value *= x
            value += row.take(index, axis=1)
        return value


@cache
def gas_table(functions: GasFunctions) -> GasTable:
    """Load the table ``exact`` (Fermi integrals) or ``fits`` (Perrot's App. A and B)."""
    path = files(__package__) / "gas_tables.npz"
    with path.open("rb") as stream, np.load(stream) as data:
        edges, coefficients = data["edges"], data[functions]
    return GasTable(
        start=float(edges[0]),
        width=float(edges[1] - edges[0]),
        coefficients=np.ascontiguousarray(coefficients.transpose(2, 1, 0)[::-1, STORED]),
    )


@cache
def cold_chemical_potential(functions: GasFunctions) -> float:
    """Return dF0/dn over e_n at T = 0."""
    table = gas_table(functions)
    return float(table(*table.place(np.array([1e9])), (ETA,))[0, 0])


@dataclass(frozen=True, slots=True)
class Gas:
    """Scales shared by all local quantities at given ln n and kT.

    Parameters
    ----------
    n, e, w, low : float arrays of one shape
        Density, e_n = (pi^2 n/sqrt 2)^(2/3), (kT^2 + e_n^2)^(1/2), how far L lies below the table.
    place : tuple of arrays of that shape
        Where L lies in the table.
    kT : float array, broadcastable
    """

    n: FloatArray
    e: FloatArray
    w: FloatArray
    low: FloatArray
    place: tuple[IntArray, FloatArray]
    kT: FloatArray
    table: GasTable


def gas(log_n: FloatArray, kT: FloatArray, functions: GasFunctions = "exact") -> Gas:
    """Return the scales of the gas at ln n (any shape) and kT (broadcastable)."""
    table = gas_table(functions)
    log_c = log_n + LN_C
    e = np.exp((2.0 / 3.0) * log_c)
    log_y = log_c - 1.5 * np.log(np.maximum(kT, TINY))
    low = np.minimum(log_y - table.start, 0.0)
    place = table.place(log_y)
    return Gas(np.exp(log_n), e, np.sqrt(kT * kT + e * e), low, place, kT, table)


def chemical_potential(g: Gas) -> tuple[FloatArray, FloatArray]:
    """Return dF0/dn and d(dF0/dn)/d ln n [Ha]."""
    slope, eta = g.table(*g.place, (SLOPE, ETA))
    return eta * g.w + g.kT * g.low, slope * g.w


def gradient_coefficient(g: Gas) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return h(y) of Eq. 14 and its first and second derivatives by ln y."""
    h, h1, h2 = g.table(*g.place, (H, H1, H2))
    q = (g.kT / g.w) ** 2
    return h, h1 * q, h2 * q


def _exchange_scales(g: Gas) -> tuple[FloatArray, ...]:
    """Return n/kT, t = y^(-2/3) (not below 1e-4), tanh z, sech^2 z and dz/d ln y of Eq. 24.

    Below t = 1e-4 all combinations have reached their T = 0 limits to rounding, because b0
    cancels the next power.
    """
    t = np.maximum(g.kT / g.e, 1e-4)
    t3 = np.minimum(t, 30.0) ** 3
    at = A0 * np.minimum(t, 30.0)
    bt = B0 * t3
    th = np.tanh(np.minimum(at + bt, 40.0))
    sech2 = (1.0 - th) * (1.0 + th)
    return g.n / (t * g.e), at, bt, th, sech2


def exchange_potential(g: Gas) -> tuple[FloatArray, FloatArray]:
    """Return dFxc/dn and d(dFxc/dn)/d ln n [Ha] of Eq. 24."""
    k, at, bt, th, sech2 = _exchange_scales(g)
    z1 = (-2.0 / 3.0) * (at + 3.0 * bt)
    z2 = (4.0 / 9.0) * (at + 9.0 * bt)
    j1 = sech2 * z1
    j2 = sech2 * (z2 - 2.0 * th * z1 * z1)
    k = HALF_PI * k
    return -k * (2.0 * th + j1), -k * (2.0 * th + 3.0 * j1 + j2)


@dataclass(frozen=True, slots=True)
class Densities:
    """Densities of the local functional per electron [Ha], entropies per electron [k].

    ``free0``, ``pressure0``, ``entropy0`` of the free gas; ``free_xc``, ``pressure_xc``,
    ``energy_xc``, ``entropy_xc`` of Eq. 24. K0 per electron is 3/2 ``pressure0``.
    """

    free0: FloatArray
    pressure0: FloatArray
    entropy0: FloatArray
    free_xc: FloatArray
    pressure_xc: FloatArray
    energy_xc: FloatArray
    entropy_xc: FloatArray


def densities(g: Gas) -> Densities:
    """Return all densities of the local functional, each divided by n."""
    eta, p, sigma = g.table(*g.place, (ETA, PRESSURE, ENTROPY))
    pressure = p * g.w
    k, at, bt, th, sech2 = _exchange_scales(g)
    k = HALF_PI * k
    j1 = (-2.0 / 3.0) * (at + 3.0 * bt) * sech2
    # j + (3/2) dj/dL = O(t^5): by its leading term where the direct difference loses digits
    heat = np.where(at < 0.02, 0.8 * at**5, th + 1.5 * j1)
    t = np.maximum(g.kT / g.e, TINY)
    return Densities(
        free0=eta * g.w + g.kT * g.low - pressure,
        pressure0=pressure,
        entropy0=sigma * (g.kT / g.w) - g.low,
        free_xc=-k * th,
        pressure_xc=-k * (th + j1),
        energy_xc=-k * (2.0 * th + 1.5 * j1),
        entropy_xc=np.where(t > 1e-4, -k * heat / (np.maximum(t, 1e-4) * g.e), 0.0),
    )


def gas_entropy_slope(g: Gas) -> FloatArray:
    """Return d sigma/d ln n of the free gas, sigma the entropy per electron [k]."""
    slope: FloatArray = g.table(*g.place, (ENTROPY1,))[0] * (g.kT / g.w)
    return np.where(g.low < 0.0, -1.0, slope)


def exchange_entropy_slopes(g: Gas) -> tuple[FloatArray, FloatArray]:
    """Return ds/d ln n [k] and ds/dkT [k/Ha] of the exchange entropy per electron.

    s = -(n/kT^2) q with q = j + (3/2) dj/dL, so ds/d ln n = -(n/kT^2)(q + dq/dL) and
    ds/dkT = (n/kT^3)(2 q + (3/2) dq/dL); q = O(t^5) at low temperature.
    """
    k, at, bt, th, sech2 = _exchange_scales(g)
    z1 = (-2.0 / 3.0) * (at + 3.0 * bt)
    z2 = (4.0 / 9.0) * (at + 9.0 * bt)
    j1 = sech2 * z1
    j2 = sech2 * (z2 - 2.0 * th * z1 * z1)
    series = 0.8 * at**5
    small = at < 0.02
    q = np.where(small, series, th + 1.5 * j1)
    q1 = np.where(small, (-10.0 / 3.0) * series, j1 + 1.5 * j2)
    warm = g.kT / g.e > 1e-4
    inverse = np.where(warm, 1.0 / np.maximum(g.kT, TINY), 0.0)
    k = HALF_PI * k * inverse
    return -k * (q + q1), k * inverse * (2.0 * q + 1.5 * q1)
