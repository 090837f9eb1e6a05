"""The state options as a user gives them, shared by every command and the Python API."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from metaleos.errors import QuantityError, UsageError
from metaleos.quantity import parse_values

MAX_STATES = 1_000_000
"""The most states one request may ask for."""

UNITS = {
    "temperature": "K",
    "volume": "bohr3/atom",
    "density": "g/cm3",
    "compression": "1",
    "volume_ratio": "1",
    "axial_ratio": "1",
    "theta": "1",
}
"""The numbers that say a state, with the unit they are kept in."""
VOLUME_WORDS = ("volume", "density", "compression", "volume_ratio")
_SHOWN = {name: f"--{name.replace('_', '-')}" for name in UNITS}


@dataclass(frozen=True)
class StateRequest:
    """Values asked for, per state variable or way to say the volume; None where not given."""

    temperature: tuple[float, ...] | None = None
    volume: tuple[float, ...] | None = None
    density: tuple[float, ...] | None = None
    compression: tuple[float, ...] | None = None
    volume_ratio: tuple[float, ...] | None = None
    axial_ratio: tuple[float, ...] | None = None
    theta: tuple[float, ...] | None = None
    structure: tuple[str, ...] | None = None

    @property
    def given(self) -> dict[str, tuple[Any, ...]]:
        """The variables that were given, with their values."""
        names = (*UNITS, "structure")
        return {name: value for name in names if (value := getattr(self, name)) is not None}

    @property
    def size(self) -> int:
        """Number of states of the grid that the lists form."""
        return prod(len(values) for values in self.given.values())


def state_request(**options: Any) -> StateRequest:
    """Read state options given as text, numbers or lists.

    Parameters
    ----------
    temperature, volume, density, compression, volume_ratio, axial_ratio, theta, structure
        Text with units as on the command line, or numbers (K, bohr3/atom, g/cm3, pure numbers).

    Raises
    ------
    QuantityError, UnitError
        If a quantity cannot be read, is negative where it cannot be, or the grid is too large.
    UsageError
        If the volume is given in two ways, or a name is no state variable.
    """
    known: dict[str, Any] = {}
    for name, value in options.items():
        if value is None or value == []:
            continue
        if name == "structure":
            words = value.split(",") if isinstance(value, str) else list(value)
            known[name] = tuple(word.strip().lower() for item in words for word in item.split(","))
        elif name in UNITS:
            numbers = tuple(parse_values(value, UNITS[name], _SHOWN[name]))
            _check_sign(name, numbers)
            known[name] = numbers
        else:
            raise UsageError(
                f"unknown state variable {name!r}", f"valid: {', '.join(UNITS)}, structure"
            )
    volumes = [name for name in VOLUME_WORDS if name in known]
    if len(volumes) > 1:
        raise UsageError(
            f"{_SHOWN[volumes[0]]} and {_SHOWN[volumes[1]]} both say the volume", "give one of them"
        )
    request = StateRequest(**known)
    if request.size > MAX_STATES:
        raise QuantityError(
            f"the grid has {request.size:.3g} states", f"at most {MAX_STATES} in one request"
        )
    return request


def _check_sign(name: str, numbers: tuple[float, ...]) -> None:
    for number in numbers:
        if number < 0 or (number == 0 and name not in {"temperature", "theta"}):
            lowest = "zero or more" if name in {"temperature", "theta"} else "positive"
            unit = "" if UNITS[name] == "1" else f" {UNITS[name]}"
            raise QuantityError(f"{_SHOWN[name]}: {number:g}{unit}", f"must be {lowest}")
