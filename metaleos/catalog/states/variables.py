"""State variables: the one table of what says where a value holds.

Everything that a person types, reads or asks SQL for follows from it: options, csv headings,
conditions, columns, captions, axes, JSON. A theory's own variable is in it by being declared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from metaleos.solvers.protocol import STRUCTURE, TEMPERATURE, VOLUME
from metaleos.solvers.registry import models
from metaleos.units import heading

if TYPE_CHECKING:
    from metaleos.solvers.protocol import StateVariable

VOLUME_WORDS = ("volume", "density", "compression", "volume_ratio")
"""The ways to say the volume; a request uses one of them."""

SAME = 1e-6
"""Relative difference below which two states are the same place."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One state variable, or one way to say the volume.

    Parameters
    ----------
    name, unit : str
        As typed, and the storage unit.
    symbol : str
        As captions and axes show it.
    description : str
        For the help of the option.
    column : str
        Its SQL expression over the table ``state`` s.
    choices : tuple of str
        The valid words where it is no number.
    zero : bool
        Whether zero is a valid value.
    structures : tuple of str
        The structures in which it means something; all where empty.
    own : bool
        Whether only one theory has it: kept in the map ``state.own``.
    """

    name: str
    unit: str
    symbol: str
    description: str
    column: str
    choices: tuple[str, ...] = ()
    zero: bool = False
    structures: tuple[str, ...] = ()
    own: bool = False

    @property
    def option(self) -> str:
        """The option on the command line: ``--volume-ratio``."""
        return f"--{self.name.replace('_', '-')}"

    @property
    def says_volume(self) -> bool:
        """Whether it is one of the ways to say the volume."""
        return self.name in VOLUME_WORDS

    @property
    def is_word(self) -> bool:
        """Whether its values are words and not numbers."""
        return bool(self.choices)

    @property
    def heading(self) -> str:
        """The heading of its column: ``temperature [K]``."""
        return heading(self.name, self.unit)

    @property
    def lowest(self) -> str:
        """The smallest valid number, in words."""
        return "zero or more" if self.zero else "positive"


def _declared(item: StateVariable, column: str, *, own: bool = False) -> Variable:
    return Variable(
        item.name, item.unit, item.symbol or item.name, item.description, column,
        choices=item.choices, zero=item.zero, structures=item.structures, own=own,
    )  # fmt: skip


@cache
def variables() -> dict[str, Variable]:
    """Return every variable by name, in the order in which they are shown."""
    found = {
        "structure": _declared(STRUCTURE, "s.structure"),
        "temperature": _declared(TEMPERATURE, "s.temperature"),
        "compression": Variable(
            "compression", "1", "compression", 'Density over the reference: "0.1:10:21:log"',
            "s.compression",
        ),
        "volume": _declared(VOLUME, "s.volume"),
        "volume_ratio": Variable(
            "volume_ratio", "1", "volume_ratio", 'Volume over the reference: "0.9,1,1.1"',
            "(1 / s.compression)",
        ),
        "density": Variable("density", "g/cm3", "density", '"2.7 g/cm3"', "s.density"),
    }  # fmt: skip
    for model in models().values():
        for item in model.state_variables:
            if item.name not in found:
                found[item.name] = _declared(item, f"s.own['{item.name}']", own=True)
    return found


def numbers() -> dict[str, Variable]:
    """Return the variables whose values are numbers."""
    return {name: item for name, item in variables().items() if not item.is_word}


def own_variables() -> tuple[str, ...]:
    """Return the names of the variables that only one theory has."""
    return tuple(name for name, item in variables().items() if item.own)
