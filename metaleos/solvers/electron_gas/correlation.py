"""Correlation energy of the electron gas [Ry per electron], by name.

``np``    Nozieres and Pines, -0.115 + 0.031 ln r_s.
``vs``    Vashishta and Singwi, smooth form -0.1129 + 0.03898 ln r_s - 0.00156 r_s of their table.
``vs_table``  the same table as the polynomial of degree five through its six points.
``sstl``  Singwi, Sjolander, Tosi and Land, polynomial of degree five through their six points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metaleos.solvers.electron_gas.tables import (
    NOZIERES_PINES,
    VASHISHTA_SINGWI,
    Form,
    polynomial,
    series,
    smooth,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    from metaleos.solvers.arrays import FloatArray

KINDS = ("np", "vs", "vs_table", "sstl")

_NOZIERES_PINES: Form = (((NOZIERES_PINES[0], 0.0),), NOZIERES_PINES[1])
_VASHISHTA_SINGWI: Form = (
    ((VASHISHTA_SINGWI[0], 0.0), (VASHISHTA_SINGWI[2], 1.0)),
    VASHISHTA_SINGWI[1],
)


def correlation_series(
    r_s: npt.ArrayLike, kind: str, order: int, *, alternative: bool = False
) -> FloatArray:
    """Taylor coefficients of E_c in t = ln(V/V0), shape (order + 1, ...).

    `alternative` takes the second opinion on an interpolated table (error estimates).
    """
    if kind == "np":
        return series(_NOZIERES_PINES, r_s, order)
    if kind == "vs":
        form = polynomial("vs", "E_c") if alternative else _VASHISHTA_SINGWI
        return series(form, r_s, order)
    if kind == "vs_table":
        form = _VASHISHTA_SINGWI if alternative else polynomial("vs", "E_c")
        return series(form, r_s, order)
    if kind == "sstl":
        form = smooth("sstl", "E_c") if alternative else polynomial("sstl", "E_c")
        return series(form, r_s, order)
    raise ValueError(f"unknown correlation energy {kind!r}: one of {', '.join(KINDS)}")
