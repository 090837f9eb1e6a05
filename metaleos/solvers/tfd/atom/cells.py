"""A stack of atomic cells on their meshes: charges, Poisson's equation, conventions of the state.

r U(r) = -Z + q(r) + r int_r^S 4 pi n r' dr', with q the electrons within r and U(S) = 0, is linear
in the densities at the mesh points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tfd.atom.mesh import Mesh
from metaleos.solvers.tfd.gas.functional import LN_C, GasFunctions, cold_chemical_potential

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Cells:
    """A stack of b cells on m points.

    Parameters
    ----------
    Z, kT, radius : float array, shape (b,)
        Nuclear charge, temperature [Ha], cell radius S [bohr].
    mesh : Mesh
    gradient : float
        Factor on h: 1 for ``tfdw``, 0 for ``tfd`` (which changes the unknown at r = 0).
    exchange : float
        Factor on Fxc: 1; 0 gives Thomas-Fermi.
    functions : {"exact", "fits"}
    shell, line : float array, shape (b, m)
        4 pi r^2 dr/dx and 4 pi r dr/dx.
    origin : float array, shape (b,)
        Without the gradient term: ``line`` times n at r = 0, where n = const r^(-3/2) exactly and
        the constant follows from r dF0/dn = Z; else 0.
    """

    Z: FloatArray
    kT: FloatArray
    radius: FloatArray
    mesh: Mesh
    gradient: float
    exchange: float
    functions: GasFunctions
    shell: FloatArray
    line: FloatArray
    origin: FloatArray

    @property
    def volume(self) -> FloatArray:
        """Volume of the cell [bohr3]."""
        return (4.0 * pi / 3.0) * self.radius**3

    @property
    def weights(self) -> FloatArray:
        """Clenshaw-Curtis weights of the points, shape (m,)."""
        last: FloatArray = self.mesh.base.integral[-1]
        return last

    def part(self, rows: IntArray) -> Cells:
        """Return the cells of the given rows."""
        m = self.mesh
        return replace(
            self,
            Z=self.Z[rows],
            kT=self.kT[rows],
            radius=self.radius[rows],
            mesh=Mesh(m.r[rows], m.r1[rows], m.ratio[rows], m.root1[rows], m.base),
            shell=self.shell[rows],
            line=self.line[rows],
            origin=self.origin[rows],
        )


def cells(
    Z: FloatArray,
    kT: FloatArray,
    radius: FloatArray,
    mesh: Mesh,
    gradient: float = 1.0,
    exchange: float = 1.0,
    functions: GasFunctions = "exact",
) -> Cells:
    """Return the stack of cells on `mesh`."""
    r, r1 = mesh.r, mesh.r1
    line = (4.0 * pi) * r * r1
    shell = line * r
    origin = np.zeros_like(Z)
    if gradient == 0.0:
        limit = cold_chemical_potential(functions)
        line[:, 0] = 1.0
        origin = (8.0 * pi) * mesh.root1 * (Z / limit) ** 1.5 * np.exp(-LN_C)
    return Cells(Z, kT, radius, mesh, gradient, exchange, functions, shell, line, origin)


def density(cell: Cells, log_n: FloatArray) -> FloatArray:
    """Return n at the points; at r = 0 without the gradient term, the number that `line` takes."""
    n = np.exp(log_n)
    if cell.gradient == 0.0:
        n[:, 0] = cell.origin
    return n


def electrons(cell: Cells, n: FloatArray) -> FloatArray:
    """Return the number of electrons in each cell."""
    result: FloatArray = np.sum(cell.shell * n * cell.weights, axis=1)
    return result


def potential(cell: Cells, n: FloatArray) -> FloatArray:
    """Return r U at the points, shape (b, m); U(S) = 0 in a neutral cell."""
    return repulsion(cell, n) - cell.Z[:, None]


def repulsion(cell: Cells, n: FloatArray) -> FloatArray:
    """Return r times the potential of the electrons at the points, shape (b, m)."""
    base = cell.mesh.base
    within: FloatArray = (cell.shell * n) @ base.integral.T
    return within + cell.mesh.r * ((cell.line * n) @ base.beyond.T)


def repulsion_of_origin(cell: Cells) -> FloatArray:
    """Return what the density at r = 0 adds to `repulsion` (0 with the gradient term)."""
    result: FloatArray = cell.mesh.r * cell.mesh.base.beyond[:, 0] * cell.origin[:, None]
    return result
