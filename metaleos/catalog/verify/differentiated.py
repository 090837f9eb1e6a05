"""Identities between a property and the derivative of another, by state variable."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.derivative import NODES, factors, log_derivative
from metaleos.catalog.verify.pointwise import ROUNDING
from metaleos.catalog.verify.samples import subject
from metaleos.catalog.verify.structure import declared_sums
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.catalog.solve.bench import Bench, Values
    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.arrays import FloatArray


@dataclass(frozen=True)
class Sweep:
    """The sample solved along one state variable, n states by `NODES`."""

    at: Values
    along: Values

    def derivative(
        self, name: str, term: str = "total", order: int = 1
    ) -> tuple[FloatArray, FloatArray]:
        """Return the derivative by the logarithm of the variable, and its error."""
        return log_derivative(self.along.value(name, term).reshape(-1, NODES), order)

    def error(self, name: str, term: str = "total") -> FloatArray:
        """Return its error estimate; where it grows along the variable, the largest."""
        along = self.along.error(name, term).reshape(-1, NODES)
        with np.errstate(invalid="ignore"):
            largest: FloatArray = np.fmax(self.at.error(name, term), np.max(along, axis=1))
        return largest

    def judged(
        self,
        label: str,
        found: FloatArray,
        expected: FloatArray,
        room: FloatArray,
        unit: str,
        sharp: FloatArray,
    ) -> Iterator[Check]:
        """Grade row by row; a row without a derivative says so."""
        for row in range(len(self.at.points)):
            about = subject(self.at, row)
            if not isfinite(expected[row]):
                if self.at.ok[row]:
                    text = "no solution all around this state, or no value here"
                    yield about.row(label, grade="not_applicable", detail=text)
            elif not isfinite(found[row]):
                yield about.row(label, grade="not_applicable", detail="no value here")
            else:
                ours, theirs, most = (float(column[row]) for column in (found, expected, room))
                yield about.judged(label, ours, theirs, most, unit, float(sharp[row]))

    def holds(
        self,
        label: str,
        name: str,
        of: str,
        over: Sequence[FloatArray | float],
        unit: str,
        *,
        factor: float = 1.0,
        term: str = "total",
    ) -> Iterator[Check]:
        """Hold `name` to be `factor` times the derivative of `of`, divided by every one of `over`.

        An error of `of` may itself vary with the variable: it counts beside that of the derivative.
        """
        if not self.at.bench.yields(name, of):
            return
        slope, sharp = self.derivative(of, term)
        expected, sharp, room = factor * slope, abs(factor) * sharp, sharp + self.error(of, term)
        room = abs(factor) * room
        for part in over:
            expected, sharp, room = expected / part, sharp / part, room / part
        found, room = self.at.value(name, term), room + self.error(name, term)
        yield from self.judged(label, found, expected, room, unit, sharp)


def _sweep(
    at: Values, variable: str, properties: Sequence[str], *, keep_theta: bool = False
) -> Sweep:
    moved = []
    for point in at.points:
        for factor in factors():
            changes = {variable: float(point.state[variable]) * float(factor)}
            if keep_theta:  # Theta = x R0 itself stays when the sphere grows
                changes["theta"] = float(point.state["theta"]) * float(factor) ** (-1.0 / 3.0)
            moved.append(point.moved(**changes))
    return Sweep(at, at.bench.solve(moved, [p for p in properties if at.bench.yields(p)]))


def by_volume(at: Values) -> Iterator[Check]:
    """P = -dF/dV (-dE/dV at T = 0), B = -V dP/dV, B' = dB/dP."""
    bench = at.bench
    if "volume" not in bench.variables or not bench.yields("pressure"):
        return
    names = ("free_energy", "total_energy", "pressure", "bulk_modulus")
    sweep = _sweep(at, "volume", names)
    volume = at.state("volume")
    hot = "temperature" in bench.variables
    for potential in ("free_energy", "total_energy"):
        if not bench.yields(potential) or (potential == "total_energy") == (
            hot and bench.yields("free_energy")
        ):
            continue
        for term in _shared_terms(bench, potential, "pressure"):
            slope, error = sweep.derivative(potential, term)
            expected = -slope / volume / GPA_BOHR3_EV
            if potential == "total_energy" and hot:
                expected = np.where(at.state("temperature") == 0.0, expected, np.nan)
            # an error of the potential may itself vary with ln V
            sharp = error / volume / GPA_BOHR3_EV
            room = sharp + sweep.error(potential, term) / volume / GPA_BOHR3_EV
            room = room + sweep.error("pressure", term)
            letter = "F" if potential == "free_energy" else "E"
            label = f"P = -d{letter}/dV" + ("" if term == "total" else f" ({term})")
            yield from sweep.judged(label, at.value("pressure", term), expected, room, "GPa", sharp)
    if not bench.yields("bulk_modulus"):
        return
    for term in _shared_terms(bench, "pressure", "bulk_modulus"):
        label = "B = -V dP/dV" + ("" if term == "total" else f" ({term})")
        yield from sweep.holds(label, "bulk_modulus", "pressure", (), "GPa", factor=-1.0, term=term)
    if bench.yields("bulk_modulus_derivative"):
        stiffer, error = sweep.derivative("bulk_modulus")
        bulk = at.value("bulk_modulus")
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = -stiffer / bulk
            sharp = error / np.abs(bulk)
            room = sweep.error("bulk_modulus") * (1.0 + np.abs(expected)) / np.abs(bulk)
        room = room + sharp + sweep.error("bulk_modulus_derivative")
        found = at.value("bulk_modulus_derivative")
        yield from sweep.judged("B' = dB/dP", found, expected, room, "1", sharp)


