"""Checks without physics: a model returns what it declares, in any batch, for any state."""

from __future__ import annotations

from math import isfinite, nan
from typing import TYPE_CHECKING

import numpy as np

from metaleos.catalog.verify.check import BOUND, Subject
from metaleos.catalog.verify.samples import firsts, subject
from metaleos.solvers.protocol import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from metaleos.catalog.solve.bench import Values
    from metaleos.catalog.verify.check import Check, Grade
    from metaleos.solvers.arrays import FloatArray, IntArray
    from metaleos.solvers.protocol import Yield

ROUNDING = 1e-12
"""Relative rounding of a sum of terms: some hundred operations in double precision."""


def given(at: Values) -> Iterator[Check]:
    """Every declared scalar has a finite value with an error estimate, or says why not."""
    label = "declared values are given"
    for row in range(len(at.points)):
        about, outcome = subject(at, row), at.outcome[row]
        if str(outcome) not in OUTCOMES:
            yield about.row("outcome", grade="fail", detail=f"unknown outcome {outcome!r}")
        elif not at.ok[row]:
            told = at.why(row)
            grade: Grade = "not_applicable" if told else "fail"
            yield about.row(label, grade=grade, detail=told or "no reason given")
        else:
            faults = list(_faults(at, row))
            yield about.row(
                label,
                grade="fail" if faults else "pass",
                residual=float(len(faults)),
                tolerance=0.0,
                detail="; ".join(faults[:6])
                or "every declared scalar has value and error estimate",
            )


def _usual(at: Values) -> Iterator[tuple[str, Yield, str]]:
    """Yield name, declaration and term of every scalar that needs not be asked for."""
    for name, item in at.bench.scalars.items():
        if not item.on_request:
            for term in item.terms:
                yield name, item, term


def _faults(at: Values, row: int) -> Iterator[str]:
    for name, item, term in _usual(at):
        value, error = at.value(name, term)[row], at.error(name, term)[row]
        if isfinite(value):
            if not isfinite(error):
                yield f"{name} {term} has no error estimate"
        elif (name, term) not in at.solution.values:
            yield f"{name} {term} is declared and never returned"
        elif not at.why(row, name) and term == item.terms[0]:
            yield f"{name} has no value and no reason"


def sums(at: Values) -> Iterator[Check]:
    """Hold the declared sums of terms to adding up."""
    for name, item in at.bench.scalars.items():
        for text in declared_sums(item.terms, item.sums) if not item.on_request else ():
            whole, _, rest = text.partition("=")
            total = at.value(name, whole.strip())
            terms = np.array([at.value(name, part.strip()) for part in rest.split("+")])
            added, size = terms.sum(axis=0), np.abs(terms).sum(axis=0)
            label = f"{name}: {whole.strip()} = sum of terms"
            for row in range(len(at.points)):
                # terms that are not there (a property without value) leave nothing to add
                if at.ok[row] and (isfinite(total[row]) or isfinite(added[row])):
                    tolerance = ROUNDING * float(size[row])
                    yield subject(at, row).judged(
                        label, float(added[row]), float(total[row]), tolerance, "", sharp=tolerance
                    )


def declared_sums(terms: tuple[str, ...], stated: tuple[str, ...]) -> list[str]:
    """Return the sums to hold a property to; see `metaleos.solvers.protocol.Yield`."""
    if stated:
        return [text for text in stated if text != "none"]
    parts = [term for term in terms if term != "total"]
    return [f"total = {' + '.join(parts)}"] if "total" in terms and parts else []


