"""Tabulated facts of the electron gas at r_s = 1 ... 6, and how they are interpolated.

P. Vashishta and K. S. Singwi, Phys. Rev. B 6 (1972) 875 (`vs`); K. S. Singwi, A. Sjolander,
M. P. Tosi, R. H. Land, Phys. Rev. B 1 (1970) 1044 (`sstl`; its field at r_s = 5 and 6 is the least
certain). Each table is interpolated by the polynomial of degree five through its six points, in
r_s. The polynomial wiggles in its derivatives; how much it may is estimated with a second, smooth
form (a least-squares fit of four terms), see `ALTERNATIVE`.
"""

from __future__ import annotations

from functools import cache
from math import factorial
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

RADII = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
"""The r_s of every table [bohr]: interpolation is within, extrapolation beyond."""

TABLES = MappingProxyType(
    {
        ("vs", "A"): (0.70853, 0.85509, 0.97805, 1.08482, 1.17987, 1.26569),
        ("vs", "B"): (0.36940, 0.33117, 0.30440, 0.28430, 0.26850, 0.25561),
        ("vs", "E_c"): (-0.112, -0.089, -0.075, -0.065, -0.058, -0.052),
        ("sstl", "A"): (0.7756, 0.8994, 0.9629, 0.9959, 1.0138, 1.0230),
        ("sstl", "B"): (0.4307, 0.3401, 0.2924, 0.2612, 0.2387, 0.2214),
        ("sstl", "E_c"): (-0.125, -0.097, -0.080, -0.070, -0.063, -0.057),
    }
)
"""f = A[1 - exp(-B x^2)] with x = q/kF, and the correlation energy E_c [Ry per electron]."""

KINETIC, EXCHANGE = 2.21, 0.916
"""E of the free gas is 2.21/r_s^2 - 0.916/r_s [Ry per electron]: the rounded numbers of Soma et al.
(1978, Eq. 9) and of Bretonnet and Derouiche (1990, Eq. 8) belong to their models."""

NOZIERES_PINES = (-0.115, 0.031)
"""E_c = -0.115 + 0.031 ln r_s [Ry per electron] (D. Pines, P. Nozieres, The Theory of Quantum
Liquids, 1966), in both papers."""

VASHISHTA_SINGWI = (-0.1129, 0.03898, -0.00156)
"""E_c = -0.1129 + 0.03898 ln r_s - 0.00156 r_s [Ry per electron]: a smooth form of their table."""

Form = tuple[tuple[tuple[float, float], ...], float]
"""(((coefficient, power of r_s), ...), coefficient of ln r_s)."""


@cache
def polynomial(kind: str, quantity: str) -> Form:
    """Return the polynomial of degree five through the table, as powers of r_s."""
    table = _table(kind, quantity)
    solution = np.linalg.solve(np.vander(RADII, increasing=True), np.array(table))
    return tuple((float(c), float(n)) for n, c in enumerate(solution)), 0.0


@cache
def smooth(kind: str, quantity: str) -> Form:
    """Return the fit a + b ln r_s + c r_s + d r_s^2: the second opinion for error estimates."""
    r = np.array(RADII)
    basis = np.stack([np.ones_like(r), np.log(r), r, r * r], axis=1)
    fit = np.linalg.lstsq(basis, np.array(_table(kind, quantity)), rcond=None)[0]
    return ((float(fit[0]), 0.0), (float(fit[2]), 1.0), (float(fit[3]), 2.0)), float(fit[1])


def series(form: Form, r_s: npt.ArrayLike, order: int) -> FloatArray:
    """Taylor coefficients of a form in t = ln(V/V0), with r_s = r_s0 exp(t/3).

    Returns
    -------
    array, shape (order + 1, *r_s.shape)
    """
    r_s = np.asarray(r_s, dtype=float)
    powers, matrix = _matrix(form, order)
    terms = r_s[..., None] ** powers
    out = np.moveaxis(terms @ matrix, -1, 0)
    log_coefficient = form[1]
    if log_coefficient != 0.0:
        out[0] += log_coefficient * np.log(r_s)
        if order:
            out[1] += log_coefficient / 3.0
    return np.asarray(out)


@cache
def _matrix(form: Form, order: int) -> tuple[FloatArray, FloatArray]:
    """Powers of a form, and what each adds to every Taylor coefficient: c (p/3)^k/k!."""
    coefficients = np.array([c for c, _ in form[0]])
    powers = np.array([p for _, p in form[0]])
    columns = [coefficients * (powers / 3.0) ** k / factorial(k) for k in range(order + 1)]
    return powers, np.stack(columns, axis=1)


def _table(kind: str, quantity: str) -> tuple[float, ...]:
    try:
        return TABLES[kind, quantity]
    except KeyError:
        raise ValueError(
            f"no table of {quantity} for {kind!r}: 'vs' and 'sstl' have A, B, E_c"
        ) from None
