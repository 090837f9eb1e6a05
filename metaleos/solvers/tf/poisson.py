r"""One linear solve of Poisson's equation for a linearised density, block by block.

    y_xx = F/u,  F = f + D y,  y(0) = y0,  y(1) - y_x(1) = q1,        x = u^2, D >= 0.

In a block with left end L and right end R, A = y_x at R given, Green's function gives

    y(x) = y_L + (x - x_L) A_R - 2 int (min(x, x') - x_L) F du'.

Each block is solved for the three right-hand sides 1, y_L, A_R at once; its matrix is one plus a
positive kernel times D >= 0, so elimination needs no pivoting. The blocks are then joined from
the boundary inwards by the relation A_R = rho y_R + gamma (a Riccati recursion: stable, where
shooting inwards grows without bound), and solved outwards from y(0). All states at once; loops
run over nodes and blocks only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray
    from metaleos.solvers.tf.mesh import Mesh


def kernel(mesh: Mesh) -> FloatArray:
    """Return Green's function of the blocks with quadrature weights, shape (n, n, blocks, m)."""
    nodes = mesh.rule
    double = 2.0 * mesh.half
    right = double * mesh.x
    out = nodes.from_node[:, :, None, None] * right[:, None]
    out += nodes.to_node[:, :, None, None] * right[None, :]
    out -= nodes.weights[None, :, None, None] * (double * mesh.x_left)
    return out


@dataclass(frozen=True)
class LinearSolution:
    """What `solve` returns: y at the nodes, y_x(0) and y(1)."""

    y: FloatArray
    slope: FloatArray
    boundary: FloatArray


def solve(
    mesh: Mesh, green: FloatArray, f: FloatArray, d: FloatArray, y0: float, q1: FloatArray
) -> LinearSolution:
    """Solve for all states.

    Parameters
    ----------
    mesh : Mesh
    green : float array, shape (n, n, blocks, m)
        `kernel` of the mesh.
    f, d : float array, shape (n, blocks, m)
        The linearised density.
    y0 : float
        Value at the nucleus.
    q1 : float array, shape (m,)
        y(1) - y_x(1): one minus the charge in the cell, for y0 = 1.
    """
    local = _blocks(mesh, green, f, d)
    density = local * d[:, None]
    density[:, 0] += f
    weights = 2.0 * mesh.weights
    charge = np.einsum("ijk,iljk->ljk", weights, density)
    moment = np.einsum("ijk,iljk->ljk", weights * (mesh.x - mesh.x_left), density)
    dx = mesh.x_right - mesh.x_left

    # A_L = -charge + A_R and y_R = y_L + dx A_R - moment, each linear in (1, y_L, A_R)
    blocks = d.shape[1]
    rho, gamma = np.ones_like(q1), -q1
    inward = []
    for b in range(blocks - 1, -1, -1):
        b0, b1, b2 = -moment[0, b], 1.0 - moment[1, b], dx[b] - moment[2, b]
        join = 1.0 / (1.0 - b2 * rho)
        r0, r1 = rho * (b0 + b2 * gamma) * join + gamma, rho * b1 * join
        inward.append((b0, b1, b2, r0, r1))
        through = 1.0 - charge[2, b]
        rho, gamma = through * r1 - charge[1, b], through * r0 - charge[0, b]

    left = np.full_like(q1, y0)
    slope = rho * left + gamma
    y = np.empty_like(d)
    for b in range(blocks):
        b0, b1, b2, r0, r1 = inward[blocks - 1 - b]
        right = r0 + r1 * left
        y[:, b] = local[:, 0, b] + local[:, 1, b] * left + local[:, 2, b] * right
        left = b0 + b1 * left + b2 * right
    return LinearSolution(y, slope, left)


def _blocks(mesh: Mesh, green: FloatArray, f: FloatArray, d: FloatArray) -> FloatArray:
    """Return y in each block for the data (1, y_L, A_R), shape (n, 3, blocks, m)."""
    n = d.shape[0]
    matrix = green * d[None]
    rhs = np.empty((n, 3, *d.shape[1:]))
    np.einsum("ijkl,jkl->ikl", green, f, out=rhs[:, 0])
    np.negative(rhs[:, 0], out=rhs[:, 0])
    rhs[:, 1] = 1.0
    np.subtract(mesh.x, mesh.x_left, out=rhs[:, 2])
    for i in range(n):
        matrix[i, i] += 1.0
    for k in range(n - 1):
        inverse = 1.0 / matrix[k, k]
        for i in range(k + 1, n):
            factor = matrix[i, k] * inverse
            matrix[i, k + 1 :] -= factor * matrix[k, k + 1 :]
            rhs[i] -= factor * rhs[k]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            rhs[k] -= matrix[k, j] * rhs[j]
        rhs[k] /= matrix[k, k]
    return rhs
