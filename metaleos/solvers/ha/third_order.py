"""The third-order energy E3 and its volume derivatives (Soma 1978, Eq. 16).

``E3 = Omega sum W(G1) W(G2) W(G3) Lambda3``, G1 + G2 + G3 = 0, none zero. Lambda3(q; kF) is
Lambda3(q/kF; 1)/kF, so at a fixed structure the sum over triples is a tensor of pure numbers,
``T_ijk = sum S1 S2 S3 Lambda3/(x_i x_j x_k)^2`` over shells i, j, k, built once; the state enters
through ``W = -(8 pi/Omega kF^2)(omega/x^2)``, omega = F/[1 + (1 - f) Q].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.electron_gas import taylor
from metaleos.solvers.electron_gas.gas import FERMI_RADIUS
from metaleos.solvers.electron_gas.lindhard import lindhard
from metaleos.solvers.ha.potential import shape_series
from metaleos.solvers.ha.second_order import screening_series
from metaleos.solvers.ha.three_body import three_body
from metaleos.solvers.lattice import IDEAL_RATIO, crystal, reciprocal_points

if TYPE_CHECKING:
    from metaleos.solvers.lattice import Crystal

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

DEFAULT_CUTOFF = 17.7
"""Largest wavenumber of a triple in units of kF (bcc: |G|^2 <= 120 (2 pi/a)^2)."""

PRINTED_CUTOFF = 5.65
"""The same behind the printed tables (bcc: |G|^2 <= 12 (2 pi/a)^2)."""

SCREENINGS = ("consistent", "dielectric")
_CHUNK = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class TripleSum:
    """The tensor of one structure.

    Parameters
    ----------
    x, response : array, shape (s,)
        Wavenumbers of the shells over kF, and L(x/2).
    tensor : array, shape (s, s, s)
        Symmetric.
    """

    x: FloatArray
    response: FloatArray
    tensor: FloatArray


@lru_cache(maxsize=8)
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
        Take G1 from the shortest vectors only, as the printed tables do: a triple then weighs 1,
        2/3, 1/3 or 0 by how many of its three vectors are among them.
    """
    cell = crystal(structure, 4.0 * np.pi / 3.0 * FERMI_RADIUS**3, axial_ratio)  # kF = 1
    points, factors = reciprocal_points(cell, cutoff)
    length = np.linalg.norm(points, axis=1)
    if not len(length):
        raise ValueError(f"no reciprocal point within {cutoff!r} kF: raise the third-order cut-off")
    first = np.concatenate([[True], np.diff(length) > 1e-9 * cutoff])
    shell = np.cumsum(first) - 1
    x = length[first]
    count = _count(cell, points, factors, shell, structure, first_shell_only)
    s = len(x)
    i, j, k = np.nonzero(np.abs(count) > 1e-9)
    ordered = (i <= j) & (j <= k)
    i, j, k = i[ordered], j[ordered], k[ordered]
    value = count[i, j, k] * three_body(x[i], x[j], x[k]) / (x[i] * x[j] * x[k]) ** 2
    tensor = np.zeros((s, s, s))
    for a, b, c in ((i, j, k), (i, k, j), (j, i, k), (j, k, i), (k, i, j), (k, j, i)):
        tensor[a, b, c] = value
    return TripleSum(x, lindhard(0.5 * x), tensor)


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
    value, coarser : array, shape (3, n)
        With all shells, and with those within 0.8 of the cut-off (error estimate).
    """
    if screening not in SCREENINGS:
        raise ValueError(f"unknown screening {screening!r}: one of {', '.join(SCREENINGS)}")
    n, s = len(r_s), len(triples.x)
    inner = int(np.searchsorted(triples.x, 0.8 * triples.x[-1], side="right"))
    sums = np.empty((2, 3, n))
    step = max(1, _CHUNK // (s * s))
    for start in range(0, n, step):
        part = slice(start, start + step)
        omega = _omega(triples, r_s[part], radius[part], depth[part], field, screening, alternative)
        sums[0, :, part] = _contract(triples.tensor, omega)
        sums[1, :, part] = _contract(triples.tensor[:inner, :inner, :inner], omega[:, :, :inner])
    # Omega (8 pi/Omega kF^2)^3/kF grows as V^(1/3)
    volume, k_f = 4.0 * np.pi / 3.0 * r_s**3, FERMI_RADIUS / r_s
    scale = taylor.exponential(-((8.0 * np.pi) ** 3) / (volume**2 * k_f**7), 1.0 / 3.0, 2)
    return taylor.multiply(scale, sums[0]), taylor.multiply(scale, sums[1])


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


def _contract(tensor: FloatArray, omega: FloatArray) -> FloatArray:
    """Taylor coefficients of T omega omega omega, shape (3, n)."""
    s = len(tensor)
    once = (omega[0] @ tensor.reshape(s, s * s)).reshape(-1, s, s)
    twice = np.einsum("nij,nj->ni", once, omega[0])
    mixed = np.einsum("nij,nj->ni", once, omega[1])
    return np.stack(
        [
            np.sum(twice * omega[0], axis=1),
            3.0 * np.sum(twice * omega[1], axis=1),
            3.0 * np.sum(twice * omega[2] + mixed * omega[1], axis=1),
        ]
    )


def _count(
    cell: Crystal,
    points: FloatArray,
    factors: npt.NDArray[np.complex128],
    shell: IntArray,
    structure: str,
    first_shell_only: bool,
) -> FloatArray:
    """Sum of S1 S2 S3 over the triples of each three shells, symmetric, shape (s, s, s)."""
    index = np.rint(points @ cell.vectors.T / (2.0 * np.pi)).astype(np.int64)
    reach = int(np.abs(index).max())
    size = 4 * reach + 1  # G1 + G2 stays on this grid
    flat = (index + 2 * reach) @ np.array([size * size, size, 1])
    grid_shell = np.full(size**3, -1, dtype=np.int64)
    grid_shell[flat] = shell
    grid_factor = np.zeros(size**3, dtype=complex)
    grid_factor[flat] = factors
    s = int(shell[-1]) + 1
    count = np.zeros(s**3)
    # one vector of each star stands for all: the whole sum over G2 is the same for each
    stars, start, weight = np.unique(
        _star_key(points, index, structure), axis=0, return_index=True, return_counts=True
    )
    del stars
    for first, copies in zip(start, weight, strict=True):
        if first_shell_only and shell[first] != 0:
            continue
        third = (-(index + index[first]) + 2 * reach) @ np.array([size * size, size, 1])
        keep = grid_shell[third] >= 0
        key = (shell[first] * s + shell[keep]) * s + grid_shell[third[keep]]
        product = (factors[first] * factors[keep] * grid_factor[third[keep]]).real * copies
        count += np.bincount(key, weights=product, minlength=s**3)
    cube = count.reshape(s, s, s)
    orders = ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0))
    return np.asarray(sum(cube.transpose(order) for order in orders) / 6.0)


def _star_key(points: FloatArray, index: IntArray, structure: str) -> FloatArray:
    """Return keys that are equal for vectors which the point group maps on each other."""
    if structure == "hcp":  # hexagonal axes: permutations and signs of h, k, -(h + k)
        h, k, axial = index[:, 0], index[:, 1], np.abs(index[:, 2])
        plane = np.sort(np.abs(np.stack([h, k, h + k], axis=1)), axis=1)
        return np.column_stack([plane, axial]).astype(float)
    return np.round(np.sort(np.abs(points), axis=1), 9)
