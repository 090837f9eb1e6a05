"""What was found when the shipped numbers were last accepted, and what has moved since.

``ingest/data/baseline.csv`` holds the verdict on every printed cell with its deviation, every
claim, and how many checks of a name passed or did not apply, for what is shipped. Only ``nox -s
accept`` writes it, from outside the package.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from metaleos.catalog.compare.counted import solver_of
from metaleos.catalog.store.names import USER_PREFIX
from metaleos.ingest.reader import optional_float, read_lines, shipped
from metaleos.solvers.registry import inside, models

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import duckdb

    from metaleos.catalog.compare.cells import Verdict
    from metaleos.catalog.states.selection import Selection
    from metaleos.catalog.verify.check import Check

COLUMNS = ("kind", "model", "convention", "name", "outcome", "deviation", "tolerance")
FILE = "baseline.csv"
ROOM = 0.01
"""A deviation has moved by more than this part of its tolerance: processors differ by far less."""
DIGITS = 2e-6
"""What the six digits of the file leave open, relative."""

NAMED = 10
"""So many moves the notices name; ``show="moved"`` has them all."""

_LEVEL = {
    "pass": 0, "reproduced": 0, "fitted": 1, "explained": 1, "not_applicable": 1,
    "fail": 2, "described": 2, "disagrees": 2,
}  # fmt: skip

Key = tuple[str, str, str, str]
"""Kind, model of ours, convention, and the name of the check or the printed cell."""


class Outcome(NamedTuple):
    """``"12 pass, 1 not_applicable (Al)"``; of a printed cell its verdict and kind, and in the
    printed unit the deviation and the tolerance."""  # noqa: D205, D209  # one sentence

    text: str
    deviation: float | None = None
    tolerance: float | None = None

    def __str__(self) -> str:
        """Return the outcome in words."""
        if self.deviation is None:
            return self.text
        return f"{self.text}, off by {self.deviation:.6g}, tolerance {self.tolerance:.3g}"

    def fields(self) -> tuple[str, str, str]:
        """Return the last three fields of a line of the file."""
        numbers = (self.deviation, self.tolerance)
        deviation, tolerance = ("" if n is None else f"{n:.6g}" for n in numbers)
        return self.text, deviation, tolerance

    def moved(self, now: Outcome) -> bool:
        """Return whether `now` is another outcome than this one."""
        room = ROOM * (self.tolerance or 0.0)
        return self.text != now.text or any(
            (a is None) != (b is None)
            or (a is not None and b is not None and abs(a - b) > room + DIGITS * abs(a))
            for a, b in zip(self[1:], now[1:], strict=True)
        )


def outcomes(checks: Iterable[Check], cells: Iterable[Verdict]) -> dict[Key, Outcome]:
    """Return what a run found, as the file has it.

    Parameters
    ----------
    checks : iterable of Check
        Without those that count the cells of a printed table.
    """
    groups: dict[Key, Counter[str]] = {}
    aside: dict[Key, Counter[str]] = {}
    for one in checks:
        key: Key = (one.kind, one.model, one.convention, one.name)
        groups.setdefault(key, Counter())[one.grade] += 1
        if one.grade == "not_applicable" and one.element != "*":
            aside.setdefault(key, Counter())[one.element] += 1
        elif one.kind == "fact" and one.grade == "fail":
            aside.setdefault(key, Counter())[f"{one.element} {one.state}"] += 1
    found: dict[Key, Outcome] = {}
    for key, counts in groups.items():
        text = ", ".join(f"{counts[grade]} {grade}" for grade in _LEVEL if counts[grade])
        where = ", ".join(
            f"{e} x{n}" if n > 1 else e for e, n in sorted(aside.get(key, {}).items())
        )
        found[key] = Outcome(f"{text} ({where})" if where else text)
    for cell in cells:
        tells = cell.kind and cell.verdict != "disagrees"
        text = f"{cell.verdict} ({cell.kind})" if tells else cell.verdict
        key = ("paper", solver_of(cell), "printed", cell.cell)
        found[key] = Outcome(text, cell.deviation, cell.tolerance)
    return found


def stored() -> dict[Key, Outcome]:
    """Return the baseline that is shipped."""
    found = {}
    for line in read_lines(shipped(FILE), COLUMNS):
        kind, model, convention, name, text, *numbers = (line.fields[name] for name in COLUMNS)
        found[kind, model, convention, name] = Outcome(text, *map(optional_float, numbers))
    return found


def moves(before: Mapping[Key, Outcome], now: Mapping[Key, Outcome]) -> list[dict[str, Any]]:
    """Return every outcome that moved, is new or is gone, the unpleasant ones first.

    ``better`` is whether the move takes nothing away: no fewer checks, and no more of them than
    before fail, disagree or do not apply; a verdict that a wider tolerance or a larger deviation
    came with is not, nor is a number that changed under the same verdict.
    """
    rows = []
    for key in dict.fromkeys((*before, *now)):
        was, found = (outcomes.get(key, Outcome("")) for outcomes in (before, now))
        if was.moved(found):
            about = dict(zip(COLUMNS, key, strict=False))
            better = _is_better(was, found)
            rows.append({**about, "was": str(was), "now": str(found), "better": better})
    return sorted(rows, key=lambda row: row["better"])


def _is_better(was: Outcome, now: Outcome) -> bool:
    before, after = _levels(was.text), _levels(now.text)
    worse = any(sum(after[level:]) > sum(before[level:]) for level in (1, 2, 3))
    wider = any(
        a is not None and b is not None and abs(b) > abs(a)
        for a, b in zip(was[1:], now[1:], strict=True)
    ) and was._replace(text=now.text).moved(now)  # fmt: skip
    return before != after and not worse and not wider and sum(after) >= sum(before)


def _levels(text: str) -> list[int]:
    """Return how many are good, excused, bad, or without a verdict."""
    found = [0, 0, 0, 0]
    for count, word in re.findall(r"(\d+ )?(\w+)", text.partition(" (")[0]):
        found[_LEVEL.get(word, 3)] += int(count or 1)
    return found


# Inputs of models for which a fact of the user's own counts: it stands before a parameter, and
# behind what is shipped of an element where anything is.
_OWN = f"""
SELECT 'parameter', name FROM parameter WHERE starts_with(id, '{USER_PREFIX}')
UNION SELECT 'constant', property FROM constant
GROUP BY element, property HAVING bool_and(starts_with(id, '{USER_PREFIX}'))
UNION SELECT 'observation', property FROM observation
GROUP BY element, property HAVING bool_and(starts_with(id, '{USER_PREFIX}'))
"""


def apart(connection: duckdb.DuckDBPyConnection, selection: Selection) -> dict[str, str]:
    """Return the models of a selection that the baseline cannot speak of, and why."""
    own = set(connection.execute(_OWN).fetchall())
    found = {}
    for name, model in models().items():
        read = sorted(name for _, name in own & {(item.kind, item.name) for item in model.inputs})
        if selection.models and name not in selection.models:
            continue
        if name not in inside():
            found[name] = "is not shipped"
        elif read:
            found[name] = f"reads {', '.join(read)} of your own"
    return found


@dataclass(frozen=True)
class Scope:
    """Which outcomes of a run can be held against the baseline.

    Parameters
    ----------
    selection : Selection
        Where it names elements, only claims: they take all elements all the same.
    apart : mapping of str to str
        Models that cannot be, and why.
    """

    selection: Selection
    kinds: Collection[str]
    apart: Mapping[str, str]

    def of(self, found: Mapping[Key, Outcome]) -> dict[Key, Outcome]:
        """Return the outcomes that can be compared."""
        return {
            (kind, model, convention, name): outcome
            for (kind, model, convention, name), outcome in found.items()
            if kind in self.kinds and model not in self.apart
            and (not self.selection.elements or kind == "claim")
            and (not self.selection.models or model in self.selection.models)
            and convention in self.selection.conventions
        }  # fmt: skip

    def notices(self, accepted: int, moved: list[dict[str, Any]]) -> list[str]:
        """Say how many of the `accepted` outcomes moved, the first ones, and what is left out."""
        worse = sum(not row["better"] for row in moved)
        lines = [f"{accepted} outcomes held against the baseline: " + (
            f"{len(moved)} moved, {worse} of them not for the better" if moved else "none moved"
        )]  # fmt: skip
        lines += [
            f"moved: {row['model']} ({row['convention']}), {row['name']}: "
            f"{row['was'] or 'not there'} -> {row['now'] or 'gone'}"
            for row in moved[:NAMED]
        ]
        if len(moved) > NAMED:
            lines.append(f"moved: {len(moved) - NAMED} more (--show moved)")
        if self.selection.elements:
            lines.append("the baseline holds for each model's own choice of elements: of a "
                         "selection of elements only claims are compared")  # fmt: skip
        lines += [f"not compared: {name} {why}" for name, why in self.apart.items()]
        return lines