def _shared_terms(bench: Bench, first: str, second: str) -> tuple[str, ...]:
    """Return the terms that are functions of their own: those of the same decomposition.

    Where two properties split into the same sum, each part of one is the derivative of that part
    of the other. Other parts (at fixed inner variables) only add up to the derivative.
    """
    one, two = bench.scalars[first], bench.scalars[second]
    if declared_sums(one.terms, one.sums) == declared_sums(two.terms, two.sums):
        return tuple(term for term in one.terms if term in two.terms)
    return ("total",)


def by_temperature(at: Values) -> Iterator[Check]:
    """S = -dF/dT, C_V = dE/dT, dP/dT, gamma = V (dP/dT)/(dE/dT)."""
    bench = at.bench
    if "temperature" not in bench.variables:
        return
    hot = [point for point in at.points if float(point.state["temperature"]) > 0.0]
    if not hot:
        return
    sweep = _sweep(bench.solve(hot), "temperature", ["free_energy", "total_energy", "pressure"])
    kelvin = sweep.at.state("temperature")
    heat, unit = (KB_EV * kelvin,), "kB/atom"
    yield from sweep.holds("S = -dF/dT", "entropy", "free_energy", heat, unit, factor=-1.0)
    yield from sweep.holds("C_V = dE/dT", "heat_capacity", "total_energy", heat, unit)
    name = "thermal_pressure_coefficient"
    yield from sweep.holds("(dP/dT)_V", name, "pressure", (kelvin,), "GPa/K")
    name = "grueneisen_parameter"
    if not bench.yields("pressure", "total_energy", name):
        return
    push, push_error = sweep.derivative("pressure")
    warmth, warmth_error = sweep.derivative("total_energy")
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = sweep.at.state("volume") * GPA_BOHR3_EV * push / warmth
        sharp = np.abs(expected) * (push_error / np.abs(push) + warmth_error / np.abs(warmth))
        relative = sweep.error("pressure") / np.abs(push)
        relative = relative + sweep.error("total_energy") / np.abs(warmth)
    room = sharp + np.abs(expected) * relative + sweep.error(name)
    found = sweep.at.value(name)
    yield from sweep.judged("gamma = V (dP/dE)_V", found, expected, room, "1", sharp)


def by_shell(at: Values) -> Iterator[Check]:
    """Differentiate Delta U by the shell's thickness Theta = x R0 and, at fixed Theta, by V."""
    bench = at.bench
    base, slope = "redistribution_energy", "redistribution_energy_dtheta"
    if not {"theta", "volume"} <= bench.variables or not bench.yields(base):
        return
    at = bench.solve([point for point in at.points if float(point.state["theta"]) > 0.0])
    volume = at.state("volume")
    radius = (3.0 * volume / (4.0 * pi)) ** (1.0 / 3.0)
    thickness = at.state("theta") * radius
    sweep = _sweep(at, "theta", [base])
    yield from sweep.holds("dDeltaU/dTheta", slope, base, (thickness,), "eV/bohr")
    sweep = _sweep(at, "volume", [base, slope], keep_theta=True)
    scale = (volume * GPA_BOHR3_EV,)
    name = "redistribution_pressure"
    yield from sweep.holds("P = -dDeltaU/dV", name, base, scale, "GPa", factor=-1.0)
    label, name = "d2DeltaU/dR dTheta", f"{slope}_dradius"  # ln V = 3 ln R
    yield from sweep.holds(label, name, slope, (radius,), "eV/bohr2", factor=3.0)
    name = f"{slope}_dvolume2"
    if bench.yields(slope, name):
        first, first_error = sweep.derivative(slope)
        second, second_error = sweep.derivative(slope, order=2)
        sharp = (first_error + second_error) / volume**2
        room = (first_error + second_error + sweep.error(slope)) / volume**2 + sweep.error(name)
        expected, found = (second - first) / volume**2, at.value(name)
        yield from sweep.judged("d3DeltaU/dV2 dTheta", found, expected, room, "eV/bohr7", sharp)


def zero_pressure(at: Values) -> Iterator[Check]:
    """P vanishes at the equilibrium volume."""
    if not at.bench.yields("equilibrium_volume", "pressure", "bulk_modulus"):
        return
    found = at.value("equilibrium_volume")
    error = at.error("equilibrium_volume")
    rows = [i for i in range(len(at.points)) if isfinite(found[i])]
    if not rows:
        return
    there = [at.points[i].moved(volume=float(found[i])) for i in rows]
    values = at.bench.solve(there, ["pressure", "bulk_modulus"])
    p, b = values.value("pressure"), values.value("bulk_modulus")
    for k, i in enumerate(rows):
        room = abs(b[k]) * error[i] / found[i] + values.error("pressure")[k]
        room += ROUNDING * abs(b[k])
        yield subject(at, i).row(
            "P = 0 at the equilibrium volume",
            grade="pass" if abs(p[k]) <= room else "fail",
            residual=float(abs(p[k])) if isfinite(p[k]) else None,
            tolerance=float(room) if isfinite(room) else None,
            detail=f"P = {p[k]:.3g} GPa at V = {found[i]:.8g} bohr3/atom",
        )
