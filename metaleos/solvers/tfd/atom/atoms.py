"""Solve atoms in spherical cells: ``tfd``, ``tfdw`` and, without exchange, Thomas-Fermi."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from metaleos.solvers.tfd.atom.branches import may_have_two
from metaleos.solvers.tfd.atom.ladder import TFDW, Physics, Solved, States, solve_stack
from metaleos.solvers.tfd.atom.limit import limiting_radius
from metaleos.solvers.tfd.atom.newton import at_radii
from metaleos.solvers.tfd.atom.start import approximate_limit
from metaleos.solvers.tfd.gas.spinodal import critical_point, spinodal_log_density

if TYPE_CHECKING:
    from metaleos.solvers.arrays import BoolArray, FloatArray, IntArray
    from metaleos.solvers.tfd.gas.functional import GasFunctions

CHUNK = 128  # cells solved together: few calls, and the memory of any number of states bounded


@dataclass(slots=True)
class Atoms:
    """Solutions of b atoms in hartree atomic units, NaN where there is none.

    Parameters
    ----------
    values, errors : dict of str to float array, shape (b,)
        Observables (see `metaleos.solvers.tfd.atom.observables.observables`) and, where asked for,
        derivatives (`metaleos.solvers.tfd.atom.response.response`), with estimated absolute errors.
    solved : bool array, shape (b,)
        Whether there is a solution.
    exists : bool array, shape (b,)
        False where the model has no solution at all (``tfd`` beyond its spinodal).
    limit : float array, shape (b,)
        Largest volume with a solution [bohr3], inf where there is no limit; NaN where it is
        surely larger than the state's volume and was not asked for.
    points : int array, shape (b,)
        Mesh points used; 0 where there is no solution.
    density : float array, shape (b, k)
        n at the radii asked for [1/bohr3]; NaN outside the cell and where there is no solution.
    """

    values: dict[str, FloatArray]
    errors: dict[str, FloatArray]
    solved: BoolArray
    exists: BoolArray
    limit: FloatArray
    points: IntArray
    density: FloatArray


def solve_atoms(
    Z: npt.ArrayLike,
    kT: npt.ArrayLike,
    volume: npt.ArrayLike,
    *,
    physics: Physics = TFDW,
    tolerance: float = 1e-7,
    derivatives: bool = False,
    limits: bool = False,
    radii: npt.ArrayLike | None = None,
) -> Atoms:
    """Solve atoms in spherical cells.

    Parameters
    ----------
    Z, kT, volume : array_like, broadcast to shape (b,)
        Nuclear charge, temperature [Ha] and volume per atom [bohr3].
    physics : Physics
        The functional: ``Physics(0.0)`` is that of ``tfd``.
    tolerance : float
        Goal for the estimated error of the pressure over max(P0, |P|); the mesh is refined until
        it is met, as far as the ladder of meshes goes (the error estimate then says so).
    derivatives : bool
        Whether to solve for bulk modulus, heat capacity and thermal pressure too.
    limits : bool
        Whether the limiting volume of ``tfd`` is wanted also where the state is far from it.
    radii : array_like, shape (k,) or (b, k), optional
        Radii [bohr] at which n is wanted.

    Returns
    -------
    Atoms

    Raises
    ------
    ValueError
        If an argument is not finite or out of its range.
    """
    z, t, v = (
        np.ascontiguousarray(c)
        for c in np.broadcast_arrays(
            np.atleast_1d(np.asarray(Z, dtype=float)),
            np.atleast_1d(np.asarray(kT, dtype=float)),
            np.atleast_1d(np.asarray(volume, dtype=float)),
        )
    )
    gradient, exchange, functions = physics.gradient, physics.exchange, physics.functions
    _check(z, t, v, gradient, exchange)
    b = z.size
    radius = np.cbrt(3.0 * v / (4.0 * pi))
    limit, floor = np.full(b, np.inf), np.full(b, -np.inf)
    if gradient == 0.0 and exchange:
        limit = (4.0 * pi / 3.0) * _limits(z, t, radius, functions, limits) ** 3
        edge = spinodal_log_density(t, functions)
        floor = np.where(np.isfinite(edge), edge, -np.inf)
    exists = ~(v > limit)
    r = np.empty((b, 0)) if radii is None else np.asarray(radii, dtype=float)
    r = np.broadcast_to(r, (b, r.shape[-1]))
    out = Atoms(
        {},
        {},
        np.zeros(b, dtype=np.bool_),
        exists,
        limit,
        np.zeros(b, dtype=np.int64),
        np.full(r.shape, np.nan),
    )
    states = States(z, t, radius, floor)
    todo = np.flatnonzero(exists)
    # the states that are solved from two starts beside each other
    todo = todo[np.argsort(may_have_two(z, t, v, gradient)[todo], kind="stable")]
    for i in range(0, todo.size, CHUNK):
        rows = todo[i : i + CHUNK]
        for found in solve_stack(states.part(rows), physics, tolerance, derivatives):
            here = rows[found.rows]
            out.solved[here] = True
            out.points[here] = found.points
            if not out.values:
                blank = np.full((2, len(found.values), b), np.nan)
                out.values.update(zip(found.values, blank[0], strict=True))
                out.errors.update(zip(found.values, blank[1], strict=True))
            for name, value in found.values.items():
                out.values[name][here] = value
                out.errors[name][here] = found.errors[name]
            if r.shape[1]:
                out.density[here] = _profile(found, r[here])
    return out


def _profile(found: Solved, r: FloatArray) -> FloatArray:
    cell = found.density.cell
    inside = (r >= 0.0) & (r <= cell.radius[:, None] * (1.0 + 1e-12))
    smooth = at_radii(found.density, found.maps, np.where(inside, r, 0.0))
    if cell.gradient == 0.0:  # infinite at r = 0
        inside &= r > 0.0
        smooth = smooth - 1.5 * np.log(np.where(inside, r, 1.0))
    return np.where(inside, np.exp(smooth), np.nan)


def _check(z: FloatArray, t: FloatArray, v: FloatArray, gradient: float, exchange: float) -> None:
    for name, bad, valid in (
        ("Z", ~(z >= 1.0) | ~np.isfinite(z), "a finite nuclear charge of at least 1"),
        ("kT", ~(t >= 0.0) | ~np.isfinite(t), "a finite temperature of at least 0 Ha"),
        ("volume", ~(v > 0.0) | ~np.isfinite(v), "a finite positive volume [bohr3]"),
    ):
        if bad.any():
            raise ValueError(f"{name}[{int(np.argmax(bad))}] is not valid: give {valid}")
    if gradient < 0.0 or exchange < 0.0:
        raise ValueError("the factors on the gradient and exchange terms must not be negative")


def _limits(
    z: FloatArray, t: FloatArray, radius: FloatArray, functions: GasFunctions, everywhere: bool
) -> FloatArray:
    """Return the limiting radius of the states that may be near it, solving each (Z, T) once."""
    fraction = t / critical_point(functions)[0]
    below = fraction < 1.0
    out = np.where(below, np.nan, np.inf)
    need = below.copy()
    if not everywhere and below.any():
        rough = approximate_limit(z[below], fraction[below])
        need[below] = ~(radius[below] < 0.97 * rough)
    rows = np.flatnonzero(need)
    if not rows.size:
        return out
    pairs, back = np.unique(np.stack([z[rows], t[rows]]), axis=1, return_inverse=True)
    found = np.empty(pairs.shape[1])
    for i in range(0, found.size, CHUNK):
        part = limiting_radius(pairs[0, i : i + CHUNK], pairs[1, i : i + CHUNK], functions)
        # an unconverged limit excludes nothing: the states themselves then decide
        found[i : i + CHUNK] = np.where(part.converged, part.radius, np.inf)
    out[rows] = found[back.ravel()]
    return out
