"""From the settings of a batch to a treatment: each difference of the conventions by its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from metaleos.errors import UsageError
from metaleos.solvers.wh.metal import PRINTED, STANDARD, Treatment

Settings = Mapping[str, float | int | str | bool]

FOLLOW = "convention"


@dataclass(frozen=True)
class Choice:
    """A treatment, and whether the slip in r_s follows the parameter, or is forced on or off."""

    treatment: Treatment
    ion_sphere: str


def choice(convention: str, settings: Settings) -> Choice:
    """Read the settings ``distribution, pair_cutoff, electronic, d_shift, ion_sphere``.

    Raises
    ------
    UsageError
        If a setting has a value that it does not take.
    """
    base = PRINTED if convention == "printed" else STANDARD
    ion_sphere = _switch(settings, "ion_sphere")
    if ion_sphere == FOLLOW and convention != "printed":
        ion_sphere = "off"
    d_shift = _switch(settings, "d_shift")
    cutoff = _cutoff(settings, base.cutoff)
    try:
        treatment = Treatment(
            distribution=_word(settings, "distribution", base.distribution),
            cutoff=cutoff,
            electronic=_word(settings, "electronic", base.electronic),
            d_shift=base.d_shift if d_shift == FOLLOW else d_shift == "on",
        )
    except ValueError as error:  # a word or number that it does not take
        raise UsageError(str(error)) from None
    return Choice(treatment, ion_sphere)


def _word(settings: Settings, name: str, default: str) -> str:
    value = str(settings.get(name, FOLLOW))
    return default if value == FOLLOW else value


def _switch(settings: Settings, name: str) -> str:
    value = settings.get(name, FOLLOW)
    if isinstance(value, bool):
        return "on" if value else "off"
    if value not in {FOLLOW, "on", "off"}:
        raise UsageError(f"setting {name} is {value!r}: one of convention, on, off")
    return str(value)


def _cutoff(settings: Settings, default: float) -> float:
    value = settings.get("pair_cutoff", FOLLOW)
    if value == FOLLOW:
        return default
    if value == "none":
        return np.inf
    try:
        return float(value)
    except ValueError:
        raise UsageError(
            f"setting pair_cutoff is {value!r}: a number of diameters, none or convention"
        ) from None
