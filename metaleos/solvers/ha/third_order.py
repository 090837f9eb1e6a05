"""The third-order energy E3 and its volume derivatives (Soma 1978, Eq. 16).

``E3 = Omega sum W(G1) W(G2) W(G3) Lambda3``, G1 + G2 + G3 = 0, none zero. Lambda3(q; kF) is
Lambda3(q/kF; 1)/kF, so at a fixed structure the sum over triples is a tensor of pure numbers,
``T_ijk = sum S1 S2 S3 Lambda3/(x_i x_j x_k)^2`` over shells i, j, k, built once and kept sparse (as
a matrix from shells to pairs of shells); the state enters through
``W = -(8 pi/Omega kF^2)(omega/x^2)``, omega = F/[1 + (1 - f) Q].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.gas import FERMI_RADIUS
from metaleos.solvers.electron_gas.lindhard import lindhard
from metaleos.solvers.ha.potential import shape_series
from metaleos.solvers.ha.second_order import screening_series
from metaleos.solvers.ha.three_body import three_body
from metaleos.solvers.lattice import IDEAL_RATIO, crystal, reciprocal_points

if TYPE_CHECKING:
    from metaleos.solvers.arrays import ComplexArray, FloatArray, IntArray
    from metaleos.solvers.lattice import Crystal

DEFAULT_CUTOFF = 21.0
"""Largest wavenumber of a triple in units of kF (bcc: |G|^2 <= 170 (2 pi/a)^2)."""

PRINTED_CUTOFF = 5.65
"""The same behind the printed tables (bcc: |G|^2 <= 12 (2 pi/a)^2)."""

# A sharp cut-off leaves noise in the derivatives (2 % of B3 of Li at 120 (2 pi/a)^2). A window
# exp(-(x/X)^6) on every W leaves a clean error ~ X^-3, which two windows remove.
_WINDOW = 1.5  # cut-off over X
_NARROWER = 0.75
_EXTRAPOLATION = 1.0 / (_NARROWER**-3 - 1.0)
_UNCERTAINTY = 0.3  # of the difference between the windows, as measured with larger cut-offs

SCREENINGS = ("consistent", "dielectric")


class CutoffError(ValueError):
    """A cut-off within which there is no reciprocal point."""


_CHUNK = 400_000


@dataclass(frozen=True, slots=True, eq=False)
class Contraction:
    """A symmetric tensor T_ijk as a sparse matrix: row (i, j), i <= j, column k.

    Parameters
    ----------
    first, second : integer array, shape (p,)
        i and j of every row.
    matrix : sparse array, shape (p, s)
        T_ijk; rows with i < j stand for two and are counted twice.
    """

    first: IntArray
    second: IntArray
    matrix: csr_array

    def series(self, omega: FloatArray) -> FloatArray:
        """Taylor coefficients of T omega omega omega for omega of shape (3, n, s)."""
        once = (self.matrix @ omega[0].T).T
        a, b = np.take(omega, self.first, axis=2), np.take(omega, self.second, axis=2)
        mixed = a[1] * b[1]
        return np.stack(
            [
                np.sum(once * (a[0] * b[0]), axis=1),
                1.5 * np.sum(once * (a[0] * b[1] + a[1] * b[0]), axis=1),
                1.5 * np.sum(once * (a[0] * b[2] + a[2] * b[0] + 2.0 * mixed), axis=1),
            ]
        )


@dataclass(frozen=True, slots=True, eq=False)
class TripleSum:
    """The sum over triples of one structure.

    Parameters
    ----------
    x, response : array, shape (s,)
        Wavenumbers of the shells over kF, and L(x/2).
    windows : array, shape (2, s) or (1, s)
        Factors of the shells: a window and a narrower one, or ones for a sharp cut-off.
    tensor : Contraction
    """

    x: FloatArray
    response: FloatArray
    windows: FloatArray
    tensor: Contraction


@lru_cache(maxsize=12)
def triple_sum(
    structure: str,
    axial_ratio: float = IDEAL_RATIO,
    cutoff: float = DEFAULT_CUTOFF,
    *,
    first_shell_only: bool = False,
) -> TripleSum:
    """Build the tensor of a structure.

    Parameters
    ----------
    structure, axial_ratio
        As in `metaleos.solvers.lattice.crystal`.
    cutoff : float
        Largest wavenumber in units of kF.
    first_shell_only : bool
        Take G1 from the shortest vectors only and cut sharply, as the printed tables do: a triple
        then weighs 1, 2/3, 1/3 or 0 by how many of its three vectors are among them.
    """
    cell = crystal(structure, 4.0 * np.pi / 3.0 * FERMI_RADIUS**3, axial_ratio)  # kF = 1
    points, factors = reciprocal_points(cell, cutoff)
    length = np.linalg.norm(points, axis=1)
    if not len(length):
        raise CutoffError(
            f"no reciprocal point within {cutoff!r} kF: raise the third-order cut-off"
        )
    first = np.concatenate([[True], np.diff(length) > 1e-9 * cutoff])
    shell = np.cumsum(first) - 1
    x = length[first]
    i, j, k, count = _count(cell, points, factors, shell, structure, first_shell_only)
    value = count * three_body(x[i], x[j], x[k]) / (x[i] * x[j] * x[k]) ** 2
    widths = np.array([1.0, _NARROWER])[:, None] * cutoff / _WINDOW
    windows = np.ones((1, len(x))) if first_shell_only else np.exp(-((x / widths) ** 6))
    return TripleSum(x, lindhard(0.5 * x), windows, _contraction(i, j, k, value, len(x)))


def third_order_series(
    triples: TripleSum,
    r_s: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    field: str,
    *,
    screening: str = "consistent",
    alternative: bool = False,
) -> tuple[FloatArray, FloatArray]:
    """Taylor coefficients of E3 [Ry] in t = ln V up to second order.

    Parameters
    ----------
    triples : TripleSum
    r_s, radius, depth : array, shape (n,)
        r_s, R_M [bohr] and u.
    field : str
    screening : {"consistent", "dielectric"}
        W = V_b/[1 + (1 - f) Q], which goes with E2; or V_b/epsilon as Eq. 16 has it,
        epsilon = 1 + Q/(1 - f Q).
    alternative : bool
        Take the second opinion on interpolated A and B.

    Returns
    -------
    value, error : array, shape (3, n)
        Extrapolated to an infinite cut-off, and what the extrapolation is uncertain by; with a
        sharp cut-off the sum as it stands, and zero.
    """
    if screening not in SCREENINGS:
        raise ValueError(f"unknown screening {screening!r}: one of {', '.join(SCREENINGS)}")
    n = len(r_s)
    sums = np.empty((len(triples.windows), 3, n))
    step = max(1, _CHUNK // len(triples.tensor.first))
    for start in range(0, n, step):
        part = slice(start, start + step)
        omega = _omega(triples, r_s[part], radius[part], depth[part], field, screening, alternative)
        for number, window in enumerate(triples.windows):
            sums[number, :, part] = triples.tensor.series(omega * window)
    value, error = sums[0], np.zeros((3, n))
    if len(sums) == 2:
        difference = sums[0] - sums[1]
        value = value + _EXTRAPOLATION * difference
        error = _error(_UNCERTAINTY * np.abs(difference))
    # Omega (8 pi/Omega kF^2)^3/kF grows as V^(1/3)
    volume, k_f = 4.0 * np.pi / 3.0 * r_s**3, FERMI_RADIUS / r_s
    scale = taylor.exponential(-((8.0 * np.pi) ** 3) / (volume**2 * k_f**7), 1.0 / 3.0, 2)
    return taylor.multiply(scale, value), taylor.multiply(np.abs(scale), error)


def _error(own: FloatArray) -> FloatArray:
    """Keep an estimate from vanishing where the difference of the windows passes through zero.

    The other Taylor orders then say how large it usually is. Against a cut-off of 34 kF, for all
    models, metals and structures at 0.85 to 1.15 of the reference volume, the true error is at
    most 0.64, 0.91 and 0.79 of the estimates of the three orders; without this 59, 2.9 and 23.
    """
    error = own.copy()
    error[:2] += 0.3 * own.max(axis=0)
    error[2] += 10.0 * own[:2].max(axis=0)
    return error


def _omega(
    triples: TripleSum,
    r_s: FloatArray,
    radius: FloatArray,
    depth: FloatArray,
    field: str,
    screening: str,
    alternative: bool,
) -> FloatArray:
    """F/[1 + (1 - f) Q] or F/epsilon at every shell, Taylor coefficients of shape (3, n, s)."""
    z = (FERMI_RADIUS * radius / r_s)[:, None] * triples.x
    form = np.stack(shape_series(z, depth[:, None], 2))
    denominator, corrected = screening_series(
        triples.x, triples.response, r_s, field, 2, alternative=alternative
    )
    denominator[0][denominator[0].min(axis=1) <= 0.0] = np.nan
    if screening == "dielectric":  # 1/epsilon = (1 - f Q)/[1 + (1 - f) Q]
        numerator = -corrected
        numerator[0] += 1.0
        form = taylor.multiply(form, numerator)
    return taylor.divide(form, denominator)


def _contraction(
    i: IntArray, j: IntArray, k: IntArray, value: FloatArray, shells: int
) -> Contraction:
    """Spread the sum over each class i <= j <= k of triples over its pairs and third shells."""
    same = (i == j).astype(int) + (j == k).astype(int)
    # T_ijk = value/(number of orders): 6, 3 or 1; equal entries below add up to T again
    entry = value / np.array([6.0, 3.0, 1.0])[same]
    parts = [
        (i, j, k, np.where(i == j, 1.0, np.where(j == k, 0.5, 1.0))),
        (i, k, j, np.where(same > 0, 0.5, 1.0)),
        (j, k, i, np.where(j == k, 1.0, np.where(i == j, 0.5, 1.0))),
    ]
    weights = [np.where(same == 2, 1.0 / 3.0, w) for *_, w in parts]
    row = np.concatenate([a * shells + b for a, b, _, _ in parts])
    column = np.concatenate([c for _, _, c, _ in parts])
    data = np.concatenate([entry * w for w in weights])
    pairs, index = np.unique(row, return_inverse=True)
    first, second = pairs // shells, pairs % shells
    data = data * np.where(first == second, 1.0, 2.0)[index]
    matrix = csr_array(coo_array((data, (index, column)), shape=(len(pairs), shells)))
    return Contraction(first, second, matrix)


def _count(
    cell: Crystal,
    points: FloatArray,
    factors: ComplexArray,
    shell: IntArray,
    structure: str,
    first_shell_only: bool,
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Sum of S1 S2 S3 over all ordered triples of each three shells i <= j <= k."""
    index = np.rint(points @ cell.vectors.T / (2.0 * np.pi)).astype(np.int64)
    reach = int(np.abs(index).max())
    size = 4 * reach + 1  # G1 + G2 stays on this grid
    stride = np.array([size * size, size, 1])
    flat = (index + 2 * reach) @ stride
    position = np.full(size**3, -1, dtype=np.int64)
    position[flat] = np.arange(len(flat))
    # one vector of each star stands for all: the whole sum over G2 is the same for each
    _, start, copies = np.unique(
        _star_key(points, index, structure), axis=0, return_index=True, return_counts=True
    )
    keys, products = [], []
    s = int(shell[-1]) + 1
    for first, number in zip(start, copies, strict=True):
        if first_shell_only and shell[first] != 0:
            continue
        third = position[(2 * reach - index - index[first]) @ stride]
        second = np.flatnonzero(third >= 0)
        third = third[second]
        one, two = shell[second], shell[third]
        product = (factors[first] * factors[second] * factors[third]).real * number
        summed = np.bincount(np.minimum(one, two) * s + np.maximum(one, two), product)
        pair = np.flatnonzero(summed)
        three = np.sort(np.stack([np.full_like(pair, shell[first]), pair // s, pair % s]), axis=0)
        keys.append((three[0] * s + three[1]) * s + three[2])
        products.append(summed[pair])
    unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.bincount(inverse, weights=np.concatenate(products)).astype(np.float64)
    keep = np.abs(total) > 1e-9
    unique = unique[keep]
    return unique // (s * s), unique // s % s, unique % s, total[keep]


def _star_key(points: FloatArray, index: IntArray, structure: str) -> FloatArray:
    """Return keys that are equal for vectors which the point group maps on each other."""
    if structure == "hcp":  # hexagonal axes: permutations and signs of h, k, -(h + k)
        h, k, axial = index[:, 0], index[:, 1], np.abs(index[:, 2])
        plane = np.sort(np.abs(np.stack([h, k, h + k], axis=1)), axis=1)
        return np.column_stack([plane, axial]).astype(float)
    return np.round(np.sort(np.abs(points), axis=1), 9)
