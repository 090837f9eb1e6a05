"""What `standard` and `printed` mean: how much of the paper's small-x formulas is kept.

``standard`` takes the exact redistribution energy (``nud/exact``) and the metal's own bulk modulus
at every volume. ``printed`` takes Eq. 4, linear in Theta, for either model, and the limit of small
x for the shift of the thermal expansion. The paper has no constants of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaleos.solvers.nud.shape_factor import Form
    from metaleos.solvers.protocol import Convention


def form_of(variant: str, convention: Convention) -> Form:
    """Return the form of the redistribution energy in a convention."""
    return "linear" if variant == "linear" or convention == "printed" else "exact"


def expansion_in_the_limit(convention: Convention) -> bool:
    """Return whether the shift of the expansion is that of small x."""
    return convention == "printed"
