"""The state options as a user gives them, shared by every command and the Python API."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

from metaleos.catalog.states.variables import VOLUME_WORDS, Variable, variables
from metaleos.errors import QuantityError, UsageError, nearest
from metaleos.quantity import parse_values
from metaleos.units import behind

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_STATES = 1_000_000
"""The most states one request may ask for."""

SAID_ALSO = "; "
"""Stands between the anchors of a state that was said in several ways."""


@dataclass(frozen=True)
class StateRequest:
    """Values asked for, per state variable or way to say the volume.

    Parameters
    ----------
    given : mapping of str to tuple
        Words, or numbers in the variable's storage unit; what is absent was not asked for.
    """

    given: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether anything was asked for."""
        return bool(self.given)

    def get(self, name: str) -> tuple[Any, ...] | None:
        """Return the values of one variable, None where it was not given."""
        return self.given.get(name)

    @property
    def size(self) -> int:
        """Number of states of the grid that the lists form."""
        return prod(len(values) for values in self.given.values())


def at_place(**numbers: float | None) -> StateRequest:
    """Return the request for one place: a number per variable, None where nothing is said."""
    return StateRequest({name: (value,) for name, value in numbers.items() if value is not None})


def state_request(**options: Any) -> StateRequest:
    """Read state options given as text, numbers or lists.

    Parameters
    ----------
    **options
        By the names of `metaleos.catalog.states.variables.variables`: text with units as on the
        command line, or numbers in the storage unit (K, bohr3/atom, g/cm3, pure numbers).

    Raises
    ------
    QuantityError, UnitError
        If a quantity cannot be read, is negative where it cannot be, or the grid is too large.
    UsageError
        If the volume is given in two ways, or a name is no state variable.
    """
    known = variables()
    given: dict[str, tuple[Any, ...]] = {}
    for name, value in options.items():
        if value is None or (isinstance(value, list) and not value):
            continue
        variable = known.get(name)
        if variable is None:
            close = nearest(name, known)
            meant = f"did you mean {close[0]}? " if close else ""
            raise UsageError(
                f"unknown state variable {name!r}", f"{meant}valid: {', '.join(known)}"
            )
        given[name] = _words(variable, value) if variable.is_word else _numbers(variable, value)
    one_volume(given, "")
    # The order of the table and not that of the call: a grid is the same however it was typed.
    request = StateRequest({name: given[name] for name in known if name in given})
    if request.size > MAX_STATES:
        raise QuantityError(
            f"the grid has {request.size:.3g} states", f"at most {MAX_STATES} in one request"
        )
    return request


def one_volume(given: Mapping[str, Any], where: str) -> None:
    """Refuse a volume that is said in two ways; `where` begins the message.

    Raises
    ------
    UsageError
    """
    said = [variables()[name] for name in VOLUME_WORDS if name in given]
    if len(said) > 1:
        first, second = (item.name if where else item.option for item in said[:2])
        raise UsageError(f"{where}{first} and {second} both say the volume", "give one of them")


def _words(variable: Variable, value: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, (list, tuple)) or not all(isinstance(item, str) for item in items):
        raise UsageError(
            f"{variable.option}: {value!r} is no word", f"valid: {', '.join(variable.choices)}"
        )
    return tuple(word.strip().lower() for item in items for word in item.split(","))


def _numbers(variable: Variable, value: Any) -> tuple[float, ...]:
    numbers = tuple(parse_values(value, variable.unit, variable.option))
    for number in numbers:
        if not is_valid(variable, number):
            what = f"{variable.option}: {number:g}{behind(variable.unit)}"
            raise QuantityError(what, f"must be {variable.lowest}")
    return numbers


def is_valid(variable: Variable, number: float) -> bool:
    """Return whether a variable can have the value `number`."""
    return number > 0 or (number == 0 and variable.zero)
