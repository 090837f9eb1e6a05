"""The reference state: bcc at the observed volume of the paper. No numpy."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.protocol import Convention


def reference_state(inputs: Mapping[str, float], convention: Convention) -> dict[str, Any]:
    """Return structure, volume [bohr3/atom] and c/a of the reference state (T = 0)."""
    del convention  # the paper's volume is the reference of both
    return {
        "structure": "bcc",
        "volume": inputs["reference_volume"],
        "axial_ratio": sqrt(8.0 / 3.0),
    }
