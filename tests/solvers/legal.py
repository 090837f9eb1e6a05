"""Random states that a user can ask for: whatever the parser of quantities accepts."""

from __future__ import annotations

import random
from math import exp, isfinite, log

import numpy as np

from metaleos.catalog.solve.bench import Point

ODD = (0.0, -0.0, 5e-324, 1e-300, 1e-30, 1e30, 1e300, 1.7e308, -1e-300, -1.0, -1e300)
"""Numbers that `metaleos.quantity` accepts and no metal has."""

SLOW = ("elastic_constant", "shear_constant", "bulk_modulus_long_wave", "debye_temperature")


def scalars(model):
    """Return the scalars of a default solve, phonons and elastic constants apart."""
    return [
        item.property
        for item in model.yields
        if not (item.curve or item.on_request or item.property.startswith(SLOW))
    ]


def points(bench, count, seed):
    """Return seeded random states: half near metals, a third anywhere, the rest odd."""
    draw = random.Random(f"{seed} {bench.model.name} {bench.convention}")
    elements = bench.elements()
    found = []
    for _ in range(count):
        element = draw.choice(elements)
        reference = bench.reference(element)
        state = {
            v.name: draw.choice(v.choices) if v.choices else _number(draw, v, reference[v.name])
            for v in bench.model.state_variables
        }
        if state.get("structure", "hcp") != "hcp" or draw.random() < 0.8:
            state |= {k: draw.choice((1.5, 1.633, 1.9)) for k in state if k == "axial_ratio"}
        found.append(Point(element, state))
    return found


def _number(draw, variable, reference):
    """Return a number of a state variable."""
    kind = draw.random()
    if kind < 0.15:
        return draw.choice(ODD)
    if kind < 0.5 and variable.name != "axial_ratio":
        return exp(draw.uniform(log(1e-300), log(1e300)))
    if variable.name == "temperature":
        return exp(draw.uniform(log(10.0), log(1e8)))
    if variable.maximum is not None:
        return draw.uniform(variable.minimum, variable.maximum)
    return (reference or 1.0) * exp(draw.uniform(log(0.02), log(50.0)))


def faults(values, points):
    """Yield what no answer may be: no value and no reason, infinite, with no or a bad error."""
    solution, model = values.solution, values.bench.model
    wanted = set(scalars(model))
    for row, point in enumerate(points):
        outcome, reason = solution.outcome[row], solution.reason[row]
        if (outcome == "ok") == bool(reason):
            yield f"{point}: {outcome} {reason!r}"
        for (name, term), column in solution.values.items():
            if name not in wanted:
                continue
            value, error = float(column[row]), float(solution.errors[name, term][row])
            where = f"{model.name} {point.element} {dict(point.state)} {name} {term}"
            missing = solution.missing.get(name)
            if outcome == "ok" and np.isnan(value):
                if missing is None or not missing[row]:
                    yield f"{where}: no value, and no reason"
            elif not np.isnan(value) and not isfinite(value):
                yield f"{where}: {value}"
            elif isfinite(value) and not (isfinite(error) and error >= 0.0):
                yield f"{where}: {value} with an error of {error}"
