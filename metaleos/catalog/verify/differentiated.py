"""Identities between a property and the derivative of another, by state variable."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.derivative import NODES, factors, log_derivative
from metaleos.catalog.verify.samples import subject
from metaleos.catalog.verify.structure import declared_sums
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.solve.bench import Bench, Point, Values
    from metaleos.catalog.verify.check import Check
    from metaleos.solvers.arrays import FloatArray

ROUNDING = 1e-13


@dataclass(frozen=True)
class Sweep:
    """The sample solved along one state variable, n states by `NODES`."""

    bench: Bench
    points: list[Point]
    at: Values
    along: Values

    def column(self, name: str, term: str = "total") -> FloatArray:
        """Return a property along the variable, shape (n, NODES)."""
        return self.along.value(name, term).reshape(len(self.points), NODES)

    def derivative(
        self, name: str, term: str = "total", order: int = 1
    ) -> tuple[FloatArray, FloatArray]:
        """Return the derivative by the logarithm of the variable, and its error."""
        return log_derivative(self.column(name, term), order)

    def value(self, name: str, term: str = "total") -> FloatArray:
        """Return a property at the states themselves."""
        return self.at.value(name, term)

    def error(self, name: str, term: str = "total") -> FloatArray:
        """Return its error estimate; where it grows along the variable, the largest."""
        along = self.along.error(name, term).reshape(len(self.points), NODES)
        with np.errstate(invalid="ignore"):
            largest: FloatArray = np.fmax(self.at.error(name, term), np.max(along, axis=1))
        return largest

    def state(self, name: str) -> FloatArray:
        """Return a numeric state variable at the states."""
        return np.array([float(point.state[name]) for point in self.points])

    def judged(
        self,
        name: str,
        found: FloatArray,
        expected: FloatArray,
        room: FloatArray,
        unit: str,
        sharp: FloatArray,
    ) -> Iterator[Check]:
        """Grade row by row; a row without a derivative says so."""
        for row, point in enumerate(self.points):
            about = subject(self.bench, point)
            if not isfinite(expected[row]):
                if self.at.ok[row]:
                    text = "no solution all around this state, or no value here"
                    yield about.row(name, grade="not_applicable", detail=text)
                continue
            if not isfinite(found[row]):
                yield about.row(name, grade="not_applicable", detail="no value here")
                continue
            yield about.judged(
                name,
                float(found[row]),
                float(expected[row]),
                float(room[row]),
                unit,
                sharp=float(sharp[row]),
            )


def _sweep(
    bench: Bench,
    points: list[Point],
    at: Values,
    variable: str,
    properties: list[str],
    *,
    keep_theta: bool = False,
) -> Sweep:
    moved = []
    for point in points:
        for factor in factors():
            changes = {variable: float(point.state[variable]) * float(factor)}
            if keep_theta:  # Theta = x R0 itself stays when the sphere grows
                changes["theta"] = float(point.state["theta"]) * float(factor) ** (-1.0 / 3.0)
            moved.append(point.moved(**changes))
    return Sweep(bench, points, at, bench.solve(moved, [p for p in properties if bench.yields(p)]))


def by_volume(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """P = -dF/dV (-dE/dV at T = 0), B = -V dP/dV, B' = dB/dP."""
    if "volume" not in bench.variables or not bench.yields("pressure"):
        return
    sweep = _sweep(bench, points, at, "volume", ["free_energy", "total_energy", "pressure",
                                                 "bulk_modulus"])  # fmt: skip
    volume = sweep.state("volume")
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
                expected = np.where(sweep.state("temperature") == 0.0, expected, np.nan)
            # an error of the potential may itself vary with ln V
            sharp = error / volume / GPA_BOHR3_EV
            room = sharp + sweep.error(potential, term) / volume / GPA_BOHR3_EV
            room = room + sweep.error("pressure", term)
            letter = "F" if potential == "free_energy" else "E"
            label = f"P = -d{letter}/dV" + ("" if term == "total" else f" ({term})")
            found = sweep.value("pressure", term)
            yield from sweep.judged(label, found, expected, room, "GPa", sharp)
    if not bench.yields("bulk_modulus"):
        return
    for term in _shared_terms(bench, "pressure", "bulk_modulus"):
        slope, error = sweep.derivative("pressure", term)
        room = error + sweep.error("pressure", term) + sweep.error("bulk_modulus", term)
        label = "B = -V dP/dV" + ("" if term == "total" else f" ({term})")
        found = sweep.value("bulk_modulus", term)
        yield from sweep.judged(label, found, -slope, room, "GPa", error)
    if bench.yields("bulk_modulus_derivative"):
        stiffer, error = sweep.derivative("bulk_modulus")
        bulk = sweep.value("bulk_modulus")
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = -stiffer / bulk
            sharp = error / np.abs(bulk)
            room = sweep.error("bulk_modulus") * (1.0 + np.abs(expected)) / np.abs(bulk)
        room = room + sharp + sweep.error("bulk_modulus_derivative")
        found = sweep.value("bulk_modulus_derivative")
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


