"""Checks without physics: a model returns what it declares, in any batch, for any state."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.check import Subject
from metaleos.catalog.verify.samples import subject
from metaleos.solvers.protocol import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metaleos.catalog.solve.bench import Bench, Point, Values
    from metaleos.catalog.verify.check import Check

ROUNDING = 1e-12
"""Relative rounding of a sum of terms: some hundred operations in double precision."""


def given(bench: Bench, points: list[Point], values: Values) -> Iterator[Check]:
    """Every declared scalar has a finite value with an error estimate, or says why not."""
    for row, point in enumerate(points):
        about = subject(bench, point)
        if str(values.outcome[row]) not in OUTCOMES:
            yield about.row(
                "outcome", grade="fail", detail=f"unknown outcome {values.outcome[row]!r}"
            )
            continue
        if not values.ok[row]:
            told = bool(values.why(row))
            yield about.row(
                "declared values are given",
                grade="not_applicable" if told else "fail",
                detail=values.why(row) or "no reason given",
            )
            continue
        faults = list(_faults(bench, values, row))
        yield about.row(
            "declared values are given",
            grade="fail" if faults else "pass",
            residual=float(len(faults)),
            tolerance=0.0,
            detail="; ".join(faults[:6]) or "every declared scalar has value and error estimate",
        )


def _faults(bench: Bench, values: Values, row: int) -> Iterator[str]:
    for name, item in bench.scalars.items():
        if item.on_request:
            continue
        for term in item.terms:
            value, error = values.value(name, term)[row], values.error(name, term)[row]
            if isfinite(value):
                if not isfinite(error):
                    yield f"{name} {term} has no error estimate"
            elif (name, term) not in values.solution.values:
                yield f"{name} {term} is declared and never returned"
            elif not values.why(row, name) and term == item.terms[0]:
                yield f"{name} has no value and no reason"


def sums(bench: Bench, points: list[Point], values: Values) -> Iterator[Check]:
    """Hold the declared sums of terms to adding up."""
    for name, item in bench.scalars.items():
        if item.on_request:
            continue
        for text in declared_sums(item.terms, item.sums):
            whole, _, rest = text.partition("=")
            parts = [part.strip() for part in rest.split("+")]
            total = values.value(name, whole.strip())
            terms = np.array([values.value(name, part) for part in parts])
            added, size = terms.sum(axis=0), np.abs(terms).sum(axis=0)
            label = f"{name}: {whole.strip()} = sum of terms"
            for row, point in enumerate(points):
                if not values.ok[row] or not (isfinite(total[row]) or isfinite(added[row])):
                    continue
                # terms that are not there (a property without value) leave nothing to add
                tolerance = ROUNDING * float(size[row])
                check = subject(bench, point).judged(
                    label, float(added[row]), float(total[row]), tolerance, "", sharp=tolerance
                )
                yield check


def declared_sums(terms: tuple[str, ...], stated: tuple[str, ...]) -> list[str]:
    """Return the sums to hold a property to; see `metaleos.solvers.protocol.Yield`."""
    if stated:
        return [text for text in stated if text != "none"]
    parts = [term for term in terms if term != "total"]
    return [f"total = {' + '.join(parts)}"] if "total" in terms and parts else []


def batch_independence(bench: Bench, points: list[Point], values: Values) -> Iterator[Check]:
    """Solve states again in other company: their values stay."""
    order = np.random.default_rng(7).permutation(len(points))[: max(2, len(points) // 2)]
    again = bench.solve([points[i] for i in order])
    worst, where, allowed = 0.0, "", 0.0
    for name, item in bench.scalars.items():
        for term in item.terms if not item.on_request else ():
            first, second = values.value(name, term)[order], again.value(name, term)
            error = values.error(name, term)[order] + again.error(name, term)
            with np.errstate(invalid="ignore"):
                gap = np.abs(first - second)
                room = error + 1e-13 * np.abs(first)
                ratio = np.where(gap > 0.0, gap / np.where(room > 0.0, room, 1e-300), 0.0)
            ratio = np.where(np.isnan(first) & np.isnan(second), 0.0, ratio)
            ratio = np.where(np.isnan(ratio), np.inf, ratio)
            at = int(np.argmax(ratio))
            if ratio[at] > worst:
                worst, allowed = float(ratio[at]), float(room[at])
                where = f"{name} {term}, {points[order[at]].element}: {first[at]!r}, {second[at]!r}"
    about = Subject(bench.model.name, bench.convention, "*", "half of the sample, reordered")
    yield about.row(
        "same value in any batch",
        grade="pass" if worst <= 1.0 else "fail",
        residual=worst if isfinite(worst) else None,
        tolerance=1.0,
        detail=f"in units of the error estimates {allowed:.3g}: {where or 'identical'}",
    )


def bad_states(bench: Bench, points: list[Point], values: Values) -> Iterator[Check]:
    """Give meaningless states: they get an outcome, their neighbours are not harmed."""
    del values
    good = points[0]
    for variable in bench.model.state_variables:
        if variable.choices:
            continue
        for bad in (nan, -1.0):
            if bad == -1.0 and variable.minimum is None:
                continue
            about = Subject(
                bench.model.name, bench.convention, good.element, f"{variable.name} {bad}"
            )
            tried = bench.solve([good.moved(**{variable.name: bad}), good])
            name = "a meaningless state is refused"
            depend = _depending(bench, good, variable.name)
            if not depend:
                yield about.row(name, grade="not_applicable", detail="not read at this state")
                continue
            refused = not tried.ok[0] and bool(tried.why(0))
            # where only some properties hang on the variable, those alone may be missing
            wrong = [f"{p} {t}" for p, t in depend if isfinite(tried.value(p, t)[0])]
            yield about.row(
                name,
                grade="pass" if (refused or not wrong) and tried.ok[1] else "fail",
                detail=tried.why(0) or f"has values: {', '.join(wrong[:4]) or 'none'}",
            )


def _depending(bench: Bench, point: Point, name: str) -> list[tuple[str, str]]:
    """Return the properties that change with a state variable (or that it makes fail)."""
    other = point.moved(**{name: 1.01 * float(point.state[name]) or 1.0})
    both = bench.solve([point, other])
    return [
        key
        for key, column in both.solution.values.items()
        if column[0] != column[1] and not np.isnan(column).all()
    ]


_GROWS = ("cutoff", "nodes", "points", "degree", "elements", "mesh", "order")


def refinement(bench: Bench, points: list[Point], values: Values) -> Iterator[Check]:
    """Refining a numerical setting moves no value by more than the error estimates say."""
    refined: dict[str, float | int | str | bool] = {}
    for name, value in bench.model.settings.items():
        if isinstance(value, bool | str):
            continue
        if name.endswith(_GROWS):
            refined[name] = type(value)(value * 1.25)
        elif name.endswith("tolerance"):
            refined[name] = type(value)(value / 10.0)
    label = "refining moves no value beyond its error"
    about = Subject(bench.model.name, bench.convention, "*", "all states of the sample")
    if not refined:
        yield about.row(label, grade="not_applicable", detail="no numerical setting is declared")
        return
    for setting, value in refined.items():
        finer = bench.solve(points, settings={setting: value})
        for name, item in bench.scalars.items():
            for term in item.terms if not item.on_request else ():
                check = _refined(bench, points, values, finer, name, term, f"{label}: {setting}")
                if check is not None:
                    yield check


def _refined(
    bench: Bench,
    points: list[Point],
    coarse: Values,
    fine: Values,
    name: str,
    term: str,
    label: str,
) -> Check | None:
    first, second = coarse.value(name, term), fine.value(name, term)
    room = coarse.error(name, term) + fine.error(name, term)
    known = np.isfinite(first) & np.isfinite(second) & np.isfinite(room)
    if not known.any():
        return None
    gap = np.where(known, np.abs(first - second), 0.0)
    room = room + 1e-15 * np.abs(first)
    at = int(np.argmax(np.where(known, gap - room, -np.inf)))
    inside = gap[at] <= room[at]
    return subject(bench, points[at]).row(
        label,
        grade="pass" if inside else "fail",
        residual=float(gap[at]),
        tolerance=float(room[at]),
        detail=f"{name} {term}: {first[at]:.12g} becomes {second[at]:.12g}, the worst state",
    )
