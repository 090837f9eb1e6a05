"""Why a stored result no longer follows from what the catalog says today."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from metaleos.catalog.inputs import Facts

Scalar = float | int | str | bool | None


class Cause(NamedTuple):
    """One difference between what a run read and what it would read today.

    Parameters
    ----------
    kind : str
        ``input`` (its value changed), ``new`` (an input that had no value has one now),
        ``missing`` (an input has no value any more), ``setting``, ``revision``, ``model`` (no
        longer declared), ``fingerprint`` (the stored one does not fit what was stored with it).
    name : str
        The input or setting; ``revision``.
    old, new : number, str or None
    unit : str
    source : str
        Where the new value comes from.
    """

    kind: str
    name: str
    old: Scalar
    new: Scalar
    unit: str = ""
    source: str = ""

    def __str__(self) -> str:
        """Return the cause in words: ``R_M 2.07 -> 2.1 bohr``."""
        unit = "" if self.unit in {"", "1"} else f" {self.unit}"
        if self.kind == "new":
            return f"{self.name} new: {_text(self.new)}{unit}"
        if self.kind == "missing":
            return f"{self.name} missing, was {_text(self.old)}{unit}"
        if self.kind == "model":
            return f"{self.name} is no longer declared"
        if self.kind == "fingerprint":
            return "fingerprint does not fit the stored inputs"
        label = f"setting {self.name}" if self.kind == "setting" else self.name
        return f"{label} {_text(self.old)} -> {_text(self.new)}{unit}"


class ReadInput(NamedTuple):
    """An input as a run read it; the value is None where there was none."""

    name: str
    kind: str
    value: float | None
    unit: str


class Declared(NamedTuple):
    """What a model is today: the part of a fingerprint that is no input.

    Parameters
    ----------
    theory, variant : str
    revision : int
    settings : dict
    """

    theory: str
    variant: str
    revision: int
    settings: Mapping[str, float | int | str | bool]


def _text(value: Scalar) -> str:
    # repr is the shortest text that tells two doubles apart.
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def declaration_causes(
    revision: int, settings: Mapping[str, float | int | str | bool], today: Declared
) -> Iterator[Cause]:
    """Yield what changed of a model's revision and settings."""
    if revision != today.revision:
        yield Cause("revision", "revision", revision, today.revision)
    for name in sorted({*settings, *today.settings}):
        old, new = settings.get(name), today.settings.get(name)
        if repr(old) != repr(new):
            yield Cause("setting", name, old, new)


def input_causes(
    read: Iterable[ReadInput], facts: Facts, today: Declared, element: str, convention: str
) -> Iterator[Cause]:
    """Yield which of the inputs that a run read have another value today."""
    for name, kind, old, unit in read:
        item = facts.best(today.theory, today.variant, element, convention, name, kind, unit)
        new = item.value if item.value == item.value else None  # NaN is absent
        if old != new:
            changed = "new" if old is None else "missing" if new is None else "input"
            yield Cause(changed, name, old, new, unit, item.source)


def parsed_settings(text: str) -> dict[str, float | int | str | bool]:
    """Return the settings that a run or a model stores as JSON."""
    settings: dict[str, float | int | str | bool] = json.loads(text)
    return settings
