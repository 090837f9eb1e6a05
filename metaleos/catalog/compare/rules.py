"""The rules of a verdict: one printed cell and what is known of it, to a word, a kind and a reason.

``docs/decisions/0013-verdicts.md`` says why each rule is what it is. A change here that can move a
verdict raises `REVISION`, which makes the stored verdicts stale.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import copysign, isfinite
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metaleos.ingest.papers.paper import Pattern, Room

REVISION = 1
"""Of these rules and of what they rest on here."""

GOOD = ("reproduced", "fitted", "explained")
RESULTS = (*GOOD, "described", "disagrees")
VERDICTS = (*RESULTS, "input", "observed", "not_modelled")

WITHOUT = "`standard` gives it too"
"""Said of a fitted cell that needs none of the numbers that were inferred."""

_BASES = {"identity": "an identity", "solver": "our solver"}


class Alone(NamedTuple):
    """What one ingredient of `printed`, made alone in `standard`, gives (printed unit)."""

    ingredient: str
    text: str
    value: float
    is_inferred: bool


@dataclass(frozen=True)
class Known:
    """A printed cell that is a result, and all that its verdict rests on (printed unit).

    Parameters
    ----------
    said, corrected : float or None
        The number of the page, and what its own evidence says that it should be.
    standard, as_printed : float or None
        Ours; None where there is none.
    room : Room
        What the paper's rounding leaves open.
    spread : float
        What the digits of the printed inputs leave open, in quadrature.
    has_offset : bool
        Whether the cells of its column lie on one side: then the inputs' digits are no excuse.
    of_both, of_column, of_table : tuple of str
        What was inferred: from this column inputs of both conventions, and ingredients; from
        another column of this table ingredients that move this cell.
    alone : tuple of Alone
        Ingredients that move the cell when they are switched alone.
    no_value : str
        Why we have no value; empty where there is one.
    doubts : tuple of str
        Stored remarks, which are no causes.
    correction, correction_basis : str
        Reason of the reading, and what it rests on.
    lost : str
        Why no number is legible.
    pattern : Pattern or None
        What describes the column, where the paper's file has it.
    """

    said: float | None
    corrected: float | None
    standard: float | None
    as_printed: float | None
    room: Room
    spread: float = 0.0
    has_offset: bool = False
    of_both: tuple[str, ...] = ()
    of_column: tuple[str, ...] = ()
    of_table: tuple[str, ...] = ()
    alone: tuple[Alone, ...] = ()
    no_value: str = ""
    doubts: tuple[str, ...] = ()
    correction: str = ""
    correction_basis: str = ""
    lost: str = ""
    pattern: Pattern | None = None
    digits: Mapping[str, float] = field(default_factory=dict)

    @property
    def ours(self) -> float | None:
        """The value that is held against the print: `printed`, else `standard`."""
        return self.standard if self.as_printed is None else self.as_printed

    def meets(self, ours: float | None, target: float | None) -> bool:
        """Return whether a value lies within what rounding and the inputs' digits leave open."""
        spread = 0.0 if self.has_offset else self.spread
        return within(ours, target, self.room, spread)

    def by_digits(self, ours: float | None, target: float | None) -> str:
        """Return how much of the inputs' digits it takes to meet, or an empty string."""
        if ours is None or target is None or within(ours, target, self.room, 0.0):
            return ""
        times = abs(ours - target) / max(self.room.inward, self.room.outward)
        names = ", ".join(sorted(self.digits, key=lambda name: -self.digits[name])[:3])
        return f"by the digits of {names or 'the inputs'}: {times:.1f} times its own rounding"


class Ruling(NamedTuple):
    """A verdict with its kind and reason."""

    verdict: str
    kind: str = ""
    reason: str = ""


def within(ours: float | None, target: float | None, room: Room, spread: float) -> bool:
    """Return whether a value is one that a printed number may stand for.

    The sides are those of the magnitude: a number that was truncated lies towards zero.
    """
    if ours is None or target is None:
        return False
    away = (ours - target) * copysign(1.0, target) if target else abs(ours)
    # one part in 1e9 for decimal numbers that binary ones miss at the edge
    slack = 1e-9 * (room.inward + room.outward + spread) + 1e-14 * abs(target)
    return -room.inward - spread - slack <= away <= room.outward + spread + slack


def rule(known: Known) -> Ruling:
    """Return the verdict on a cell that is a result: the first rule that holds.

    ``fitted`` comes before ``reproduced`` and ``explained``: a number that was made to meet a
    table proves nothing by meeting it.
    """
    if known.lost:
        return Ruling("not_modelled", "lost", known.lost)
    if known.said is None:
        return _no_number(known)
    if known.correction_basis == "solver":
        return Ruling("disagrees", "unknown", _doubt(known))
    return (
        _fitted(known) or _reproduced(known) or _explained(known) or _described(known)
        or Ruling("disagrees", "unknown", _doubt(known))
    )  # fmt: skip


