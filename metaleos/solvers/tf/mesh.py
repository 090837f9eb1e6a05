"""The radial mesh: blocks of Gauss-Legendre nodes in u = sqrt(r/r0), placed state by state.

The screening function is smooth in u at the nucleus. Along the way to the boundary it varies on
two scales: that of the atom's core, u of about lam^(-1/3), and that of the layer where the gas
stops being degenerate. I_1/2 is singular at eta = +-i pi, so the layer's edge and width are the
real and imaginary part of the point u_s where eta(u_s) = i pi. Blocks are equally spaced in

    s(u) = ln(1 + u/u_c) + w asinh((u - Re u_s)/Im u_s),

whose density falls off as the distance to either scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import pi
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import legendre

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray


_LAYER_WEIGHT = 0.4
_COLDEST_LAYER = 0.03  # t below which the layer is not made thinner: cold atoms have none


@dataclass(frozen=True)
class Rule:
    """Gauss-Legendre nodes on (-1, 1) and what is needed to integrate up to them.

    Parameters
    ----------
    nodes, weights : float array, shape (n,)
    to_node, from_node : float array, shape (n, n)
        Row i integrates the interpolating polynomial from -1 to node i, from node i to 1.
    to_legendre : float array, shape (n, n)
        Legendre coefficients from values at the nodes.
    """

    nodes: FloatArray
    weights: FloatArray
    to_node: FloatArray
    from_node: FloatArray
    to_legendre: FloatArray


@cache
def rule(n: int) -> Rule:
    """Return the rule of n nodes."""
    nodes, weights = (np.asarray(v, dtype=np.float64) for v in legendre.leggauss(n))
    to_legendre = np.linalg.inv(legendre.legvander(nodes, n - 1))
    integrals = np.empty((n, n))
    for k in range(n):
        unit = np.zeros(k + 1)
        unit[k] = 1.0
        integrals[:, k] = legendre.legval(nodes, legendre.legint(unit, lbnd=-1))
    to_node = integrals @ to_legendre
    from_node = np.asarray(weights[None, :] - to_node, dtype=np.float64)
    return Rule(nodes, weights, to_node, from_node, np.asarray(to_legendre, dtype=np.float64))


@cache
def prolongation(coarse: int, fine: int) -> FloatArray:
    """Return the matrix that carries values on `coarse` nodes of a block to `fine` nodes."""
    vander = legendre.legvander(rule(fine).nodes, coarse - 1)
    return np.asarray(vander @ rule(coarse).to_legendre)


def negative_part(y1: FloatArray) -> FloatArray:
    """Return y1 where far below zero and zero where far above, smoothly in between."""
    root = np.sqrt(y1 * y1 + 1.0)
    return np.where(y1 > 0.0, -0.5 / (np.abs(y1) + root), 0.5 * (y1 - root))


def breakpoints(lam: FloatArray, t: FloatArray, y1: FloatArray, blocks: int) -> FloatArray:
    """Return the block boundaries in u for each state.

    Parameters
    ----------
    lam, t : float array, shape (m,)
        The state; t = 0 is the cold atom.
    y1 : float array, shape (m,)
        The boundary value of the uniform gas of the state, which bounds the true one from above.
    blocks : int

    Returns
    -------
    float array, shape (blocks + 1, m)
    """
    core = np.cbrt(1.0 / lam)
    # the uniform gas: eta(x) = (1/x - 3/2 + y1)/t near the nucleus; solved for eta = i pi
    singular = np.sqrt(1.0 / (1.5 - negative_part(y1) + 1j * pi * np.hypot(t, _COLDEST_LAYER)))
    centre, width = singular.real, np.abs(singular.imag)
    weight = np.where(t > 0.0, _LAYER_WEIGHT, 0.0)

    def measure(u: FloatArray) -> FloatArray:
        z = (u - centre) / width
        return np.asarray(np.log(u + core) + weight * np.log(z + np.sqrt(z * z + 1.0)))

    def density(u: FloatArray) -> FloatArray:
        return np.asarray(1.0 / (u + core) + weight / np.hypot(u - centre, width))

    start, end = measure(np.zeros_like(lam)), measure(np.ones_like(lam))
    fraction = np.arange(1, blocks)[:, None] / blocks
    target = start + fraction * (end - start)
    low, high = np.zeros_like(target), np.ones_like(target)
    u = np.sqrt(core * np.minimum(core, centre)) * fraction + fraction**4
    for _ in range(12):  # Newton kept inside its bracket; the last digit of a boundary is free
        miss = measure(u) - target
        low, high = np.where(miss < 0.0, u, low), np.where(miss < 0.0, high, u)
        u = u - miss / density(u)
        u = np.where((u <= low) | (u >= high), 0.5 * (low + high), u)
    u = np.sort(u, axis=0)
    return np.concatenate([np.zeros((1, lam.size)), u, np.ones((1, lam.size))])


@dataclass(frozen=True)
class Mesh:
    """Nodes of all blocks of all states.

    Parameters
    ----------
    rule : Rule
    bounds : float array, shape (blocks + 1, m)
    u, x : float array, shape (n, blocks, m)
        Nodes, and their squares r/r0.
    x_left, x_right, half : float array, shape (blocks, m)
        Ends of the blocks in x and half widths in u.
    weights : float array, shape (n, blocks, m)
        For integrals over u from 0 to 1.
    """

    rule: Rule
    bounds: FloatArray
    u: FloatArray
    x: FloatArray
    x_left: FloatArray
    x_right: FloatArray
    half: FloatArray
    weights: FloatArray

    @classmethod
    def build(cls, bounds: FloatArray, n: int) -> Mesh:
        """Place n nodes in every block."""
        nodes = rule(n)
        half = 0.5 * (bounds[1:] - bounds[:-1])
        u = bounds[:-1] + half * (1.0 + nodes.nodes[:, None, None])
        weights = half * nodes.weights[:, None, None]
        return cls(nodes, bounds, u, u * u, bounds[:-1] ** 2, bounds[1:] ** 2, half, weights)

    def take(self, states: IntArray) -> Mesh:
        """Return the mesh of some of the states."""
        return Mesh.build(self.bounds[:, states], len(self.rule.nodes))

    def integral(self, integrand: FloatArray) -> FloatArray:
        """Return the integral over u from 0 to 1, shape (m,)."""
        return np.asarray(np.einsum("ijk,ijk->k", self.weights, integrand))