def batch_independence(at: Values) -> Iterator[Check]:
    """Solve states again in other company: their values stay."""
    bench, points = at.bench, at.points
    order = np.random.default_rng(7).permutation(len(points))[: max(2, len(points) // 2)]
    again = bench.solve([points[i] for i in order])
    worst, where, allowed = 0.0, "", 0.0
    for name, _, term in _usual(at):
        first, second = at.value(name, term)[order], again.value(name, term)
        with np.errstate(invalid="ignore"):
            gap = np.abs(first - second)
            room = _room(at, again, name, term, order, BOUND) + 1e-13 * np.abs(first)
            ratio = np.where(gap > 0.0, gap / np.where(room > 0.0, room, 1e-300), 0.0)
        ratio = np.where(np.isnan(first) & np.isnan(second), 0.0, ratio)
        ratio = np.where(np.isnan(ratio), np.inf, ratio)
        row = int(np.argmax(ratio))
        if ratio[row] > worst:
            worst, allowed = float(ratio[row]), float(room[row])
            where = f"{name} {term}, {points[order[row]].element}: {first[row]!r}, {second[row]!r}"
    about = Subject(bench.model.name, bench.convention, "*", "half of the sample, reordered")
    yield about.row(
        "same value in any batch",
        grade="pass" if worst <= 1.0 else "fail",
        residual=worst if isfinite(worst) else None,
        tolerance=1.0,
        detail=f"in units of the error estimates {allowed:.3g}: {where or 'identical'}",
    )


def _room(
    at: Values, again: Values, name: str, term: str, rows: Sequence[int] | IntArray, bound: float
) -> FloatArray:
    """Return what the error estimates of `rows`, solved again, allow: at most `bound`.

    That is a part of the property's largest term.
    """
    terms = [np.abs(at.value(name, one)[rows]) for one in at.bench.scalars[name].terms]
    errors = at.error(name, term)[rows] + again.error(name, term)
    return np.asarray(np.minimum(errors, bound * np.fmax.reduce(terms)))


def bad_states(at: Values) -> Iterator[Check]:
    """Give meaningless states in one batch: they get an outcome, their neighbours are not harmed.

    A variable that moves no value is not read at this state; where only some properties hang on
    it, those alone may be missing.
    """
    bench, good = at.bench, at.points[0]
    read = [v for v in bench.model.state_variables if not v.choices]
    bad = [(v.name, x) for v in read for x in (nan, -1.0) if x != -1.0 or v.minimum is not None]
    near = {v.name: 1.01 * float(good.state[v.name]) or 1.0 for v in read}
    changes = [{}, *({name: x} for name, x in (*bad, *near.items()))]
    tried = bench.solve([good.moved(**change) for change in changes])
    columns = tried.solution.values
    for row, (name, value) in enumerate(bad, start=1):
        about = Subject(bench.model.name, bench.convention, good.element, f"{name} {value}")
        other = 1 + len(bad) + list(near).index(name)
        depend = [key for key, c in columns.items()
                  if not np.isclose(c[0], c[other], ROUNDING, 0.0, equal_nan=True)]  # fmt: skip
        refused = not tried.ok[row] and bool(tried.why(row))
        wrong = [f"{p} {t}" for p, t in depend if isfinite(tried.value(p, t)[row])]
        grade: Grade = "pass" if (refused or not wrong) and tried.ok[0] else "fail"
        said = tried.why(row) or f"has values: {', '.join(wrong[:4]) or 'none'}"
        yield about.row(
            "a meaningless state is refused",
            grade=grade if depend else "not_applicable",
            detail=said if depend else "not read at this state",
        )


COARSE = 0.05
"""Of a property's largest term: what another mesh may move. It is half the second digit of 1.0: the
papers give ratios of third to second order to two digits, and a value with fewer says nothing."""
_GROWS = ("cutoff", "nodes", "points", "degree", "elements", "mesh", "order")


def refinement(at: Values, *, deep: bool = False) -> Iterator[Check]:
    """Refining a numerical setting moves no value by more than the error estimates say.

    At the first state of each element and of each property's values, and at every state of the
    sample where `deep`.
    """
    bench, rows = at.bench, [*range(len(at.points))] if deep else firsts(at)
    for name, _, term in _usual(at):
        known = np.flatnonzero(np.isfinite(at.value(name, term)))
        if known.size and not set(rows).intersection(known):
            rows.append(int(known[0]))
    refined: dict[str, float | int | str | bool] = {}
    for name, value in bench.model.settings.items():
        if isinstance(value, bool | str):
            continue
        if name.endswith(_GROWS):
            refined[name] = type(value)(value * 1.25)
        elif name.endswith("tolerance"):
            refined[name] = type(value)(value / 10.0)
    label = "refining moves no value beyond its error"
    about = Subject(bench.model.name, bench.convention, "*", "the states of the sample")
    if not refined:
        yield about.row(label, grade="not_applicable", detail="no numerical setting is declared")
    for setting, value in refined.items():
        finer = bench.solve([at.points[row] for row in rows], settings={setting: value})
        for name, _, term in _usual(at):
            first, second = at.value(name, term)[rows], finer.value(name, term)
            room = _room(at, finer, name, term, rows, COARSE)
            there = np.isfinite(first) & np.isfinite(second) & np.isfinite(room)
            if not there.any():
                continue
            gap = np.where(there, np.abs(first - second), 0.0)
            room = room + 1e-15 * np.abs(first)
            row = int(np.argmax(np.where(there, gap - room, -np.inf)))
            yield subject(finer, row).row(
                f"{label}: {setting}",
                grade="pass" if gap[row] <= room[row] else "fail",
                residual=float(gap[row]),
                tolerance=float(room[row]),
                detail=f"{name} {term}: {first[row]:.12g} becomes {second[row]:.12g}, "
                "the worst state",
            )
