"""What tells the nine models apart: local field, correlation energy, parameters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Variant:
    """One model of the paper.

    Parameters
    ----------
    name : str
    field : str
        Local field (`metaleos.solvers.electron_gas.local_field`).
    correlation : str
        Correlation energy (`metaleos.solvers.electron_gas.correlation`).
    fitted : bool
        Whether the paper fits R_M and u (Eqs. 7, 8).
    empty_core : bool
        Ashcroft-Langreth: u = 0 and a first-order constant of its own from zero pressure.
    printed_correlation : str
        Correlation energy behind the printed totals of P and B, and so behind the printed R_M,
        where it is another one than that of the printed E0, P0, B0.
    """

    name: str
    field: str
    correlation: str
    fitted: bool = False
    empty_core: bool = False
    printed_correlation: str = ""

    def with_correlation(self, correlation: str) -> Variant:
        """Return the model with another correlation energy; itself where none is named."""
        return replace(self, correlation=correlation) if correlation else self

    @property
    def tabulated(self) -> bool:
        """Whether A, B or E_c are interpolated from tables at r_s = 1 ... 6."""
        return self.field in {"vs", "sstl"}


VARIANTS = MappingProxyType(
    {
        v.name: v
        for v in (
            Variant("h", "h", "np", fitted=True),
            Variant("kl", "kl", "np", fitted=True),
            Variant("sstl", "sstl", "sstl", fitted=True),
            Variant("vs", "vs", "vs", fitted=True, printed_correlation="vs_table"),
            Variant("ho", "h", "np"),
            Variant("mho", "h", "np"),
            Variant("bkk", "h", "np"),
            Variant("pcp", "sstl", "sstl", printed_correlation="np"),
            Variant("al", "vs", "vs", empty_core=True),
        )
    }
)


def variant(name: str) -> Variant:
    """Return the variant `name`; an unknown one is an error that lists all."""
    try:
        return VARIANTS[name]
    except KeyError:
        raise ValueError(f"unknown model ha/{name}: one of {', '.join(VARIANTS)}") from None
