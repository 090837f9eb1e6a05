"""States for the tests of elasticity and phonons: one per kind of local field, some compressed."""

from __future__ import annotations

from typing import NamedTuple

from metaleos.solvers.ha.variants import Variant, variant


class State(NamedTuple):
    """A model with its parameters at one volume per atom [bohr3]."""

    model: Variant
    structure: str
    volume: float
    radius: float
    depth: float


NA = State(variant("vs"), "bcc", 254.732, 2.085, -0.3074)
STATES = {
    "vs Na": NA,
    "h Li compressed": State(variant("h"), "bcc", 100.0, 1.41, 0.63),
    "kl K expanded fcc": State(variant("kl"), "fcc", 520.0, 3.03, -0.58),
    "sstl Cs": State(variant("sstl"), "bcc", 746.091, 4.79, -1.0),
    "al K": State(variant("al"), "bcc", 481.795, 2.14, 0.0),
}
