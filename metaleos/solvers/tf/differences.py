"""Differences to the isolated atom and to the cold atom, with their digits kept.

At low temperature and density the energy above the isolated atom is 1e-10 of either energy. So
the difference of the screening functions, delta = y - y_ref, is solved for by itself,

    delta_xx = (F(y_ref + delta) - F_ref(y_ref))/u,   delta(0) = 0,

with the difference of the densities in a form that does not cancel: the cold part by
expm1(3/2 log1p(delta/y_ref)), the thermal part by Sommerfeld's series without its first term.
The energy then follows from E = (3/7)[PV + TS + Z kT phi'(0)], whose last term differs by
delta_x(0) (in Z^2 e^2/r0). Where y and y_ref are far apart, plain subtraction loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.fermi_dirac import i_three_half
from metaleos.solvers.fermi_dirac.functions import ETA_HIGH, degenerate_excess
from metaleos.solvers.tf import isolated, poisson
from metaleos.solvers.tf.atom import Atoms, solve_on_mesh, subset
from metaleos.solvers.tf.gas import density
from metaleos.solvers.tf.scaling import ISOLATED_SLOPE
from metaleos.solvers.tf.thermodynamics import pressure_volume

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray


_CLOSE = 0.1  # slopes nearer than this are subtracted by solving for the difference
_STEPS = 4


@dataclass(frozen=True)
class Difference:
    """Z = 1 values in atomic units, shape (m,).

    Energy, free energy and pressure above a reference atom; NaN pressure if it has none.
    """

    energy: FloatArray
    free_energy: FloatArray
    pressure: FloatArray


def _density_difference(
    atoms: Atoms, reference: FloatArray, delta: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return F(y_ref + delta) - F_cold(y_ref) and dF/dy, at the nodes."""
    y = reference + delta
    f, d = density(atoms.gas, atoms.mesh, atoms.lam, atoms.t, y)
    positive = np.maximum(y, 0.0)
    cold = atoms.lam * positive * np.sqrt(positive)
    ratio = np.maximum(delta / reference, -1.0)
    grown = atoms.lam * reference * np.sqrt(reference) * np.expm1(1.5 * np.log1p(ratio))
    if atoms.t[0] == 0.0:
        return grown, d
    eta = y / (atoms.t * atoms.mesh.x)
    far = eta > ETA_HIGH
    heated = np.where(far, cold * atoms.gas.excess(np.where(far, eta, ETA_HIGH)), f - cold)
    return grown + heated, d


def _solve(
    atoms: Atoms, reference: FloatArray, delta: FloatArray, q1: FloatArray
) -> poisson.LinearSolution:
    green = poisson.kernel(atoms.mesh)
    found = None
    for _ in range(_STEPS):
        f, d = _density_difference(atoms, reference, delta)
        found = poisson.solve(atoms.mesh, green, f - d * delta, d, 0.0, q1)
        moved = np.max(np.abs(found.y - delta) / (np.abs(found.y) + 1e-300))
        delta = found.y
        if moved < 1e-6:
            break
    assert found is not None  # noqa: S101  (the loop runs at least once)
    return found


def above_isolated(atoms: Atoms, entropy: FloatArray) -> Difference:
    """Return energies above the isolated cold atom, whose pressure is zero."""
    r, t = atoms.radius, atoms.t
    scale = np.cbrt(atoms.lam) ** 2  # xi = scale * x
    slope = atoms.slope - ISOLATED_SLOPE * scale
    pv = pressure_volume(atoms)
    close = np.flatnonzero(np.abs(slope) < _CLOSE * np.abs(ISOLATED_SLOPE * scale))
    if close.size:
        part = subset(atoms, close)
        reference = isolated.screening(scale[close] * part.mesh.x)
        edge, edge_slope = isolated.screening_with_slope(scale[close])
        found = _solve(part, reference, part.y - reference, scale[close] * edge_slope - edge)
        slope[close] = found.slope
    energy = (3.0 / 7.0) * (pv + t * entropy + slope) / r
    return Difference(energy, energy - atoms.temperature * entropy, np.full_like(r, np.nan))


def above_cold(atoms: Atoms, entropy: FloatArray) -> Difference:
    """Return energies and pressure above the cold atom of the same volume."""
    r, t = atoms.radius, atoms.t
    if t[0] == 0.0:
        none = np.zeros_like(r)
        return Difference(none, none, none)
    cold = solve_on_mesh(atoms, np.zeros_like(t))
    slope = atoms.slope - cold.slope
    pv = pressure_volume(atoms) - pressure_volume(cold)
    close = np.flatnonzero(np.abs(slope) < _CLOSE * np.abs(cold.slope))
    if close.size:
        part, base = subset(atoms, close), subset(cold, close)
        found = _solve(part, base.y, part.y - base.y, np.zeros(close.size))
        slope[close] = found.slope
        pv[close] = _pressure_difference(part, base.boundary, found.boundary)
    energy = (3.0 / 7.0) * (pv + t * entropy + slope) / r
    volume = 4.0 * pi / 3.0 * r**3
    return Difference(energy, energy - atoms.temperature * entropy, pv / (r * volume))


def _pressure_difference(atoms: Atoms, cold: FloatArray, delta: FloatArray) -> FloatArray:
    """Return PV - PV_cold in Z^2 e^2/r0 from y1 = cold + delta."""
    y1 = cold + delta
    positive = np.maximum(y1, 0.0)
    eta = y1 / atoms.t
    far = eta > ETA_HIGH
    safe = np.where(far, eta, ETA_HIGH)
    plain = atoms.t**2.5 * i_three_half(eta) / 3.0 - (2.0 / 15.0) * positive**2.5
    heated = np.where(far, (2.0 / 15.0) * positive**2.5 * degenerate_excess(1.5, safe), plain)
    ratio = np.maximum(delta / cold, -1.0)
    grown = (2.0 / 15.0) * cold**2.5 * np.expm1(2.5 * np.log1p(ratio))
    return atoms.lam * (heated + grown)
