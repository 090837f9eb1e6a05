"""The reference state of the toy: one atmosphere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metaleos.solvers.protocol import Convention

ATMOSPHERE = 1.01325e-4
"""[GPa]"""


def reference_state(inputs: Mapping[str, float], convention: Convention) -> dict[str, float]:
    """Return the applied pressure [GPa]: one atmosphere, in either convention."""
    del inputs, convention
    return {"applied_pressure": ATMOSPHERE}
