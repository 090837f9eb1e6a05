"""Warnings about facts that look wrong: each names the cell, none refuses anything.

The lints look at what is printed, not at readings, so that they can be held against the
errata that are known (`docs/errata.md` says which they find and which they cannot).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log10
from statistics import median
from typing import TYPE_CHECKING

from metaleos.ingest.comparison import shipped_facts
from metaleos.ingest.papers import papers
from metaleos.ingest.papers.cells import printed_cells
from metaleos.ingest.relations import across, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from metaleos.ingest.comparison import Fact
    from metaleos.ingest.papers.paper import PrintedCell

_NUMBER = re.compile(r"[+-]?\d*\.?\d+(?: ?\([+-]?\d+\))?")

UNIT_FACTORS = {
    "a factor of ten": 10.0,
    "a factor of a hundred (GPa and Mbar)": 100.0,
    "kilo": 1e3,
    "mega": 1e6,
    "eV and kJ/mol": 96.48533212,
    "cal and J": 4.184,
    "eV and kcal/mol": 23.0605478,
    "Ry and eV": 13.605693123,
    "Ha and eV": 27.211386246,
    "angstrom and bohr": 1.8897261246,
    "kbar and Mbar": 1e3,
}
"""Factors by which a value in the wrong unit is off."""

_ON_GRID = 0.85
"""Share of a column that makes a grid of it."""
_BAND = 0.3
"""Relative difference of two sources that is not remarkable."""
_LEAST = 6
"""Rows that a column needs to be seen shifted."""


@dataclass(frozen=True, slots=True)
class LintWarning:
    """One doubt.

    Parameters
    ----------
    lint : str
        Which lint.
    cell : str
        The cell's key, or ``file:line``.
    message : str
        What looks wrong, with the numbers.
    """

    lint: str
    cell: str
    message: str


def lint_papers() -> list[LintWarning]:
    """Run every lint on the printed tables."""
    cells = printed_cells()
    lints = (impossible_digits, off_grid, repeated, broken_relations)
    return [warning for lint in lints for warning in lint(cells)]


def broken_relations(cells: Sequence[PrintedCell]) -> Iterator[LintWarning]:
    """Warn of relations that a paper's own definitions imply and that do not hold."""
    for paper in papers().values():
        for doubt in paper.relations([cell for cell in cells if cell.paper == paper.key]):
            yield LintWarning(*doubt)


def impossible_digits(cells: Sequence[PrintedCell]) -> Iterator[LintWarning]:
    """Warn of strings that are no number, of lost powers of ten, and of negative zeros."""
    powers = Counter(cell.paper for cell in cells if "(" in cell.printed)
    sizes = Counter(cell.paper for cell in cells)
    for cell in cells:
        text = cell.printed.strip()
        if not text:
            yield LintWarning("digits", cell.key, "nothing is printed here")
        elif "," in text:
            yield LintWarning("digits", cell.key, f"{text!r} has a comma in a number")
        elif not _NUMBER.fullmatch(text):
            yield LintWarning("digits", cell.key, f"{text!r} does not read as a number")
        elif "(" not in text and powers[cell.paper] > sizes[cell.paper] / 2:
            yield LintWarning("digits", cell.key, f"{text!r} lacks the power of ten of its table")
        elif text.startswith("-") and not cell.number:
            yield LintWarning("digits", cell.key, f"{text!r} is a negative zero")


def off_grid(cells: Sequence[PrintedCell]) -> Iterator[LintWarning]:
    """Warn of values off a grid that nearly all values of their column lie on.

    Grids of 2.5, 5, 20, 25, 50 units of the last digit are tried; a column needs 20 values.
    """
    columns: dict[tuple[str, str], list[PrintedCell]] = {}
    for cell in cells:
        if cell.number is not None and cell.step > 0.0:
            columns.setdefault((cell.paper, cell.quantity), []).append(cell)
    for members in columns.values():
        unit = members[0].step
        if any(abs(cell.step - unit) > 1e-6 * unit for cell in members):
            continue  # no common last digit
        for grid in (25.0, 50.0, 20.0, 5.0):
            off = [cell for cell in members if not _on_grid(cell, grid * unit)]
            few = 0 < len(off) <= (1.0 - _ON_GRID) * len(members)
            if few and len(members) >= 20:  # as said above
                for cell in off:
                    text = f"{cell.printed} is no multiple of {grid * unit:.4g}, as "
                    text += f"{len(members) - len(off)} of {len(members)} in its column are"
                    yield LintWarning("grid", cell.key, text)
                break