def _no_number(known: Known) -> Ruling:
    if known.no_value:
        return Ruling("reproduced", "", f"no solution, here as there: {known.no_value}")
    return Ruling("disagrees", "unknown", "the paper gives no value; ours has a solution")


def _fitted(known: Known) -> Ruling | None:
    standard = known.meets(known.standard, known.said)
    if not known.meets(known.as_printed, known.said):
        names = known.of_both if standard else ()
    else:
        names = known.of_both + known.of_column + (() if standard else known.of_table)
    if not names:
        return None
    told = f"{', '.join(names)}: inferred from this table"
    free = standard and not known.of_both
    return Ruling("fitted", names[0], f"{told}; {WITHOUT}" if free else told)


def _reproduced(known: Known) -> Ruling | None:
    if known.meets(known.standard, known.said):
        digits = known.by_digits(known.standard, known.said)
        return Ruling("reproduced", "digits" if digits else "", digits)
    if not known.meets(known.as_printed, known.said):
        return None
    digits = known.by_digits(known.as_printed, known.said)
    causes = [one.ingredient for one in known.alone if known.meets(one.value, known.said)]
    text = f"by `printed`: {' or '.join(causes)} alone" if causes else "by `printed` as a whole"
    said = f"{text}; {digits}" if digits else text
    return Ruling("reproduced", "digits" if digits else "printed", said)


def _explained(known: Known) -> Ruling | None:
    if known.corrected is not None and any(
        known.meets(ours, known.corrected) for ours in (known.standard, known.as_printed)
    ):
        return Ruling("explained", "misprint", known.correction)
    for one in known.alone:
        if not one.is_inferred and known.meets(one.value, known.said):
            return Ruling("explained", one.ingredient, f"{one.text}: alone it gives the print")
    return None


def _described(known: Known) -> Ruling | None:
    pattern, ours = known.pattern, known.ours
    if pattern is None or ours is None or known.said is None or not pattern.fits(ours, known.said):
        return None
    return Ruling("described", pattern.name, pattern.text)


def _doubt(known: Known) -> str:
    parts = []
    if known.no_value:
        parts.append(f"we have no value: {known.no_value}")
    if known.has_offset:
        parts.append("the column lies on one side of ours, so the inputs' digits are no excuse")
    if known.corrected is not None:
        parts.append("differs from the corrected number too")
    elif known.correction:
        parts.append(f"its reading rests on {_BASES[known.correction_basis]} alone")
    if known.correction:
        parts.append(known.correction)
    parts += [text for text in known.doubts if text != known.correction]
    return "; ".join(parts) or "cause unknown"


OFFSET_CELLS = 10
OFFSET_PART = 0.9
"""So much of a column of so many cells on one side of ours is a common offset."""


def has_common_offset(cells: Sequence[tuple[float, float, Room]]) -> bool:
    """Return whether the cells of a column lie on one side of the print.

    Parameters
    ----------
    cells : sequence of tuple
        Ours, the printed number, and its room; the side is that of the middle of the room.
    """
    sides = [
        (ours - target) * copysign(1.0, target) - 0.5 * (room.outward - room.inward)
        for ours, target, room in cells
        if target and isfinite(ours)
    ]
    high, low = sum(side > 0.0 for side in sides), sum(side < 0.0 for side in sides)
    return len(sides) >= OFFSET_CELLS and max(high, low) >= OFFSET_PART * len(sides)


GAINS = 2.0
"""An ingredient explains cells of a column to which it alone brings so many for each it takes."""


def explains(cells: Sequence[tuple[Known, Alone]]) -> bool:
    """Return whether one ingredient brings a column to the print: one cell may be met by chance."""
    pairs = [
        (known.meets(known.standard, known.said), known.meets(one.value, known.said))
        for known, one in cells
    ]
    gained, lost = (sum(pair == wanted for pair in pairs) for wanted in _TURNS)
    return gained > 0 and gained >= GAINS * lost


_TURNS = ((False, True), (True, False))

PATTERN_CELLS = 5
PATTERN_PART = 0.75
"""A pattern holds in so many cells at least, and in so much of what it speaks of."""


def holds(pattern: Pattern, cells: Sequence[tuple[float, float]]) -> bool:
    """Return whether a pattern describes the cells (ours, printed) that it speaks of."""
    fits = sum(pattern.fits(*cell) for cell in cells)
    return fits >= PATTERN_CELLS and fits >= PATTERN_PART * len(cells)