def by_temperature(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """S = -dF/dT, C_V = dE/dT, dP/dT, gamma = V (dP/dT)/(dE/dT)."""
    if "temperature" not in bench.variables:
        return
    rows = [i for i, point in enumerate(points) if float(point.state["temperature"]) > 0.0]
    hot = [points[i] for i in rows]
    if not hot:
        return
    at = bench.solve(hot)
    sweep = _sweep(bench, hot, at, "temperature", ["free_energy", "total_energy", "pressure"])
    heat = KB_EV * sweep.state("temperature")
    if bench.yields("free_energy", "entropy"):
        slope, error = sweep.derivative("free_energy")
        room = (error + sweep.error("free_energy")) / heat + sweep.error("entropy")
        found = sweep.value("entropy")
        yield from sweep.judged("S = -dF/dT", found, -slope / heat, room, "kB/atom", error / heat)
    if bench.yields("total_energy", "heat_capacity"):
        slope, error = sweep.derivative("total_energy")
        room = (error + sweep.error("total_energy")) / heat + sweep.error("heat_capacity")
        found = sweep.value("heat_capacity")
        yield from sweep.judged("C_V = dE/dT", found, slope / heat, room, "kB/atom", error / heat)
    if bench.yields("pressure", "thermal_pressure_coefficient"):
        slope, error = sweep.derivative("pressure")
        kelvin = sweep.state("temperature")
        room = (error + sweep.error("pressure")) / kelvin
        room = room + sweep.error("thermal_pressure_coefficient")
        found = sweep.value("thermal_pressure_coefficient")
        yield from sweep.judged("(dP/dT)_V", found, slope / kelvin, room, "GPa/K", error / kelvin)
    for name in ("gruneisen_parameter", "grueneisen_parameter"):
        if bench.yields("pressure", "total_energy", name):
            yield from _gruneisen(sweep, name)


def _gruneisen(sweep: Sweep, name: str) -> Iterator[Check]:
    push, push_error = sweep.derivative("pressure")
    heat, heat_error = sweep.derivative("total_energy")
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = sweep.state("volume") * GPA_BOHR3_EV * push / heat
        sharp = np.abs(expected) * (push_error / np.abs(push) + heat_error / np.abs(heat))
        relative = sweep.error("pressure") / np.abs(push)
        relative = relative + sweep.error("total_energy") / np.abs(heat)
    room = sharp + np.abs(expected) * relative + sweep.error(name)
    yield from sweep.judged("gamma = V (dP/dE)_V", sweep.value(name), expected, room, "1", sharp)


def by_shell(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """Differentiate Delta U by the shell's thickness Theta = x R0 and, at fixed Theta, by V."""
    if not {"theta", "volume"} <= bench.variables or not bench.yields("redistribution_energy"):
        return
    base, slope = "redistribution_energy", "redistribution_energy_dtheta"
    inner = [p for p in points if float(p.state["theta"]) > 0.0]
    at = bench.solve(inner)
    sweep = _sweep(bench, inner, at, "theta", [base])
    volume = sweep.state("volume")
    radius = (3.0 * volume / (4.0 * pi)) ** (1.0 / 3.0)
    thickness = sweep.state("theta") * radius
    if bench.yields(slope):
        found, error = sweep.derivative(base)
        room = (error + sweep.error(base)) / thickness + sweep.error(slope)
        yield from sweep.judged(
            "dDeltaU/dTheta",
            sweep.value(slope),
            found / thickness,
            room,
            "eV/bohr",
            error / thickness,
        )
    sweep = _sweep(bench, inner, at, "volume", [base, slope], keep_theta=True)
    if bench.yields("redistribution_pressure"):
        found, error = sweep.derivative(base)
        scale = volume * GPA_BOHR3_EV
        room = (error + sweep.error(base)) / scale + sweep.error("redistribution_pressure")
        value = sweep.value("redistribution_pressure")
        yield from sweep.judged(
            "P = -dDeltaU/dV", value, -found / scale, room, "GPa", error / scale
        )
    name = f"{slope}_dradius"
    if bench.yields(slope, name):
        found, error = sweep.derivative(slope)  # ln V = 3 ln R
        room = 3.0 * (error + sweep.error(slope)) / radius + sweep.error(name)
        yield from sweep.judged(
            "d2DeltaU/dR dTheta",
            sweep.value(name),
            3.0 * found / radius,
            room,
            "eV/bohr2",
            3.0 * error / radius,
        )
    name = f"{slope}_dvolume2"
    if bench.yields(slope, name):
        first, first_error = sweep.derivative(slope)
        second, second_error = sweep.derivative(slope, order=2)
        room = (first_error + second_error + sweep.error(slope)) / volume**2 + sweep.error(name)
        expected = (second - first) / volume**2
        yield from sweep.judged(
            "d3DeltaU/dV2 dTheta",
            sweep.value(name),
            expected,
            room,
            "eV/bohr7",
            (first_error + second_error) / volume**2,
        )


def zero_pressure(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """P vanishes at the equilibrium volume."""
    if not bench.yields("equilibrium_volume", "pressure", "bulk_modulus"):
        return
    found = at.value("equilibrium_volume")
    error = at.error("equilibrium_volume")
    rows = [i for i in range(len(points)) if isfinite(found[i])]
    if not rows:
        return
    there = [points[i].moved(volume=float(found[i])) for i in rows]
    values = bench.solve(there, ["pressure", "bulk_modulus"])
    p, b = values.value("pressure"), values.value("bulk_modulus")
    for k, i in enumerate(rows):
        room = abs(b[k]) * error[i] / found[i] + values.error("pressure")[k]
        room += ROUNDING * abs(b[k])
        yield subject(bench, points[i]).row(
            "P = 0 at the equilibrium volume",
            grade="pass" if abs(p[k]) <= room else "fail",
            residual=float(abs(p[k])) if isfinite(p[k]) else None,
            tolerance=float(room) if isfinite(room) else None,
            detail=f"P = {p[k]:.3g} GPa at V = {found[i]:.8g} bohr3/atom",
        )
