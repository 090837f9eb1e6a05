"""Limits that any model of its kind must reach: cold, hot, scaled by Z, thin shells."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.samples import firsts, subject
from metaleos.catalog.verify.units import GPA_BOHR3_EV, KB_EV
from metaleos.constants import HARTREE_EV

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.solve.bench import Bench, Values
    from metaleos.catalog.verify.check import Check, Subject

COLD_KELVIN = 1.0


def cold(at: Values) -> Iterator[Check]:
    """At 1 K energy, free energy and pressure are those of T = 0 but for the heat."""
    bench = at.bench
    if "temperature" not in bench.variables or not bench.yields("entropy"):
        return
    rows = [i for i, p in enumerate(at.points) if float(p.state["temperature"]) == 0.0]
    if not rows:
        return
    near = bench.solve([at.points[i].moved(temperature=COLD_KELVIN) for i in rows])
    units = {"total_energy": "eV/atom", "free_energy": "eV/atom", "pressure": "GPa"}
    for name in filter(bench.yields, units):
        for k, i in enumerate(rows):
            first, second = at.value(name)[i], near.value(name)[k]
            if not (isfinite(first) and isfinite(second)):
                continue
            # the heat is T S/2 and F falls by as much; P of the heat is gamma times it over V
            room = 4.0 * KB_EV * COLD_KELVIN * abs(near.value("entropy")[k])
            if name == "pressure":
                room /= float(at.points[i].state["volume"]) * GPA_BOHR3_EV
            room += at.error(name)[i] + near.error(name)[k]
            yield subject(at, i).judged(
                f"{name}: T -> 0", float(second), float(first), float(room), units[name]
            )


def _closer(
    about: Subject, label: str, gaps: tuple[float, float], least: float, rounding: float, text: str
) -> Check:
    """Grade a limit by what is left of the way to it at two steps, the second ten times nearer.

    The first must be within `least`; a gap of first order leaves a tenth of it, a fifth passes.
    """
    room = 0.2 * gaps[0] + rounding
    passed = gaps[0] < least and gaps[1] <= room
    return about.row(
        label, grade="pass" if passed else "fail", residual=gaps[1], tolerance=room, detail=text
    )


def hot(at: Values) -> Iterator[Check]:
    """P V -> Z kT of free electrons as T grows: the deviation falls like 1/T."""
    bench, label = at.bench, "P V -> Z kT"
    names = {item.name for item in bench.model.inputs}
    if not {"temperature", "volume"} <= bench.variables or "Z" not in names:
        return
    if not bench.yields("pressure"):
        return
    for row in firsts(at):
        point = at.points[row]
        z = bench.inputs(point.element)["Z"]
        unit = HARTREE_EV / KB_EV * z ** (4.0 / 3.0)
        steps = [point.moved(temperature=factor * unit) for factor in (5.0, 50.0)]
        values = bench.solve(steps, ["pressure"])
        about = subject(values, 1)
        if not values.ok.all():
            yield about.row(label, grade="not_applicable", detail=values.why(0) or values.why(1))
            continue
        heat = z * KB_EV * values.state("temperature")
        ratio = (values.value("pressure") * values.state("volume") * GPA_BOHR3_EV / heat).tolist()
        gaps = abs(1.0 - ratio[0]), abs(1.0 - ratio[1])
        text = f"P V/(Z kT) = {ratio[0]:.10f}, ten times hotter {ratio[1]:.10f}"
        yield _closer(about, label, gaps, 0.05, 1e-9, text)


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


def scaling(at: Values) -> Iterator[Check]:
    """Z V and T/Z^(4/3) decide everything: a state equals the scaled one of hydrogen."""
    bench = at.bench
    if not scales_with_charge(bench):
        return
    charges = [bench.inputs(point.element)["Z"] for point in at.points]
    scaled = []
    for point, z in zip(at.points, charges, strict=True):
        moved = point.moved(
            volume=float(point.state["volume"]) * z,
            temperature=float(point.state["temperature"]) / z ** (4.0 / 3.0),
        )
        scaled.append(replace(moved, inputs={"Z": 1.0}))
    names = list(filter(bench.yields, SCALING))
    values = bench.solve(scaled, names)
    for name in names:
        power = SCALING[name]
        for row, z in enumerate(charges):
            found = float(values.value(name)[row]) * z**power
            expected = float(at.value(name)[row])
            if not isfinite(expected):
                continue
            room = at.error(name)[row] + values.error(name)[row] * z**power + 1e-13 * abs(found)
            label = f"{name} ~ Z^{round(3 * power)}/3"
            yield subject(at, row).judged(label, found, expected, float(room), "")


def thin_shell(at: Values) -> Iterator[Check]:
    """Hold a property called ``<name>_limit`` to be the limit of ``<name>`` for small theta."""
    bench = at.bench
    if "theta" not in bench.variables:
        return
    for name in bench.scalars:
        exact = name.removesuffix("_limit")
        if exact == name or not bench.yields(exact):
            continue
        for row in firsts(at):
            values = bench.solve(
                [at.points[row].moved(theta=x) for x in (1e-2, 1e-3)], [name, exact]
            )
            ratio = values.value(name) / values.value(exact)
            first, second = (float(gap) for gap in np.abs(ratio - 1.0))
            label = f"{name} is {exact} for small theta"
            text = f"ratio {ratio[0]:.10g} at 0.01, {ratio[1]:.10g} at 0.001"
            yield _closer(subject(values, 1), label, (first, second), 0.1, 1e-12, text)


def least_compression(at: Values) -> Iterator[Check]:
    """Solutions begin where the limiting compression says."""
    bench = at.bench
    if not bench.yields("limiting_compression") or "volume" not in bench.variables:
        return
    limit, error = at.value("limiting_compression"), at.error("limiting_compression")
    for row, point in enumerate(at.points):
        if not isfinite(limit[row]) or limit[row] <= 0.0:
            continue
        reference = float(bench.reference(point.element)["volume"])
        aside = max(0.01, 3.0 * float(error[row]) / float(limit[row]))
        sides = (float(limit[row]) * factor for factor in (1.0 + aside, 1.0 - aside))
        both = bench.solve([point.moved(volume=reference / side) for side in sides], ["pressure"])
        right = bool(both.ok[0]) and not bool(both.ok[1])
        yield subject(at, row).row(
            "no solution below the limiting compression",
            grade="pass" if right else "fail",
            detail=f"limit {limit[row]:.6g}: {both.outcome[0]} above, {both.outcome[1]} below",
        )
