"""How models score against experiment: counts over their domain, deviations, and their order."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from operator import attrgetter
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from metaleos.catalog.store.select import by
from metaleos.catalog.text.quoted import mark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from metaleos.catalog.text.record import Deviation, Record


_HEADINGS = {
    "property": "property", "model": "model", "convention": "convention",
    "rank": "rank", "rank_n": "on", "n": "n", "of": "of",
    "mean_absolute_percent": "mean |%|", "worst_percent": "worst %", "worst_element": "in",
    "mean_percent": "mean %", "median_percent": "median %", "rms_percent": "RMS %",
    "within": "within", "within_of": "known", "failed": "failed", "missing": "missing",
    "incomparable": "not comparable", "unmeasured": "unmeasured", "outside": "outside",
    "outside_mean_absolute_percent": "outside |%|",
}  # fmt: skip
_ALWAYS = {"property", "model", "n", "of", "mean_absolute_percent", "worst_percent"}
SIGNED = ("worst_percent", "mean_percent", "median_percent")
SPARE = ("RMS %", "median %", "mean %", "unmeasured", "outside |%|", "on")


def headings(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the columns of scores for people: those in which there is something to see."""
    found = {name: word for name, word in _HEADINGS.items()
             if name in _ALWAYS or any(row[name] for row in rows)}  # fmt: skip
    if len({row["convention"] for row in rows}) == 1:
        del found["convention"]
    if "within_of" not in found:
        found.pop("within", None)
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """A result with its comparison: what a score counts once."""

    record: Record
    against: Deviation

    @property
    def is_measured(self) -> bool:
        """Whether anything is measured."""
        return bool(self.record.observed)

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Property, model, convention and unit."""
        record = self.record
        return record.property, record.model, record.convention, record.unit

    @property
    def percent(self) -> float:
        """The deviation over the observed value [%]; of scored points only."""
        return self.against.deviation_percent or 0.0

    @property
    def element(self) -> str:
        """Its element."""
        return self.record.element

    @property
    def counts(self) -> bool:
        """Whether a score counts it: measured, comparable, solved, in the domain."""
        return self.against.in_domain and self.against.deviation_percent is not None


def points_of(records: Iterable[Record]) -> list[Point]:
    """Return the points of compared records; where several measured values are, the first."""
    first = {(r.state_id, r.property): Point(r, r.against) for r in reversed(list(records))
             if r.against is not None}  # fmt: skip
    return list(reversed(first.values()))


def scores(points: Sequence[Point], domains: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """Return a score for every property, model and convention of some points.

    Of the `of` elements of the domain (of those asked about, at the states asked about) `n` are
    scored; the others `failed`, are `incomparable`, `unmeasured`, or `missing` (no result). What
    lies `outside` the domain is counted and its mean absolute deviation shown apart. Deviations are
    ours less observed. The `rank` orders the models of a property by their mean absolute deviation
    over the `rank_n` elements that all ranked models share; the most models over the most elements
    are ranked, two models at least.

    Parameters
    ----------
    points : sequence of Point
    domains : mapping of str to sequence of str
        Declared elements by model; of a model without, those of its points.
    """
    measured = {point.key for point in points if point.is_measured}
    groups = by([point for point in points if point.key in measured], attrgetter("key"))
    asked = {point.element for point in points}
    found = [_score(key, members, domains.get(key[1]), asked) for key, members in groups.items()]
    for name in dict.fromkeys(row["property"] for row in found):
        _rank([row for row in found if row["property"] == name])
    for row in found:
        del row["percents"]
    order = list(dict.fromkeys(row["property"] for row in found))
    last = len(found)
    return sorted(found, key=lambda row: (order.index(row["property"]), row["rank"] or last))


def _score(
    key: tuple[str, str, str, str],
    members: Sequence[Point],
    domain: Sequence[str] | None,
    asked: set[str],
) -> dict[str, Any]:
    name, model, convention, unit = key
    inside = [point for point in members if point.against.in_domain]
    outside = [point for point in members if not point.against.in_domain]
    good = [point for point in inside if point.counts]
    left = [point for point in inside if not point.counts]
    met = {point.element for point in members}
    missing = [item for item in domain or () if item in asked and item not in met]
    unmeasured = [point for point in left if not point.is_measured]
    failed = [p for p in left if p.is_measured and p.record.outcome not in {"ok", "undefined"}]
    percents = [point.percent for point in good]
    worst = max(good, key=lambda point: abs(point.percent), default=None)
    beyond = [abs(p.percent) for p in outside if p.against.deviation_percent is not None]
    known = [point.against.within for point in good if point.against.within is not None]
    return {
        "property": name, "model": model, "convention": convention, "unit": unit,
        "rank": None, "rank_n": None, "rank_mean_absolute_percent": None,
        "n": len(good), "of": len(inside) + len(missing), "failed": len(failed),
        "incomparable": len(left) - len(failed) - len(unmeasured),
        "unmeasured": len(unmeasured), "missing": len(missing),
        "outside": len(beyond),
        "mean_deviation": _or_none(fmean, [point.against.deviation or 0.0 for point in good]),
        "median_percent": _or_none(median, percents),
        "mean_percent": _or_none(fmean, percents),
        "mean_absolute_percent": _or_none(fmean, [abs(item) for item in percents]),
        "rms_percent": _or_none(_rms, percents),
        "worst_percent": worst.percent if worst else None,
        "worst_element": worst.element if worst else None,
        "within": sum(known), "within_of": len(known),
        "weak": sum(mark_of(point.record.observed[0]) != "" for point in good),
        "outside_mean_absolute_percent": _or_none(fmean, beyond),
        "percents": {point.element: point.percent for point in good},
    }  # fmt: skip


def _or_none(statistic: Any, values: list[float]) -> float | None:
    return float(statistic(values)) if values else None


def _rms(values: list[float]) -> float:
    return sqrt(fmean(item * item for item in values))


def _rank(rows: list[dict[str, Any]]) -> None:
    """Order the scores of one property over the elements that the ranked models share."""
    ranked, shared = _shared({i: set(row["percents"]) for i, row in enumerate(rows)})
    means = {i: fmean(abs(rows[i]["percents"][element]) for element in shared) for i in ranked}
    for place, i in enumerate(sorted(ranked, key=means.__getitem__), start=1):
        rows[i] |= {
            "rank": place, "rank_n": len(shared), "rank_mean_absolute_percent": means[i]
        }  # fmt: skip


def _shared(elements: Mapping[int, set[str]]) -> tuple[list[int], set[str]]:
    """Return the models to rank and their elements: as much of a full table as there is.

    Of the sets of elements that models, or two of them together, are scored on, the one with the
    largest number of models times elements is taken; of equals the one with more elements.
    """
    sets = [item for item in elements.values() if item]
    tried = [*sets, *(a & b for a, b in combinations(sets, 2) if a & b)]
    best = max(
        (item for item in tried if sum(item <= s for s in sets) > 1),
        key=lambda shared: (len(shared) * sum(shared <= s for s in sets), len(shared)),
        default=set(),
    )
    return [i for i, item in elements.items() if best and best <= item], best
