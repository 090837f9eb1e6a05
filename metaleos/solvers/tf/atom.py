"""Newton's iteration for the Thomas-Fermi atom, many states at once.

The unknown is the screening function y(x) = r (mu + e V(r)) / (Z e^2), x = r/r0, with y(0) = 1 and
y(1) = y_x(1). Newton starts from the uniform gas (Latter 1955, Eq. 51), on few nodes; the last
steps are done on all. Neutrality enters in logarithmic form: where the charge in the cell is Q,
the step asks for Q (1 - ln Q), which is exact for a Boltzmann gas and keeps far starts in bounds.

Kept apart from y is the uniform part c x (c the boundary value of the uniform gas, where
negative): at high temperature it is 10^6 times the rest, whose digits it would swallow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.tf import poisson
from metaleos.solvers.tf.gas import EXACT, Gas, density, uniform_boundary
from metaleos.solvers.tf.mesh import Mesh, breakpoints, prolongation
from metaleos.solvers.tf.scaling import COUPLING

if TYPE_CHECKING:
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float64]

BLOCKS = 8
NODES = 10
NODES_START = 4
_TOLERANCE_START = 1e-3
_TOLERANCE = 1e-8  # of eta; the error left is its square
_STEPS = 60
_STEPS_FITTED = 40


@dataclass(frozen=True)
class Atoms:
    """Solved atoms; arrays have one entry a state unless said.

    Parameters
    ----------
    radius, temperature : float array, shape (m,)
        r~ [bohr] and T~ [hartree], Z = 1.
    lam, t : float array, shape (m,)
    mesh : Mesh
    shift : float array, shape (m,)
        c of the uniform part c x.
    rest : float array, shape (n, blocks, m)
        y - c x at the nodes.
    slope, boundary : float array, shape (m,)
        y_x(0) and y(1).
    converged : bool array, shape (m,)
    steps : int array, shape (m,)
        Newton steps on all nodes.
    """

    gas: Gas
    radius: FloatArray
    temperature: FloatArray
    lam: FloatArray
    t: FloatArray
    mesh: Mesh
    shift: FloatArray
    rest: FloatArray
    slope: FloatArray
    boundary: FloatArray
    converged: npt.NDArray[np.bool_]
    steps: npt.NDArray[np.intp]

    @property
    def y(self) -> FloatArray:
        """The screening function at the nodes."""
        return self.rest + self.shift * self.mesh.x


@dataclass
class _Iterate:
    """The state of an iteration on one mesh."""

    gas: Gas
    lam: FloatArray
    t: FloatArray
    shift: FloatArray
    mesh: Mesh
    rest: FloatArray
    tolerance: float

    def run(self, limit: int) -> tuple[FloatArray, FloatArray, FloatArray, npt.NDArray[np.intp]]:
        """Iterate to the tolerance; return slope, boundary, last change and steps."""
        count = self.lam.size
        slope, boundary = np.full(count, np.nan), np.full(count, np.nan)
        change, steps = np.full(count, np.inf), np.zeros(count, dtype=np.intp)
        active = np.arange(count)
        lam, t, shift, mesh, rest = self.lam, self.t, self.shift, self.mesh, self.rest.copy()
        green = poisson.kernel(mesh)
        for _ in range(limit):
            f, d = density(self.gas, mesh, lam, t, rest + shift * mesh.x)
            charge = 2.0 * mesh.integral(mesh.x * f)
            wanted = charge * (1.0 - np.clip(np.log(charge), -3.0, 3.0))
            found = poisson.solve(mesh, green, f - d * rest, d, 1.0, 1.0 - wanted)
            moved = self._change(mesh, t, found.y - rest, found.y + shift * mesh.x)
            rest = found.y
            self.rest[..., active] = rest
            slope[active], boundary[active] = found.slope + shift, found.boundary + shift
            change[active] = moved
            steps[active] += 1
            going = np.flatnonzero(~(moved < self.tolerance))
            if going.size == 0:
                break
            if going.size < 0.7 * active.size:
                active = active[going]
                lam, t, shift, rest = lam[going], t[going], shift[going], rest[..., going]
                mesh, green = mesh.take(going), green[..., going]
        return slope, boundary, change, steps

    @staticmethod
    def _change(mesh: Mesh, t: FloatArray, step: FloatArray, y: FloatArray) -> FloatArray:
        """Return the largest change of eta (of y at T = 0), relative where it exceeds one."""
        scale = t * mesh.x if t[0] > 0.0 else mesh.x
        return np.asarray(np.max(np.abs(step) / (scale + np.abs(y)), axis=(0, 1)))


def solve(
    radius: FloatArray,
    temperature: FloatArray,
    gas: Gas = EXACT,
    *,
    blocks: int = BLOCKS,
    nodes: int = NODES,
) -> Atoms:
    """Solve the atoms of one chunk.

    Parameters
    ----------
    radius : float array, shape (m,)
        r~ = r0 Z^(1/3) [bohr], positive.
    temperature : float array, shape (m,)
        T~ = kT/Z^(4/3) [hartree]: all positive, or all zero.
    gas : Gas
    blocks, nodes : int
        Resolution of the mesh.
    """
    lam, t = COUPLING * radius * np.sqrt(radius), temperature * radius
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        y1 = uniform_boundary(lam, t)
        shift = np.minimum(y1, 0.0)
        bounds = breakpoints(lam, t, y1, blocks)
        mesh = Mesh.build(bounds, NODES_START)
        start = (y1 - shift) * mesh.x + 1.0 - 1.5 * mesh.x + 0.5 * mesh.x**3
        coarse = _Iterate(gas, lam, t, shift, mesh, start, _TOLERANCE_START)
        coarse.run(_STEPS)
        mesh = Mesh.build(bounds, nodes)
        rest = np.einsum("ij,jkl->ikl", prolongation(NODES_START, nodes), coarse.rest)
        fine = _Iterate(gas, lam, t, shift, mesh, rest, _TOLERANCE)
        slope, boundary, change, steps = fine.run(_STEPS_FITTED)
    converged = change < _TOLERANCE
    return Atoms(
        gas, radius, temperature, lam, t, mesh, shift, fine.rest, slope, boundary, converged, steps
    )


def solve_on_mesh(atoms: Atoms, temperature: FloatArray) -> Atoms:
    """Solve the same cells at another temperature on the same mesh, from the given solution."""
    t = temperature * atoms.radius
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        y1 = uniform_boundary(atoms.lam, t)
        shift = np.minimum(y1, 0.0)
        x = atoms.mesh.x
        start = (y1 - shift) * x + 1.0 - 1.5 * x + 0.5 * x**3
        iterate = _Iterate(atoms.gas, atoms.lam, t, shift, atoms.mesh, start, _TOLERANCE)
        slope, boundary, change, steps = iterate.run(_STEPS)
    return Atoms(
        atoms.gas,
        atoms.radius,
        temperature,
        atoms.lam,
        t,
        atoms.mesh,
        shift,
        iterate.rest,
        slope,
        boundary,
        change < _TOLERANCE,
        steps,
    )