def _on_grid(cell: PrintedCell, grid: float) -> bool:
    ratio = (cell.number or 0.0) / grid
    return abs(ratio - round(ratio)) < 1e-6


def repeated(cells: Sequence[PrintedCell]) -> Iterator[LintWarning]:
    """Warn of a key that occurs twice, and of four equal digits in one column of two elements."""
    counts = Counter(cell.key for cell in cells)
    for key, count in counts.items():
        if count > 1:
            yield LintWarning("duplicate", key, f"the key occurs {count} times")
    columns: dict[tuple[str, str, str], list[PrintedCell]] = {}
    for cell in cells:
        digits = cell.printed.replace(".", "").lstrip("+-0")
        if len(digits) >= 4 and cell.element and not cell.state.startswith("T="):  # as said above
            columns.setdefault((cell.paper, cell.model, cell.quantity), []).append(cell)
    for members in columns.values():
        seen: dict[str, PrintedCell] = {}
        twice = []
        for cell in members:
            first = seen.setdefault(cell.printed, cell)
            if first.element != cell.element:
                twice.append((cell, first))
        if len(twice) > 0.15 * len(members):
            continue  # a coarse grid: equal numbers are no surprise
        for cell, first in twice:
            text = f"{cell.printed} stands for {first.element} too ({first.key})"
            yield LintWarning("duplicate", cell.key, text)


def lint_facts() -> list[LintWarning]:
    """Hold every shipped fact against a second source and against the other facts of its metal."""
    facts = [fact for fact in shipped_facts() if not fact.line.get("point")]
    doubts = [
        LintWarning("relation", one.fact.place, f"{one.fact.element}, {one.lint}: {one.text}")
        for one in across(facts)
        if one.beyond
    ]
    both = list(pairs(facts))
    return [*against_second_source(both), *shifted(both), *doubts]


def against_second_source(pairs: Iterable[tuple[Fact, Fact]]) -> Iterator[LintWarning]:
    """Warn of values far from those of a second source; name the unit that would explain it."""
    for fact, other in pairs:
        if other.value == 0.0 or fact.value / other.value <= 0.0:
            if fact.value != other.value:
                text = f"{fact.quantity} {fact.value:g}, but {other.value:g} in {other.source}"
                yield LintWarning("outlier", fact.place, text)
            continue
        ratio = fact.value / other.value
        if abs(ratio - 1.0) <= _BAND:
            continue
        text = f"{fact.quantity} of {fact.element} {fact.value:g} is {ratio:.4g} times "
        text += f"{other.value:g} of {other.source}"
        near = (name for name, factor in UNIT_FACTORS.items() if _confused(ratio, factor))
        if unit := next(near, ""):
            yield LintWarning("unit", fact.place, f"{text}: {unit}?")
        else:
            yield LintWarning("outlier", fact.place, text)


def _confused(ratio: float, factor: float) -> bool:
    return abs(abs(log10(ratio)) - log10(factor)) < 0.013  # log10 of 3 %


def shifted(pairs: Sequence[tuple[Fact, Fact]]) -> Iterator[LintWarning]:
    """Warn of a column, in the order of its file, that fits a second source only one row on."""
    columns: dict[tuple[str, str, str], list[tuple[Fact, Fact]]] = {}
    for fact, other in pairs:
        if fact.value > 0.0 and other.value > 0.0:
            columns.setdefault((fact.quantity, fact.source, other.source), []).append((fact, other))
    for (quantity, source, second), rows in columns.items():
        if len(rows) < _LEAST:
            continue
        mine = [log10(fact.value) for fact, _ in rows]
        theirs = [log10(other.value) for _, other in rows]
        plain = median(abs(a - b) for a, b in zip(mine, theirs, strict=True))
        for step in (1, -1):
            moved = zip(mine[max(step, 0) :], theirs[max(-step, 0) :], strict=False)
            other_way = median(abs(a - b) for a, b in moved)
            if plain > 0.02 and other_way < 0.2 * plain:  # 5 %, five times better
                text = f"{quantity} of {source} fits {second} when moved by {-step:+d} row"
                yield LintWarning("shift", rows[0][0].place, text)
