"""Identities between a property and the derivative of another, by state variable."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite, pi
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.bounded import Bounded
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

    def derivative(self, name: str, term: str = "total", order: int = 1) -> Bounded:
        """Return the derivative by the logarithm of the variable.

        An error of the property may itself vary with the variable: it counts beside that of
        differencing, once where both derivatives are taken.
        """
        slope, sharp = log_derivative(self.along.value(name, term).reshape(-1, NODES), order)
        return Bounded(slope, sharp, sharp + self.error(name, term) if order == 1 else sharp)

    def error(self, name: str, term: str = "total") -> FloatArray:
        """Return its error estimate; where it grows along the variable, the largest."""
        along = self.along.error(name, term).reshape(-1, NODES)
        with np.errstate(invalid="ignore"):
            largest: FloatArray = np.fmax(self.at.error(name, term), np.max(along, axis=1))
        return largest

    def holds(
        self, label: str, name: str, expected: Bounded, unit: str, term: str = "total"
    ) -> Iterator[Check]:
        """Hold a property to what is expected of it; a row without a derivative says so."""
        found = self.at.value(name, term)
        room = expected.room + self.error(name, term)
        for row in range(len(self.at.points)):
            about, right = subject(self.at, row), float(expected.value[row])
            if not isfinite(right):
                if self.at.ok[row]:
                    text = "no solution all around this state, or no value here"
                    yield about.row(label, grade="not_applicable", detail=text)
            elif not isfinite(found[row]):
                yield about.row(label, grade="not_applicable", detail="no value here")
            else:
                sharp = float(expected.sharp[row])
                yield about.judged(label, float(found[row]), right, float(room[row]), unit, sharp)


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
    sweep = _sweep(at, "volume", ("free_energy", "total_energy", "pressure", "bulk_modulus"))
    work = at.state("volume") * -GPA_BOHR3_EV
    hot = "temperature" in bench.variables
    potential = "free_energy" if hot and bench.yields("free_energy") else "total_energy"
    if bench.yields(potential):
        for term in _shared_terms(bench, potential, "pressure"):
            expected = sweep.derivative(potential, term) / work
            if potential == "total_energy" and hot:
                expected = expected.only(at.state("temperature") == 0.0)
            label = f"P = -d{'F' if potential == 'free_energy' else 'E'}/dV{_of(term)}"
            yield from sweep.holds(label, "pressure", expected, "GPa", term)
    if not bench.yields("bulk_modulus"):
        return
    for term in _shared_terms(bench, "pressure", "bulk_modulus"):
        expected = sweep.derivative("pressure", term) * -1.0
        yield from sweep.holds(f"B = -V dP/dV{_of(term)}", "bulk_modulus", expected, "GPa", term)
    if bench.yields("bulk_modulus_derivative"):
        bulk = at.value("bulk_modulus")
        stiffness = Bounded(bulk * -1.0, np.zeros_like(bulk), sweep.error("bulk_modulus"))
        expected = sweep.derivative("bulk_modulus") / stiffness
        yield from sweep.holds("B' = dB/dP", "bulk_modulus_derivative", expected, "1")


def _of(term: str) -> str:
    return "" if term == "total" else f" ({term})"


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
    slopes = {
        name: sweep.derivative(name)
        for name in ("free_energy", "total_energy", "pressure")
        if bench.yields(name)
    }
    for label, name, of, over, unit in (
        ("S = -dF/dT", "entropy", "free_energy", -KB_EV * kelvin, "kB/atom"),
        ("C_V = dE/dT", "heat_capacity", "total_energy", KB_EV * kelvin, "kB/atom"),
        ("(dP/dT)_V", "thermal_pressure_coefficient", "pressure", kelvin, "GPa/K"),
    ):
        if bench.yields(name, of):
            yield from sweep.holds(label, name, slopes[of] / over, unit)
    name = "grueneisen_parameter"
    if bench.yields("pressure", "total_energy", name):
        work = sweep.at.state("volume") * GPA_BOHR3_EV
        expected = slopes["pressure"] / slopes["total_energy"] * work
        yield from sweep.holds("gamma = V (dP/dE)_V", name, expected, "1")


def by_shell(at: Values) -> Iterator[Check]:
    """Differentiate Delta U by the shell's thickness Theta = x R0 and, at fixed Theta, by V."""
    bench = at.bench
    base, slope = "redistribution_energy", "redistribution_energy_dtheta"
    if not {"theta", "volume"} <= bench.variables or not bench.yields(base):
        return
    at = bench.solve([point for point in at.points if float(point.state["theta"]) > 0.0])
    volume = at.state("volume")
    radius = (3.0 * volume / (4.0 * pi)) ** (1.0 / 3.0)
    sweep = _sweep(at, "theta", [base])
    if bench.yields(slope):
        thick = sweep.derivative(base) / (at.state("theta") * radius)
        yield from sweep.holds("dDeltaU/dTheta", slope, thick, "eV/bohr")
    sweep = _sweep(at, "volume", [base, slope], keep_theta=True)
    name = "redistribution_pressure"
    if bench.yields(name):
        work = volume * -GPA_BOHR3_EV
        yield from sweep.holds("P = -dDeltaU/dV", name, sweep.derivative(base) / work, "GPa")
    if not bench.yields(slope):
        return
    first, name = sweep.derivative(slope), f"{slope}_dradius"
    if bench.yields(name):  # ln V = 3 ln R
        yield from sweep.holds("d2DeltaU/dR dTheta", name, first * 3.0 / radius, "eV/bohr2")
    name = f"{slope}_dvolume2"
    if bench.yields(name):
        bend = (sweep.derivative(slope, order=2) - first) / volume**2
        yield from sweep.holds("d3DeltaU/dV2 dTheta", name, bend, "eV/bohr7")


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
        sharp = ROUNDING * abs(b[k])
        yield subject(at, i).judged(
            "P = 0 at the equilibrium volume", float(p[k]), 0.0, float(room + sharp),
            f"GPa at V = {found[i]:.8g} bohr3/atom", float(sharp), largest=float(abs(b[k])),
        )  # fmt: skip
