"""What `standard` and `printed` mean: two treatments of the free energy, and each difference alone.

``standard`` is what the paper's text says. ``printed`` is what its numbers show: another g(r), cut
off at three diameters, no electronic term, a shift by u_d(d)/2, and for the metals so marked the
ion sphere's radius in place of r_s. The settings of a batch choose each difference by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.errors import UsageError

if TYPE_CHECKING:
    from metaleos.solvers.protocol import Batch

Settings = Mapping[str, float | int | str | bool]

FOLLOW = "convention"
DISTRIBUTIONS = ("percus_yevick", "verlet_weis")
ELECTRONIC = ("full", "consistent", "none")


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """How the free energy of Eq. 1 is evaluated; the defaults are what the text says.

    Parameters
    ----------
    distribution : {"percus_yevick", "verlet_weis"}
        g(r) of the hard spheres.
    cutoff : float
        Upper limit of the pair integral in diameters, at most 5; infinity for none.
    electronic : {"full", "consistent", "none"}
        Free energy of the electrons at T: -T S_el as in Eq. 1; -T S_el/2, which their heat
        content T S_el/2 leaves of it; or nothing.
    d_shift : bool
        Whether u_d(d)/2, a twelfth of E_b + E_c, is added (found in the printed numbers).
    """

    distribution: str = "percus_yevick"
    cutoff: float = np.inf
    electronic: str = "full"
    d_shift: bool = False

    def __post_init__(self) -> None:
        """Refuse what is not among the choices."""
        if self.distribution not in DISTRIBUTIONS:
            raise ValueError(
                f"unknown distribution {self.distribution!r}: one of {', '.join(DISTRIBUTIONS)}"
            )
        if self.electronic not in ELECTRONIC:
            raise ValueError(
                f"unknown electronic term {self.electronic!r}: one of {', '.join(ELECTRONIC)}"
            )
        if not (1.0 < self.cutoff <= 5.0 or np.isinf(self.cutoff)):
            raise ValueError("cut-off must lie inside (1, 5] diameters, or be infinite")


STANDARD = Treatment()
"""What the paper's text says."""

PRINTED = Treatment(distribution="verlet_weis", cutoff=3.0, electronic="none", d_shift=True)
"""What its printed numbers show (beside `LiquidMetal.ion_sphere`)."""


@dataclass(frozen=True)
class Choice:
    """A treatment, and whether the slip in r_s follows the parameter, or is forced on or off."""

    treatment: Treatment
    ion_sphere: str


def choice(batch: Batch) -> Choice:
    """Read the settings ``distribution, pair_cutoff, electronic, d_shift, ion_sphere``.

    Each is an ingredient of ``printed``, by the same name.

    Raises
    ------
    UsageError
        If a setting has a value that it does not take.
    """
    settings = batch.settings
    base = {
        name: PRINTED if batch.takes(name) else STANDARD
        for name in ("distribution", "pair_cutoff", "electronic", "d_shift")
    }
    ion_sphere = _switch(settings, "ion_sphere")
    if ion_sphere == FOLLOW and not batch.takes("ion_sphere"):
        ion_sphere = "off"
    d_shift = _switch(settings, "d_shift")
    cutoff = _cutoff(settings, base["pair_cutoff"].cutoff)
    try:
        treatment = Treatment(
            distribution=_word(settings, "distribution", base["distribution"].distribution),
            cutoff=cutoff,
            electronic=_word(settings, "electronic", base["electronic"].electronic),
            d_shift=base["d_shift"].d_shift if d_shift == FOLLOW else d_shift == "on",
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
