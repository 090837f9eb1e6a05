"""What a paper says of itself: its table, what its cells mean, how its numbers are rounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Room:
    """How far a true number may lie from a printed one, towards zero and away from it."""

    inward: float
    outward: float

    def __mul__(self, unit: float) -> Room:
        """Return the room in another unit."""
        return Room(self.inward * unit, self.outward * unit)


ROUNDED, TRUNCATED, EITHER = Room(0.5, 0.5), Room(0.0, 1.0), Room(0.5, 1.0)
"""What the last digit of a number leaves open, in units of it: truncation is one-sided."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """How a column differs from ours, cause unknown: a formula with its residual.

    Parameters
    ----------
    name, text : str
        What it is called, and what it says.
    quantities, theories, models, tables, elements : tuple of str
        Which cells it speaks of; an empty one means all.
    factor, offset : float
        The printed number is ours times `factor` plus `offset` (printed unit).
    residual : float
        What is left at most; with `is_relative` as a part of the printed number.
    is_relative : bool
    """

    name: str
    text: str
    quantities: tuple[str, ...]
    theories: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    factor: float = 1.0
    offset: float = 0.0
    residual: float
    is_relative: bool = False

    def is_of(self, quantity: str, model: str, table: str, element: str) -> bool:
        """Return whether it speaks of a cell."""
        named = (
            (self.quantities, quantity), (self.theories, model.partition("/")[0]),
            (self.models, model), (self.tables, table), (self.elements, element),
        )  # fmt: skip
        return all(not choice or value in choice for choice, value in named)

    def left(self, ours: float, printed: float) -> float:
        """Return what it leaves of a printed number."""
        return abs(self.factor * ours + self.offset - printed)

    def fits(self, ours: float, printed: float) -> bool:
        """Return whether it leaves no more than its residual."""
        room = self.residual * (abs(printed) if self.is_relative else 1.0)
        return self.left(ours, printed) <= room


@dataclass(frozen=True)
class Place:
    """Where a published value holds, as far as the paper says."""

    at_reference: bool = False
    temperature: float | None = None
    volume: float | None = None
    density: float | None = None
    structure: str = ""


@dataclass(frozen=True)
class Meaning:
    """What one cell becomes: its role, and the published value it stands for.

    Parameters
    ----------
    role : str
        ``state`` says where the other cells of its row hold.
    place : Place
    element, property, unit : str
        Where the published value has another than the cell.
    scale : float
        Published value of one unit of the cell's number.
    publish : bool
        Whether there is a published value.
    """

    role: Literal["parameter", "published", "observation", "state"]
    place: Place = field(default_factory=Place)
    element: str = ""
    property: str = ""
    scale: float = 1.0
    unit: str = ""
    publish: bool = False


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell as the lints see it: `number` is what the string says, a lost power put back."""

    key: str
    paper: str
    table: str
    element: str
    model: str
    label: str
    quantity: str
    state: str
    printed: str
    number: float | None
    step: float

    @property
    def value(self) -> float:
        """The number, 0 where there is none."""
        return self.number or 0.0


Fields = Mapping[str, str]
"""A line of a paper's table, by column."""

Readings = Mapping[tuple[str, str], float]
"""What the cells of a paper say, by label of the row and quantity."""

Rule = Callable[[Fields, Readings], Meaning]

Doubt = tuple[str, str, str]
"""Lint, key of the cell, and what looks wrong."""

Table = dict[tuple[str, str, str], PrintedCell]


def at_reference(_: Fields, __: Readings) -> Meaning:
    """Return the plainest meaning: a value published for the reference state."""
    return Meaning(role="published", place=Place(at_reference=True), publish=True)


def by_quantity(cell: Fields) -> str:
    """Return the key of a cell: source, table, element, model, quantity."""
    return joined(*(cell[name] for name in ("source", "table", "element", "model", "quantity")))


def joined(*parts: str) -> str:
    """Return the key of a cell from its parts; empty ones are left out."""
    return ":".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper.

    Parameters
    ----------
    key : str
        Its citation key, which is the name of its file too.
    file : str
        Its table: the file ``ingest/data/papers/<file>.csv``.
    order : int
        Its place among the papers; those of one place follow by key.
    phase : str
        Phase of the measured values that it quotes.
    models : mapping of str to str
        Our model for a column that is headed by a theory alone. A column that is not named means
        what it says.
    rule : callable
        (cell, readings of the paper) to what the cell becomes.
    cell_key : callable
        Cell to its key, which no other cell has.
    roundings : mapping of str to Room
        Quantities that were not rounded: ``TRUNCATED`` or ``EITHER``, after evidence
        (``python -m data.rounding``).
    patterns : tuple of Pattern
        How columns differ from ours without a known cause; the first that speaks of a cell counts.
    grids : mapping of str to float
        Steps of the quantities that were read off a grid: a step stands for the unit of the last
        digit.
    exact_inputs : set of str
        Parameters that are counts: exact, whatever digits they are printed with.
    state_steps : callable
        (cell of a state, half a unit of its last digit) to how far that moves ``temperature`` [K]
        and ``volume`` [bohr3] of its row.
    relations : callable
        Cells of the paper to the relations that do not hold between them: those that its own
        definitions imply, without a solver.
    """

    key: str
    file: str
    order: int = 100
    phase: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    rule: Rule = at_reference
    cell_key: Callable[[Fields], str] = by_quantity
    roundings: Mapping[str, Room] = field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()
    grids: Mapping[str, float] = field(default_factory=dict)
    exact_inputs: frozenset[str] = frozenset()
    state_steps: Callable[[Fields, float], dict[str, float]] = field(default=lambda *_: {})
    relations: Callable[[Sequence[PrintedCell]], Iterator[Doubt]] = field(
        default=lambda _: iter(())
    )

    def model(self, column: str) -> str:
        """Return the model that a column stands for."""
        return self.models.get(column, column)

    def room(self, quantity: str, step: float) -> Room:
        """Return what the rounding of a number leaves open, towards zero and away from it.

        Parameters
        ----------
        quantity : str
            The paper's symbol.
        step : float
            One unit of the last digit.
        """
        grid = self.grids.get(quantity)
        return self.roundings.get(quantity, ROUNDED) * step if grid is None else ROUNDED * grid


def by_name(cells: Sequence[PrintedCell]) -> Table:
    """Return cells with a number by element, model and quantity."""
    return {(c.element, c.model, c.quantity): c for c in cells if c.number is not None}
