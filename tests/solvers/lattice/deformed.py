"""A crystal under strain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.solvers.lattice import Crystal

if TYPE_CHECKING:
    import numpy as np


def deformed(cell: Crystal, gradient: np.ndarray) -> Crystal:
    """Return the homogeneously deformed crystal, every position r -> F r.

    Internal displacements of a basis are not relaxed.
    """
    return Crystal(cell.vectors @ gradient.T, cell.basis @ gradient.T)
