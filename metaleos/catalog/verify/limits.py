"""Limits that any model of its kind must reach: cold, hot, scaled by Z, thin shells."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.samples import subject
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV
from metaleos.constants import HARTREE_EV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.solve.bench import Bench, Point, Values
    from metaleos.catalog.verify.check import Check

COLD_KELVIN = 1.0


def cold(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """At 1 K energy, free energy and pressure are those of T = 0 but for the heat."""
    if "temperature" not in bench.variables or not bench.yields("entropy"):
        return
    rows = [i for i, p in enumerate(points) if float(p.state["temperature"]) == 0.0]
    if not rows:
        return
    near = bench.solve([points[i].moved(temperature=COLD_KELVIN) for i in rows])
    for name, unit in (
        ("total_energy", "eV/atom"),
        ("free_energy", "eV/atom"),
        ("pressure", "GPa"),
    ):
        if not bench.yields(name):
            continue
        for k, i in enumerate(rows):
            first, second = at.value(name)[i], near.value(name)[k]
            if not (isfinite(first) and isfinite(second)):
                continue
            # the heat is T S/2 and F falls by as much; P of the heat is gamma times it over V
            room = 4.0 * KB_EV * COLD_KELVIN * abs(near.value("entropy")[k])
            if name == "pressure":
                room /= float(points[i].state["volume"]) * GPA_BOHR3_EV
            room += at.error(name)[i] + near.error(name)[k]
            yield subject(bench, points[i]).judged(
                f"{name}: T -> 0", float(second), float(first), float(room), unit
            )


def hot(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """P V -> Z kT of free electrons as T grows: the deviation falls like 1/T."""
    names = {item.name for item in bench.model.inputs}
    if not {"temperature", "volume"} <= bench.variables or "Z" not in names:
        return
    if not bench.yields("pressure"):
        return
    del at
    for element in dict.fromkeys(point.element for point in points):
        point = next(p for p in points if p.element == element)
        z = bench.inputs(element)["Z"]
        unit = HARTREE_EV / KB_EV * z ** (4.0 / 3.0)
        steps = [point.moved(temperature=factor * unit) for factor in (5.0, 50.0)]
        values = bench.solve(steps, ["pressure"])
        about = subject(bench, steps[1])
        label = "P V -> Z kT"
        if not values.ok.all():
            yield about.row(label, grade="not_applicable", detail=values.why(0) or values.why(1))
            continue
        ratio = [
            float(values.value("pressure")[k])
            * float(step.state["volume"])
            * GPA_BOHR3_EV
            / (z * KB_EV * float(step.state["temperature"]))
            for k, step in enumerate(steps)
        ]
        first, second = abs(1.0 - ratio[0]), abs(1.0 - ratio[1])
        yield about.row(
            label,
            grade="pass" if first < 0.05 and second <= 0.2 * first + 1e-9 else "fail",
            residual=second,
            tolerance=0.2 * first + 1e-9,
            detail=f"P V/(Z kT) = {ratio[0]:.10f}, ten times hotter {ratio[1]:.10f}",
        )


SCALING = {
    "pressure": 10.0 / 3.0,
    "total_energy": 7.0 / 3.0,
    "free_energy": 7.0 / 3.0,
    "kinetic_energy": 7.0 / 3.0,
    "potential_energy": 7.0 / 3.0,
    "entropy": 1.0,
    "chemical_potential": 4.0 / 3.0,
    "boundary_density": 2.0,
    "bulk_modulus": 10.0 / 3.0,
    "heat_capacity": 1.0,
}
"""Powers of Z in Thomas-Fermi theory at equal Z V and T/Z^(4/3)."""


def scales_with_charge(bench: Bench) -> bool:
    """Whether a model is Thomas-Fermi: nucleus and electrons alone, without exchange."""
    potential = bench.scalars.get("potential_energy")
    return (
        any(item.name == "Z" for item in bench.model.inputs)
        and {"temperature", "volume"} <= bench.variables
        and potential is not None
        and set(potential.terms) == {"total", "electron_nucleus", "electron_electron"}
        and "gradient_energy_ratio" not in bench.scalars
    )


def scaling(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """Z V and T/Z^(4/3) decide everything: a state equals the scaled one of hydrogen."""
    if not scales_with_charge(bench):
        return
    scaled = []
    for point in points:
        z = bench.inputs(point.element)["Z"]
        moved = point.moved(
            volume=float(point.state["volume"]) * z,
            temperature=float(point.state["temperature"]) / z ** (4.0 / 3.0),
        )
        scaled.append(type(point)(moved.element, moved.state, {"Z": 1.0}))
    values = bench.solve(scaled, [name for name in SCALING if bench.yields(name)])
    for name, power in SCALING.items():
        if not bench.yields(name):
            continue
        for row, point in enumerate(points):
            z = bench.inputs(point.element)["Z"]
            found = float(values.value(name)[row]) * z**power
            expected = float(at.value(name)[row])
            if not isfinite(expected):
                continue
            room = at.error(name)[row] + values.error(name)[row] * z**power + 1e-13 * abs(found)
            yield subject(bench, point).judged(
                f"{name} ~ Z^{round(3 * power)}/3", found, expected, float(room), ""
            )


def thin_shell(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """Hold a property called ``<name>_limit`` to be the limit of ``<name>`` for small theta."""
    if "theta" not in bench.variables:
        return
    del at
    for name in bench.scalars:
        exact = name.removesuffix("_limit")
        if exact == name or not bench.yields(exact):
            continue
        for element in dict.fromkeys(point.element for point in points):
            near = next(p for p in points if p.element == element)
            steps = [near.moved(theta=x) for x in (1e-2, 1e-3)]
            values = bench.solve(steps, [name, exact])
            ratio = values.value(name) / values.value(exact)
            first, second = (float(gap) for gap in np.abs(ratio - 1.0))
            # ten times thinner, the two part at most a tenth as much (first order in theta)
            yield subject(bench, steps[1]).row(
                f"{name} is {exact} for small theta",
                grade="pass" if first < 0.1 and second <= 0.2 * first + 1e-12 else "fail",
                residual=second,
                tolerance=0.2 * first + 1e-12,
                detail=f"ratio {ratio[0]:.10g} at 0.01, {ratio[1]:.10g} at 0.001",
            )


def least_compression(bench: Bench, points: list[Point], at: Values) -> Iterator[Check]:
    """Solutions begin where the limiting compression says."""
    if not bench.yields("limiting_compression") or "volume" not in bench.variables:
        return
    limit, error = at.value("limiting_compression"), at.error("limiting_compression")
    for row, point in enumerate(points):
        if not isfinite(limit[row]) or limit[row] <= 0.0:
            continue
        reference = float(bench.reference(point.element)["volume"])
        aside = max(0.01, 3.0 * float(error[row]) / float(limit[row]))
        both = bench.solve(
            [
                point.moved(volume=reference / (float(limit[row]) * factor))
                for factor in (1.0 + aside, 1.0 - aside)
            ],
            ["pressure"],
        )
        right = bool(both.ok[0]) and not bool(both.ok[1])
        yield subject(bench, point).row(
            "no solution below the limiting compression",
            grade="pass" if right else "fail",
            detail=f"limit {limit[row]:.6g}: {both.outcome[0]} above, {both.outcome[1]} below",
        )
