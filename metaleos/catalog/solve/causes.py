"""Why a result no longer follows from what it was made with: the differences, one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Scalar = float | int | str | bool | None
Settings = Mapping[str, float | int | str | bool]


class Cause(NamedTuple):
    """One difference between what a run was made with and what it would be made with.

    Parameters
    ----------
    kind : str
        ``input`` (its value changed), ``new`` (an input that had no value has one now),
        ``missing`` (an input has no value any more), ``setting``, ``revision``, ``model`` (no
        longer declared), ``fingerprint`` (the stored one does not fit what was stored with it).
    name : str
        The input or setting; ``revision``; the model.
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


def _text(value: Scalar) -> str:
    # repr is the shortest text that tells two doubles apart.
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


class ReadInput(NamedTuple):
    """An input as a run read it; the value is None where there was none."""

    name: str
    kind: str
    value: float | None
    unit: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What results were made with, or would be made with today."""

    revision: int
    settings: Settings
    inputs: Mapping[str, ReadInput] = field(default_factory=dict)


def differences(old: Made, new: Made) -> tuple[Cause, ...]:
    """Return every difference between what two results were made with."""
    found = []
    if old.revision != new.revision:
        found.append(Cause("revision", "revision", old.revision, new.revision))
    for name in sorted({*old.settings, *new.settings}):
        was, now = old.settings.get(name), new.settings.get(name)
        if repr(was) != repr(now):
            found.append(Cause("setting", name, was, now))
    nothing = ReadInput("", "", None, "")
    for name in sorted({*old.inputs, *new.inputs}):
        before, after = old.inputs.get(name, nothing), new.inputs.get(name, nothing)
        if before.value != after.value:
            was, now = before.value, after.value
            kind = "new" if was is None else "missing" if now is None else "input"
            found.append(Cause(kind, name, was, now, before.unit or after.unit, after.source))
    return tuple(found)


def parsed_settings(text: str) -> dict[str, float | int | str | bool]:
    """Return the settings that a run stores as JSON."""
    settings: dict[str, float | int | str | bool] = json.loads(text)
    return settings
