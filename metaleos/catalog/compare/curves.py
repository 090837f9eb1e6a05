"""Hugoniots beside measured shock states: at the measured particle velocities, solved now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot, sqrt
from statistics import fmean
from typing import TYPE_CHECKING, Any

import numpy as np

from metaleos.catalog.ask.beside import OBSERVED
from metaleos.catalog.ask.solved import Read, read, solved
from metaleos.catalog.compare.deviations import Comparison
from metaleos.catalog.solve.solving import Options
from metaleos.catalog.states.selection import Asked, resolve
from metaleos.catalog.store.select import by, dicts
from metaleos.catalog.text.record import Deviation
from metaleos.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.text.record import Record

CURVES = ("shock_velocity", "shock_pressure")
"""Properties over the particle velocity that measured states are there for."""

STRONG = 10.0
"""A shock is scored where its measured pressure is above so many times the model's own at rest."""

ROOM = "298.15 K"

_POINTS = f"""
SELECT o.property, o.element, u.value AS particle_velocity, h.value AS pressure,
       d.value AS initial_density,
       {", ".join("q.unit" if name == "unit" else f"o.{name}" for name in OBSERVED)}
FROM observation o JOIN property q ON q.name = o.property
JOIN observation u ON u.id = replace(o.id, '/' || o.property || '/', '/particle_velocity/')
JOIN observation h ON h.id = replace(o.id, '/' || o.property || '/', '/shock_pressure/')
JOIN observation d ON d.id = replace(o.id, '/' || o.property || '/', '/shock_initial_density/')
WHERE starts_with(o.id, 'hugoniot_points/') AND list_contains(?, o.property)
AND (? OR list_contains(?, o.element)) ORDER BY o.element, particle_velocity, o.id
"""
_HEADINGS = {
    "element": "element", "model": "model", "property": "property", "n": "n", "of": "of",
    "rms_percent": "RMS %", "mean_percent": "mean %", "worst_percent": "worst %",
    "worst_at": "at u_p", "pressure_at_rest": "P0 [GPa]",
}  # fmt: skip


@dataclass(frozen=True)
class Shocks:
    """What a comparison of Hugoniots takes of a catalog: the measured states, and what to solve."""

    there: Read
    points: dict[str, list[dict[str, Any]]]
    selections: dict[str, Selection]


@dataclass(repr=False)
class Curves(Comparison):
    """Points of curves beside what is measured, with a score for each curve under ``summary``."""

    def summary(self) -> Comparison:
        """Return the scores of the curves, as rows."""
        return Comparison(
            "metaleos.compare.curves/1", self.extra["summary"], self.sources, self.notices,
            headings=_HEADINGS, signed=("mean_percent", "worst_percent"), caption=self.caption,
            spare=("P0 [GPa]", "mean %"),
        )  # fmt: skip


def shocks(connection: duckdb.DuckDBPyConnection, asked: Asked, chosen: Selection) -> Shocks:
    """Read the measured shock states of a selection, and what our curves start from.

    They start at room temperature and the mean of the measured initial densities of an element.

    Raises
    ------
    UsageError
        If properties of another kind, or states, are asked for too.
    """
    others = [name for name in chosen.properties if name not in CURVES]
    if others:
        raise UsageError(
            f"{others[0]} is no curve",
            f"compare {' and '.join(CURVES)} apart from other properties",
        )
    if chosen.request:
        raise UsageError(
            "a Hugoniot is compared from its measured initial state", "leave the state options out"
        )
    elements = list(chosen.elements)
    rows = dicts(connection, _POINTS, [list(chosen.properties), not elements, elements])
    points = by(rows, lambda row: row["element"])
    selections = {}
    for element, members in points.items():
        density = fmean(row["initial_density"] for row in members)
        state = {"temperature": ROOM, "density": f"{density:.6g} g/cm3"}
        one = Asked(element, asked.model, list(CURVES), asked.convention, state=state)
        selections[element] = resolve(connection, one)
    return Shocks(read(connection), points, selections)


