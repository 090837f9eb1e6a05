"""Local field G(q) of the theory's three variants; Q = q/kF.

``h``   Hartree: G = 0 (not Hubbard's field, which other theories call by this letter).
``vs``  Vashishta and Singwi: A [1 - exp(-B Q^2)].
``iu``  Ichimaru and Utsumi.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from metaleos.solvers.electron_gas.local_field import singwi, singwi_coefficients
from metaleos.solvers.electron_gas.local_field_iu import (
    ichimaru_utsumi_coefficients,
    ichimaru_utsumi_field,
)

if TYPE_CHECKING:
    from metaleos.solvers.arrays import FloatArray

KINDS = ("h", "vs", "iu")


@dataclass(frozen=True)
class LocalField:
    """Local field of n electron gases.

    Parameters
    ----------
    kind : {"h", "vs", "iu"}
    r_s : array, shape (n,)
        [bohr].
    """

    kind: str
    r_s: FloatArray

    def __post_init__(self) -> None:
        """Refuse an unknown kind."""
        if self.kind not in KINDS:
            raise ValueError(f"unknown local field {self.kind!r}: one of {', '.join(KINDS)}")

    def __call__(self, Q: FloatArray) -> FloatArray:
        """G at Q = q/kF of shape (m,): shape (n, m)."""
        if self.kind == "h":
            return np.zeros((len(self.r_s), len(Q)))
        if self.kind == "vs":
            a, b = singwi_coefficients(self.r_s, "vs")
            return singwi(Q, a[:, None], b[:, None])
        return ichimaru_utsumi_field(Q, ichimaru_utsumi_coefficients(self.r_s[:, None]))

    @property
    def gamma(self) -> FloatArray:
        """Limit of G/Q^2 at small Q, shape (n,) (Bretonnet & Derouiche 1990, Eq. 9)."""
        if self.kind == "h":
            return np.zeros_like(self.r_s)
        if self.kind == "vs":
            a, b = singwi_coefficients(self.r_s, "vs")
            return a * b
        return ichimaru_utsumi_coefficients(self.r_s).gamma
