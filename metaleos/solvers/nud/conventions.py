"""What `standard` and `printed` mean: how much of the paper's small-x formulas is kept.

``standard`` takes the exact redistribution energy (``nud/exact``) and the metal's own bulk modulus
at every volume. ``printed`` takes Eq. 4, linear in Theta, for either model, and the limit of small
x for the shift of the thermal expansion. The paper has no constants of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metaleos.solvers.nud.shape_factor import Form
    from metaleos.solvers.protocol import Batch


def form_of(batch: Batch) -> Form:
    """Return the form of the redistribution energy that a batch takes."""
    linear = batch.model.variant == "linear" or batch.takes("linear_form")
    return "linear" if linear else "exact"