def compare_shocks(taken: Shocks, settings: Mapping[str, Any] | None = None) -> Curves:
    """Solve our curves at the measured particle velocities, and set them beside what was measured.

    Parameters
    ----------
    taken : Shocks
    settings : mapping
        Settings of the model: ``initial_pressure="zero"`` starts from the pressure of the
        experiment, and every shock is scored then.

    Returns
    -------
    Curves
        A row a measured state. One that is too weak beside the model's own pressure at rest has
        no deviation and says so: there the model's pressure, and not the shock, is compared.
    """
    at_zero = (settings or {}).get("initial_pressure") == "zero"
    records: list[Record] = []
    summary: list[dict[str, Any]] = []
    sources: dict[str, dict[str, Any]] = {}
    for element, points in taken.points.items():
        # At rest, for the pressure there; from zero there is none.
        first = [] if at_zero else [0.0]
        velocities = np.unique([*first, *(row["particle_velocity"] for row in points)])
        options = Options(frozenset(CURVES), settings or {}, {"particle_velocity": velocities})
        answer = solved(taken.there, taken.selections[element], options)
        sources |= {item["key"]: item for item in answer.sources}
        for (model, convention), members in by(
            answer.values, lambda record: (record.model, record.convention)
        ).items():
            ours = {(r.property, _velocity(r)): r for r in members}
            rest = None if at_zero else ours["shock_pressure", 0.0].value
            for name, theirs in by(points, lambda row: row["property"]).items():
                found = [
                    _beside(ours[name, row["particle_velocity"]], row, rest, at_zero=at_zero)
                    for row in theirs
                ]
                records += found
                summary.append(
                    {"element": element, "model": model, "convention": convention,
                     "property": name, **_score(found), "pressure_at_rest": rest}
                )  # fmt: skip
    keys = {item["source"] for record in records for item in record.observed}
    sources |= {key: taken.there.cited[key] for key in sorted(keys) if key in taken.there.cited}
    how = (
        "from zero pressure as the experiment: every shock that has a state there is scored"
        if at_zero
        else f"scored where the measured pressure is above {STRONG:g} times the model's own at rest"
    )
    return Curves(
        "metaleos.compare/2", records, list(sources.values()),
        [] if records else ["no shock state of this selection is measured"],
        extra={"summary": summary}, caption=f"Hugoniot from {ROOM}, {how}",
    )  # fmt: skip


def _velocity(record: Record) -> float:
    return float(record.state["particle_velocity"]["value"])


def _beside(ours: Record, row: dict[str, Any], rest: float | None, *, at_zero: bool) -> Record:
    measured = {name: row[name] for name in OBSERVED}
    strong = at_zero or (rest is not None and row["pressure"] > STRONG * abs(rest))
    why = "" if strong else (
        f"too weak: below {STRONG:g} times the {rest:.4g} GPa that {ours.model} has at rest"
        if rest is not None else "the model has no pressure at rest"
    )  # fmt: skip
    difference = percent = sigma = within = None
    if strong and ours.value is not None:
        difference = ours.value - row["value"]
        percent = 100.0 * difference / abs(row["value"])
        spread = row["uncertainty"]
        if spread is not None and (both := hypot(spread, ours.error_estimate or 0.0)):
            sigma, within = difference / both, abs(difference) <= both
    against = Deviation(
        difference, percent, sigma, within=within, comparable=strong, in_domain=True,
        published_deviation_percent=None, reason=ours.reason or why,
    )  # fmt: skip
    return replace(ours, observed=[measured], against=against)


def _score(records: Sequence[Record]) -> dict[str, Any]:
    """Return what the scored points of one curve say: RMS, mean, and the worst place [km/s]."""
    found = [
        (record.against.deviation_percent, _velocity(record))
        for record in records
        if record.against and record.against.deviation_percent is not None
    ]
    percents = [percent for percent, _ in found]
    worst = max(found, key=lambda pair: abs(pair[0]), default=(None, None))
    return {
        "n": len(found),
        "of": len(records),
        "mean_percent": fmean(percents) if percents else None,
        "rms_percent": sqrt(fmean(p * p for p in percents)) if percents else None,
        "worst_percent": worst[0],
        "worst_at": worst[1],
    }
