"""A fact of the text files, and the band that it should lie in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from metaleos.ingest.reader import optional_float, read_lines, shipped

NEAR = 60.0
"""Temperatures within so many kelvin are one, and one that is not given is any."""

_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_ANY_PHASE = {"", "solid", "liquid"}
_LOW = "low temperature"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one source; `line` has the columns of its file."""

    place: str
    element: str
    quantity: str
    value: float
    source: str
    rank: int = 1
    temperature: float | None = None
    line: dict[str, str] = field(default_factory=dict)

    def apart(self, other: Fact) -> float:
        """Return by how many kelvin two facts differ; 0 where one names no temperature."""
        if self.temperature is None or other.temperature is None:
            return 0.0
        return abs(self.temperature - other.temperature)

    def alike(self, other: Fact) -> bool:
        """Return whether another source says the same of the same phase and material."""
        here, there = self.line, other.line
        phases = {here["phase"], there["phase"]}
        return (
            (self.source, here["carrier"]) != (other.source, there["carrier"])
            and (len(phases) == 1 or bool(phases & _ANY_PHASE))
            and here.get("material") == there.get("material")
            and self.apart(other) <= NEAR
        )


class Comparison(NamedTuple):
    """A value and the band it should lie in.

    Parameters
    ----------
    lint : str
        What is compared: ``second source: density``.
    fact : Fact
        What may be wrong.
    found, low, high : float
        Not always the value of the fact itself: a quotient, a residual.
    text : str
        The numbers, for a reader.
    """

    lint: str
    fact: Fact
    found: float
    low: float
    high: float
    text: str

    @property
    def beyond(self) -> int:
        """0 in the band; else the least of 1, 2, 5, 10 ... widths within which it lies outside."""
        outside = max(self.low - self.found, self.found - self.high, 0.0)
        width = self.high - self.low
        return next((n for n in _WIDTHS if outside <= n * width), 1000) if outside > 0.0 else 0


def shipped_facts() -> list[Fact]:
    """Return the shipped facts with a number, in the order of their files."""
    needed = ("element", "quantity", "source", "rank", "value", "temperature", "phase", "unit")
    found = []
    for path in sorted(shipped("facts").iterdir(), key=lambda entry: entry.name):
        for number, line in read_lines(path, needed) if path.name.endswith(".csv") else ():
            if (value := optional_float(line["value"])) is not None:
                place, heat = f"facts/{path.name}:{number}", optional_float(line["temperature"])
                if heat is None and line.get("state", "").startswith(_LOW):
                    heat = 0.0  # no source says which; it is held against cold values
                found.append(Fact(place, line["element"], line["quantity"], value, line["source"],
                                  int(line["rank"]), heat, line))  # fmt: skip
    return found


def within(
    lint: str, fact: Fact, found: float, expected: float, band: float, of: str
) -> Comparison:
    """Compare with an expected value to within a part `band` of it."""
    room = abs(expected) * band
    text = f"{fact.quantity} {fact.value:g}: {found:.6g} against {expected:.6g} {of}"
    return Comparison(lint, fact, found, expected - room, expected + room, text)


def between(lint: str, fact: Fact, found: float, low: float, high: float) -> Comparison:
    """Compare a quotient with what is usual."""
    text = f"{fact.quantity} {fact.value:g}: {found:.4g}, usual is {low:g} to {high:g}"
    return Comparison(lint, fact, found, low, high, text)
