"""One row of an answer: a value with its state, and what was published and observed beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from metaleos.catalog.states.variables import variables
from metaleos.units import behind, heading

State = dict[str, dict[str, Any]]
"""A state as answers show it: ``{"temperature": {"value": 0.0, "unit": "K"}, ...}``."""

Quoted = dict[str, Any]
"""A value from a source, with what is said of it (`metaleos.catalog.ask.beside`)."""

ROW_KEYS = (
    "element", "model", "convention", "property", "term", "value", "unit", "state",
    "error_estimate", "outcome", "reason", "published", "observed",
    "reference",
)  # fmt: skip
"""The keys of a row, as the JSON promise fixes them."""

PLAIN = (
    "element", "model", "convention", "property", "term", "value", "unit", "error_estimate",
    "outcome", "reason",
)  # fmt: skip
"""The columns that every flat row begins with, whatever its state variables."""

BESIDE = {
    "published": (
        "printed", "printed_unit", "source", "reading", "reading_kind", "reading_basis",
        "reading_reason",
    ),
    "observed": (
        "printed", "source", "uncertainty", "uncertainty_kind", "temperature", "phase", "material",
        "state", "evidence", "carrier", "choice", "choice_reason",
    ),
    "reference": ("printed", "source", "method", "carrier"),
}  # fmt: skip
"""What stands beside a value of ours, and what flat rows say of the first of a kind."""

DEVIATION = (
    "deviation", "deviation_percent", "deviation_sigma", "within", "comparable", "in_domain",
    "published_deviation_percent",
)  # fmt: skip
"""What a comparison says of a value beside the first observed one."""
_NOTHING_BESIDE = {
    name: None for kind, parts in BESIDE.items() for name in (kind, *(f"{kind}_{n}" for n in parts))
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """By how much a value differs from the first observed one beside it, or why nobody can say.

    Parameters
    ----------
    deviation, deviation_percent : float or None
        Ours less observed, in the unit of the value and over the observed value.
    deviation_sigma : float or None
        Over the combined uncertainty, one standard deviation; None where none is known.
    within : bool or None
        Whether it lies within the stated uncertainty and our error estimate together.
    comparable, in_domain : bool
        Whether the two are of one thing, and whether the model is for this element and state.
    published_deviation_percent : float or None
        What the paper's own value differs by.
    reason : str
        Why it is not comparable, or lies outside the domain.
    """

    deviation: float | None
    deviation_percent: float | None
    deviation_sigma: float | None
    within: bool | None
    comparable: bool
    in_domain: bool
    published_deviation_percent: float | None
    reason: str

    def said(self) -> dict[str, Any]:
        """Return it as columns."""
        return {name: getattr(self, name) for name in DEVIATION}


@dataclass(frozen=True, slots=True)
class Record:
    """A value of one property and term at one state.

    Parameters
    ----------
    element, model, convention, property, term : str
    value : float or None
        None where the outcome is not ``ok``.
    unit : str
    state : State
    error_estimate : float or None
    outcome, reason : str
    published, observed, reference : list of Quoted
        Printed by the model's paper; measured; computed by a theory that is none of ours.
    run : int or None
        The run it is from; None where it is not stored.
    source : str
        Citation key of the model's paper.
    state_id : int or None
        Number of its stored state.
    against : Deviation or None
        Where it was compared.
    """

    element: str
    model: str
    convention: str
    property: str
    term: str
    value: float | None
    unit: str
    state: State
    error_estimate: float | None
    outcome: str
    reason: str
    published: list[Quoted] = field(default_factory=list)
    observed: list[Quoted] = field(default_factory=list)
    reference: list[Quoted] = field(default_factory=list)
    run: int | None = None
    source: str = ""
    state_id: int | None = None
    against: Deviation | None = None

    def row(self) -> dict[str, Any]:
        """Return the record as the JSON promise has it."""
        return {name: getattr(self, name) for name in ROW_KEYS} | self._said()

    def _said(self) -> dict[str, Any]:
        """Return what a comparison says, if there was one."""
        if self.against is None:
            return {}
        return {**self.against.said(), "reason": self.reason or self.against.reason}

    def beside(self, kind: str) -> list[Quoted]:
        """Return the values of a kind of `BESIDE`."""
        quoted: list[Quoted] = getattr(self, kind)
        return quoted

    def flat(self) -> dict[str, Any]:
        """Return the record with one plain cell per column."""
        flat = {name: getattr(self, name) for name in (*PLAIN, "source")} | flat_state(self.state)
        return flat | self.first_beside() | self._said()

    def first_beside(self) -> dict[str, Any]:
        """Return the first value of each kind beside, and what is said of them."""
        found = _NOTHING_BESIDE.copy()
        for kind, parts in BESIDE.items():
            for first in self.beside(kind)[:1]:
                found |= {kind: first["value"], **{f"{kind}_{n}": first.get(n) for n in parts}}
        return found


def beside_of(row: dict[str, Any], kind: str) -> Quoted:
    """Return what a flat row says of the value of a kind in it."""
    said = {part: row.get(f"{kind}_{part}") for part in BESIDE[kind]}
    return {"value": row.get(kind), "unit": row.get("unit", "1"), **said}


def state_of(names: str, values: dict[str, Any]) -> State:
    """Return a state in the order in which variables are shown.

    Parameters
    ----------
    names : str
        The model's state variables, joined by commas.
    values : dict
        Values by variable; None where a way to say the volume is undefined.
    """
    shown = set(names.split(","))
    has_volume = "volume" in shown
    structure = values.get("structure")
    return {
        name: {"value": values[name], "unit": item.unit}
        for name, item in variables().items()
        if (name in shown or (has_volume and item.says_volume))
        and values.get(name) is not None
        and (not item.structures or structure in item.structures)
    }


def flat_state(state: State) -> dict[str, Any]:
    """Return a state as plain columns whose headings have the units."""
    return {heading(name, cell["unit"]): cell["value"] for name, cell in state.items()}


def cell_words(name: str, cell: dict[str, Any], digits: int = 6) -> str:
    """Return one variable of a state in words: ``T = 300 K``; a word alone."""
    value = cell["value"]
    if not isinstance(value, float):
        return f"{value}{behind(cell['unit'])}"
    symbol = variables()[name].symbol if name in variables() else name
    return f"{symbol} = {value:.{digits}g}{behind(cell['unit'])}"
